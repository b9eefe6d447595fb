#include "core/score/Timeline.h"
#include "tests/support/RollFixture.h"
#include "ui/views/PianoRollSteeringLane.h"
#include "ui/views/PianoRollTimeLane.h"
#include "ui/views/SteeringWords.h"

#include <QLineEdit>

using namespace cantilena;

namespace {

TickRange bars(int first, int last) {
    return {kWhole * (first - 1), kWhole * last};
}

/// A roll with its lanes of steering shown, on a grid of quarters.
struct Lanes : RollFixture {
    explicit Lanes(std::initializer_list<Note> notes = {})
        : RollFixture(notes) {
        roll.setSnap({kQuarter, false});
        roll.setSteeringLanes(true);
    }
    [[nodiscard]] SteeringLane& lane(const QString& name) {
        return *roll.findChild<SteeringLane*>("steer" + name + "Lane");
    }
    [[nodiscard]] QLineEdit& field(const QString& name) {
        return *roll.findChild<QLineEdit*>("steer" + name + "LaneText");
    }
    [[nodiscard]] QPoint on(double quarter) const { return {at(quarter, 60).x(), 10}; }
    [[nodiscard]] const Steering& steering() { return document.score()->steering; }
    [[nodiscard]] QString only() {
        return steering().size() == 1
                   ? QString::fromStdString(steeringText(steering().front().wish))
                   : QStringLiteral("%1 stretches").arg(steering().size());
    }
    void write(const QString& name, const QString& text) {
        field(name).setText(text);
        QTest::keyClick(&field(name), Qt::Key_Return);
    }
};

} // namespace

class SteeringLaneTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDragPaintsToTheGridAsOneStep_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("text");
        QTest::newRow("range") << "Range"
                               << "C4-E4";
        QTest::newRow("scale") << "Scale"
                               << "key";
        QTest::newRow("chord tones") << "ChordTones"
                                     << "strong beats";
        QTest::newRow("density") << "Density"
                                 << "8";
    }
    void aDragPaintsToTheGridAsOneStep() {
        QFETCH(QString, name);
        QFETCH(QString, text);
        Lanes f{quarterNote(0, 1, 60), quarterNote(1, 1, 64)};
        RollFixture::drag(&f.lane(name), f.on(4.2), f.on(7.7));
        QCOMPARE(f.only(), text);
        QCOMPARE(f.steering().front().time, bars(2, 2));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(f.steering().empty());
    }

    void paintingGoesBothWaysAndShiftLeavesTheGrid() {
        Lanes f;
        RollFixture::drag(&f.lane("Scale"), f.on(7.8), f.on(4.4));
        QCOMPARE(f.steering().front().time, bars(2, 2));
        RollFixture::drag(&f.lane("Density"), f.on(4.4), f.on(5.6), Qt::ShiftModifier);
        const TickRange time = f.steering().back().time;
        QVERIFY(time.begin > kWhole && time.begin < kQuarter * 5);
        QVERIFY(time.end > kQuarter * 5 && time.end < kQuarter * 6);
    }

    void aDragSaysWhatItPaints() {
        Lanes f;
        SteeringLane& lane = f.lane("ChordTones");
        RollFixture::press(&lane, f.on(16.1));
        RollFixture::move(&lane, f.on(24));
        RollFixture::move(&lane, f.on(31.9));
        QVERIFY2(f.roll.hint().startsWith("Painting chord tones strong beats, bars 5 to 8"),
                 qPrintable(f.roll.hint()));
        QTest::keyClick(&lane, Qt::Key_Escape);
        RollFixture::release(&lane, f.on(31.9));
        QVERIFY(f.steering().empty());
        QVERIFY2(f.roll.hint().startsWith("Chord tones: arrows choose"), qPrintable(f.roll.hint()));
    }

    void afterAStrokeTheLaneSaysWhatStandsThere_data() {
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::addColumn<QString>("hint");
        QTest::newRow("painted") << Qt::LeftButton
                                 << "Density 8 a bar, bar 2 \u2022 drag paints 8 a bar";
        QTest::newRow("erased") << Qt::RightButton << "Density \u2022 drag paints 8 a bar";
    }
    void afterAStrokeTheLaneSaysWhatStandsThere() {
        QFETCH(Qt::MouseButton, button);
        QFETCH(QString, hint);
        Lanes f;
        f.document.apply(withSteering(*f.document.score(), bars(2, 2), SteeredDensity{8.0}),
                         "paint");
        RollFixture::drag(&f.lane("Density"), f.on(4.2), f.on(7.7), {}, button);
        QVERIFY2(f.roll.hint().startsWith(hint), qPrintable(f.roll.hint()));
    }

    void theRightButtonErases() {
        Lanes f;
        f.document.apply(withSteering(*f.document.score(), bars(1, 4), SteeredScale{}), "paint");
        RollFixture::drag(&f.lane("Scale"), f.on(4.1), f.on(7.9), {}, Qt::RightButton);
        QCOMPARE(f.steering().size(), 2U);
        QCOMPARE(f.steering()[0].time, bars(1, 1));
        QCOMPARE(f.steering()[1].time, bars(3, 4));
        RollFixture::click(&f.lane("Scale"), f.on(9), {}, Qt::RightButton);
        QCOMPARE(f.steering().size(), 1U);
        QCOMPARE(f.document.undoStack().count(), 3);
    }

    void aDoubleClickWritesAndTheNextDragPaintsTheSame() {
        Lanes f;
        SteeringLane& lane = f.lane("Range");
        RollFixture::doubleClick(&lane, f.on(5));
        QVERIFY(f.field("Range").isVisible());
        f.write("Range", "G3 to D5");
        QCOMPARE(f.only(), QString("G3-D5"));
        QCOMPARE(f.steering().front().time, bars(2, 2));
        RollFixture::doubleClick(&lane, f.on(5));
        QCOMPARE(f.field("Range").text(), QString("G3-D5"));
        f.write("Range", "low");
        QVERIFY2(f.roll.hint().contains("is no range; write it like C4-C5"),
                 qPrintable(f.roll.hint()));
        QCOMPARE(f.only(), QString("G3-D5"));
        RollFixture::drag(&lane, f.on(8.1), f.on(11.9));
        QCOMPARE(f.only(), QString("G3-D5"));
        QCOMPARE(f.steering().front().time, bars(2, 3));
        RollFixture::doubleClick(&lane, f.on(5));
        f.write("Range", "");
        QVERIFY(f.steering().empty());
    }

    void theSelectionIsSteeredByKeys_data() {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("text");
        QTest::newRow("range") << "actionSteerRange"
                               << "Range"
                               << "C3-C4"
                               << "C3-C4";
        QTest::newRow("scale") << "actionSteerScale"
                               << "Scale"
                               << "D dorian"
                               << "D dorian";
        QTest::newRow("chord tones") << "actionSteerChordTones"
                                     << "ChordTones"
                                     << "every note"
                                     << "every note";
        QTest::newRow("density") << "actionSteerDensity"
                                 << "Density"
                                 << "6 a bar"
                                 << "6";
    }
    void theSelectionIsSteeredByKeys() {
        QFETCH(QString, action);
        QFETCH(QString, name);
        QFETCH(QString, typed);
        QFETCH(QString, text);
        Lanes f{quarterNote(2, 1, 60), quarterNote(5, 3, 64)};
        f.roll.setSteeringLanes(false);
        f.select({0, 1});
        f.action(action.toLatin1().constData())->trigger();
        QVERIFY(f.roll.hasSteeringLanes());
        QVERIFY(f.field(name).isVisible());
        f.write(name, typed);
        QCOMPARE(f.only(), text);
        QCOMPARE(f.steering().front().time, (TickRange{kQuarter * 2, kQuarter * 8}));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.action("actionSteerNothing")->trigger();
        QVERIFY(f.steering().empty());
    }

    void withoutASelectionKeysSteerTheLoopOrTheBar() {
        Lanes f;
        f.roll.setPlayhead(kWhole + kQuarter, false);
        f.action("actionSteerScale")->trigger();
        f.write("Scale", "key");
        QCOMPARE(f.steering().front().time, bars(2, 2));
        f.roll.setLoop(bars(3, 4));
        f.action("actionSteerDensity")->trigger();
        f.write("Density", "4");
        QCOMPARE(f.steering().back().time, bars(3, 4));
    }

    void aLaneIsUsedByKeysAlone() {
        Lanes f;
        Score score = withSteering(*f.document.score(), bars(1, 1), SteeredDensity{4.0});
        f.document.apply(withSteering(score, bars(3, 4), SteeredDensity{9.0}), "paint");
        SteeringLane& lane = f.lane("Density");
        lane.setFocus();
        QTest::keyClick(&lane, Qt::Key_Right);
        QCOMPARE(lane.accessibleDescription(), QString("Density 9 a bar, bars 3 to 4"));
        QTest::keyClick(&lane, Qt::Key_Left);
        QCOMPARE(lane.accessibleDescription(), QString("Density 4 a bar, bar 1"));
        QTest::keyClick(&lane, Qt::Key_Return);
        f.write("Density", "5");
        QCOMPARE(wishAt<SteeredDensity>(f.steering(), {})->notesPerBar, 5.0);
        QTest::keyClick(&lane, Qt::Key_Right);
        QTest::keyClick(&lane, Qt::Key_Delete);
        QCOMPARE(f.only(), QString("5"));
        f.roll.setLoop(bars(2, 2));
        QTest::keyClick(&lane, Qt::Key_Insert);
        f.write("Density", "7");
        QCOMPARE(f.steering().size(), 2U);
    }

    void escapeLeavesWhatStands() {
        Lanes f;
        f.action("actionSteerRange")->trigger();
        f.field("Range").setText("C3-C4");
        QTest::keyClick(&f.field("Range"), Qt::Key_Escape);
        QVERIFY(!f.field("Range").isVisible());
        QVERIFY(f.steering().empty());
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void theLanesAreShownByAnAction() {
        RollFixture f;
        QVERIFY(!f.roll.hasSteeringLanes());
        f.key(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(f.roll.hasSteeringLanes());
        QVERIFY(f.action("actionSteeringLanes")->isChecked());
        QVERIFY(f.part("steerRangeLane")->isVisible());
        QVERIFY(!f.part("chordLane")->isVisible());
        f.key(Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(!f.part("steerRangeLane")->isVisible());
    }

    void chordsAreWrittenAtTheCursor() {
        RollFixture f;
        f.roll.setPlayhead(kWhole, false);
        f.action("actionChordHere")->trigger();
        auto* field = f.roll.findChild<QLineEdit*>("chordLaneText");
        QVERIFY(field->isVisible());
        field->setText("C/E");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(f.document.score()->chords, (std::vector<ChordSymbol>{{kWhole, "C/E"}}));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(f.document.score()->chords.empty());
    }

    void afterAMoveTheLaneSaysWhatElseItDoes() {
        RollFixture f;
        f.roll.setTimeLanes(true);
        f.document.apply(withChord(*f.document.score(), kWhole, "Am7"), "chord");
        auto* lane = f.roll.findChild<TimeLane*>("chordLane");
        const QPoint chip = lane->chipOf({kWhole, "Am7"}).center().toPoint();
        RollFixture::drag(lane, chip, chip + QPoint(60, 0));
        QVERIFY(f.document.score()->chords.front().tick > kWhole);
        QVERIFY2(f.roll.hint().startsWith("Chords: double-click"), qPrintable(f.roll.hint()));
    }

    void aChordOfUnknownNameStaysAndSaysSo() {
        RollFixture f;
        f.roll.setTimeLanes(true);
        auto* lane = f.roll.findChild<TimeLane*>("chordLane");
        auto* field = f.roll.findChild<QLineEdit*>("chordLaneText");
        lane->edit(kWhole);
        field->setText("Hm7");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(f.document.score()->chords.size(), 1U);
        RollFixture::hover(lane, lane->chipOf({kWhole, "Hm7"}).center().toPoint());
        QVERIFY2(f.roll.hint().contains("no chord that is known here"), qPrintable(f.roll.hint()));
        f.document.apply(withChord(*f.document.score(), kWhole, "Am7"), "other");
        RollFixture::hover(lane, lane->chipOf({kWhole, "Am7"}).center().toPoint());
        QVERIFY(f.roll.hint().startsWith("Chords: double-click"));
    }

    void wordsForABarAndForBars() {
        Score score = withSteering(newScore(), bars(5, 8), ChordToneNotes::Every);
        score = withSteering(score, bars(2, 6), SteeredDensity{8.0});
        QCOMPARE(steeringOver(score, bars(5, 12)),
                 QString("chord tones bars 5 to 8, density bars 5 to 6"));
        QCOMPARE(steeringOver(score, bars(7, 7)), QString("chord tones bar 7"));
        QCOMPARE(steeringOver(score, bars(9, 12)), QString());
        score = withSteering(score, bars(7, 7), SteeredDensity{2.0});
        QCOMPARE(steeringOver(score, bars(5, 8)),
                 QString("chord tones bars 5 to 8, density bars 5 to 7"));
        QVERIFY(steers(score, bars(6, 6), SteeringKind::Density));
        QVERIFY(!steers(score, bars(8, 8), SteeringKind::Density));
        QCOMPARE(barsInWords(score, {Tick{}, Tick{}}), QString("bar 1"));
    }
};

QTEST_MAIN(SteeringLaneTest)
#include "SteeringLaneTest.moc"

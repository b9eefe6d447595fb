#include "tests/support/RollFixture.h"

#include "ui/views/PianoRollKeyboard.h"
#include "ui/views/PianoRollOverview.h"
#include "ui/views/PianoRollVelocityLane.h"
#include "ui/views/Theme.h"

#include <QScrollBar>
#include <QSignalSpy>

using namespace cantilena;

namespace {

Tick quarter(double value) {
    return quarterNote(value, 1, 60).onset;
}

} // namespace

/// Ruler, keyboard, velocity lane, overview, playhead and proposal.
class PianoRollPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Dark); }

    void everyPartHasItsName() {
        RollFixture f;
        QCOMPARE(f.roll.objectName(), "pianoRoll");
        for (const char* name : {"pianoRollCanvas", "pianoRollKeyboard", "pianoRollRuler",
                                 "velocityLane", "overview"}) {
            QVERIFY2(f.part(name) != nullptr, name);
            QVERIFY2(!f.part(name)->accessibleName().isEmpty(), name);
        }
    }

    void aClickInTheRulerSeeks() {
        RollFixture f;
        QSignalSpy seek(&f.roll, &PianoRoll::seekRequested);
        RollFixture::click(f.part("pianoRollRuler"), {f.at(4.05, 60).x(), 30});
        QCOMPARE(seek.size(), 1);
        QCOMPARE(seek[0][0].value<Tick>(), quarter(4));
        QVERIFY(!f.roll.loop());
    }

    void aDragInTheRulerMakesALoop() {
        RollFixture f;
        QSignalSpy seek(&f.roll, &PianoRoll::seekRequested);
        QWidget* ruler = f.part("pianoRollRuler");
        RollFixture::drag(ruler, {f.at(8, 60).x(), 8}, {f.at(4, 60).x(), 8});
        QCOMPARE(f.roll.loop(), (TickRange{quarter(4), quarter(8)}));
        QCOMPARE(seek.size(), 0);
        RollFixture::drag(ruler, {f.at(8, 60).x(), 8}, {f.at(12, 60).x(), 8});
        QCOMPARE(f.roll.loop(), (TickRange{quarter(4), quarter(12)}));
        RollFixture::drag(ruler, {f.at(6, 60).x(), 8}, {f.at(2, 60).x(), 8});
        QCOMPARE(f.roll.loop(), (TickRange{quarter(0), quarter(8)}));
    }

    void aDragBelowSelectsTheNotesBetween() {
        RollFixture f{quarterNote(3, 1, 60), quarterNote(4, 1, 62), quarterNote(7.5, 4, 64),
                      quarterNote(8, 1, 60)};
        QWidget* ruler = f.part("pianoRollRuler");
        RollFixture::drag(ruler, {f.at(8, 60).x(), 30}, {f.at(4, 60).x(), 30});
        QCOMPARE(f.document.selection(), (std::vector{f.note(1).id, f.note(2).id}));
        QVERIFY(!f.roll.loop());
        RollFixture::drag(ruler, {f.at(3, 60).x(), 30}, {f.at(4, 60).x(), 30}, Qt::ControlModifier);
        QCOMPARE(f.document.selection().size(), 3u);
        RollFixture::press(ruler, {f.at(8, 60).x(), 30});
        RollFixture::move(ruler, {f.at(9, 60).x(), 30});
        QCOMPARE(f.document.selection(), std::vector{f.note(3).id});
        f.key(Qt::Key_Escape);
        QCOMPARE(f.document.selection().size(), 3u);
    }

    void escapeAndDoubleClickUndoALoop() {
        RollFixture f;
        QWidget* ruler = f.part("pianoRollRuler");
        f.roll.setLoop(TickRange{quarter(4), quarter(8)});
        RollFixture::press(ruler, {f.at(6, 60).x(), 8});
        RollFixture::move(ruler, {f.at(10, 60).x(), 8});
        QCOMPARE(f.roll.loop()->begin, quarter(8));
        f.key(Qt::Key_Escape);
        QCOMPARE(f.roll.loop()->begin, quarter(4));
        RollFixture::release(ruler, {f.at(10, 60).x(), 8});
        RollFixture::send(ruler, QEvent::MouseButtonDblClick, {f.at(6, 60).x(), 8}, Qt::LeftButton,
                          Qt::LeftButton, {});
        QVERIFY(!f.roll.loop());
    }

    void anEmptyLoopIsNone() {
        RollFixture f;
        f.roll.setLoop(TickRange{quarter(4), quarter(4)});
        QVERIFY(!f.roll.loop());
    }

    void keysSoundAndSlide() {
        RollFixture f;
        QSignalSpy started(&f.roll, &PianoRoll::noteStarted);
        QSignalSpy ended(&f.roll, &PianoRoll::noteEnded);
        QWidget* keyboard = f.part("pianoRollKeyboard");
        RollFixture::press(keyboard, {10, f.at(0, 60).y()});
        QCOMPARE(started[0][0].value<Pitch>(), Pitch{60});
        RollFixture::move(keyboard, {60, f.at(0, 62).y()});
        QCOMPARE(started[1][0].value<Pitch>(), Pitch{62});
        QVERIFY(started[1][1].toInt() > started[0][1].toInt());
        RollFixture::release(keyboard, {60, f.at(0, 62).y()});
        QCOMPARE(ended.size(), 2);
    }

    void blackKeysEndBeforeTheFront() {
        RollFixture f;
        const auto* keyboard = f.roll.findChild<RollKeyboard*>();
        const int y = f.at(0, 61).y();
        QCOMPARE(keyboard->keyAt(QPointF(10, y)), Pitch{61});
        QCOMPARE(keyboard->keyAt(QPointF(64, y - 4)), Pitch{62});
        QCOMPARE(keyboard->keyAt(QPointF(64, y + 4)), Pitch{60});
    }

    void ctrlClickOnAKeySelectsItsPitch() {
        RollFixture f{quarterNote(0, 1, 60), quarterNote(1, 1, 62), quarterNote(2, 1, 60)};
        RollFixture::click(f.part("pianoRollKeyboard"), {10, f.at(0, 60).y()}, Qt::ControlModifier);
        QCOMPARE(f.document.selection(), (std::vector{f.note(0).id, f.note(2).id}));
    }

    void theKeyboardLightsUnderThePlayhead() {
        RollFixture f{quarterNote(4, 4, 60)};
        QWidget* keyboard = f.part("pianoRollKeyboard");
        const QImage dark = keyboard->grab().toImage();
        f.roll.setPlayhead(quarter(5), true);
        const QImage lit = keyboard->grab().toImage();
        QVERIFY(dark != lit);
        f.roll.setPlayhead(quarter(9), true);
        QVERIFY(keyboard->grab().toImage() == dark);
    }

    void aBarDragsOneVelocity() {
        RollFixture f{quarterNote(1, 1, 60, 64), quarterNote(3, 1, 62, 64)};
        auto* lane = f.roll.findChild<VelocityLane*>();
        const QPoint top = lane->barOf(f.note(0)).center().toPoint();
        RollFixture::drag(lane, top, {top.x(), 0});
        QCOMPARE(f.note(0).velocity, 127);
        QCOMPARE(f.note(1).velocity, 64);
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QCOMPARE(f.note(0).velocity, 64);
    }

    void selectedBarsMoveTogether() {
        RollFixture f{quarterNote(1, 1, 60, 64), quarterNote(3, 1, 62, 84)};
        f.select({0, 1});
        auto* lane = f.roll.findChild<VelocityLane*>();
        const QPointF top = lane->barOf(f.note(0)).center();
        RollFixture::drag(lane, top.toPoint(), {static_cast<int>(top.x()), lane->height()});
        QCOMPARE(f.note(0).velocity, 1);
        QCOMPARE(f.note(1).velocity, 21);
    }

    void notesOfAChordHaveBarsOfTheirOwn() {
        RollFixture f{quarterNote(1, 1, 60, 64), quarterNote(1, 1, 64, 64),
                      quarterNote(1, 1, 67, 64)};
        auto* lane = f.roll.findChild<VelocityLane*>();
        QVERIFY(lane->barOf(f.note(0)).right() <= lane->barOf(f.note(1)).left());
        QVERIFY(lane->barOf(f.note(1)).right() <= lane->barOf(f.note(2)).left());
        const QPoint second = lane->barOf(f.note(1)).center().toPoint();
        RollFixture::drag(lane, second, {second.x(), 0});
        QCOMPARE(f.note(0).velocity, 64);
        QCOMPARE(f.note(1).velocity, 127);
        QCOMPARE(f.note(2).velocity, 64);
    }

    void aDragAcrossDrawsARamp() {
        RollFixture f{quarterNote(1, 1, 60, 64), quarterNote(2, 1, 60, 64),
                      quarterNote(3, 1, 60, 64), quarterNote(8, 1, 60, 64)};
        auto* lane = f.roll.findChild<VelocityLane*>();
        RollFixture::drag(lane, {f.at(0.5, 60).x(), lane->height() - 6}, {f.at(4, 60).x(), 10});
        QVERIFY(f.note(0).velocity < f.note(1).velocity);
        QVERIFY(f.note(1).velocity < f.note(2).velocity);
        QCOMPARE(f.note(3).velocity, 64);
        QCOMPARE(f.document.undoStack().count(), 1);
    }

    void theWheelInTheLaneChangesTheBarUnderIt() {
        RollFixture f{quarterNote(1, 1, 60, 64)};
        auto* lane = f.roll.findChild<VelocityLane*>();
        RollFixture::wheel(lane, lane->barOf(f.note(0)).center().toPoint(), {0, 120});
        QVERIFY(f.note(0).velocity > 64);
    }

    void theLaneIsEditedByKeys_data() {
        QTest::addColumn<QList<int>>("keys");
        QTest::addColumn<QString>("velocities");
        QTest::addColumn<int>("steps");
        using Keys = QList<int>;
        QTest::newRow("up") << Keys{Qt::Key_Up} << "68 80 100" << 1;
        QTest::newRow("down") << Keys{Qt::Key_Right, Qt::Key_Down} << "64 76 100" << 1;
        QTest::newRow("pages") << Keys{Qt::Key_End, Qt::Key_PageDown} << "64 80 84" << 1;
        QTest::newRow("typed") << Keys{Qt::Key_Right, Qt::Key_9, Qt::Key_6} << "64 96 100" << 1;
        QTest::newRow("typed, three digits")
            << Keys{Qt::Key_1, Qt::Key_2, Qt::Key_7} << "127 80 100" << 1;
        QTest::newRow("a digit too many begins anew")
            << Keys{Qt::Key_9, Qt::Key_6, Qt::Key_5} << "5 80 100" << 2;
        QTest::newRow("nought alone is no velocity") << Keys{Qt::Key_0} << "64 80 100" << 0;
        QTest::newRow("beyond the last")
            << Keys{Qt::Key_End, Qt::Key_Right, Qt::Key_Up} << "64 80 104" << 1;
    }
    void theLaneIsEditedByKeys() {
        QFETCH(QList<int>, keys);
        QFETCH(QString, velocities);
        QFETCH(int, steps);
        RollFixture f{quarterNote(0, 1, 60, 64), quarterNote(1, 1, 60, 80),
                      quarterNote(2, 1, 60, 100)};
        f.action("actionVelocityLane")->trigger();
        QWidget* lane = f.part("velocityLane");
        QVERIFY(lane->hasFocus());
        for (const int key : keys) {
            QTest::keyClick(lane, static_cast<Qt::Key>(key));
        }
        QStringList now;
        for (const Note& note : f.notes()) {
            now.append(QString::number(note.velocity));
        }
        QCOMPARE(now.join(' '), velocities);
        QCOMPARE(f.document.undoStack().count(), steps);
        QTest::keyClick(lane, Qt::Key_Escape);
        QVERIFY(f.canvas->hasFocus());
    }

    void typingChangesTheSelectedTogether() {
        RollFixture f{quarterNote(0, 1, 60, 64), quarterNote(1, 1, 60, 80)};
        f.select({0, 1});
        f.action("actionVelocityLane")->trigger();
        QTest::keyClick(f.part("velocityLane"), Qt::Key_7);
        QTest::keyClick(f.part("velocityLane"), Qt::Key_0);
        QCOMPARE(f.note(0).velocity, 70);
        QCOMPARE(f.note(1).velocity, 86);
        QCOMPARE(f.document.undoStack().count(), 1);
    }

    void theOverviewMovesTheView() {
        RollFixture f{quarterNote(0, 1, 60), quarterNote(399, 1, 62)};
        auto* overview = f.roll.findChild<RollOverview*>();
        const QRectF before = overview->viewBox();
        QCOMPARE(before.left(), 0.0);
        RollFixture::click(overview, {overview->width() / 2, 10});
        QVERIFY(overview->viewBox().left() > before.right());
        const QPointF edge(overview->viewBox().right(), 10);
        RollFixture::drag(overview, edge.toPoint(), edge.toPoint() + QPoint(100, 0));
        QVERIFY(overview->viewBox().width() > before.width() + 50);
    }

    void theViewFollowsThePlayheadUntilScrolledAway() {
        RollFixture f{quarterNote(0, 400, 60)};
        const auto isVisible = [&](double at) {
            const int x = f.at(at, 60).x();
            return x >= 0 && x < f.canvas->width();
        };
        f.roll.setPlayhead(quarter(60), true);
        QVERIFY(isVisible(60));
        RollFixture::wheel(f.canvas, {300, 200}, {0, 3600}, Qt::ShiftModifier);
        QVERIFY(!isVisible(60));
        f.roll.setPlayhead(quarter(61), true);
        QVERIFY(!isVisible(61));
        f.roll.setPlayhead(quarter(61), false);
        f.roll.setPlayhead(quarter(62), true);
        QVERIFY(isVisible(62));
    }

    void aProposalIsShownWithoutTouchingTheDocument() {
        RollFixture f{quarterNote(0, 1, 67)};
        const QImage before = f.canvas->grab().toImage();
        Candidate candidate;
        candidate.range = {quarter(4), quarter(8)};
        candidate.notes = {quarterNote(4, 1, 67), quarterNote(5, 2, 69)};
        f.roll.setProposal(candidate);
        const QImage shown = f.canvas->grab().toImage();
        QVERIFY(before != shown);
        const QRect rect = f.roll.canvasRect(candidate.notes[1]);
        bool hasProposalColour = false;
        for (int x = rect.left(); x < rect.right(); ++x) {
            const QPoint pixel =
                (QPointF(x, rect.center().y()) * shown.devicePixelRatio()).toPoint();
            hasProposalColour = hasProposalColour || shown.pixelColor(pixel) == theme().proposal;
        }
        QVERIFY(hasProposalColour);
        QCOMPARE(f.notes().size(), 1u);
        f.roll.setProposal(std::nullopt);
        QVERIFY(f.canvas->grab().toImage() == before);
    }

    void selectionIsAnOutlinePartedFromItsNote() {
        RollFixture f{quarterNote(1, 3, 67)};
        f.select({0});
        const QImage image = f.canvas->grab().toImage();
        const QRect rect = f.roll.canvasRect(f.note(0));
        QList<QColor> down;
        for (int y = rect.top() - 2; y <= rect.center().y(); ++y) {
            const QColor color = image.pixelColor(
                (QPointF(rect.center().x(), y) * image.devicePixelRatio()).toPoint());
            if (down.isEmpty() || down.last() != color) {
                down.append(color);
            }
        }
        const qsizetype outline = down.indexOf(theme().text);
        const qsizetype gap = down.indexOf(theme().window);
        const qsizetype note = down.indexOf(theme().accent);
        QVERIFY(outline >= 0 && gap > outline && note > gap);
    }

    void scrollBarsMoveTheView() {
        RollFixture f{quarterNote(0, 400, 60)};
        const QPoint before = f.at(100, 60);
        f.roll.findChild<QScrollBar*>("pianoRollHorizontalScrollBar")->setValue(800);
        QVERIFY(f.at(100, 60).x() < before.x());
        f.roll.findChild<QScrollBar*>("pianoRollVerticalScrollBar")->setValue(0);
        QVERIFY(f.at(100, 60).y() > before.y());
    }

    void anotherTrackBecomesAGhost() {
        RollFixture f{quarterNote(1, 2, 67)};
        Track second;
        second.notes = {quarterNote(1, 2, 72)};
        f.document.apply(withTrackAdded(*f.document.score(), second), "Add a track");
        const auto colourAt = [&](int pitch) {
            const QImage image = f.canvas->grab().toImage();
            return image.pixelColor(
                (QPointF(f.at(2.1, pitch)) * image.devicePixelRatio()).toPoint());
        };
        QCOMPARE(colourAt(67), theme().accent);
        QVERIFY(colourAt(72) != theme().accent);
        QVERIFY(colourAt(72) != colourAt(71));
        f.document.setCurrentTrack(1);
        QCOMPARE(colourAt(72), theme().accent);
    }

    void snapChoicesAreNamedOnce() {
        QStringList names;
        for (const SnapChoice& choice : snapChoices()) {
            names.append(choice.name);
            QVERIFY(choice.grid.isAdaptive ||
                    kWhole.value * 3 % std::max<std::int64_t>(choice.grid.step.value, 1) == 0);
        }
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(names.contains("1/16"));
        QVERIFY(names.contains("Off"));
    }
};

QTEST_MAIN(PianoRollPartsTest)
#include "PianoRollPartsTest.moc"

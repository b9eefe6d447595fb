#include "tests/support/RollFixture.h"

#include "ui/views/PianoRollTimeLane.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

#include <functional>

using namespace cantilena;

namespace {

Tick quarter(double value) {
    return quarterNote(value, 1, 60).onset;
}

/// (onset, length, pitch) of every note, in quarters: "1+1@67 3+2@69".
QString written(const RollFixture& f) {
    QStringList notes;
    for (const Note& note : f.notes()) {
        notes.append(QStringLiteral("%1+%2@%3")
                         .arg(inQuarters(note.onset))
                         .arg(inQuarters(note.duration))
                         .arg(note.pitch.number));
    }
    return notes.join(' ');
}

QString velocities(const RollFixture& f) {
    QStringList values;
    for (const Note& note : f.notes()) {
        values.append(QString::number(note.velocity));
    }
    return values.join(' ');
}

/// What a hand does and what must have come of it, as text to compare.
struct Row {
    const char* name;
    std::vector<Note> notes;
    std::function<QString(RollFixture&)> act;
    QString outcome;
    /// Steps of undo that it takes; all of them taken back must give the score as it was.
    int steps;
};

/// Answers the dialog that an action opens: fields by objectName.
void answer(RollFixture& f, const char* action, const QString& dialog,
            const std::function<void(QDialog&)>& fill) {
    f.action(action)->trigger();
    auto* open = f.roll.findChild<QDialog*>(dialog + "Dialog");
    QVERIFY2(open != nullptr, action);
    fill(*open);
    open->accept();
}

std::vector<Row> editingRows() {
    const std::vector<Note> two = {quarterNote(1, 1, 67, 80), quarterNote(2, 1, 69, 90)};
    const Qt::KeyboardModifiers ctrl = Qt::ControlModifier;
    const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
    return {
        {"tools: K splits at the click",
         {quarterNote(1, 2, 67)},
         [](RollFixture& f) {
             f.key(Qt::Key_K);
             RollFixture::click(f.canvas, f.at(2.05, 67));
             return written(f);
         },
         "1+1@67 2+1@67",
         1},
        {"tools: K splits the selected together",
         {quarterNote(1, 2, 67), quarterNote(1, 2, 60)},
         [](RollFixture& f) {
             f.roll.setTool(RollTool::Split);
             f.select({0, 1});
             RollFixture::click(f.canvas, f.at(2.05, 67));
             return written(f);
         },
         "1+1@60 1+1@67 2+1@60 2+1@67",
         1},
        {"tools: G glues with the next of the pitch",
         {quarterNote(1, 1, 67), quarterNote(3, 1, 67)},
         [](RollFixture& f) {
             f.key(Qt::Key_G);
             RollFixture::click(f.canvas, f.middle(f.note(0)));
             return written(f);
         },
         "1+3@67",
         1},
        {"add: double-click in select",
         {},
         [](RollFixture& f) {
             f.key(Qt::Key_V);
             RollFixture::doubleClick(f.canvas, f.at(2.1, 67));
             return written(f);
         },
         "2+1@67",
         1},
        {"erase: right-drag in draw", two,
         [](RollFixture& f) {
             RollFixture::drag(f.canvas, f.at(0.5, 67), f.at(1.5, 67), {}, Qt::RightButton);
             return written(f);
         },
         "2+1@69", 1},
        {"move: the block is clamped as one", two,
         [](RollFixture& f) {
             f.select({0, 1});
             for (int i = 0; i < 9; ++i) {
                 f.key(Qt::Key_Left);
             }
             return written(f);
         },
         "0+1@67 1+1@69", 4},
        {"resize: a group in proportion",
         {quarterNote(0, 1, 67), quarterNote(1, 1, 69)},
         [both](RollFixture& f) {
             f.select({0, 1});
             const QPoint edge = f.rightEdge(f.note(1));
             RollFixture::drag(f.canvas, edge, edge + (f.at(4, 69) - f.at(2, 69)), both);
             return written(f);
         },
         "0+2@67 2+2@69",
         1},
        {"resize: in proportion by the start",
         {quarterNote(2, 1, 67), quarterNote(3, 1, 69)},
         [both](RollFixture& f) {
             f.select({0, 1});
             const QPoint edge = f.leftEdge(f.note(0));
             RollFixture::drag(f.canvas, edge, edge - (f.at(2, 67) - f.at(0, 67)), both);
             return written(f);
         },
         "0+2@67 2+2@69",
         1},
        {"copy: Ctrl-drag",
         {quarterNote(1, 1, 67)},
         [ctrl](RollFixture& f) {
             const QPoint from = f.middle(f.note(0));
             RollFixture::drag(f.canvas, from, from + (f.at(3, 67) - f.at(1, 67)), ctrl);
             return written(f);
         },
         "1+1@67 3+1@67",
         1},
        {"velocity: typed", two,
         [](RollFixture& f) {
             f.select({0, 1});
             answer(f, "actionVelocity", "velocity", [](QDialog& dialog) {
                 dialog.findChild<QSpinBox*>("velocityFrom")->setValue(44);
             });
             return velocities(f);
         },
         "44 44", 1},
        {"velocity: a ramp",
         {quarterNote(0, 1, 60), quarterNote(1, 1, 60), quarterNote(2, 1, 60)},
         [](RollFixture& f) {
             f.select({0, 1, 2});
             answer(f, "actionVelocity", "velocity", [](QDialog& dialog) {
                 dialog.findChild<QSpinBox*>("velocityFrom")->setValue(40);
                 dialog.findChild<QCheckBox*>("velocityRamp")->setChecked(true);
                 dialog.findChild<QSpinBox*>("velocityTo")->setValue(100);
             });
             return velocities(f);
         },
         "40 70 100",
         1},
        {"velocity: Shift+Up strikes harder", two,
         [](RollFixture& f) {
             f.select({0});
             f.key(Qt::Key_Up, Qt::ShiftModifier);
             return velocities(f);
         },
         "84 90", 1},
        {"grid: quantise with half strength",
         {quarterNote(1.25, 1, 67)},
         [](RollFixture& f) {
             f.select({0});
             answer(f, "actionQuantizeBy", "quantize", [](QDialog& dialog) {
                 dialog.findChild<QComboBox*>("quantizeGrid")->setCurrentText("1/4");
                 dialog.findChild<QSpinBox*>("quantizeStrength")->setValue(50);
             });
             return written(f);
         },
         "1.125+1@67",
         1},
        {"grid: lengths apart from starts",
         {quarterNote(1.25, 0.75, 67)},
         [](RollFixture& f) {
             f.select({0});
             answer(f, "actionQuantizeBy", "quantize", [](QDialog& dialog) {
                 dialog.findChild<QComboBox*>("quantizeGrid")->setCurrentText("1/4");
                 dialog.findChild<QCheckBox*>("quantizeStarts")->setChecked(false);
                 dialog.findChild<QCheckBox*>("quantizeLengths")->setChecked(true);
             });
             return written(f);
         },
         "1.25+1@67",
         1},
        {"scale: snap pitch to the key",
         {quarterNote(0, 1, 61), quarterNote(1, 1, 64)},
         [](RollFixture& f) {
             f.select({0, 1});
             f.action("actionSnapToKey")->trigger();
             return written(f);
         },
         "0+1@60 1+1@64",
         1},
        {"scale: along its degrees",
         {quarterNote(0, 1, 64)},
         [both](RollFixture& f) {
             f.select({0});
             f.key(Qt::Key_Up, both);
             return written(f);
         },
         "0+1@65",
         1},
        {"chords: stamped by quality",
         {},
         [](RollFixture& f) {
             answer(f, "actionStamp", "stamp", [](QDialog& dialog) {
                 dialog.findChild<QComboBox*>("stampQuality")->setCurrentText("minor");
             });
             RollFixture::click(f.canvas, f.at(2.1, 60));
             return written(f);
         },
         "2+1@60 2+1@63 2+1@67",
         1},
        {"chords: by name",
         {},
         [](RollFixture& f) {
             answer(f, "actionChord", "chord", [](QDialog& dialog) {
                 dialog.findChild<QLineEdit*>("chordName")->setText("nonsense");
                 dialog.findChild<QLineEdit*>("chordName")->setText("G7");
             });
             QStringList classes;
             for (const Note& note : f.notes()) {
                 classes.append(QString::number(note.pitch.pitchClass()));
             }
             return classes.join(' ');
         },
         "7 11 2 5",
         1},
        {"chords: arpeggiated",
         {quarterNote(0, 2, 60), quarterNote(0, 2, 64), quarterNote(0, 2, 67)},
         [](RollFixture& f) {
             f.select({0, 1, 2});
             answer(f, "actionArpeggiate", "arpeggio", [](QDialog& dialog) {
                 dialog.findChild<QComboBox*>("arpeggioStep")->setCurrentText("1/8");
             });
             return written(f);
         },
         "0+2@60 0.5+1.5@64 1+1@67",
         1},
        {"shape: legato",
         {quarterNote(0, 0.5, 60), quarterNote(2, 1, 62)},
         [](RollFixture& f) {
             f.select({0, 1});
             f.key(Qt::Key_L, Qt::ShiftModifier);
             return written(f);
         },
         "0+2@60 2+1@62",
         1},
        {"shape: reverse",
         {quarterNote(0, 1, 60), quarterNote(1, 3, 62)},
         [ctrl](RollFixture& f) {
             f.select({0, 1});
             f.key(Qt::Key_R, ctrl);
             return written(f);
         },
         "0+3@62 3+1@60",
         1},
        {"shape: invert",
         {quarterNote(0, 1, 60), quarterNote(1, 1, 67)},
         [](RollFixture& f) {
             f.select({0, 1});
             f.key(Qt::Key_I, Qt::ShiftModifier);
             return written(f);
         },
         "0+1@67 1+1@60",
         1},
        {"shape: stretch",
         {quarterNote(0, 1, 60), quarterNote(1, 1, 67)},
         [](RollFixture& f) {
             f.select({0, 1});
             answer(f, "actionStretch", "stretch", [](QDialog&) {});
             return written(f);
         },
         "0+2@60 2+2@67",
         1},
        {"shape: transpose dialog",
         {quarterNote(0, 1, 60)},
         [](RollFixture& f) {
             f.select({0});
             answer(f, "actionTranspose", "transpose", [](QDialog& dialog) {
                 dialog.findChild<QSpinBox*>("transposeOctaves")->setValue(1);
                 dialog.findChild<QSpinBox*>("transposeSteps")->setValue(-2);
             });
             return written(f);
         },
         "0+1@70",
         1},
        {"shape: fix overlaps",
         {quarterNote(0, 3, 60), quarterNote(2, 1, 60)},
         [](RollFixture& f) {
             f.select({0, 1});
             f.key(Qt::Key_O, Qt::ShiftModifier);
             return written(f);
         },
         "0+2@60 2+1@60",
         1},
        {"shape: a dialog called off leaves nothing", two,
         [](RollFixture& f) {
             f.select({0, 1});
             f.action("actionStretch")->trigger();
             auto* dialog = f.roll.findChild<QDialog*>("stretchDialog");
             const bool shown = written(f) != "1+1@67 2+1@69";
             dialog->reject();
             return QString(shown ? "shown, " : "not shown, ") + written(f);
         },
         "shown, 1+1@67 2+1@69", 0},
        {"without a mouse: written, extended, found, deleted",
         {},
         [](RollFixture& f) {
             f.key(Qt::Key_Right);
             f.key(Qt::Key_N);
             f.key(Qt::Key_Right, Qt::ShiftModifier);
             f.key(Qt::Key_Up);
             f.key(Qt::Key_N);
             f.key(Qt::Key_BracketLeft);
             f.key(Qt::Key_Delete);
             QStringList notes;
             for (const Note& note : f.notes()) {
                 notes.append(QStringLiteral("%1+%2")
                                  .arg(inQuarters(note.onset))
                                  .arg(inQuarters(note.duration)));
             }
             return notes.join(' ');
         },
         "0+1.25",
         4},
        {"without a mouse: a block is selected and moved", two,
         [](RollFixture& f) {
             f.key(Qt::Key_BracketRight);
             f.key(Qt::Key_BracketLeft);
             f.key(Qt::Key_BracketLeft);
             f.key(Qt::Key_B);
             f.key(Qt::Key_BracketRight);
             f.key(Qt::Key_B);
             f.key(Qt::Key_Right);
             return written(f);
         },
         "1.25+1@67 2.25+1@69", 1},
        {"without a mouse: a note is taken in and out", two,
         [](RollFixture& f) {
             f.key(Qt::Key_BracketRight);
             f.key(Qt::Key_S);
             const auto count = f.document.selection().size();
             f.key(Qt::Key_S);
             return QStringLiteral("%1 then %2").arg(count).arg(f.document.selection().size());
         },
         "1 then 0", 0},
    };
}

} // namespace

/// The table of the piano roll, row by row, on the real widget: what a hand does with mouse, wheel
/// and keys, what comes of it, and that undo brings back what was.
class PianoRollTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void handsEdit_data() {
        QTest::addColumn<int>("row");
        const auto rows = editingRows();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QTest::newRow(rows[i].name) << static_cast<int>(i);
        }
    }
    void handsEdit() {
        QFETCH(int, row);
        const Row wanted = editingRows().at(static_cast<std::size_t>(row));
        RollFixture f;
        f.document.reset(withNotes(newScore(), 0, wanted.notes).score);
        const Score before = *f.document.score();
        QCOMPARE(wanted.act(f), wanted.outcome);
        QCOMPARE(f.document.undoStack().count(), wanted.steps);
        f.document.undoStack().setIndex(0);
        QVERIFY(*f.document.score() == before);
    }

    void theSameSeedHumanisesTheSame() {
        QStringList outcomes;
        for (const int seed : {7, 7, 8}) {
            RollFixture f{quarterNote(1, 1, 60), quarterNote(2, 1, 62), quarterNote(3, 1, 64)};
            f.select({0, 1, 2});
            answer(f, "actionHumanize", "humanize", [seed](QDialog& dialog) {
                dialog.findChild<QSpinBox*>("humanizeSeed")->setValue(seed);
            });
            outcomes.append(written(f) + velocities(f));
        }
        QCOMPARE(outcomes[0], outcomes[1]);
        QVERIFY(outcomes[0] != outcomes[2]);
    }

    void foldingLeavesTheRowsOfTheKeyAndThoseInUse() {
        RollFixture f{quarterNote(0, 1, 61), quarterNote(1, 1, 64)};
        f.key(Qt::Key_F);
        QCOMPARE(f.at(0, 60).y() - f.at(0, 62).y(), 2 * (f.at(0, 60).y() - f.at(0, 61).y()));
        QCOMPARE(f.at(0, 65).y() - f.at(0, 67).y(), f.at(0, 64).y() - f.at(0, 65).y());
        f.key(Qt::Key_F, Qt::ShiftModifier);
        QCOMPARE(f.at(0, 61).y() - f.at(0, 64).y(), 20);
        RollFixture::click(f.canvas, f.at(3.1, 64));
        QCOMPARE(f.notes().back().pitch, Pitch{64});
        f.key(Qt::Key_F, Qt::ShiftModifier);
        QCOMPARE(f.at(0, 61).y() - f.at(0, 64).y(), 60);
    }

    void aClickReachesThroughToAnotherTrack() {
        RollFixture f{quarterNote(1, 1, 67)};
        Track other;
        other.notes = {quarterNote(3, 2, 64)};
        f.document.apply(withTrackAdded(*f.document.score(), other), "add");
        f.roll.setTool(RollTool::Select);
        RollFixture::hover(f.canvas, f.at(4, 64));
        QVERIFY(f.roll.hint().contains("work on"));
        RollFixture::click(f.canvas, f.at(4, 64));
        QCOMPARE(f.document.currentTrack(), std::size_t(1));
        QCOMPARE(f.document.selection().size(), std::size_t(1));
    }

    void followingYieldsToAScrollByHand() {
        RollFixture f;
        f.roll.setPlayhead(quarter(1), true);
        const int before = f.at(0, 60).x();
        RollFixture::wheel(f.canvas, {300, 200}, {0, -1200}, Qt::ShiftModifier);
        const int scrolled = f.at(0, 60).x();
        QVERIFY(scrolled < before);
        f.roll.setPlayhead(quarter(2), true);
        QCOMPARE(f.at(0, 60).x(), scrolled);
    }

    void lanesAreWrittenMovedAndErased_data() {
        QTest::addColumn<QString>("lane");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wrong");
        QTest::newRow("tempo") << "tempo"
                               << "96"
                               << "fast";
        QTest::newRow("metre") << "meter"
                               << "3/4"
                               << "3/5";
        QTest::newRow("key") << "key"
                             << "D dorian"
                             << "H major";
        QTest::newRow("chords") << "chord"
                                << "F#dim"
                                << "";
        QTest::newRow("markers") << "marker"
                                 << "Bridge"
                                 << "";
    }
    void lanesAreWrittenMovedAndErased() {
        QFETCH(QString, lane);
        QFETCH(QString, text);
        QFETCH(QString, wrong);
        RollFixture f;
        f.key(Qt::Key_F6);
        auto* widget = f.roll.findChild<TimeLane*>(lane + "Lane");
        auto* field = f.roll.findChild<QLineEdit*>(lane + "LaneText");
        QVERIFY(widget->isVisible());
        const Score before = *f.document.score();
        const auto entries = [&] { return widget->kind().entries(*f.document.score()); };
        const std::size_t count = entries().size();
        const auto doubleClick = [&](Tick tick) {
            const QPoint at(f.roll.canvasPosition(tick, {60}).x() + 1, 10);
            RollFixture::send(widget, QEvent::MouseButtonDblClick, at, Qt::LeftButton,
                              Qt::LeftButton, {});
        };
        doubleClick(kWhole * 2);
        field->setText(wrong);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(entries().size(), count);
        doubleClick(kWhole * 2);
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(entries().size(), count + 1);
        QCOMPARE(entries().back().text, text);
        QCOMPARE(entries().back().tick, kWhole * 2);
        const QPoint chip = widget->chipOf(entries().back()).center().toPoint();
        const QPoint bar = f.at(4, 60) - f.at(0, 60);
        RollFixture::drag(widget, chip, chip + QPoint(bar.x(), 0));
        QVERIFY(entries().back().tick > kWhole * 2);
        QTest::keyClick(widget, Qt::Key_Delete);
        QCOMPARE(entries().size(), count);
        QCOMPARE(f.document.undoStack().count(), 3);
        f.document.undoStack().setIndex(0);
        QVERIFY(*f.document.score() == before);
    }

    void drumsHaveNames() {
        RollFixture f;
        Track drums = f.document.track();
        drums.channel = kDrumChannel;
        f.document.apply(withTrack(*f.document.score(), 0, drums), "drums");
        RollFixture::hover(f.part("pianoRollKeyboard"), {20, f.at(0, 38).y()});
        QVERIFY2(f.roll.hint().startsWith("Snare"), qPrintable(f.roll.hint()));
    }

    void escapePutsTheCursorAwayBeforeAnythingElse() {
        RollFixture f{quarterNote(1, 1, 67)};
        f.key(Qt::Key_Right);
        QVERIFY(f.action("actionCursorWrite")->isEnabled());
        f.key(Qt::Key_BracketRight);
        QVERIFY(f.action("actionDelete")->isEnabled());
        f.key(Qt::Key_Escape);
        QVERIFY(!f.action("actionDelete")->isEnabled());
    }
};

QTEST_MAIN(PianoRollTableTest)
#include "PianoRollTableTest.moc"

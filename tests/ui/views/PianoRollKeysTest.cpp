#include "tests/support/RollFixture.h"

#include "ui/views/NoteClipboard.h"

#include <QClipboard>
#include <QSignalSpy>

using namespace cantilena;

namespace {

Tick quarter(double value) {
    return quarterNote(value, 1, 60).onset;
}

} // namespace

/// Each key of the roll, and the actions behind them.
class PianoRollKeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lettersChooseTools_data() {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<RollTool>("tool");
        QTest::newRow("V") << Qt::Key_V << RollTool::Select;
        QTest::newRow("D") << Qt::Key_D << RollTool::Draw;
        QTest::newRow("E") << Qt::Key_E << RollTool::Erase;
        QTest::newRow("K") << Qt::Key_K << RollTool::Split;
        QTest::newRow("G") << Qt::Key_G << RollTool::Glue;
    }
    void lettersChooseTools() {
        QFETCH(Qt::Key, key);
        QFETCH(RollTool, tool);
        RollFixture f;
        f.roll.setTool(tool == RollTool::Select ? RollTool::Draw : RollTool::Select);
        QSignalSpy changed(&f.roll, &PianoRoll::toolChanged);
        f.key(key);
        QCOMPARE(f.roll.tool(), tool);
        QCOMPARE(changed.size(), 1);
        int checked = 0;
        for (const QAction* action : f.roll.toolActions()) {
            checked += action->isChecked() ? 1 : 0;
        }
        QCOMPARE(checked, 1);
    }

    void keysChangeTheSelectedNotes_data() {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<double>("onset");
        QTest::addColumn<double>("length");
        QTest::addColumn<int>("pitch");
        const Qt::KeyboardModifiers none;
        const Qt::KeyboardModifiers ctrl = Qt::ControlModifier;
        const Qt::KeyboardModifiers shift = Qt::ShiftModifier;
        QTest::newRow("right") << Qt::Key_Right << none << 2.25 << 1.0 << 67;
        QTest::newRow("left") << Qt::Key_Left << none << 1.75 << 1.0 << 67;
        QTest::newRow("up") << Qt::Key_Up << none << 2.0 << 1.0 << 68;
        QTest::newRow("down") << Qt::Key_Down << none << 2.0 << 1.0 << 66;
        QTest::newRow("octave up") << Qt::Key_Up << ctrl << 2.0 << 1.0 << 79;
        QTest::newRow("octave down") << Qt::Key_Down << ctrl << 2.0 << 1.0 << 55;
        QTest::newRow("longer") << Qt::Key_Right << shift << 2.0 << 1.25 << 67;
        QTest::newRow("shorter") << Qt::Key_Left << shift << 2.0 << 0.75 << 67;
    }
    void keysChangeTheSelectedNotes() {
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(double, onset);
        QFETCH(double, length);
        QFETCH(int, pitch);
        RollFixture f{quarterNote(2, 1, 67), quarterNote(9, 1, 60)};
        const Score before = *f.document.score();
        f.select({0});
        f.key(key, modifiers);
        QCOMPARE(f.note(0).onset, quarter(onset));
        QCOMPARE(f.note(0).duration, quarterNote(0, length, 60).duration);
        QCOMPARE(f.note(0).pitch, Pitch{pitch});
        QCOMPARE(f.note(1).onset, quarter(9));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(*f.document.score() == before);
    }

    void deleteAndBackspaceDelete_data() {
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("Delete") << Qt::Key_Delete;
        QTest::newRow("Backspace") << Qt::Key_Backspace;
    }
    void deleteAndBackspaceDelete() {
        QFETCH(Qt::Key, key);
        RollFixture f{quarterNote(2, 1, 67), quarterNote(9, 1, 60)};
        f.select({0});
        f.key(key);
        QCOMPARE(f.notes().size(), 1u);
        QVERIFY(f.document.selection().empty());
    }

    void selectionKeys() {
        RollFixture f{quarterNote(2, 1, 67), quarterNote(9, 1, 60), quarterNote(10, 1, 60)};
        f.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.document.selection().size(), 3u);
        f.select({0});
        f.key(Qt::Key_I, Qt::ControlModifier);
        QCOMPARE(f.document.selection(), (std::vector{f.note(1).id, f.note(2).id}));
        f.key(Qt::Key_Escape);
        QVERIFY(f.document.selection().empty());
    }

    void copyAndPasteGoThroughTheClipboardToThePlayhead() {
        RollFixture f{quarterNote(2, 1, 67, 77), quarterNote(3, 2, 69)};
        f.key(Qt::Key_A, Qt::ControlModifier);
        f.key(Qt::Key_C, Qt::ControlModifier);
        f.roll.setPlayhead(quarter(16), false);
        f.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(f.notes().size(), 4u);
        QCOMPARE(f.note(2).onset, quarter(16));
        QCOMPARE(f.note(2).velocity, 77);
        QCOMPARE(f.note(3).onset, quarter(17));
        QCOMPARE(f.document.selection(), (std::vector{f.note(2).id, f.note(3).id}));
        QCOMPARE(f.document.undoStack().count(), 1);
    }

    void notesTravelBetweenWindows() {
        RollFixture from{quarterNote(2, 1, 67)};
        from.key(Qt::Key_A, Qt::ControlModifier);
        from.key(Qt::Key_X, Qt::ControlModifier);
        QVERIFY(from.notes().empty());
        RollFixture to;
        to.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(to.notes().size(), 1u);
        QCOMPARE(to.note(0).pitch, Pitch{67});
    }

    void pastingTextSaysThatItHoldsNoNotes() {
        RollFixture f;
        QApplication::clipboard()->setText("a shopping list");
        f.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY(f.notes().empty());
        QCOMPARE(f.document.undoStack().count(), 0);
        QVERIFY(!f.roll.hint().isEmpty());
    }

    void duplicateFollowsOnTheGrid() {
        RollFixture f{quarterNote(0, 1, 67), quarterNote(1, 0.9, 69)};
        f.key(Qt::Key_A, Qt::ControlModifier);
        f.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(f.notes().size(), 4u);
        QCOMPARE(f.note(2).onset, quarter(2));
        f.key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(f.note(4).onset, quarter(4));
    }

    void quantizeMovesToTheGrid() {
        RollFixture f{quarterNote(1.06, 0.9, 67)};
        f.key(Qt::Key_A, Qt::ControlModifier);
        f.key(Qt::Key_Q);
        QCOMPARE(f.note(0).onset, quarter(1));
        QCOMPARE(f.note(0).duration, quarters(1));
    }

    void zKeysZoom() {
        RollFixture f{quarterNote(0, 1, 60), quarterNote(30, 2, 72), quarterNote(100, 1, 67)};
        f.select({1});
        f.key(Qt::Key_Z);
        QVERIFY(f.canvas->rect().contains(f.roll.canvasRect(f.note(1))));
        QVERIFY(f.roll.canvasRect(f.note(1)).width() > f.canvas->width() / 2);
        f.key(Qt::Key_Z, Qt::ShiftModifier);
        for (const Note& note : f.notes()) {
            QVERIFY(f.canvas->rect().contains(f.roll.canvasRect(note)));
        }
    }

    void actionsNeedingNotesAreOffWithoutSelection() {
        RollFixture f{quarterNote(0, 1, 60)};
        QVERIFY(!f.action("actionDelete")->isEnabled());
        QVERIFY(f.action("actionSelectAll")->isEnabled());
        f.select({0});
        QVERIFY(f.action("actionDelete")->isEnabled());
        f.document.setSelection({});
        QVERIFY(!f.action("actionDelete")->isEnabled());
    }

    void everyActionHasNameTextAndTip() {
        RollFixture f;
        QStringList names;
        QStringList shortcuts;
        for (const auto* list :
             {&f.roll.editActions(), &f.roll.shapeActions(), &f.roll.cursorActions(),
              &f.roll.viewActions(), &f.roll.toolActions()}) {
            for (const QAction* action : *list) {
                if (action == nullptr) {
                    continue;
                }
                QVERIFY(action->objectName().startsWith("action"));
                QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->objectName()));
                QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
                QVERIFY2(!action->shortcuts().isEmpty(), qPrintable(action->objectName()));
                names.append(action->objectName());
                for (const QKeySequence& key : action->shortcuts()) {
                    shortcuts.append(key.toString());
                }
            }
        }
        QCOMPARE(names.removeDuplicates(), 0);
        QCOMPARE(shortcuts.removeDuplicates(), 0);
    }
};

QTEST_MAIN(PianoRollKeysTest)
#include "PianoRollKeysTest.moc"

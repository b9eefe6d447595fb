#include "tests/support/RollFixture.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace cantilena;

/// Walks the tree that screen readers see.
class NoteAccessibilityTest : public QObject {
    Q_OBJECT

    static QAccessibleInterface* listOf(const RollFixture& f) {
        return QAccessible::queryAccessibleInterface(f.canvas);
    }

private Q_SLOTS:
    void everyNoteIsAChildWithItsName() {
        RollFixture f{quarterNote(0, 1, 60, 90), quarterNote(9, 1.5, 61, 44)};
        QAccessibleInterface* list = listOf(f);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 2);
        QCOMPARE(list->child(0)->text(QAccessible::Name), "C4, bar 1 beat 1, quarter, velocity 90");
        QCOMPARE(list->child(1)->text(QAccessible::Name),
                 "C#4, bar 3 beat 2, dotted quarter, velocity 44");
        for (int i = 0; i < 2; ++i) {
            QAccessibleInterface* note = list->child(i);
            QVERIFY(note->isValid());
            QCOMPARE(note->role(), QAccessible::ListItem);
            QCOMPARE(note->parent(), list);
            QCOMPARE(list->indexOfChild(note), i);
            QCOMPARE(list->child(i), note);
        }
        QVERIFY(!list->child(2));
        QVERIFY(!list->child(-1));
    }

    void aNoteIsFoundWhereItIsDrawn() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69)};
        QAccessibleInterface* list = listOf(f);
        const QPoint middle = f.canvas->mapToGlobal(f.middle(f.note(1)));
        QCOMPARE(list->childAt(middle.x(), middle.y()), list->child(1));
        QVERIFY(list->child(1)->rect().contains(middle));
        const QPoint beside = f.canvas->mapToGlobal(f.at(6, 72));
        QVERIFY(!list->childAt(beside.x(), beside.y()));
    }

    void actionsSelectHearAndDelete() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69)};
        QSignalSpy started(&f.roll, &PianoRoll::noteStarted);
        QAccessibleInterface* note = listOf(f)->child(1);
        QAccessibleActionInterface* actions = note->actionInterface();
        QCOMPARE(actions->actionNames().size(), 3);
        for (const QString& name : actions->actionNames()) {
            QVERIFY(!actions->localizedActionName(name).isEmpty());
        }
        actions->doAction(QAccessibleActionInterface::toggleAction());
        QVERIFY(note->state().selected);
        QCOMPARE(f.document.selection().size(), std::size_t(1));
        actions->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(started.size(), 1);
        actions->doAction("Delete");
        QCOMPARE(f.notes().size(), std::size_t(1));
        QVERIFY(!note->isValid());
        QVERIFY(note->state().invalid);
        QVERIFY(note->text(QAccessible::Name).isEmpty());
        actions->doAction("Delete");
        QCOMPARE(f.notes().size(), std::size_t(1));
    }

    void theValueIsTheVelocity() {
        RollFixture f{quarterNote(1, 1, 67, 70)};
        QAccessibleValueInterface* value = listOf(f)->child(0)->valueInterface();
        QCOMPARE(value->currentValue().toInt(), 70);
        value->setCurrentValue(99);
        QCOMPARE(f.note(0).velocity, 99);
        value->setCurrentValue(999);
        QCOMPARE(f.note(0).velocity, value->maximumValue().toInt());
        QCOMPARE(f.document.undoStack().count(), 2);
    }

    void theFocusIsTheNoteAtTheCursor() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69)};
        QVERIFY(!listOf(f)->focusChild());
        f.key(Qt::Key_BracketRight);
        f.key(Qt::Key_BracketRight);
        QCOMPARE(listOf(f)->focusChild(), listOf(f)->child(1));
        QVERIFY(listOf(f)->child(1)->state().focused);
        QVERIFY(!listOf(f)->child(0)->state().focused);
    }
};

QTEST_MAIN(NoteAccessibilityTest)
#include "NoteAccessibilityTest.moc"

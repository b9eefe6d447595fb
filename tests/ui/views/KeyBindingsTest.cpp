#include <QTest>

#include "ui/views/KeyBindings.h"
#include "ui/views/ShortcutEditor.h"

#include <QKeySequenceEdit>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace cantilena;

namespace {

struct Fixture {
    QList<QAction*> make() {
        QList<QAction*> made;
        for (const auto& [name, text, keys] : {std::tuple{"actionCut", "Cu&t", "Ctrl+X"},
                                               {"actionCopy", "&Copy", "Ctrl+C"},
                                               {"actionFind", "&Find", "Ctrl+F, N"}}) {
            auto* action = new QAction(text, &owner);
            action->setObjectName(name);
            action->setShortcut(QKeySequence(keys));
            made.append(action);
        }
        return made;
    }

    QTemporaryDir folder;
    QObject owner;
    QList<QAction*> actions = make();
    QSettings settings{folder.filePath("settings.ini"), QSettings::IniFormat};
    KeyBindings bindings{actions, settings};
};

} // namespace

class KeyBindingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theKeysOfAnotherActionAreTakenFromIt() {
        Fixture f;
        f.actions[0]->setShortcuts({QKeySequence("Ctrl+X"), QKeySequence("Shift+Del")});
        QCOMPARE(f.bindings.holderOf(QKeySequence("Ctrl+X"), f.actions[1]), f.actions[0]);
        f.bindings.setKeys(f.actions[1], QKeySequence("Ctrl+X"));
        QCOMPARE(f.actions[1]->shortcut(), QKeySequence("Ctrl+X"));
        QCOMPARE(f.actions[0]->shortcuts(), QList{QKeySequence("Shift+Del")});
    }

    void keysThatBeginOthersCollide() {
        Fixture f;
        QCOMPARE(f.bindings.holderOf(QKeySequence("Ctrl+F"), f.actions[0]), f.actions[2]);
        QVERIFY(!f.bindings.holderOf(QKeySequence("Ctrl+F, M"), f.actions[0]));
        QVERIFY(!f.bindings.holderOf(QKeySequence(), f.actions[0]));
    }

    void resetGivesBackTheUsualKeys() {
        Fixture f;
        f.bindings.setKeys(f.actions[1], QKeySequence("Ctrl+X"));
        QVERIFY(f.bindings.isChanged(f.actions[0]) && f.bindings.isChanged(f.actions[1]));
        f.bindings.reset(f.actions[0]);
        QCOMPARE(f.actions[0]->shortcut(), QKeySequence("Ctrl+X"));
        QVERIFY(f.actions[1]->shortcut().isEmpty());
        f.bindings.resetAll();
        QCOMPARE(f.actions[1]->shortcut(), QKeySequence("Ctrl+C"));
    }

    void settingsKeepThem() {
        Fixture f;
        f.bindings.setKeys(f.actions[0], QKeySequence("Ctrl+U"));
        f.bindings.setKeys(f.actions[1], QKeySequence());
        Fixture next;
        next.settings.setValue("keys", f.settings.value("keys"));
        const KeyBindings again(next.actions, next.settings);
        QCOMPARE(next.actions[0]->shortcut(), QKeySequence("Ctrl+U"));
        QVERIFY(next.actions[1]->shortcut().isEmpty());
        QCOMPARE(again.usual(next.actions[0]), QList{QKeySequence("Ctrl+X")});
    }

    void whatIsExportedReadsBack() {
        Fixture f;
        f.bindings.setKeys(f.actions[0], QKeySequence("Ctrl+U"));
        const QByteArray json = f.bindings.exported();
        QVERIFY(json.contains("actionCut") && !json.contains("actionCopy"));
        f.bindings.resetAll();
        QVERIFY(f.bindings.restore(json));
        QCOMPARE(f.actions[0]->shortcut(), QKeySequence("Ctrl+U"));
    }

    void badFilesAreRefusedInWords_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << QByteArray("keys: yes");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("cut off") << QByteArray("{\"actionCut\": [");
    }
    void badFilesAreRefusedInWords() {
        QFETCH(QByteArray, json);
        Fixture f;
        f.bindings.setKeys(f.actions[0], QKeySequence("Ctrl+U"));
        const Result<void> read = f.bindings.restore(json);
        QVERIFY(!read);
        QVERIFY(!read.error().message.empty());
        QCOMPARE(f.actions[0]->shortcut(), QKeySequence("Ctrl+U"));
    }

    void theEditorFindsWarnsAndTakesOver() {
        Fixture f;
        auto* editor = new ShortcutEditor(f.bindings, [](auto...) {});
        editor->show();
        auto* list = editor->findChild<QTreeWidget*>("keysList");
        QTest::keyClicks(editor->findChild<QWidget*>("keysSearch"), "copy");
        QCOMPARE(list->currentItem()->text(0), "Copy");
        editor->findChild<QKeySequenceEdit*>("keysField")->setKeySequence(QKeySequence("Ctrl+X"));
        QVERIFY(editor->findChild<QLabel*>("keysSentence")->text().contains("Cut"));
        editor->findChild<QPushButton*>("keysAssign")->click();
        QCOMPARE(f.actions[1]->shortcut(), QKeySequence("Ctrl+X"));
        QVERIFY(f.actions[0]->shortcut().isEmpty());
        editor->findChild<QPushButton*>("keysResetAll")->click();
        QCOMPARE(f.actions[0]->shortcut(), QKeySequence("Ctrl+X"));
        delete editor;
    }
};

QTEST_MAIN(KeyBindingsTest)
#include "KeyBindingsTest.moc"

#include "tests/support/StudioDriver.h"
#include "ui/views/TutorialImportDialog.h"

#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTest>
#include <QUrl>

using namespace cantilena;
using namespace cantilena::test;

/// From the menu or a drop to a model that proposes, as a newcomer does it.
class TutorialImportTest : public QObject {
    Q_OBJECT

    static void writeFolder(const StudioBench& bench, const char* mapping = "mapping.json") {
        QDir(bench.folder.path()).mkdir("lstm");
        bench.write("lstm/model.h5", "weights");
        bench.write((std::string("lstm/") + mapping).c_str(), "{}");
        bench.write("lstm/file_dataset", "60 _ / ");
    }

    static TutorialImportDialog* dialogOf(StudioDriver& studio) {
        return studio.window.findChild<TutorialImportDialog*>("tutorialImportDialog");
    }

    static QPushButton* button(TutorialImportDialog* dialog, const char* name) {
        return dialog->findChild<QPushButton*>(QLatin1String(name));
    }

    static void drop(QWidget* target, const std::vector<std::filesystem::path>& files) {
        QMimeData mime;
        QList<QUrl> urls;
        for (const auto& file : files) {
            urls.append(QUrl::fromLocalFile(toText(file)));
        }
        mime.setUrls(urls);
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(target, &event);
    }

private Q_SLOTS:
    void choosingTheWeightsFindsTheirNeighbours() {
        StudioBench bench;
        writeFolder(bench);
        StudioDriver studio(bench.parts());
        studio.nextPath = bench.path("lstm/model.h5");
        studio.trigger("actionImportTutorial");
        TutorialImportDialog* dialog = dialogOf(studio);
        QVERIFY(dialog != nullptr);
        QVERIFY(!button(dialog, "tutorialImport")->isEnabled());
        button(dialog, "tutorialWeightsChoose")->click();
        QCOMPARE(dialog->files().mapping, bench.path("lstm/mapping.json"));
        QCOMPARE(dialog->files().dataSet, bench.path("lstm/file_dataset"));
        QVERIFY(button(dialog, "tutorialImport")->isEnabled());
        button(dialog, "tutorialImport")->click();
        QTRY_VERIFY(studio.window.models().model() != nullptr &&
                    studio.window.models().model()->card().name == "Imported");
        QCOMPARE(bench.backend->imported.name, std::string("lstm (tutorial)"));
        QCOMPARE(bench.backend->imported.output, bench.path("models/lstm (tutorial).safetensors"));
        QTRY_VERIFY(dialogOf(studio) == nullptr);
    }

    void aDroppedFolderFillsTheRows() {
        StudioBench bench;
        writeFolder(bench);
        StudioDriver studio(bench.parts());
        drop(&studio.window, {bench.path("lstm")});
        TutorialImportDialog* dialog = dialogOf(studio);
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->files().weights, bench.path("lstm/model.h5"));
        QVERIFY(button(dialog, "tutorialImport")->isEnabled());
    }

    void threeDroppedFilesDoToo() {
        StudioBench bench;
        writeFolder(bench);
        StudioDriver studio(bench.parts());
        studio.trigger("actionImportTutorial");
        TutorialImportDialog* dialog = dialogOf(studio);
        drop(dialog, {bench.path("lstm/file_dataset"), bench.path("lstm/mapping.json"),
                      bench.path("lstm/model.h5")});
        QCOMPARE(dialog->files().mapping, bench.path("lstm/mapping.json"));
        QVERIFY(button(dialog, "tutorialImport")->isEnabled());
    }

    void aFailureIsSaidInTheDialog() {
        StudioBench bench;
        writeFolder(bench, "wrong.json");
        StudioDriver studio(bench.parts());
        drop(&studio.window, {bench.path("lstm/model.h5")});
        TutorialImportDialog* dialog = dialogOf(studio);
        QVERIFY(!button(dialog, "tutorialImport")->isEnabled());
        dialog->offer({bench.path("lstm/wrong.json")});
        button(dialog, "tutorialImport")->click();
        auto* problem = dialog->findChild<QLabel*>("tutorialProblem");
        QTRY_COMPARE(problem->text(), QString("wrong.json: holds 40 symbols"));
        QVERIFY(problem->isVisibleTo(dialog));
        QVERIFY(button(dialog, "tutorialImport")->isEnabled());
    }

    void aFolderWithNothingOfUseSaysSo() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("empty");
        StudioDriver studio(bench.parts());
        studio.trigger("actionImportTutorial");
        TutorialImportDialog* dialog = dialogOf(studio);
        dialog->offer({bench.path("empty")});
        QVERIFY(dialog->findChild<QLabel*>("tutorialProblem")->text().contains("empty"));
        QVERIFY(!button(dialog, "tutorialImport")->isEnabled());
    }

    void aNameOfOnesOwnStays() {
        StudioBench bench;
        writeFolder(bench);
        StudioDriver studio(bench.parts());
        studio.trigger("actionImportTutorial");
        TutorialImportDialog* dialog = dialogOf(studio);
        auto* name = dialog->findChild<QLineEdit*>("tutorialName");
        QTest::keyClicks(name, "Mine");
        dialog->offer({bench.path("lstm")});
        QCOMPARE(name->text(), QString("Mine"));
    }
};

QTEST_MAIN(TutorialImportTest)
#include "TutorialImportTest.moc"

#include "ui/document/TutorialFiles.h"
#include "tests/support/StudioBench.h"

#include <QDir>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class TutorialFilesTest : public QObject {
    Q_OBJECT

    /// A folder of the tutorial's, with what else lies in one.
    static void writeFolder(const StudioBench& bench) {
        QDir(bench.folder.path()).mkdir("lstm");
        for (const char* name : {"lstm/model.h5", "lstm/checkpoint.h5", "lstm/mapping.json",
                                 "lstm/file_dataset", "lstm/settings.json", "lstm/seed.mid"}) {
            bench.write(name, "x");
        }
    }

private Q_SLOTS:
    void aFolderStandsForWhatLiesInIt() {
        const StudioBench bench;
        writeFolder(bench);
        const KerasImport found = tutorialFilesIn({bench.path("lstm")});
        QCOMPARE(found.weights, bench.path("lstm/model.h5"));
        QCOMPARE(found.mapping, bench.path("lstm/mapping.json"));
        QCOMPARE(found.dataSet, bench.path("lstm/file_dataset"));
    }

    void neighboursFillTheGaps() {
        const StudioBench bench;
        writeFolder(bench);
        const KerasImport found = tutorialFilesIn({bench.path("lstm/checkpoint.h5")});
        QCOMPARE(found.weights, bench.path("lstm/checkpoint.h5"));
        QCOMPARE(found.mapping, bench.path("lstm/mapping.json"));
    }

    void whatIsNamedIsMeant() {
        const StudioBench bench;
        writeFolder(bench);
        const KerasImport found =
            tutorialFilesIn({bench.path("lstm/settings.json"), bench.path("lstm/model.h5")});
        QCOMPARE(found.mapping, bench.path("lstm/settings.json"));
    }

    void onlyTheTutorialsFilesAre_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<bool>("are");
        QTest::newRow("folder") << QStringList{"lstm"} << true;
        QTest::newRow("weights") << QStringList{"lstm/model.h5"} << true;
        QTest::newRow("all three")
            << QStringList{"lstm/file_dataset", "lstm/mapping.json", "lstm/model.h5"} << true;
        QTest::newRow("a tune") << QStringList{"lstm/seed.mid"} << false;
        QTest::newRow("a mapping alone") << QStringList{"lstm/mapping.json"} << false;
        QTest::newRow("a folder of tunes") << QStringList{"tunes"} << false;
        QTest::newRow("nothing") << QStringList{} << false;
    }
    void onlyTheTutorialsFilesAre() {
        QFETCH(QStringList, names);
        QFETCH(bool, are);
        const StudioBench bench;
        writeFolder(bench);
        QDir(bench.folder.path()).mkdir("tunes");
        bench.write("tunes/file_dataset", "60 _ /");
        std::vector<std::filesystem::path> paths;
        for (const QString& name : names) {
            paths.push_back(bench.path(qPrintable(name)));
        }
        QCOMPARE(areTutorialFiles(paths), are);
    }

    void modelsDoNotReplaceEachOther() {
        const StudioBench bench;
        const std::filesystem::path folder = bench.folder.path().toStdString();
        QCOMPARE(freeModelFile(folder, "songs/1"), folder / "songs-1.safetensors");
        bench.write("songs-1.safetensors", "x");
        QCOMPARE(freeModelFile(folder, "songs/1"), folder / "songs-1 2.safetensors");
    }
};

QTEST_GUILESS_MAIN(TutorialFilesTest)
#include "TutorialFilesTest.moc"

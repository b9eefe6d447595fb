#include "tests/support/Program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cantilena::test;

namespace {

QString firstTune() {
    const QDir tunes(projectFile("resources/tunes"));
    return tunes.filePath(tunes.entryList({"*.abc"}).value(0));
}

QStringList keysOf(const QJsonObject& json) {
    return json.keys();
}

} // namespace

/// `originality`, and what the model's index gives `generate` and `crossval`.
class OriginalityCommandTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_model;

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void initTestCase() {
        m_model = path("small.safetensors");
        const Outcome outcome = program({"train", "--corpus", projectFile("resources/tunes"),
                                         "--out", m_model, "--epochs", "1"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
    }

    void aTuneOfTheCorpusIsFoundWhole() {
        const Outcome outcome = program({"originality", "--corpus", projectFile("resources/tunes"),
                                         "--in", firstTune(), "--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        const QJsonObject json = outcome.json();
        const QStringList keys = keysOf(json);
        for (const char* key :
             {"longest_run_notes", "file", "at_note", "transposed_by", "share_copied"}) {
            QVERIFY2(keys.contains(key), key);
        }
        QVERIFY(json["longest_run_notes"].toInt() > 20);
        QVERIFY(json["file"].toString().endsWith(QFileInfo(firstTune()).fileName()));
        QCOMPARE(json["at_note"].toInt(-1), 0);
        QCOMPARE(json["transposed_by"].toInt(-1), 0);
        QCOMPARE(json["share_copied"].toDouble(), 1.0);
        const Outcome words = program(
            {"originality", "--corpus", projectFile("resources/tunes"), "--in", firstTune()});
        QVERIFY(words.out.contains(QFileInfo(firstTune()).fileName().toUtf8()));
    }

    /// Of every tune that the model learned from, its file alone says the same as the tunes.
    void theModelSaysWhatTheCorpusSays() {
        int whole = 0;
        const QDir tunes(projectFile("resources/tunes"));
        for (const QString& name : tunes.entryList({"*.abc"}).mid(0, 6)) {
            const QString tune = tunes.filePath(name);
            const Outcome byCorpus =
                program({"originality", "--corpus", tune, "--in", tune, "--json"});
            const Outcome byModel =
                program({"originality", "--model", m_model, "--in", tune, "--json"});
            QVERIFY2(byModel.status == 0, byModel.err.constData());
            const QJsonObject json = byModel.json();
            if (json["longest_run_notes"] == byCorpus.json()["longest_run_notes"]) {
                ++whole;
                QCOMPARE(json["file"].toString(), "tunes/" + name);
                QCOMPARE(json["share_copied"].toDouble(), 1.0);
                QCOMPARE(json["transposed_by"].toInt(-1), 0);
            }
        }
        // A tenth is held out.
        QVERIFY(whole >= 4);
    }

    void candidatesSayHowMuchTheyCopy() {
        const QStringList arguments = {"generate", "--model", m_model,        "--bars", "8",
                                       "--rng",    "3",       "--candidates", "4",      "--json"};
        for (const int most : {5, 8}) {
            const Outcome outcome =
                program(QStringList(arguments) << "--max-copy" << QString::number(most));
            QVERIFY2(outcome.status == 0, outcome.err.constData());
            const QJsonArray candidates = outcome.json()["candidates"].toArray();
            QCOMPARE(candidates.size(), 4);
            for (const QJsonValue& candidate : candidates) {
                QVERIFY(candidate["longest_copy_notes"].isDouble());
                QVERIFY(candidate["longest_copy_notes"].toInt() <= most);
            }
        }
    }

    void wrongUsageIsStatusTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no source") << QStringList{"originality", "--in", firstTune()};
        QTest::newRow("two sources")
            << QStringList{"originality", "--model", "m", "--corpus", "c", "--in", firstTune()};
        QTest::newRow("no melody") << QStringList{"originality", "--corpus", "c"};
        QTest::newRow("a limit too tight") << QStringList{"generate", "--max-copy", "4"};
        QTest::newRow("memory with an initial model")
            << QStringList{"crossval", "--corpus", "c", "--init", firstTune(), "--memory", "on"};
    }
    void wrongUsageIsStatusTwo() {
        QFETCH(QStringList, arguments);
        QCOMPARE(program(arguments).status, 2);
    }

    void whatIsMissingIsNamed_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("name");
        QTest::newRow("melody") << QStringList{"originality", "--corpus",
                                               projectFile("resources/tunes"), "--in",
                                               "/nowhere/x.mid"}
                                << "x.mid";
        QTest::newRow("corpus") << QStringList{"originality", "--corpus", "/nowhere/tunes", "--in",
                                               firstTune()}
                                << "/nowhere/tunes";
        QTest::newRow("model") << QStringList{"originality", "--model", "/nowhere/m.safetensors",
                                              "--in", firstTune()}
                               << "m.safetensors";
    }
    void whatIsMissingIsNamed() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, name);
        const Outcome outcome = program(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(name.toUtf8()), outcome.err.constData());
    }

    /// The initial model knows nine tenths of the tunes; too few are left for folds.
    void crossvalKeepsTheInitialModelsTunesOut() {
        const Outcome outcome =
            program({"crossval", "--corpus", projectFile("resources/tunes"), "--init", m_model,
                     "--folds", "20", "--epochs", "1", "--json"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("tunes that the initial model knows"),
                 outcome.err.constData());
    }
};

QTEST_GUILESS_MAIN(OriginalityCommandTest)
#include "OriginalityCommandTest.moc"

#include "core/corpus/DataSet.h"
#include "Scores.h"
#include "core/base/File.h"

#include <QTemporaryDir>
#include <QTest>

#include <string>

using namespace cantilena;
using namespace cantilena::test;

namespace {

Corpus example() {
    Score waltz = scoreOf({trackOf({{0, 1, 67}, {1, 1.5, 72}, {2.5, 0.5, 74}, {5, 1, 76}})});
    waltz.title = "Waltz \"of\" \xc3\xa9veryone";
    waltz.pickup = kQuarter;
    waltz.meters = {{Tick{}, {3, 4}}, {kQuarter * 4, {6, 8}}};
    waltz.keys = {{Tick{}, *Key::fromName("C major")}, {kQuarter * 4, *Key::fromName("Bb dorian")}};
    waltz.tempos = {{Tick{}, 92.5}};
    Corpus corpus;
    corpus.files = 3;
    corpus.tunes.push_back(judged(waltz, "waltz.mid"));
    corpus.tunes.push_back(judged(newScore(), "silence.mid"));
    corpus.tunes.push_back(judged(scoreOf({lineOf({60, 60, 67, 67, 69, 69, 67})}), "book.abc#2"));
    assignDuplicateGroups(corpus);
    return corpus;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? "" : text.replace(at, from.size(), to);
}

} // namespace

class DataSetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAcceptedTuneComesBack() {
        const Corpus before = example();
        const Result<Corpus> after = unpackedDataSet(packedDataSet(before), "set");
        QVERIFY2(after.ok(), after ? "" : after.error().message.c_str());
        QCOMPARE(after->files, before.files);
        QCOMPARE(after->tunes.size(), std::size_t{2});
        for (const std::size_t index : {std::size_t{0}, std::size_t{1}}) {
            const CorpusTune& old = before.tunes[index * 2];
            const CorpusTune& read = after->tunes[index];
            QCOMPARE(read.name, old.name);
            QCOMPARE(read.title, old.title);
            QVERIFY(read.verdict == old.verdict);
            QCOMPARE(read.reason, old.reason);
            QCOMPARE(read.notes, old.notes);
            QVERIFY(read.key == old.key);
            QVERIFY(read.keySource == old.keySource);
            QCOMPARE(read.keyMargin, old.keyMargin);
            QVERIFY(read.meter == old.meter);
            QCOMPARE(read.duplicateGroup, old.duplicateGroup);
            QVERIFY(*read.melody == *old.melody);
        }
    }

    void packingTwiceGivesTheSameBytes() {
        const std::string bytes = packedDataSet(example());
        QVERIFY(looksLikeDataSet(bytes));
        QCOMPARE(packedDataSet(*unpackedDataSet(bytes, "set")), bytes);
    }

    void goesThroughAFile() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "tunes.corpus";
        QVERIFY(writeDataSet(example(), path));
        const Result<Corpus> read = readDataSet(path);
        QVERIFY(read.ok());
        QCOMPARE(read->tunes.size(), std::size_t{2});
        QVERIFY(!readDataSet(path.parent_path() / "none").ok());
        QVERIFY(!writeDataSet(example(), path.parent_path() / "none" / "set").ok());
    }

    void anotherVersionIsRefused() {
        const std::string bytes =
            replaced(packedDataSet(example()), "\"version\":1", "\"version\":2");
        const Result<Corpus> read = unpackedDataSet(bytes, "tunes.corpus");
        QVERIFY(!read.ok());
        QVERIFY(read.error().code == ErrorCode::Unsupported);
        QCOMPARE(read.error().message,
                 std::string("tunes.corpus: is a data set of version 2; this program reads "
                             "version 1"));
    }

    void whatIsBrokenIsRefusedByName_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::newRow("cut off") << "]}\n"
                                 << "";
        QTest::newRow("other units") << "\"steps_per_quarter\":24"
                                     << "\"steps_per_quarter\":4";
        QTest::newRow("no title") << "\"title\""
                                  << "\"titel\"";
        QTest::newRow("a verdict of its own") << "\"verdict\":\"taken\""
                                              << "\"verdict\":\"liked\"";
        QTest::newRow("a rejected tune") << "\"verdict\":\"taken\""
                                         << "\"verdict\":\"broken\"";
        QTest::newRow("an unknown key") << "\"key\":\"C major\""
                                        << "\"key\":\"H major\"";
        QTest::newRow("an unknown source") << "\"written\""
                                           << "\"guessed\"";
        QTest::newRow("a negative group") << "\"group\":0"
                                          << "\"group\":\"x\"";
        QTest::newRow("a negative pickup") << "\"pickup_ticks\":6720"
                                           << "\"pickup_ticks\":-1";
        QTest::newRow("no metre") << "[0,3,4]"
                                  << "[0,3,5]";
        QTest::newRow("half a metre") << "[0,3,4]"
                                      << "[0,3]";
        QTest::newRow("metres out of order") << "[0,3,4]"
                                             << "[99999999,3,4]";
        QTest::newRow("an endless tempo") << "[0,92.5]"
                                          << "[0,1e300]";
        QTest::newRow("notes not in threes") << "[0,24,67,"
                                             << "[0,24,";
        QTest::newRow("a pitch too high") << "[0,24,67,"
                                          << "[0,24,128,";
        QTest::newRow("a note without length") << "[0,24,67,"
                                               << "[0,0,67,";
        QTest::newRow("a note before the beginning") << "[0,24,67,"
                                                     << "[-1,24,67,";
        QTest::newRow("two notes at once") << "[0,24,67,"
                                           << "[0,25,67,";
        QTest::newRow("a note beyond all time") << "[0,24,67,"
                                                << "[0,4611686018427387904,67,";
        QTest::newRow("notes that are words") << "[0,24,67,"
                                              << "[\"C\",24,67,";
    }
    void whatIsBrokenIsRefusedByName() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        const std::string bytes =
            replaced(packedDataSet(example()), from.toStdString(), to.toStdString());
        QVERIFY2(!bytes.empty(), "the example does not hold what this row breaks");
        const Result<Corpus> read = unpackedDataSet(bytes, "tunes.corpus");
        QVERIFY(!read.ok());
        QVERIFY(read.error().code == ErrorCode::Malformed);
        QVERIFY2(read.error().message.starts_with("tunes.corpus: "), read.error().message.c_str());
    }

    void otherFilesAreNotTakenForDataSets() {
        for (const char* bytes : {"", "{", "{}", "MThd", "{\"format\":\"other\"}"}) {
            QVERIFY(!looksLikeDataSet(bytes));
            QVERIFY(unpackedDataSet(bytes, "file").error().code == ErrorCode::Unsupported);
        }
    }
};

QTEST_GUILESS_MAIN(DataSetTest)
#include "DataSetTest.moc"

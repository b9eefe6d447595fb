#include "core/corpus/Corpus.h"
#include "Scores.h"
#include "core/base/File.h"
#include "core/corpus/CorpusReport.h"
#include "core/corpus/DataSet.h"
#include "core/corpus/Melody.h"
#include "core/formats/ScoreFile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace cantilena;
using namespace cantilena::test;
namespace fs = std::filesystem;

namespace {

const std::vector<int> kTwinkle = {60, 60, 67, 67, 69, 69, 67, 65, 65, 64, 64, 62, 62, 60};

std::vector<int> transposed(std::vector<int> pitches, int by) {
    for (int& pitch : pitches) {
        pitch += by;
    }
    return pitches;
}

Score keyed(Score score, const char* key, Meter meter) {
    score.keys = {{Tick{}, *Key::fromName(key)}};
    score.meters = {{Tick{}, meter}};
    return score;
}

QJsonObject jsonOf(const Corpus& corpus) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(corpusJson(corpus))).object();
}

} // namespace

class CorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        QVERIFY(m_temporary->isValid());
        m_folder = m_temporary->path().toStdString();
    }

    void everyTuneBelowAFolderIsReadInOrder() {
        write("b.mid", scoreOf({lineOf(kTwinkle)}));
        write("sub/deep/a.MID", scoreOf({lineOf({60, 62})}));
        write("a.midi", scoreOf({lineOf({64, 62})}));
        writeText("notes.txt", "no music");
        writeText("cover.png", "no music");
        writeText(".hidden.mid", "no music");
        writeText(".git/x.mid", "no music");
        const Corpus corpus = scanned();
        QCOMPARE(corpus.files, std::size_t{3});
        QCOMPARE(names(corpus), (QStringList{"a.midi", "b.mid", "sub/deep/a.MID"}));
        for (const CorpusTune& tune : corpus.tunes) {
            QVERIFY(tune.verdict == Verdict::Taken);
            QVERIFY(tune.melody != nullptr);
        }
    }

    void theThreadsDoNotMatter() {
        for (int file = 0; file < 40; ++file) {
            write(std::to_string(file) + ".mid",
                  scoreOf({lineOf(transposed(kTwinkle, file % 7)), lineOf({40 + file})}));
        }
        writeText("x.mid", "MThd broken");
        const std::string one = packedDataSet(scanned({.threads = 1}));
        QCOMPARE(packedDataSet(scanned({.threads = 4})), one);
        QCOMPARE(packedDataSet(scanned({.threads = 100})), one);
    }

    void aTuneComesWithWhatIsKnownOfIt() {
        Score score = keyed(scoreOf({lineOf(kTwinkle)}), "C major", {2, 4});
        write("twinkle.mid", score);
        const CorpusTune tune = scanned().tunes.front();
        QVERIFY(tune.verdict == Verdict::Taken);
        QVERIFY(!tune.reason.empty());
        QCOMPARE(tune.notes, kTwinkle.size());
        QCOMPARE(tune.key.name(), std::string("C major"));
        QVERIFY(tune.keySource == KeySource::Written);
        QVERIFY((tune.meter == Meter{2, 4}));
        QCOMPARE(tune.melody->noteCount(), kTwinkle.size());
    }

    void aKeyThatIsNotWrittenIsEstimatedAndSaid() {
        const CorpusTune tune = judged(scoreOf({lineOf(transposed(kTwinkle, 2))}), "tune");
        QVERIFY(tune.keySource == KeySource::Estimated);
        QCOMPARE(tune.key.name(), std::string("D major"));
        QVERIFY(tune.keyMargin > 0.0);
        QVERIFY(tune.reason.find("D major estimated by Temperley's profiles") != std::string::npos);
        QCOMPARE(tune.melody->keyAt(Tick{}).name(), std::string("D major"));
        QVERIFY(!tune.meter.has_value());
    }

    void aKeyWrittenAfterTheBeginningStillCounts() {
        Score score = scoreOf({trackOf({{4, 1, 62}, {5, 1, 64}})});
        score.keys = {{Tick{}, *Key::fromName("C major")}, {kWhole, *Key::fromName("D dorian")}};
        QCOMPARE(judged(score, "tune").key.name(), std::string("D dorian"));
        score.keys = {{kWhole * 2, *Key::fromName("G major")}};
        QCOMPARE(judged(score, "tune").key.name(), std::string("G major"));
    }

    void whatCannotBeJudgedHasNoKey() {
        std::vector<int> chromatic;
        for (int pitch = 60; pitch < 72; ++pitch) {
            chromatic.push_back(pitch);
        }
        const CorpusTune tune = judged(scoreOf({lineOf(chromatic)}), "tune");
        QVERIFY(tune.keySource == KeySource::Unknown);
        QVERIFY(isAccepted(tune.verdict));
    }

    void theVerdictSaysWhatWasDone_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("verdict");
        QTest::addColumn<QString>("reason");
        QTest::newRow("as it is") << 0 << static_cast<int>(Verdict::Taken) << "its only voice";
        QTest::newRow("of two voices")
            << 1 << static_cast<int>(Verdict::LineTaken) << "the first of 2 voices";
        QTest::newRow("of chords")
            << 2 << static_cast<int>(Verdict::LineTaken) << "1 note below it left out";
        QTest::newRow("off the grid") << 3 << static_cast<int>(Verdict::Quantised)
                                      << "1 note moved to the grid of 24 a quarter, by up to 0.01";
        QTest::newRow("empty") << 4 << static_cast<int>(Verdict::NoNotes) << "has no notes";
        QTest::newRow("drums") << 5 << static_cast<int>(Verdict::NoNotes) << "has percussion only";
    }
    void theVerdictSaysWhatWasDone() {
        QFETCH(int, kind);
        QFETCH(int, verdict);
        QFETCH(QString, reason);
        Track drums = lineOf({36});
        drums.channel = kDrumChannel;
        const std::array scores = {
            scoreOf({lineOf({60, 62})}),
            scoreOf({lineOf({60, 62}), lineOf({48, 50})}),
            scoreOf({trackOf({{0, 1, 60}, {0, 1, 64}})}),
            scoreOf({trackOf({{0.0125, 1.9875, 60}, {2, 1, 62}})}),
            newScore(),
            scoreOf({drums}),
        };
        const CorpusTune tune = judged(scores.at(static_cast<std::size_t>(kind)), "tune");
        QCOMPARE(static_cast<int>(tune.verdict), verdict);
        QVERIFY2(tune.reason.find(reason.toStdString()) != std::string::npos, tune.reason.c_str());
        QCOMPARE(tune.melody != nullptr, isAccepted(tune.verdict));
    }

    void everyVerdictHasItsName() {
        QStringList all;
        for (const Verdict verdict : {Verdict::Taken, Verdict::LineTaken, Verdict::Quantised,
                                      Verdict::NoNotes, Verdict::Broken, Verdict::NotMusic}) {
            const QString name = QString::fromStdString(std::string(verdictName(verdict)));
            QVERIFY(!name.isEmpty() && !all.contains(name));
            all << name;
        }
        QVERIFY(isAccepted(Verdict::Quantised));
        QVERIFY(!isAccepted(Verdict::NoNotes));
    }

    void aBrokenFileDoesNotHinderTheOthers() {
        write("good.mid", scoreOf({lineOf(kTwinkle)}));
        writeText("broken.mid", std::string("MThd\0\0\0\6\0\0\0\1\1\xe0MTrk\0\0\0\4\0\x90", 24));
        writeText("empty.mid", "");
        const Corpus corpus = scanned();
        QCOMPARE(corpus.files, std::size_t{3});
        const QJsonObject json = jsonOf(corpus);
        QCOMPARE(json["accepted"].toInt(), 1);
        QCOMPARE(json["rejected"].toArray().size(), 2);
        for (const QJsonValue& value : json["rejected"].toArray()) {
            const QJsonObject rejected = value.toObject();
            const fs::path file = rejected["file"].toString().toStdString();
            QVERIFY(fs::exists(file));
            QVERIFY2(rejected["reason"].toString().startsWith(
                         QString::fromStdString(file.filename().string())),
                     qPrintable(rejected["reason"].toString()));
        }
    }

    void aBookGivesItsTunesApart() {
        writeText("book.abc", "X:1\nT:One\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|]\n\n"
                              "X:7\nT:Seven\nM:3/4\nL:1/4\nK:D dorian\nDEF|GAB|]\n");
        const Corpus corpus = scanned();
        QCOMPARE(corpus.files, std::size_t{1});
        QCOMPARE(names(corpus), (QStringList{"book.abc#1", "book.abc#7"}));
        QCOMPARE(corpus.tunes[1].title, std::string("Seven"));
        QCOMPARE(corpus.tunes[1].key.name(), std::string("D dorian"));
        QVERIFY((corpus.tunes[1].meter == Meter{3, 4}));
    }

    void aFileGivenByNameIsJudgedWhateverItIs() {
        writeText("notes.txt", "no music");
        const auto corpus = scanCorpus(std::array{m_folder / "notes.txt"});
        QVERIFY(corpus.ok());
        QCOMPARE(corpus->files, std::size_t{1});
        QVERIFY(corpus->tunes.front().verdict == Verdict::NotMusic);
        QVERIFY(corpus->tunes.front().reason.find("notes.txt") != std::string::npos);
    }

    void aPathThatIsNotThereIsNamed() {
        write("a.mid", scoreOf({lineOf({60})}));
        const auto corpus = scanCorpus(std::array{m_folder, m_folder / "none"});
        QVERIFY(!corpus.ok());
        QVERIFY(corpus.error().code == ErrorCode::NotFound);
        QVERIFY(corpus.error().message.starts_with((m_folder / "none").string() + ": "));
    }

    void anEmptyFolderIsAnEmptyCorpus() {
        const Corpus corpus = scanned();
        QCOMPARE(corpus.files, std::size_t{0});
        QVERIFY(corpus.tunes.empty());
        QCOMPARE(jsonOf(corpus)["notes"].toInt(), 0);
    }

    void overlappingPathsCountAFileOnce() {
        write("sub/a.mid", scoreOf({lineOf({60, 62})}));
        fs::create_symlink("a.mid", m_folder / "sub" / "link.mid");
        const auto corpus =
            scanCorpus(std::array{m_folder / "sub" / "a.mid", m_folder, m_folder / "sub"});
        QVERIFY(corpus.ok());
        QCOMPARE(corpus->files, std::size_t{1});
    }

    void aStopIsObeyed() {
        write("a.mid", scoreOf({lineOf({60, 62})}));
        std::stop_source stop;
        stop.request_stop();
        const auto corpus = scanCorpus(std::array{m_folder}, {}, stop.get_token());
        QVERIFY(!corpus.ok());
        QVERIFY(corpus.error().code == ErrorCode::Cancelled);
    }

    void aStopInTheMiddleIsObeyed() {
        for (int file = 0; file < 20; ++file) {
            write(std::to_string(file) + ".mid", scoreOf({lineOf(kTwinkle)}));
        }
        std::stop_source stop;
        const auto corpus = scanCorpus(std::array{m_folder}, {.threads = 1}, stop.get_token(),
                                       [&](double, std::string_view) { stop.request_stop(); });
        QVERIFY(!corpus.ok());
        QVERIFY(corpus.error().code == ErrorCode::Cancelled);
    }

    void progressRisesToTheEndOnTheCallersThread() {
        for (int file = 0; file < 30; ++file) {
            write(std::to_string(file) + ".mid", scoreOf({lineOf(kTwinkle)}));
        }
        std::vector<double> fractions;
        const auto caller = std::this_thread::get_id();
        bool sameThread = true;
        const auto corpus =
            scanCorpus(std::array{m_folder}, {}, {}, [&](double fraction, std::string_view name) {
                sameThread = sameThread && std::this_thread::get_id() == caller && !name.empty();
                fractions.push_back(fraction);
            });
        QVERIFY(corpus.ok());
        QVERIFY(sameThread);
        QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
        QCOMPARE(fractions.back(), 1.0);
    }

    void theReportCountsAsTheJsonContractSays() {
        write("a.mid", keyed(scoreOf({lineOf(kTwinkle)}), "C major", {4, 4}));
        write("b.mid", keyed(scoreOf({lineOf(transposed(kTwinkle, 5))}), "F major", {4, 4}));
        write("c.mid", keyed(scoreOf({lineOf({60, 61, 62})}), "C major", {6, 8}));
        write("d.mid", keyed(newScore(), "C major", {4, 4}));
        const Corpus corpus = scanned();
        const QJsonObject json = jsonOf(corpus);
        QCOMPARE(json["files"].toInt(), 4);
        QCOMPARE(json["tunes"].toInt(), 4);
        QCOMPARE(json["accepted"].toInt(), 3);
        QCOMPARE(json["notes"].toInt(), 14 + 14 + 3);
        QCOMPARE(json["rejected"].toArray().size(), 1);
        QCOMPARE(json["duplicates"].toArray().size(), 1);
        const QJsonArray twins = json["duplicates"].toArray()[0].toArray();
        QCOMPARE(twins.size(), 2);
        QVERIFY(twins[0].toString().endsWith("/a.mid"));
        QVERIFY(twins[1].toString().endsWith("/b.mid"));
        QCOMPARE(json["meters"].toObject()["4/4"].toInt(), 2);
        QCOMPARE(json["meters"].toObject()["6/8"].toInt(), 1);
        QCOMPARE(json["keys"].toObject()["C major"].toInt(), 2);
        QCOMPARE(json["keys"].toObject()["F major"].toInt(), 1);

        const QString text = QString::fromStdString(corpusText(corpus));
        QVERIFY(text.contains("a.mid: taken, C major, 4/4, 14 notes (its only voice)"));
        QVERIFY(text.contains("d.mid: no notes (has no notes)"));
        QVERIFY(text.contains("4 files, 4 tunes, 3 accepted with 31 notes"));
        QVERIFY(text.contains("Metres: 4/4 2, 6/8 1"));
        QVERIFY(text.contains("a.mid = "));
    }

    void theReportSaysWhichKeysWereEstimatedAndHowSurely() {
        write("a.mid", scoreOf({lineOf(transposed(kTwinkle, 2))}));
        write("b.mid", keyed(scoreOf({lineOf(kTwinkle)}), "C major", {4, 4}));
        const Corpus corpus = scanned();
        const QJsonArray estimated = jsonOf(corpus)["estimated_keys"].toArray();
        QCOMPARE(estimated.size(), 1);
        QVERIFY(estimated[0].toObject()["file"].toString().endsWith("/a.mid"));
        QCOMPARE(estimated[0].toObject()["key"].toString(), QString("D major"));
        QVERIFY(estimated[0].toObject()["margin"].toDouble() > 0.0);
        const QString text = QString::fromStdString(corpusText(corpus));
        QVERIFY(text.contains("Keys estimated by Temperley's profiles: 1"));
    }

    void aNameThatIsNoUtf8DoesNotBreakTheReport() {
        Corpus corpus;
        corpus.tunes.push_back(judged(scoreOf({lineOf({60, 62})}), "caf\xe9.mid"));
        QCOMPARE(jsonOf(corpus)["accepted"].toInt(), 1);
        QVERIFY(unpackedDataSet(packedDataSet(corpus), "set").ok());
    }

    void aPackedDataSetServesInPlaceOfItsFiles() {
        write("a.mid", keyed(scoreOf({lineOf(kTwinkle)}), "C major", {4, 4}));
        write("b.mid", scoreOf({lineOf({60, 61, 62})}));
        const Corpus corpus = scanned();
        const fs::path packed = m_folder / "tunes.corpus";
        QVERIFY(writeDataSet(corpus, packed));
        const auto read = scanCorpus(std::array{packed});
        QVERIFY(read.ok());
        QCOMPARE(names(*read), names(corpus));
        QVERIFY(*read->tunes[0].melody == *corpus.tunes[0].melody);
        QVERIFY(*read->tunes[1].melody == *corpus.tunes[1].melody);
    }

private:
    void write(const std::string& name, const Score& score) {
        fs::create_directories((m_folder / name).parent_path());
        const Result<void> written = writeScoreFile(score, m_folder / name);
        QVERIFY2(written.ok(), written ? "" : written.error().message.c_str());
    }

    void writeText(const std::string& name, std::string_view text) {
        fs::create_directories((m_folder / name).parent_path());
        QVERIFY(writeFileAtomically(m_folder / name, text));
    }

    [[nodiscard]] Corpus scanned(const CorpusOptions& options = {}) const {
        Result<Corpus> corpus = scanCorpus(std::array{m_folder}, options);
        return corpus ? std::move(*corpus) : Corpus{};
    }

    /// Names of the tunes, seen from the test's folder.
    [[nodiscard]] QStringList names(const Corpus& corpus) const {
        QStringList list;
        for (const CorpusTune& tune : corpus.tunes) {
            list << QString::fromStdString(tune.name.substr(m_folder.string().size() + 1));
        }
        return list;
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_GUILESS_MAIN(CorpusTest)
#include "CorpusTest.moc"

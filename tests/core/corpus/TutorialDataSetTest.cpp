#include "core/corpus/TutorialDataSet.h"

#include "Scores.h"
#include "core/base/File.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::string ends(int count = 64) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += "/ ";
    }
    return text;
}

/// Two songs as the tutorial writes them.
std::string twoSongs() {
    return "60 _ _ _ 62 _ 64 _ 60 _ _ _ _ _ _ _ " + ends() + "69 _ r _ 72 _ 69 _ _ _ " + ends();
}

std::vector<int> pitchesOf(const CorpusTune& tune) {
    std::vector<int> pitches;
    for (const Note& note : tune.melody->tracks.front()->notes) {
        pitches.push_back(note.pitch.number);
    }
    return pitches;
}

} // namespace

class TutorialDataSetTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path file(const std::string& name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void songsArePartedByRunsOfDelimiters_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("as the tutorial") << QString::fromStdString(twoSongs());
        QTest::newRow("short runs")
            << "60 _ _ _ 62 _ 64 _ 60 _ _ _ _ _ _ _ / 69 _ r _ 72 _ 69 _ _ _";
        QTest::newRow("in lines")
            << "60 _ _ _ 62 _ 64 _ 60 _ _ _ _ _ _ _ / /\n69 _ r _ 72 _ 69 _ _ _ / /\n";
        QTest::newRow("delimiters first")
            << "/ / 60 _ _ _ 62 _ 64 _ 60 _ _ _ _ _ _ _ / 69 _ r _ 72 _ 69 _ _ _ / /";
    }
    void songsArePartedByRunsOfDelimiters() {
        QFETCH(QString, text);
        const auto tunes = tutorialTunes(text.toStdString(), "file_dataset");
        QCOMPARE(tunes.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(tunes[1].name), QString("file_dataset#2"));
        QCOMPARE(pitchesOf(tunes[0]), (std::vector{60, 62, 64, 60}));
        QCOMPARE(pitchesOf(tunes[1]), (std::vector{69, 72, 69}));
        QCOMPARE(tunes[0].melody->tracks.front()->notes.back().duration, kQuarter * 2);
        QCOMPARE(tunes[1].melody->tracks.front()->notes[1].onset, kQuarter);
        QVERIFY(!tunes[0].meter);
    }

    void songsAreInCOrA() {
        const auto tunes = tutorialTunes(twoSongs(), "file_dataset");
        QCOMPARE(tunes[0].key.name(), std::string("C major"));
        QCOMPARE(tunes[1].key.name(), std::string("A minor"));
        QCOMPARE(tunes[0].keySource, KeySource::Estimated);
    }

    void aDamagedSongDoesNotHinderTheOthers() {
        const auto tunes = tutorialTunes("60 _ / 62 _ 6x _ / 64 _ / r _ r _", "file_dataset");
        QCOMPARE(tunes.size(), std::size_t{4});
        QCOMPARE(tunes[0].verdict, Verdict::Taken);
        QCOMPARE(tunes[1].verdict, Verdict::Broken);
        QVERIFY(tunes[1].reason.find("\"6x\" at sixteenth 3") != std::string::npos);
        QCOMPARE(tunes[2].verdict, Verdict::Taken);
        QCOMPARE(tunes[3].verdict, Verdict::NoNotes);
    }

    void whatTheMappingLacksIsRemarked() {
        const TokenMapping mapping = TokenMapping::of(std::vector<GridSymbol>{60, 62});
        const auto tunes = tutorialTunes(twoSongs(), "file_dataset", &mapping);
        QCOMPARE(tunes[0].remarks.size(), std::size_t{1});
        QVERIFY(tunes[0].remarks.front().find("lacks \"64\"") != std::string::npos);
        QVERIFY(tunes[1].remarks.front().find("\"69\", \"72\", \"r\"") != std::string::npos);
    }

    void otherFilesAreNoDataSet_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("once upon a time there was 1 tune");
        QTest::newRow("noise") << QByteArray("\x01\x02\x03 \xff\xfe 60 \x00", 12);
        QTest::newRow("mapping") << QByteArray(R"({"60": 0, "_": 1, "/": 2})");
    }
    void otherFilesAreNoDataSet() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!looksLikeTutorialDataSet(bytes.toStdString()));
    }

    void aFolderWithADataSetIsACorpus() {
        QVERIFY(std::filesystem::create_directories(file("tutorial")));
        QVERIFY(writeFileAtomically(file("tutorial/file_dataset"), twoSongs()));
        QVERIFY(writeFileAtomically(file("tutorial/mapping.json"), R"({"60":0,"_":1,"/":2})"));
        for (const std::vector<std::filesystem::path>& paths :
             {std::vector{file("tutorial")},
              std::vector{file("tutorial/mapping.json"), file("tutorial/file_dataset")}}) {
            const auto corpus = scanCorpus(paths);
            QVERIFY(corpus.ok());
            QCOMPARE(corpus->tunes.size(), std::size_t{2});
            QCOMPARE(corpus->tunes[0].verdict, Verdict::Taken);
            QVERIFY(!corpus->tunes[0].remarks.empty());
        }
    }

    /// Any corpus can be written so, and what was written reads as the same melodies.
    void exportsWhatItReads() {
        Corpus corpus;
        const Score g = withKey(scoreOf({trackOf({{0, 1, 67}, {1, 1, 71}, {2, 2, 74}})}), {},
                                *Key::fromName("G"));
        corpus.tunes.push_back(judged(g, "in G"));
        corpus.tunes.push_back(
            judged(scoreOf({trackOf({{0, 1.0 / 3, 60}, {1, 1, 62}})}), "triplet"));
        const TutorialExport made = tutorialExport(corpus);
        QCOMPARE(made.songs, std::size_t{1});
        QCOMPARE(made.leftOut.size(), std::size_t{1});
        QVERIFY(made.leftOut.front().starts_with("triplet: the note C4 in bar 1 ends between"));
        QVERIFY(made.dataSet.starts_with("60 _ _ _ 64 _ _ _ 67 _ _ _ _ _ _ _ / / "));
        const auto mapping = TokenMapping::parse(made.mapping, "mapping.json");
        QVERIFY(mapping.ok());
        QCOMPARE(mapping->size(), 5);
        const auto tunes = tutorialTunes(made.dataSet, "file_dataset", &*mapping);
        QCOMPARE(tunes.size(), std::size_t{1});
        QVERIFY(tunes[0].remarks.empty());
        QCOMPARE(pitchesOf(tunes[0]), (std::vector{60, 64, 67}));
    }

    void nothingToExportIsSaid() {
        Corpus corpus;
        corpus.tunes.push_back(judged(scoreOf({trackOf({{0, 1.0 / 3, 60}})}), "triplet"));
        const auto made = writeTutorialDataSet(corpus, file("none"));
        QVERIFY(!made.ok());
        QVERIFY(made.error().message.starts_with("no tune keeps to sixteenths; triplet: "));
        QVERIFY(!std::filesystem::exists(file("none")));
    }
};

QTEST_GUILESS_MAIN(TutorialDataSetTest)
#include "TutorialDataSetTest.moc"

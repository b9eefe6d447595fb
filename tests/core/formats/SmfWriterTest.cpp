#include "core/formats/SmfWriter.h"
#include "core/formats/SmfReader.h"
#include "core/score/Edits.h"

#include <QTest>

using namespace cantilena;

namespace {

/// A score with something of everything that a MIDI file can hold.
Score richScore() {
    Score score;
    score.title = "A Title";
    score.tempos = {{{}, 97.0}, {kWhole, 132.5}};
    score.meters = {{{}, {6, 8}}, {kWhole, {3, 4}}};
    score.keys = {{{}, {{'D', 0}, Mode::Dorian}}, {kWhole, {{'E', -1}, Mode::Minor}}};
    score.markers = {{kWhole, "Chorus"}};
    Track melody;
    melody.name = "Melody";
    melody.program = 73;
    melody.mix = {90, 30, 12, 7, false, false};
    melody.notes = {{{1}, {}, kQuarter, {60}, 100}, {{2}, kQuarter, quarters(1, 3), {64}, 1}};
    melody.controllers = {{{}, 64, 127}, {kQuarter, kPitchBendController, 9000}};
    melody.lyrics = {{{}, "La-"}, {kQuarter, "la"}};
    Track bass;
    bass.name = "Bass";
    bass.channel = 3;
    bass.notes = {{{3}, {}, kWhole, {36}, 64}};
    score.tracks = {std::make_shared<const Track>(melody), std::make_shared<const Track>(bass)};
    score.nextNoteId = {4};
    return score;
}

Score readBack(const Score& score, const SmfOptions& options = {}) {
    auto tunes = readSmf(smfBytes(score, options), "written.mid");
    return tunes && tunes->front().score ? *tunes->front().score : Score{};
}

} // namespace

class SmfWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenReadsBackEqual() {
        const Score score = richScore();
        QVERIFY(readBack(score) == score);
    }

    void aSingleTrackKeepsLinesByTheirChannels() {
        const Score score = richScore();
        const std::string bytes = smfBytes(score, {SmfOptions::Type::Single, 480});
        QCOMPARE(bytes.substr(8, 4), std::string("\0\0\0\1", 4));
        Score back = readBack(score, {SmfOptions::Type::Single, 480});
        QCOMPARE(back.tracks.size(), std::size_t(2));
        QCOMPARE(back.tracks[0]->name, std::string("Melody"));
        QCOMPARE(back.tracks[0]->notes, score.tracks[0]->notes);
        QCOMPARE(back.tracks[1]->notes, score.tracks[1]->notes);
        QCOMPARE(back.tempos, score.tempos);
    }

    void theSameScoreGivesTheSameBytes() { QCOMPARE(smfBytes(richScore()), smfBytes(richScore())); }

    void writesExactlyTheseBytes() {
        Score score;
        score.tempos = {{{}, 120.0}};
        Track track;
        track.notes = {{{1}, {}, kQuarter, {60}, 80}};
        score.tracks = {std::make_shared<const Track>(track)};
        const QByteArray expected = QByteArray::fromHex("4d546864000000060001000201e0"
                                                        "4d54726b0000000b"
                                                        "00ff510307a120"
                                                        "00ff2f00"
                                                        "4d54726b00000020"
                                                        "00c000"
                                                        "00b00764"
                                                        "00b00a40"
                                                        "00b05b28"
                                                        "00b05d00"
                                                        "00903c50"
                                                        "8360803c00"
                                                        "00ff2f00");
        QCOMPARE(QByteArray::fromStdString(smfBytes(score)).toHex(), expected.toHex());
    }

    void roundsToTheResolutionAskedFor() {
        Score score;
        Track track;
        track.notes = {{{1}, Tick{15}, Tick{6}, {60}, 80}};
        score.tracks = {std::make_shared<const Track>(track)};
        const Note coarse =
            readBack(score, {SmfOptions::Type::Parallel, 480}).tracks.at(0)->notes.at(0);
        QCOMPARE(coarse.onset, Tick{14});
        QCOMPARE(coarse.duration, Tick{14});
        const Note fine =
            readBack(score, {SmfOptions::Type::Parallel, 6720}).tracks.at(0)->notes.at(0);
        QCOMPARE(fine.onset, Tick{15});
        QCOMPARE(fine.duration, Tick{6});
    }

    void theResolutionIsTheUsualOneOrExact_data() {
        QTest::addColumn<int>("duration");
        QTest::addColumn<int>("division");
        QTest::newRow("quarter") << 6720 << 480;
        QTest::newRow("64th") << 420 << 480;
        QTest::newRow("triplet of 32nds") << 560 << 480;
        QTest::newRow("septuplet of sixteenths") << 960 << 6720;
        QTest::newRow("played by hand") << 6721 << 6720;
    }
    void theResolutionIsTheUsualOneOrExact() {
        QFETCH(int, duration);
        QFETCH(int, division);
        Score score;
        Track track;
        track.notes = {{{1}, {}, Tick{duration}, {60}, 80}};
        score.tracks = {std::make_shared<const Track>(track)};
        score.nextNoteId = {2};
        const std::string bytes = smfBytes(score);
        QCOMPARE(static_cast<unsigned char>(bytes[12]) * 256 +
                     static_cast<unsigned char>(bytes[13]),
                 division);
        QVERIFY(readBack(score) == score);
    }

    void aNoteEndsBeforeTheNextOfItsKeyBegins() {
        Score score;
        Track track;
        track.notes = {{{1}, {}, kQuarter, {60}, 80}, {{2}, kQuarter, kQuarter, {60}, 80}};
        score.tracks = {std::make_shared<const Track>(track)};
        QCOMPARE(readBack(score).tracks.at(0)->notes, track.notes);
    }

    void everyModeReadsBack_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("fifths");
        for (const Mode mode : kModes) {
            for (int fifths = -7; fifths <= 7; ++fifths) {
                QTest::addRow("%s %d", std::string(modeName(mode)).c_str(), fifths)
                    << static_cast<int>(mode) << fifths;
            }
        }
    }
    void everyModeReadsBack() {
        QFETCH(int, mode);
        QFETCH(int, fifths);
        Score score;
        score.keys = {{{}, Key::fromSignature(fifths, static_cast<Mode>(mode))}};
        QCOMPARE(readBack(score).keys, score.keys);
    }

    void tempiReadBackExactly_data() {
        QTest::addColumn<double>("bpm");
        for (const double bpm : {5.0, 60.0, 97.0, 100.5, 119.88, 133.333, 240.0, 1000.0}) {
            QTest::addRow("%g", bpm) << bpm;
        }
    }
    void tempiReadBackExactly() {
        QFETCH(double, bpm);
        Score score;
        score.tempos = {{{}, bpm}};
        QCOMPARE(readBack(score).tempos, score.tempos);
    }

    void anEmptyScoreIsAFile() {
        const Score back = readBack(Score{});
        QVERIFY(back == Score{});
    }
};

QTEST_GUILESS_MAIN(SmfWriterTest)
#include "SmfWriterTest.moc"

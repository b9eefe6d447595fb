#include "core/corpus/Melody.h"
#include "Scores.h"
#include "core/base/Random.h"

#include <QTest>

#include <string>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::string lineIn(const Score& score) {
    const auto line = extractMelody(score);
    return line ? written(*line->melody->tracks.front()) : "none";
}

} // namespace

class MelodyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneVoiceIsTakenAsItStands() {
        Score score = scoreOf({lineOf({60, 62, 64})});
        score.title = "Air";
        score.composer = "Somebody";
        score.origin = "Somewhere";
        score.pickup = kQuarter;
        score.meters = {{Tick{}, {3, 4}}};
        score.keys = {{Tick{}, *Key::fromName("D dorian")}};
        score.tempos = {{Tick{}, 90.0}};
        const auto line = extractMelody(score);
        QVERIFY(line.has_value());
        QVERIFY(line->source.choice == MelodyChoice::OnlyTrack);
        QCOMPARE(line->droppedNotes, std::size_t{0});
        QCOMPARE(line->quantisedNotes, std::size_t{0});
        QVERIFY(line->largestMove == Tick{});
        const Score& melody = *line->melody;
        QCOMPARE(written(*melody.tracks.front()), std::string("0:60+1 1:62+1 2:64+1"));
        QCOMPARE(melody.tracks.size(), std::size_t{1});
        QCOMPARE(melody.title, score.title);
        QCOMPARE(melody.composer, score.composer);
        QCOMPARE(melody.origin, score.origin);
        QVERIFY(melody.pickup == score.pickup);
        QVERIFY(melody.meters == score.meters);
        QVERIFY(melody.keys == score.keys);
        QVERIFY(melody.tempos == score.tempos);
    }

    void graceNotesAreNoNotesOfTheMelody() {
        Track track = lineOf({60, 62, 64});
        Track adorned = track;
        adorned.notes.push_back({{}, kQuarter, kQuarter / 8, {72}, 80});
        adorned.notes.back().isGrace = true;
        std::sort(adorned.notes.begin(), adorned.notes.end(), precedes);
        const Score score = scoreOf({adorned});
        const auto line = extractMelody(score);
        QVERIFY(line.has_value());
        QCOMPARE(lineIn(score), lineIn(scoreOf({track})));
        QCOMPARE(line->droppedNotes, std::size_t{0});
        Track ornaments = lineOf({60, 62});
        for (Note& note : ornaments.notes) {
            note.isGrace = true;
        }
        QVERIFY(!melodyTrack(scoreOf({ornaments})).has_value());
        QVERIFY(!extractMelody(scoreOf({ornaments})).has_value());
    }

    void aScoreWithoutPitchedNotesHasNoMelody() {
        QVERIFY(!extractMelody(Score{}).has_value());
        QVERIFY(!extractMelody(newScore()).has_value());
        Track drums = lineOf({36, 38});
        drums.channel = kDrumChannel;
        QVERIFY(!extractMelody(scoreOf({drums})).has_value());
        QVERIFY(!melodyTrack(scoreOf({drums})).has_value());
    }

    void aNameDecides_data() {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<int>("track");
        QTest::newRow("melody") << QStringList{"Piano", "Melody", "Bass"} << 1;
        QTest::newRow("capitals and numbers") << QStringList{"Piano", "MELODY 1"} << 1;
        QTest::newRow("vocal") << QStringList{"Guitar", "Bass", "Lead Vocal"} << 2;
        QTest::newRow("melody before vocal") << QStringList{"Vocal", "Melody"} << 1;
        QTest::newRow("soprano") << QStringList{"Bass", "Tenor", "Alto", "Soprano"} << 3;
        QTest::newRow("voice before soprano") << QStringList{"Soprano", "Voice"} << 1;
        QTest::newRow("the first of two voices") << QStringList{"Voice 1", "Voice 2"} << 0;
        QTest::newRow("backing vocals sing along")
            << QStringList{"Backing Vocals", "Piano", "Vocals"} << 2;
        QTest::newRow("oohs are no voice") << QStringList{"Piano", "Voice Oohs"} << 0;
        QTest::newRow("part of a word is no word") << QStringList{"Piano", "Airport"} << 0;
        QTest::newRow("no name promises") << QStringList{"Piano", "Flute"} << 0;
        QTest::newRow("no names") << QStringList{"", ""} << 0;
    }
    void aNameDecides() {
        QFETCH(QStringList, names);
        QFETCH(int, track);
        Score score;
        for (const QString& name : names) {
            score = withTrackAdded(score, lineOf({60, 62, 64}, name.toStdString()));
        }
        const auto chosen = melodyTrack(score);
        QVERIFY(chosen.has_value());
        QCOMPARE(chosen->track, static_cast<std::size_t>(track));
        QVERIFY(!chosen->reason.empty());
    }

    void theReasonNamesTheVoice() {
        const Score score = scoreOf({lineOf({60}, "Piano"), lineOf({72}, "Lead")});
        const auto chosen = melodyTrack(score);
        QVERIFY(chosen->choice == MelodyChoice::NamedTrack);
        QCOMPARE(chosen->reason, std::string("the voice named \"Lead\" of 2 voices"));
    }

    void aNamedTrackWithoutNotesIsPassedOver() {
        const Score score = scoreOf({lineOf({}, "Melody"), lineOf({60}, "Piano")});
        const auto chosen = melodyTrack(score);
        QCOMPARE(chosen->track, std::size_t{1});
        QVERIFY(chosen->choice == MelodyChoice::OnlyTrack);
    }

    void drumsAndBassesAreNotTheFirstVoice() {
        Track drums = lineOf({36, 36, 36}, "Beat");
        drums.channel = kDrumChannel;
        Track bass = lineOf({36, 43, 36}, "Low");
        bass.program = 33;
        const Score score = scoreOf({drums, bass, lineOf({72, 74, 76}, "Flute")});
        const auto chosen = melodyTrack(score);
        QCOMPARE(chosen->track, std::size_t{2});
        QVERIFY(chosen->choice == MelodyChoice::FirstVoice);
    }

    void aBassAloneIsTheMelody() {
        Track bass = lineOf({36, 43, 36});
        bass.program = 33;
        QCOMPARE(melodyTrack(scoreOf({bass, bass}))->track, std::size_t{0});
    }

    void aFirstVoiceThatIsMostlySilentGivesWayToTheSkyline() {
        const Score score = scoreOf({trackOf({{0, 1, 84}, {1, 1, 86}}, "Flute"),
                                     trackOf({{0, 2, 60}, {2, 2, 62}, {4, 4, 72}}, "Left"),
                                     trackOf({{0, 8, 48}}, "Right")});
        const auto line = extractMelody(score);
        QVERIFY(line->source.choice == MelodyChoice::Skyline);
        QCOMPARE(written(*line->melody->tracks.front()),
                 std::string("0:84+1 1:86+1 2:62+2 4:72+4"));
        QCOMPARE(line->source.track, std::size_t{0});
    }

    void severalNotesBecomeOneLine_data() {
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("dropped");
        QTest::addColumn<QList<QList<double>>>("notes");
        using Notes = QList<QList<double>>;
        QTest::newRow("chords keep their top")
            << "0:67+1 1:69+1" << 4
            << Notes{{0, 1, 60}, {0, 1, 64}, {0, 1, 67}, {1, 1, 60}, {1, 1, 65}, {1, 1, 69}};
        QTest::newRow("legato is cut where the next begins")
            << "0:60+1 1:62+1 2:60+1" << 0 << Notes{{0, 1.25, 60}, {1, 1.25, 62}, {2, 1, 60}};
        QTest::newRow("accompaniment under a held note")
            << "0:72+4 4:71+1" << 3
            << Notes{{0, 4, 72}, {1, 1, 60}, {2, 1, 64}, {3, 1, 60}, {4, 1, 71}};
        QTest::newRow("a higher note over a held one")
            << "0:60+1 1:72+1" << 0 << Notes{{0, 4, 60}, {1, 1, 72}};
        QTest::newRow("the longer of two twins") << "0:60+2" << 1 << Notes{{0, 1, 60}, {0, 2, 60}};
        QTest::newRow("the same pitch struck again")
            << "0:60+1 1:60+1" << 0 << Notes{{0, 2, 60}, {1, 1, 60}};
        QTest::newRow("rests stay") << "0:60+1 3:62+1" << 0 << Notes{{0, 1, 60}, {3, 1, 62}};
    }
    void severalNotesBecomeOneLine() {
        QFETCH(QString, expected);
        QFETCH(int, dropped);
        QFETCH(QList<QList<double>>, notes);
        Track track;
        for (const QList<double>& note : notes) {
            track.notes.push_back(
                {NoteId{}, ticks(note[0]), ticks(note[1]), Pitch{static_cast<int>(note[2])}});
        }
        const auto line = extractMelody(scoreOf({track}));
        QCOMPARE(QString::fromStdString(written(*line->melody->tracks.front())), expected);
        QCOMPARE(line->droppedNotes, static_cast<std::size_t>(dropped));
    }

    void onTheGridNothingMoves() {
        Track track;
        Tick at;
        for (const std::int64_t parts : {2, 3, 4, 6, 8, 12, 24}) {
            for (std::int64_t part = 0; part < parts; ++part) {
                track.notes.push_back({NoteId{}, at, kQuarter / parts, Pitch{60}});
                at += kQuarter / parts;
            }
        }
        const auto line = extractMelody(scoreOf({track}));
        QCOMPARE(line->quantisedNotes, std::size_t{0});
        QCOMPARE(line->melody->noteCount(), track.notes.size());
    }

    void offTheGridIsMovedAndCounted() {
        const auto line = extractMelody(
            scoreOf({trackOf({{0.0125, 0.9875, 60}, {1.0, 1.0, 62}, {2.0, 0.9875, 64}})}));
        QCOMPARE(written(*line->melody->tracks.front()), std::string("0:60+1 1:62+1 2:64+1"));
        QCOMPARE(line->quantisedNotes, std::size_t{2});
        QVERIFY(line->largestMove == ticks(0.0125));
    }

    void aTickLostToAFilesResolutionIsNoDeviation() {
        const auto line =
            extractMelody(scoreOf({trackOf({{0, 479.0 / 480, 60}, {1, 479.0 / 480, 62}})}));
        QCOMPARE(written(*line->melody->tracks.front()), std::string("0:60+1 1:62+1"));
        QCOMPARE(line->quantisedNotes, std::size_t{0});
    }

    void gapsTooShortForARestAreClosed() {
        QCOMPARE(lineIn(scoreOf({trackOf({{0, 0.94, 60}, {1, 0.5, 62}, {2, 1, 64}})})),
                 std::string("0:60+1 1:62+0.5 2:64+1"));
    }

    void aThirtySecondRestStays() {
        QCOMPARE(lineIn(scoreOf({trackOf({{0, 0.875, 60}, {1, 1, 62}})})),
                 std::string("0:60+0.875 1:62+1"));
    }

    void quintupletsFindTheirNearestSteps() {
        const auto line = extractMelody(scoreOf({trackOf(
            {{0, 0.2, 60}, {0.2, 0.2, 62}, {0.4, 0.2, 64}, {0.6, 0.2, 65}, {0.8, 0.2, 67}})}));
        QCOMPARE(line->melody->noteCount(), std::size_t{5});
        QVERIFY(line->quantisedNotes > 0);
        QVERIFY(line->melody->end() == kQuarter);
    }

    void anOrnamentTooShortForTheGridGivesWay() {
        const auto line = extractMelody(scoreOf({trackOf({{0, 0.01, 61}, {0.01, 0.99, 60}})}));
        QCOMPARE(written(*line->melody->tracks.front()), std::string("0:60+1"));
        QCOMPARE(line->droppedNotes, std::size_t{1});
    }

    void everyLineIsOneNoteAtATimeOnTheGrid_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 50; ++seed) {
            QTest::addRow("seed %d", seed) << seed;
        }
    }
    void everyLineIsOneNoteAtATimeOnTheGrid() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        Score score;
        for (int voice = 0; voice < 3; ++voice) {
            Track track;
            for (int note = 0; note < 60; ++note) {
                const auto onset = static_cast<std::int64_t>(random.below(100'000));
                const auto length = static_cast<std::int64_t>(1 + random.below(30'000));
                track.notes.push_back({NoteId{}, Tick{onset}, Tick{length},
                                       Pitch{static_cast<int>(40 + random.below(50))}});
            }
            score = withTrackAdded(score, track);
        }
        const auto line = extractMelody(score);
        Tick end;
        for (const Note& note : line->melody->tracks.front()->notes) {
            QVERIFY(note.onset >= end);
            QVERIFY(note.duration >= kMelodyGrid);
            QVERIFY(note.onset % kMelodyGrid == Tick{});
            QVERIFY(note.duration % kMelodyGrid == Tick{});
            end = note.end();
        }
        QCOMPARE(line->melody->noteCount() + line->droppedNotes, std::size_t{60});
        // What is one line already stays as it is.
        const auto again = extractMelody(*line->melody);
        QCOMPARE(written(*again->melody->tracks.front()), written(*line->melody->tracks.front()));
        QCOMPARE(again->droppedNotes + again->quantisedNotes, std::size_t{0});
    }
};

QTEST_GUILESS_MAIN(MelodyTest)
#include "MelodyTest.moc"

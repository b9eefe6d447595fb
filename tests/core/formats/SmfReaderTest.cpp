#include "core/formats/SmfReader.h"
#include "SmfFixture.h"

#include <QTest>

using namespace cantilena;
using smf::bytes;
using smf::meta;

namespace {

/// "onset-duration:pitch" of each note of a track, in 480ths of a quarter.
QString notesOf(const Track& track) {
    QStringList notes;
    for (const Note& note : track.notes) {
        notes.append(QString("%1-%2:%3")
                         .arg(note.onset.value / 14)
                         .arg(note.duration.value / 14)
                         .arg(note.pitch.number));
    }
    return notes.join(' ');
}

TuneReading onlyTune(const std::string& file) {
    auto tunes = readSmf(file, "drum.mid");
    if (!tunes || tunes->size() != 1) {
        return {
            "", Error{ErrorCode::Internal, tunes ? "several tunes" : tunes.error().message}, {}};
    }
    return std::move(tunes->front());
}

Score scoreOf(const std::string& file) {
    const TuneReading tune = onlyTune(file);
    return tune.score ? *tune.score : Score{};
}

QString notesIn(const std::string& file) {
    const Score score = scoreOf(file);
    return score.tracks.empty() ? QString() : notesOf(*score.tracks.front());
}

QString remarksOf(const TuneReading& tune) {
    QStringList remarks;
    for (const std::string& remark : tune.remarks) {
        remarks.append(QString::fromStdString(remark));
    }
    return remarks.join("; ");
}

const std::string kOneNote = bytes({0, 0x90, 60, 100, 0x60, 0x80, 60, 0});

} // namespace

class SmfReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNotesHoweverTheyAreWritten_data() {
        QTest::addColumn<QByteArray>("track");
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* name, const std::string& track, const char* notes) {
            QTest::newRow(name) << QByteArray::fromStdString(track) << QString(notes);
        };
        row("note-off", kOneNote, "0-480:60");
        row("note-on 0 ends a note", bytes({0, 0x90, 60, 100, 0x60, 0x90, 60, 0}), "0-480:60");
        row("running status", bytes({0, 0x90, 60, 100, 0x30, 60, 0, 0, 62, 100, 0x30, 62, 0}),
            "0-240:60 240-240:62");
        row("running status goes on after a meta event",
            bytes({0, 0x90, 60, 100, 0, 0xFF, 1, 1, 'x', 0x30, 60, 0}), "0-240:60");
        row("system exclusive is passed over",
            bytes({0, 0xF0, 3, 1, 2, 0xF7, 0, 0xF7, 1, 0x12}) + kOneNote, "0-480:60");
        row("long delta time", bytes({0, 0x90, 60, 100, 0x81, 0x40, 0x80, 60, 0}), "0-960:60");
        row("the first of two on one key ends first",
            bytes({0, 0x90, 60, 100, 0x30, 0x90, 60, 90, 0x30, 0x80, 60, 0, 0x60, 0x80, 60, 0}),
            "0-480:60 240-720:60");
        row("a stray note-off is nothing", bytes({0, 0x80, 61, 0}) + kOneNote, "0-480:60");
        row("an unknown meta event is nothing", meta(0, 0x7F, "abc") + kOneNote, "0-480:60");
        row("all notes off ends them",
            bytes({0, 0x90, 60, 100, 0, 0x90, 64, 100, 0x60, 0xB0, 123, 0}), "0-480:60 0-480:64");
    }
    void readsNotesHoweverTheyAreWritten() {
        QFETCH(QByteArray, track);
        QFETCH(QString, notes);
        QCOMPARE(notesIn(smf::file(0, 96, {track.toStdString()})), notes);
    }

    void rescalesEveryDivision_data() {
        QTest::addColumn<int>("division");
        QTest::addColumn<double>("ticks");
        QTest::newRow("24") << 24 << 96 * 280.0;
        QTest::newRow("480") << 480 << 96 * 14.0;
        QTest::newRow("384, rounded") << 384 << 1680.0;
        QTest::newRow("1000, rounded") << 1000 << 645.0;
        QTest::newRow("SMPTE 25 x 40") << 0xE728 << 96 * 13.44;
        QTest::newRow("SMPTE 30 drop x 80") << 0xE350 << 96 * 5.605600;
    }
    void rescalesEveryDivision() {
        QFETCH(int, division);
        QFETCH(double, ticks);
        const Score score = scoreOf(smf::file(0, division, {kOneNote}));
        QCOMPARE(score.noteCount(), std::size_t(1));
        QCOMPARE(score.tracks[0]->notes[0].duration.value, std::llround(ticks));
    }

    void keepsNeighboursTogetherWhenRounding() {
        // 1,000 ticks a quarter: 6.72 of ours each.
        const Score score = scoreOf(smf::file(
            0, 1000, {bytes({0, 0x90, 60, 9, 1, 0x80, 60, 0, 0, 0x90, 62, 9, 1, 0x80, 62, 0})}));
        const auto& notes = score.tracks.at(0)->notes;
        QCOMPARE(notes[0].end(), notes[1].onset);
    }

    void readsTempoMetreAndKey() {
        const Score score = scoreOf(smf::file(
            1, 96,
            {meta(0, 0x51, bytes({0x07, 0xA1, 0x20})) + meta(0, 0x58, bytes({6, 3, 36, 8})) +
                 meta(0, 0x59, bytes({-3, 1})) + meta(96, 0x51, bytes({0x09, 0x70, 0x3D})) +
                 meta(0, 0x58, bytes({3, 2, 24, 8})) + meta(0, 0x59, bytes({2, 0})) +
                 meta(0, 0x06, "Verse"),
             kOneNote}));
        QCOMPARE(score.tempos, (std::vector<TempoChange>{{{}, 120.0}, {kQuarter, 97.0}}));
        QCOMPARE(score.meters, (std::vector<MeterChange>{{{}, {6, 8}}, {kQuarter, {3, 4}}}));
        QCOMPARE(score.keys.size(), std::size_t(2));
        QCOMPARE(score.keys[0].key.name(), std::string("C minor"));
        QCOMPARE(score.keys[1].key.name(), std::string("D major"));
        QCOMPARE(score.markers, (std::vector<Marker>{{kQuarter, "Verse"}}));
        QCOMPARE(score.pickup, Tick{});
    }

    void leavesOutImpossibleSettings() {
        const TuneReading tune = onlyTune(smf::file(
            0, 96,
            {meta(0, 0x51, bytes({0, 0, 0})) + meta(0, 0x58, bytes({0, 2, 24, 8})) +
             meta(0, 0x58, bytes({4, 9, 24, 8})) + meta(0, 0x59, bytes({9, 0})) + kOneNote}));
        QVERIFY(tune.score.ok());
        QVERIFY(tune.score->tempos.empty() && tune.score->meters.empty() &&
                tune.score->keys.empty());
        QCOMPARE(remarksOf(tune), QString("track 1: 4 impossible tempi, metres or keys left out"));
    }

    void clampsAnExtremeTempo() {
        const Score score = scoreOf(smf::file(0, 96, {meta(0, 0x51, bytes({0, 0, 1})) + kOneNote}));
        QCOMPARE(score.tempos, (std::vector<TempoChange>{{{}, kFastestTempo}}));
    }

    void namesTracksAndTitle() {
        const Score score =
            scoreOf(smf::file(1, 96,
                              {meta(0, 3, " The Title "), meta(0, 3, "Flute") + kOneNote,
                               meta(0, 4, "Oboe") + kOneNote, meta(0, 3, "Caf\xE9") + kOneNote}));
        QCOMPARE(score.title, std::string("The Title"));
        QCOMPARE(score.tracks.size(), std::size_t(3));
        QCOMPARE(score.tracks[0]->name, std::string("Flute"));
        QCOMPARE(score.tracks[1]->name, std::string("Oboe"));
        QCOMPARE(score.tracks[2]->name, std::string("Café"));
    }

    void givesEachChannelATrack() {
        const Score score =
            scoreOf(smf::file(0, 96, {bytes({0,  0xC0, 40, 0,    0xC3, 73,   0,  0x93, 60,   100,
                                             0,  0x90, 62, 100,  0,    0x99, 36, 1,    0x60, 0x83,
                                             60, 0,    0,  0x80, 62,   0,    0,  0x89, 36,   0})}));
        QCOMPARE(score.tracks.size(), std::size_t(3));
        QCOMPARE(score.tracks[0]->channel, 0);
        QCOMPARE(score.tracks[0]->program, 40);
        QCOMPARE(score.tracks[0]->name, std::string("Channel 1"));
        QCOMPARE(score.tracks[1]->channel, 3);
        QCOMPARE(score.tracks[1]->program, 73);
        QCOMPARE(score.tracks[2]->name, std::string("Drums"));
    }

    void readsMixAndControllers() {
        const Score score = scoreOf(
            smf::file(0, 96, {bytes({0,  0xB0, 7,  90, 0, 0xB0, 10, 20,  0,  0xB0, 91, 3,
                                     0,  0xB0, 93, 4,  0, 0xB0, 64, 127, 0,  0x90, 60, 100,
                                     48, 0xB0, 7,  50, 0, 0xE0, 0,  96,  48, 0x80, 60, 0})}));
        const Track& track = *score.tracks.at(0);
        QCOMPARE(track.mix, (Mix{90, 20, 3, 4, false, false}));
        QCOMPARE(track.controllers,
                 (std::vector<ControllerEvent>{{{}, 64, 127},
                                               {quarters(1, 2), 7, 50},
                                               {quarters(1, 2), kPitchBendController, 96 << 7}}));
    }

    void keepsTheFirstInstrumentOfALine() {
        const TuneReading tune = onlyTune(
            smf::file(0, 96, {bytes({0, 0xC0, 5}) + kOneNote + bytes({0, 0xC0, 9}) + kOneNote}));
        QCOMPARE(tune.score->tracks.at(0)->program, 5);
        QCOMPARE(remarksOf(tune),
                 QString("track 1: 1 change of instrument after the first note left out"));
    }

    void keepsLyricsWithTheirLine() {
        const Score score = scoreOf(
            smf::file(1, 96, {meta(0, 5, "Sing ") + kOneNote + meta(0, 5, "on") + kOneNote}));
        QCOMPARE(score.tracks.at(0)->lyrics, (std::vector<Lyric>{{{}, "Sing "}, {kQuarter, "on"}}));
    }

    void findsTheLineThatKaraokeWordsBelongTo() {
        const std::string melody = bytes({0x60}) + kOneNote.substr(1);
        const Score score =
            scoreOf(smf::file(1, 96,
                              {meta(0, 1, "@KMIDI KARAOKE FILE") + meta(0, 1, "@TThe Song"),
                               meta(0, 3, "Words") + meta(96, 1, "\\La "), kOneNote, melody}));
        QCOMPARE(score.title, std::string("The Song"));
        QCOMPARE(score.tracks.size(), std::size_t(2));
        QVERIFY(score.tracks[0]->lyrics.empty());
        QCOMPARE(score.tracks[1]->lyrics, (std::vector<Lyric>{{kQuarter, "La "}}));
    }

    void readsFormatTwoAsTunesOfTheirOwn() {
        const auto tunes = readSmf(smf::file(2, 96, {kOneNote, kOneNote + kOneNote}), "set.mid");
        QVERIFY(tunes.ok());
        QCOMPARE(tunes->size(), std::size_t(2));
        QCOMPARE((*tunes)[0].name, std::string("set.mid#1"));
        QCOMPARE((*tunes)[1].name, std::string("set.mid#2"));
        QCOMPARE((*tunes)[1].score->noteCount(), std::size_t(2));
    }

    void readsARiffWrapper() {
        const std::string inner = smf::file(0, 96, {kOneNote});
        const auto size = static_cast<int>(inner.size());
        const std::string wrapped = "RIFF" + bytes({size + 24, 0, 0, 0}) + "RMIDLIST" +
                                    bytes({3, 0, 0, 0}) + "abc" + bytes({0}) + "data" +
                                    bytes({size, 0, 0, 0}) + inner;
        QCOMPARE(notesIn(wrapped), QString("0-480:60"));
    }

    void readsAFileWithoutNotes() {
        const TuneReading tune = onlyTune(smf::file(1, 96, {meta(0, 3, "Silence")}));
        QVERIFY(tune.score.ok());
        QCOMPARE(tune.score->noteCount(), std::size_t(0));
        QCOMPARE(tune.score->title, std::string("Silence"));
    }

    void repairsWithARemark_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("notes");
        QTest::addColumn<QString>("remark");
        const auto row = [](const char* name, const std::string& file, const char* notes,
                            const char* remark) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QString(notes)
                                << QString(remark);
        };
        row("no end of track", smf::header(0, 1, 96) + smf::chunk("MTrk", kOneNote), "0-480:60",
            "track 1: its end was not marked");
        row("a note that never ends",
            smf::file(0, 96, {bytes({0, 0x90, 60, 100, 0x60, 0xB0, 1, 0})}), "0-480:60",
            "track 1: 1 note never ends; it was ended with the track");
        row("a note without length", smf::file(0, 96, {bytes({0, 0x90, 60, 100, 0, 0x80, 60, 0})}),
            "0-5:60", "track 1: 1 note without length got the shortest there is");
        row("fewer tracks than promised",
            smf::header(1, 3, 96) + smf::chunk("MTrk", kOneNote + smf::kEndOfTrack), "0-480:60",
            "the header promises 3 tracks, the file holds 1");
        row("a chunk of another kind",
            smf::header(1, 1, 96) + smf::chunk("XFIH", "abc") +
                smf::chunk("MTrk", kOneNote + smf::kEndOfTrack),
            "0-480:60", "");
        row("a longer header",
            smf::chunk("MThd", bytes({0, 0, 0, 1, 0, 96, 7, 7})) +
                smf::chunk("MTrk", kOneNote + smf::kEndOfTrack),
            "0-480:60", "");
        row("a message that belongs on a wire",
            smf::file(0, 96, {bytes({0, 0xF8, 0, 0xF2, 1, 2}) + kOneNote}), "0-480:60",
            "track 1: 2 messages that belong on a wire passed over");
        row("aftertouch", smf::file(0, 96, {bytes({0, 0xD0, 4, 0, 0xA0, 60, 4}) + kOneNote}),
            "0-480:60", "track 1: 2 aftertouch events left out");
    }
    void repairsWithARemark() {
        QFETCH(QByteArray, file);
        QFETCH(QString, notes);
        QFETCH(QString, remark);
        const TuneReading tune = onlyTune(file.toStdString());
        QVERIFY(tune.score.ok());
        QCOMPARE(notesOf(*tune.score->tracks.at(0)), notes);
        QCOMPARE(remarksOf(tune), remark);
    }

    void readsWhatStandsBeforeACutBetweenEvents() {
        std::string file = smf::file(0, 96, {kOneNote + kOneNote});
        file.resize(file.size() - smf::kEndOfTrack.size() - kOneNote.size());
        const TuneReading tune = onlyTune(file);
        QVERIFY(tune.score.ok());
        QCOMPARE(remarksOf(tune),
                 QString("track 1: the file ends before it does; track 1: its end was not marked"));
    }

    void refusesByName_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const std::string& file, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << QString(message);
        };
        const auto track = [](const std::string& body) {
            return smf::header(1, 2, 96) + smf::chunk("MTrk", kOneNote + smf::kEndOfTrack) +
                   smf::chunk("MTrk", body);
        };
        row("empty", "", "drum.mid: is no MIDI file: it does not begin with MThd");
        row("something else", "RIFFxxxxWAVE",
            "drum.mid: is no MIDI file: it does not begin with MThd");
        row("cut header", smf::header(0, 1, 96).substr(0, 9), "drum.mid: ends inside its header");
        row("no track", smf::header(0, 0, 96), "drum.mid: holds no track");
        row("unknown format", smf::file(7, 96, {kOneNote}),
            "drum.mid: is of MIDI file format 7; only 0, 1 and 2 are known");
        row("division 0", smf::file(0, 0, {kOneNote}),
            "drum.mid: the header gives a resolution of 0 ticks a quarter");
        row("odd frames", smf::file(0, 0xF001, {kOneNote}),
            "drum.mid: the header gives a resolution of 1 ticks in each of 16 frames a second");
        row("ends inside a message", track(bytes({0, 0x90, 60})),
            "drum.mid: track 2 ends inside an event");
        row("ends after a delta time", track(bytes({0})), "drum.mid: track 2 ends inside an event");
        row("ends inside a delta time", track(bytes({0x81})),
            "drum.mid: track 2 ends inside an event");
        row("meta event longer than its track", track(bytes({0, 0xFF, 3, 50, 'a'})),
            "drum.mid: track 2 ends inside an event");
        row("no status", track(bytes({0, 60, 100})),
            "drum.mid: track 2 has an event without status at byte 1");
        row("data byte above 127", track(bytes({0, 0x90, 60, 200})),
            "drum.mid: track 2 has a data byte above 127 at byte 3");
        row("endless number", track(bytes({0x81, 0x81, 0x81, 0x81, 0x81, 0})),
            "drum.mid: track 2 has a number of more than four bytes at byte 4");
        row("too long", track(bytes({0xFF, 0xFF, 0xFF, 0x7F, 0x90, 60, 1})),
            "drum.mid: track 2 is longer than 100,000 bars");
    }
    void refusesByName() {
        QFETCH(QByteArray, file);
        QFETCH(QString, message);
        const auto tunes = readSmf(file.toStdString(), "drum.mid");
        const Error error = !tunes ? tunes.error() : tunes->front().score.error();
        QCOMPARE(QString::fromStdString(error.message), message);
    }

    void refusesThousandsOfLines() {
        std::vector<std::string> tracks(kMostChannels / 16 + 1);
        for (std::string& track : tracks) {
            for (int channel = 0; channel < 16; ++channel) {
                track += bytes({0, 0xC0 | channel, 0});
            }
        }
        const TuneReading tune = onlyTune(smf::file(1, 96, tracks));
        QCOMPARE(tune.score.error().message,
                 std::string("drum.mid: has more than 1024 tracks with music"));
    }

    void neverFallsOverAnythingCutOrBent() {
        const std::string whole =
            smf::file(1, 96,
                      {meta(0, 0x51, bytes({7, 0xA1, 0x20})) + meta(0, 3, "Title"),
                       bytes({0, 0xC0, 1, 0, 0xF0, 2, 1, 0xF7}) + kOneNote + kOneNote});
        int read = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            read += readSmf(whole.substr(0, size), "cut.mid").ok() ? 1 : 0;
            for (const int value : {0x00, 0x7F, 0x80, 0xFF}) {
                std::string bent = whole;
                bent[size] = static_cast<char>(value);
                read += readSmf(bent, "bent.mid").ok() ? 1 : 0;
            }
        }
        QVERIFY(read > 0);
    }

private:
    static constexpr std::size_t kMostChannels = 1024;
};

QTEST_GUILESS_MAIN(SmfReaderTest)
#include "SmfReaderTest.moc"

#include "MusicXmlFixture.h"

#include <QTest>

using namespace fixture;

namespace {

/// The same text as UTF-16 with its byte order mark.
std::string asUtf16(std::string_view text, bool bigEndian) {
    const QString wide = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    std::string bytes = bigEndian ? "\xFE\xFF" : "\xFF\xFE";
    for (const QChar c : wide) {
        const char high = static_cast<char>(c.unicode() >> 8);
        const char low = static_cast<char>(c.unicode() & 0xFF);
        bytes += bigEndian ? high : low;
        bytes += bigEndian ? low : high;
    }
    return bytes;
}

std::string inVoice(std::string_view pitch, int divisions, int voice, int staff) {
    return note(pitch, divisions,
                "<voice>" + std::to_string(voice) + "</voice><staff>" + std::to_string(staff) +
                    "</staff>");
}

std::string backup(int divisions) {
    return "<backup><duration>" + std::to_string(divisions) + "</duration></backup>";
}

std::string lyric(int verse, std::string_view syllabic, std::string_view text) {
    return "<lyric number=\"" + std::to_string(verse) + "\"><syllabic>" + std::string(syllabic) +
           "</syllabic><text>" + std::string(text) + "</text></lyric>";
}

QString namesOf(const Score& score) {
    QStringList names;
    for (const auto& track : score.tracks) {
        names.append(QString::fromStdString(track->name));
    }
    return names.join(" | ");
}

QString metersOf(const Score& score) {
    QStringList meters;
    for (const MeterChange& change : score.meters) {
        meters.append(QString("%1:%2")
                          .arg(inQuarters(change.tick))
                          .arg(QString::fromStdString(change.meter.name())));
    }
    return meters.join(' ');
}

QString keysOf(const Score& score) {
    QStringList keys;
    for (const KeyChange& change : score.keys) {
        keys.append(QString("%1:%2")
                        .arg(inQuarters(change.tick))
                        .arg(QString::fromStdString(change.key.name())));
    }
    return keys.join(' ');
}

QString temposOf(const Score& score) {
    QStringList tempos;
    for (const TempoChange& change : score.tempos) {
        tempos.append(QString("%1:%2").arg(inQuarters(change.tick)).arg(change.bpm));
    }
    return tempos.join(' ');
}

QString chordsOf(const Score& score) {
    QStringList chords;
    for (const ChordSymbol& chord : score.chords) {
        chords.append(
            QString("%1:%2").arg(inQuarters(chord.tick)).arg(QString::fromStdString(chord.name)));
    }
    return chords.join(' ');
}

QString lyricsOf(const Track& track) {
    QStringList words;
    for (const Lyric& syllable : track.lyrics) {
        words.append(QString::fromStdString(syllable.text));
    }
    return words.join(' ');
}

} // namespace

class MusicXmlReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsNotesRestsAndChords() {
        const Score score =
            scoreOf(document(part(measure(head() + note("C4", 4) + chordNote("E4", 4) + rest(2) +
                                          note("F#4", 2) + note("Bb4", 8)))));
        QCOMPARE(notesOf(score), "0 C4 1, 0 E4 1, 1.5 F#4 0.5, 2 A#4 2");
        QCOMPARE(score.tracks[0]->notes[0].id, NoteId{1});
        QCOMPARE(score.nextNoteId, NoteId{5});
    }

    void readsDivisionsThatChangeWithinABar() {
        const Score score = scoreOf(document(part(
            measure(head() + note("C4", 4) + "<attributes><divisions>3</divisions></attributes>" +
                    note("D4", 1) + note("E4", 1) + note("F4", 1) +
                    "<attributes><divisions>0.5</divisions></attributes>" + note("G4", 1)))));
        QCOMPARE(notesOf(score),
                 "0 C4 1, 1 D4 0.333333, 1.33333 E4 0.333333, 1.66667 F4 0.333333, 2 G4 2");
        QCOMPARE(score.tracks[0]->notes[2].onset, quarters(4, 3));
    }

    void roundsEveryPlaceOnceWhereDivisionsDoNotDivideOurs() {
        std::string notes;
        for (int i = 0; i < 11; ++i) {
            notes += note("C4", 1);
        }
        const Score score = scoreOf(
            document(part(measure("<attributes><divisions>11</divisions></attributes>" + notes) +
                          measure(note("D4", 11)))));
        QCOMPARE(score.tracks[0]->notes.back().onset, kQuarter);
        QCOMPARE(score.tracks[0]->notes[10].end(), kQuarter);
    }

    void turnsVoicesIntoTracks() {
        const Score score = scoreOf(document(
            part(measure(head() + inVoice("C5", 16, 1, 1) + backup(16) + inVoice("A4", 8, 2, 1) +
                         inVoice("B4", 8, 2, 1) + backup(16) + inVoice("C3", 16, 5, 2))),
            "<score-part id=\"P1\"><part-name>Piano</part-name></score-part>"));
        QCOMPARE(namesOf(score), "Piano | Piano, voice 2 | Piano, voice 3");
        QCOMPARE(notesOf(score, 1), "0 A4 2, 2 B4 2");
        QCOMPARE(notesOf(score, 2), "0 C3 4");
    }

    void keepsAVoiceThatMovesBetweenStavesInOneTrack() {
        const Score score = scoreOf(
            document(part(measure(head() + inVoice("C5", 8, 1, 1) + inVoice("C3", 8, 1, 2)))));
        QCOMPARE(score.tracks.size(), std::size_t{1});
        QCOMPARE(notesOf(score), "0 C5 2, 2 C3 2");
    }

    void splitsAVoiceNumberThatTwoStavesShare() {
        const Score score = scoreOf(document(part(
            measure(head() + inVoice("C5", 16, 1, 1) + backup(16) + inVoice("C3", 16, 1, 2)))));
        QCOMPARE(score.tracks.size(), std::size_t{2});
        QCOMPARE(notesOf(score, 1), "0 C3 4");
    }

    void forwardLeavesARest() {
        const Score score = scoreOf(document(
            part(measure(head() + "<forward><duration>8</duration></forward>" + note("C4", 8)))));
        QCOMPARE(notesOf(score), "2 C4 2");
    }

    void joinsTiesAcrossBarsAndVoices() {
        const Score score = scoreOf(document(
            part(measure(head() + note("C4", 16, "<tie type=\"start\"/>")) +
                 measure(note("C4", 8, "<tie type=\"stop\"/><tie type=\"start\"/>") +
                         note("C4", 8,
                              "<voice>2</voice><notations><tied type=\"stop\"/></notations>")))));
        QCOMPARE(score.tracks.size(), std::size_t{1});
        QCOMPARE(notesOf(score), "0 C4 8");
    }

    void endsATieThatTheFileForgetsToEnd() {
        const Score score = scoreOf(
            document(part(measure(head() + note("C4", 4, "<tie type=\"start\"/>") + note("C4", 4) +
                                  note("D4", 4, "<tie type=\"start\"/>") + note("E4", 4)))));
        QCOMPARE(notesOf(score), "0 C4 2, 2 D4 1, 3 E4 1");
    }

    void joinsATieThatOtherNotesInterrupt() {
        const Score score = scoreOf(document(
            part(measure(head() + note("C4", 4, "<tie type=\"start\"/>") + note("E4", 4) +
                         note("E4", 8) + chordNote("C4", 8).insert(14, "<tie type=\"stop\"/>")))));
        QCOMPARE(notesOf(score), "0 C4 4, 1 E4 1, 2 E4 2");
    }

    void leavesCueNotesOutAndSaysSo() {
        const TuneReading tune = tuneOf(document(part(measure(
            head() + note("C4", 8) +
            "<note><cue/><pitch><step>E</step><octave>4</octave></pitch><duration>4</duration>"
            "</note>" +
            note("G4", 4)))));
        QCOMPARE(notesOf(*tune.score), "0 C4 2, 3 G4 1");
        QCOMPARE(tune.remarks.size(), std::size_t{1});
        QCOMPARE(tune.remarks[0], "1 cue note left out");
    }

    void readsGraceNotesByTheirPitch() {
        const auto grace = [](const char* step, const char* inside) {
            return std::string("<note><grace/>") + inside + "<pitch><step>" + step +
                   "</step><octave>4</octave></pitch></note>";
        };
        const Score score =
            *tuneOf(document(part(measure(head() + note("C4", 8) + grace("D", "") +
                                          grace("F", "<chord/>") + grace("E", "") + note("G4", 4) +
                                          note("A4", 4) + grace("B", "")))))
                 .score;
        QStringList graces;
        for (const Note& note : score.tracks.front()->notes) {
            if (note.isGrace) {
                graces.append(QString("%1 %2").arg(inQuarters(note.onset)).arg(note.pitch.number));
            }
        }
        QCOMPARE(graces.join(", "), "1.75 62, 1.75 65, 1.875 64, 3.875 71");
    }

    void leavesNotesWithoutAPitchOutAndSaysSo() {
        const TuneReading tune = tuneOf(document(
            part(measure(head() + note("C9", 4) + note("H4", 4) + note("A9", 4) + note("C4", 4)))));
        QCOMPARE(notesOf(*tune.score), "0 C9 1, 3 C4 1");
        QCOMPARE(tune.remarks.at(0), "2 notes without a pitch that MIDI knows left out");
    }

    void readsTransposingInstrumentsAtTheirSound() {
        const std::string clarinet = "<attributes><divisions>4</divisions><key><fifths>2</fifths>"
                                     "</key><transpose><diatonic>-1</diatonic><chromatic>-2"
                                     "</chromatic></transpose></attributes>";
        const Score score = scoreOf(document(part(
            measure(clarinet +
                    "<harmony><root><root-step>D</root-step></root><kind>major</kind></harmony>" +
                    note("D5", 16)))));
        QCOMPARE(notesOf(score), "0 C5 4");
        QCOMPARE(keysOf(score), "0:C major");
        QCOMPARE(chordsOf(score), "0:C");
    }

    void transposesByOctaves() {
        const Score score = scoreOf(document(
            part(measure("<attributes><divisions>4</divisions><transpose><chromatic>0</chromatic>"
                         "<octave-change>-1</octave-change></transpose></attributes>" +
                         note("C4", 16)))));
        QCOMPARE(notesOf(score), "0 C3 4");
    }

    void readsKeys_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("name");
        QTest::newRow("major") << "<fifths>-2</fifths><mode>major</mode>"
                               << "0:Bb major";
        QTest::newRow("minor") << "<fifths>0</fifths><mode>minor</mode>"
                               << "0:A minor";
        QTest::newRow("no mode") << "<fifths>1</fifths>"
                                 << "0:G major";
        QTest::newRow("dorian") << "<fifths>0</fifths><mode>dorian</mode>"
                                << "0:D dorian";
        QTest::newRow("phrygian") << "<fifths>0</fifths><mode>phrygian</mode>"
                                  << "0:E phrygian";
        QTest::newRow("lydian") << "<fifths>0</fifths><mode>lydian</mode>"
                                << "0:F lydian";
        QTest::newRow("mixolydian") << "<fifths>2</fifths><mode>mixolydian</mode>"
                                    << "0:A mixolydian";
        QTest::newRow("aeolian") << "<fifths>-1</fifths><mode>aeolian</mode>"
                                 << "0:D minor";
        QTest::newRow("locrian") << "<fifths>0</fifths><mode>locrian</mode>"
                                 << "0:B locrian";
        QTest::newRow("none") << "<fifths>0</fifths><mode>none</mode>"
                              << "0:C major";
        QTest::newRow("countless sharps") << "<fifths>99999</fifths>"
                                          << "";
        QTest::newRow("not traditional") << "<key-step>F</key-step><key-alter>1</key-alter>"
                                         << "";
    }
    void readsKeys() {
        QFETCH(QString, key);
        QFETCH(QString, name);
        const Score score =
            scoreOf(document(part(measure(head(key.toStdString()) + note("C4", 16)))));
        QCOMPARE(keysOf(score), name);
        QCOMPARE(score.noteCount(), std::size_t{1});
    }

    void readsMeters_data() {
        QTest::addColumn<QString>("time");
        QTest::addColumn<QString>("meters");
        QTest::newRow("simple") << "<beats>3</beats><beat-type>4</beat-type>"
                                << "0:3/4";
        QTest::newRow("composite") << "<beats>3+2</beats><beat-type>8</beat-type>"
                                   << "0:5/8";
        QTest::newRow("two fractions")
            << "<beats>3</beats><beat-type>8</beat-type><beats>1</beats><beat-type>4</beat-type>"
            << "0:5/8";
        QTest::newRow("unmetered") << "<senza-misura/>"
                                   << "";
        QTest::newRow("no power of two") << "<beats>3</beats><beat-type>7</beat-type>"
                                         << "";
        QTest::newRow("huge") << "<beats>99999999</beats><beat-type>4</beat-type>"
                              << "";
    }
    void readsMeters() {
        QFETCH(QString, time);
        QFETCH(QString, meters);
        const Score score = scoreOf(
            document(part(measure("<attributes><divisions>4</divisions><time>" +
                                  time.toStdString() + "</time></attributes>" + note("C4", 12)) +
                          measure(note("C4", 12)))));
        QCOMPARE(metersOf(score), meters);
        QCOMPARE(notesOf(score), "0 C4 3, 3 C4 3");
    }

    void takesAShortFirstBarForThePickup() {
        const Score score =
            scoreOf(document(part(measure(head() + note("G4", 4)) + measure(note("C5", 16)))));
        QCOMPARE(score.pickup, kQuarter);
        QCOMPARE(metersOf(score), "0:4/4");
        QCOMPARE(score.meterMap().at(kQuarter).bar, 1);
    }

    void statesTheMetreAnewAfterAnIncompleteBar() {
        const Score score = scoreOf(document(part(
            measure(head() + note("C4", 16)) + measure(note("C4", 12)) + measure(note("D4", 16)))));
        QCOMPARE(metersOf(score), "0:4/4 7:4/4");
        QCOMPARE(score.meterMap().at(quarters(7)).bar, 3);
    }

    void leavesBarsAloneThatAreCompletedByTheNext() {
        const Score score = scoreOf(
            document(part(measure(head() + note("C4", 16)) + measure(note("C4", 8)) +
                          measure(note("D4", 8), "implicit=\"yes\"") + measure(note("E4", 16)))));
        QCOMPARE(metersOf(score), "0:4/4");
    }

    void anEmptyBarLastsAsLongAsItsMetre() {
        const Score score = scoreOf(
            document(part(measure(head("<fifths>0</fifths>", 3, 4)) + measure(note("C4", 12)))));
        QCOMPARE(notesOf(score), "3 C4 3");
        QCOMPARE(score.pickup, Tick{});
    }

    void readsTempi_data() {
        QTest::addColumn<QString>("direction");
        QTest::addColumn<QString>("tempos");
        const QString mark = "<direction><direction-type><metronome><beat-unit>%1</beat-unit>%2"
                             "</metronome></direction-type>%3</direction>";
        QTest::newRow("quarter") << mark.arg("quarter", "<per-minute>90</per-minute>", "")
                                 << "0:90";
        QTest::newRow("dotted quarter")
            << mark.arg("quarter", "<beat-unit-dot/><per-minute>60</per-minute>", "") << "0:90";
        QTest::newRow("half") << mark.arg("half", "<per-minute>c. 72</per-minute>", "") << "0:144";
        QTest::newRow("sound wins")
            << mark.arg("quarter", "<per-minute>90</per-minute>", "<sound tempo=\"88.5\"/>")
            << "0:88.5";
        QTest::newRow("sound alone") << "<sound tempo=\"77\"/>"
                                     << "0:77";
        QTest::newRow("not playable") << "<sound tempo=\"0\"/>"
                                      << "";
        QTest::newRow("no number") << "<sound tempo=\"nan\"/>"
                                   << "";
    }
    void readsTempi() {
        QFETCH(QString, direction);
        QFETCH(QString, tempos);
        const Score score =
            scoreOf(document(part(measure(head() + direction.toStdString() + note("C4", 16)))));
        QCOMPARE(temposOf(score), tempos);
    }

    void placesDirectionsByTheirOffset() {
        const Score score = scoreOf(document(
            part(measure(head() +
                         "<direction><direction-type><rehearsal>A</rehearsal></direction-type>"
                         "<offset>8</offset><sound tempo=\"60\"/></direction>" +
                         note("C4", 16)))));
        QCOMPARE(temposOf(score), "2:60");
        QCOMPARE(score.markers.at(0), (Marker{quarters(2), "A"}));
    }

    void readsLoudnessFromMarksSoundsAndNotes() {
        const Score score = scoreOf(document(part(measure(
            head() + note("C4", 4) +
            "<direction><direction-type><dynamics><ff/></dynamics></direction-type></direction>" +
            note("D4", 4) + "<sound dynamics=\"50\"/>" + note("E4", 4) +
            note("F4", 4).insert(5, " dynamics=\"100\"")))));
        const auto& notes = score.tracks[0]->notes;
        QCOMPARE(notes[0].velocity, kDefaultVelocity);
        QCOMPARE(notes[1].velocity, 112);
        QCOMPARE(notes[2].velocity, 45);
        QCOMPARE(notes[3].velocity, 90);
    }

    void readsInstrumentsOfParts() {
        const Score score = scoreOf(document(
            part(measure(head() + note("C4", 16))) + part(measure(note("D4", 16)), "P2"),
            "<score-part id=\"P1\"><part-name>Flute</part-name><midi-instrument id=\"I1\">"
            "<midi-channel>3</midi-channel><midi-program>74</midi-program><volume>50</volume>"
            "<pan>-90</pan></midi-instrument></score-part>"
            "<score-part id=\"P2\"><part-name>Oboe</part-name><midi-instrument id=\"I2\">"
            "<midi-channel>3</midi-channel><midi-program>69</midi-program></midi-instrument>"
            "</score-part>"));
        QCOMPARE(namesOf(score), "Flute | Oboe");
        QCOMPARE(score.tracks[0]->program, 73);
        QCOMPARE(score.tracks[0]->channel, 2);
        QCOMPARE(score.tracks[0]->mix.volume, 64);
        QCOMPARE(score.tracks[0]->mix.pan, 0);
        QCOMPARE(score.tracks[1]->program, 68);
        // Two programs on one channel would sound alike.
        QVERIFY(score.tracks[1]->channel != 2);
    }

    void putsUnpitchedNotesOnTheDrumChannel() {
        const Score score = scoreOf(document(
            part(measure(head() + "<note><unpitched><display-step>E</display-step><display-octave>4"
                                  "</display-octave></unpitched><duration>8</duration>"
                                  "<instrument id=\"snare\"/></note>"
                                  "<note><unpitched/><duration>8</duration></note>")),
            "<score-part id=\"P1\"><part-name>Drums</part-name><midi-instrument id=\"snare\">"
            "<midi-unpitched>41</midi-unpitched></midi-instrument></score-part>"));
        QCOMPARE(score.tracks[0]->channel, kDrumChannel);
        QCOMPARE(score.tracks[0]->notes[0].pitch.number, 40);
        QCOMPARE(score.tracks[0]->notes[1].pitch.number, 38);
    }

    void readsChordSymbols_data() {
        QTest::addColumn<QString>("harmony");
        QTest::addColumn<QString>("name");
        const QString on = "<root><root-step>%1</root-step></root><kind%2>%3</kind>";
        QTest::newRow("major") << on.arg("C", "", "major") << "C";
        QTest::newRow("minor seventh") << on.arg("A", "", "minor-seventh") << "Am7";
        QTest::newRow("author's spelling") << on.arg("A", " text=\"-7\"", "minor-seventh") << "A-7";
        QTest::newRow("author's nonsense") << on.arg("A", " text=\"x\"", "minor-seventh") << "Am7";
        QTest::newRow("other") << on.arg("A", " text=\"7alt\"", "other") << "A7alt";
        QTest::newRow("half-diminished with bass")
            << on.arg("B", "", "half-diminished") +
                   "<bass><bass-step>A</bass-step><bass-alter>-1</bass-alter></bass>"
            << "Bm7b5/Ab";
        QTest::newRow("flat ninth")
            << on.arg("G", "", "dominant") +
                   "<degree><degree-value>9</degree-value><degree-alter>-1</degree-alter>"
                   "<degree-type>add</degree-type></degree>"
            << "G7(b9)";
        QTest::newRow("no third")
            << on.arg("G", "", "major") +
                   "<degree><degree-value>3</degree-value><degree-alter>0</degree-alter>"
                   "<degree-type>subtract</degree-type></degree>"
            << "G(no3)";
        QTest::newRow("none") << on.arg("C", "", "none") << "N.C.";
        QTest::newRow("function") << "<function>V</function><kind>major</kind>"
                                  << "V";
    }
    void readsChordSymbols() {
        QFETCH(QString, harmony);
        QFETCH(QString, name);
        const Score score =
            scoreOf(document(part(measure(head() + "<harmony>" + harmony.toStdString() +
                                          "<offset>4</offset></harmony>" + note("C4", 16)))));
        QCOMPARE(chordsOf(score), "1:" + name);
    }

    void readsLyricsWithTheirHyphens() {
        const Score score = scoreOf(document(part(measure(
            head() + note("C4", 4, lyric(1, "begin", "A")) + note("C4", 4, lyric(1, "end", "men")) +
            note("C4", 8, "<lyric><text>di</text><elision>_</elision><text>o</text></lyric>")))));
        QCOMPARE(lyricsOf(*score.tracks[0]), "A- men di_o");
    }

    void singsTheNextVerseInARepeat() {
        const Score score = scoreOf(document(
            part(measure(head() +
                         note("C4", 16, lyric(1, "single", "one") + lyric(2, "single", "two"))) +
                 measure(note("D4", 16, lyric(1, "single", "both")) +
                         "<barline><repeat direction=\"backward\"/></barline>"))));
        QCOMPARE(lyricsOf(*score.tracks[0]), "one both two both");
    }

    void readsTitleAndComposer() {
        const std::string music = part(measure(head() + note("C4", 16)));
        const Score full = scoreOf(document(
            music, "",
            "<work><work-title> The  Work\n</work-title></work><movement-title>One</movement-title>"
            "<identification><creator type=\"lyricist\">L</creator><creator type=\"composer\">C"
            "</creator><source>A book</source></identification>"));
        QCOMPARE(full.title, "The  Work");
        QCOMPARE(full.composer, "C");
        QCOMPARE(full.origin, "A book");
        const Score credited = scoreOf(document(
            music, "",
            "<credit><credit-type>title</credit-type><credit-words>By credit</credit-words>"
            "</credit>"));
        QCOMPARE(credited.title, "By credit");
    }

    void takesTheKeyOfTheFirstPitchedPart() {
        const std::string drums = "<attributes><divisions>4</divisions><key><fifths>0</fifths>"
                                  "</key><clef><sign>percussion</sign></clef></attributes>";
        const Score score =
            scoreOf(document(part(measure(drums + rest(16))) +
                             part(measure(head("<fifths>3</fifths>") + note("C#4", 16)), "P2")));
        QCOMPARE(keysOf(score), "0:A major");
    }

    void readsTimewiseLikePartwise() {
        const std::string one = head() + note("C4", 16);
        const std::string two = note("E4", 16);
        const std::string list = "<part-list><score-part id=\"A\"><part-name>Up</part-name>"
                                 "</score-part><score-part id=\"B\"><part-name>Low</part-name>"
                                 "</score-part></part-list>";
        const Score score =
            scoreOf("<score-timewise>" + list + "<measure number=\"1\">" + part(one, "A") +
                    part(one, "B") + "</measure><measure number=\"2\">" + part(two, "A") +
                    part(two, "B") + "</measure></score-timewise>");
        QCOMPARE(namesOf(score), "Up | Low");
        QCOMPARE(notesOf(score, 0), "0 C4 4, 4 E4 4");
        QCOMPARE(notesOf(score, 1), "0 C4 4, 4 E4 4");
    }

    void readsEncodings_data() {
        QTest::addColumn<QByteArray>("bytes");
        const std::string xml = document(part(measure(head() + note("C4", 16))), "",
                                         "<work><work-title>Für É</work-title></work>");
        const std::string latin =
            QString::fromStdString(xml).toLatin1().replace("UTF-8", "ISO-8859-1").toStdString();
        QTest::newRow("UTF-8") << QByteArray::fromStdString(xml);
        QTest::newRow("UTF-8 with mark") << QByteArray::fromStdString("\xEF\xBB\xBF" + xml);
        QTest::newRow("UTF-16, little end first") << QByteArray::fromStdString(asUtf16(xml, false));
        QTest::newRow("UTF-16, big end first") << QByteArray::fromStdString(asUtf16(xml, true));
        QTest::newRow("UTF-16 without mark")
            << QByteArray::fromStdString(asUtf16(xml, true).substr(2));
        QTest::newRow("Latin-1") << QByteArray::fromStdString(latin);
    }
    void readsEncodings() {
        QFETCH(QByteArray, bytes);
        const Score score = scoreOf(bytes.toStdString());
        QCOMPARE(score.title, "Für É");
        QCOMPARE(score.noteCount(), std::size_t{1});
    }

    void readsAScoreWithoutNotes() {
        const TuneReading tune = tuneOf(document(part("")));
        QVERIFY(tune.score);
        QCOMPARE(tune.score->noteCount(), std::size_t{0});
        QCOMPARE(tune.score->tracks.size(), std::size_t{1});
    }

    void saysWhereAMeasureGoesBackTooFar() {
        const TuneReading tune =
            tuneOf(document(part(measure(head() + note("C4", 4) + backup(8) + note("D4", 8)))));
        QCOMPARE(notesOf(*tune.score), "0 C4 1, 0 D4 2");
        QCOMPARE(tune.remarks.at(0), "measure 1 of part 1 goes back before its own beginning");
    }
};

QTEST_GUILESS_MAIN(MusicXmlReaderTest)
#include "MusicXmlReaderTest.moc"

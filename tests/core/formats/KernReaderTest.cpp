#include <QTest>

#include "tests/core/formats/KernFixture.h"

using namespace cantilena;
using fixture::humdrum;
using fixture::notesOf;
using fixture::pitchesOf;
using fixture::remarksOf;
using fixture::scoreOf;
using fixture::song;
using fixture::tracksOf;
using fixture::tunesOf;

class KernReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTokens_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* name, const char* music, const char* notes) {
            QTest::newRow(name) << QString(music) << QString(notes);
        };
        row("lengths", "1c / 2d / 4e / 8f / 16g / 32a",
            "0:60+4 4:62+2 6:64 7:65+0.5 7.5:67+0.25 7.75:69+0.125");
        row("dots", "4.c / 4..d / 8e", "0:60+1.5 1.5:62+1.75 3.25:64+0.5");
        row("breve, long, maxima", "0c / 00d / 000e", "0:60+8 8:62+16 24:64+32");
        row("dotted breve", "0.c / 4d", "0:60+12 12:62");
        row("triplets", "12c / 12d / 12e / 4f",
            "0:60+0.333333 0.333333:62+0.333333 "
            "0.666667:64+0.333333 1:65");
        row("quintuplets", "20c / 20d / 20e / 20f / 20g / 4a",
            "0:60+0.2 0.2:62+0.2 0.4:64+0.2 0.6:65+0.2 0.8:67+0.2 1:69");
        row("dotted triplet", "6.c / 12d / 4e", "0:60 1:62+0.333333 1.33333:64");
        row("lengths of two numbers", "3%2c / 3%2d / 3%2e / 4f",
            "0:60+2.66667 2.66667:62+2.66667 5.33333:64+2.66667 8:65");
        row("the length may follow the pitch", "c4 / dd8.", "0:60 1:74+0.75");
        row("octaves", "4C / 4CC / 4CCC / 4c / 4cc / 4ccc", "0:48 1:36 2:24 3:60 4:72 5:84");
        row("letters below and above middle C", "4B / 4BB / 4b / 4bb", "0:59 1:47 2:71 3:83");
        row("accidentals", "4c# / 4d- / 4f## / 4b-- / 4en / 4A#", "0:61 1:61 2:67 3:69 4:64 5:58");
        row("rests", "4c / 4r / 8r / 8d / 2.ryy / 4e", "0:60 2.5:62+0.5 6:64");
        row("a rest with its place on the staff", "4c / 4ggr / 4d", "0:60 2:62");
        row("chord", "2c$2e$2g / 4d", "0:60+2 0:64+2 0:67+2 2:62");
        row("a chord's length may be written once", "2c$e$g / 4d", "0:60+2 0:64+2 0:67+2 2:62");
        row("a chord's notes may differ in length", "2c$4e / 2d", "0:60+2 0:64 2:62+2");
        row("tie", "[4c / 4c] / 4d", "0:60+2 2:62");
        row("tie of three", "[4c / 4c_ / 4c] / 4d", "0:60+3 3:62");
        row("tie over a bar line", "[2c / = / 4c] / 4d", "0:60+3 3:62");
        row("tie between spellings", "[4c# / 4d-]", "0:61+2");
        row("ties inside chords", "[2c$2e / 2c]$2e", "0:60+4 0:64+2 2:64+2");
        row("a slur is no tie", "(4c / 4c) / {4d / 4d}", "0:60 1:60 2:62 3:62");
        row("grace notes take no time", "4c / 8ddq / 16eqq / 16fQ / fq / 4d",
            "0:60 q74 q64 q65 q65 1:62");
        row("appoggiaturas are written as played", "8cP / 8dp / 4e", "0:60+0.5 0.5:62+0.5 1:64");
        row("signs change nothing", "{(4c'L/ / &4d~\"J\\ / 4e;T,^ / 4fXx? / 4gyy)} / 4aSN@k",
            "0:60 1:62 2:64 3:65 4:67 5:69");
        row("tremolo", "2c@16@ / 4d", "0:60+2 2:62");
        row("comments", "4c / !a$comment / !!a$global$comment / 4d", "0:60 1:62");
        row("interpretations that do not sound", "*clefG2 / *tuplet / *8va / 4c / *X8va / 4d",
            "0:60 1:62");
    }
    void readsTokens() {
        QFETCH(QString, music);
        QFETCH(QString, notes);
        QCOMPARE(tracksOf(scoreOf(song(music))), notes);
    }

    void followsSpines_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("tracks");
        const auto row = [](const char* name, const char* text, const char* tracks) {
            QTest::newRow(name) << QString(text) << QString(tracks);
        };
        row("the rightmost comes first", "**kern **kern / 2C 4c / . 4d / 4D 4e / *- *-",
            "0:60 1:62 2:64 | 0:48+2 2:50");
        row("notes of any length side by side",
            "**kern **kern / 4C 6c / . 6d / 4D . / . 6e / *- *-",
            "0:60+0.666667 0.666667:62+0.666667 1.33333:64+0.666667 | 0:48 1:50");
        row("a split is one voice", "**kern / 4c / *^ / 4d 2e / 4f . / *v *v / 4g / *-",
            "0:60 1:62 1:64+2 2:65 3:67");
        row("a split under a held note",
            "**kern **kern / 2C 4c / *^ * / . 4E 4d / *v *v * / 4D 4e / *- *-",
            "0:60 1:62 2:64 | 0:48+2 1:52 2:50");
        row("splits of both spines",
            "**kern **kern / *^ *^ / 4C 4E 4c 4e / *v *v *v *v / 4D 4d / *- *-",
            "0:60 0:64 1:62 | 0:48 0:52 1:50");
        row("three at once", "**kern / *^ / * *^ / 4c 4e 4g / *v *v *v / 4d / *-",
            "0:60 0:64 0:67 1:62");
        row("one path ends", "**kern / *^ / 4c 4e / * *- / 4d / *-", "0:60 0:64 1:62");
        row("a tie across a join", "**kern / *^ / 4c [4e / *v *v / 4e] / *-", "0:60 0:64+2");
        row("exchange", "**kern **kern / 4C 4c / *x *x / 4d 4D / *x *x / 4E 4e / *- *-",
            "0:60 1:62 2:64 | 0:48 1:50 2:52");
        row("a new spine", "**kern / 4c / *+ / * **kern / 4d 4D / * *- / 4e / *-",
            "0:60 1:62 2:64 | 1:50");
        row("a spine that ends early", "**kern **kern / 4C 4c / *- * / 4d / *-",
            "0:60 1:62 | 0:48");
        row("words change nothing", "**kern **text / 4c la / 4d . / *- *-", "0:60 1:62");
        row("a spine without music is no voice", "**kern **kern / . 4c / . 4d / *- *-",
            "0:60 1:62");
        row("a missing rest", "**kern **kern / 4C 4c / . 4d / 4D 4e / *- *-",
            "0:60 1:62 2:64 | 0:48 2:50");
        row("grace notes beside held notes", "**kern **kern / 2C 4c / . ddq / . 4d / *- *-",
            "0:60 q74 1:62 | 0:48+2");
    }
    void followsSpines() {
        QFETCH(QString, text);
        QFETCH(QString, tracks);
        QCOMPARE(tracksOf(scoreOf(humdrum(text))), tracks);
    }

    void ninthsAndEleventhsComeOutEven() {
        const Score score = scoreOf(
            humdrum("**kern **kern / 44C 36c / 44C . / . 36c / 44C . / . 36c / 44C . / . 36c / "
                    "44C . / . 36c / 44C . / 44C . / . 36c / 44C . / . 36c / 44C . / . 36c / "
                    "44C . / . 36c / 44C . / = = / 4D 4d / *- *-"));
        QCOMPARE(score.tracks.at(0)->notes.back().onset, kQuarter);
        QCOMPARE(score.tracks.at(1)->notes.back().onset, kQuarter);
        QVERIFY(tunesOf(song("4c / =")).at(0).remarks.empty());
    }

    void playsRepeatsOut_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("pitches");
        const auto row = [](const char* name, const char* music, const char* pitches) {
            QTest::newRow(name) << QString(music) << QString(pitches);
        };
        row("repeat", "=1!|: / 1c / =2 / 1d / =:|! / 1e / ==", "60 62 60 62 64");
        row("without a start", "=1 / 1c / =2:|! / 1d / ==", "60 60 62");
        row("double repeat", "=!|: / 1c / =:|!|: / 1d / =:|!", "60 60 62 62");
        row("heavy double repeat", "=!|: / 1c / =:!!: / 1d / =:|!", "60 60 62 62");
        row("at the end", "=1!|: / 1c / ==:|!", "60 60");
        row("from the last double bar", "1c / =2|| / 1d / =3:|!", "60 62 62");
        row("sections of a list", "*>[A,A,B] / *>A / 1c / = / *>B / 1d / ==", "60 60 62");
        row("endings by a list",
            "*>[A,A1,A,A2] / *>A / 1c / = / *>A1 / 1d / =:|! / *>A2 / 1e / ==", "60 62 60 64");
        row("a list overrules repeat signs",
            "*>[A,B] / *>A / =!|: / 1c / =:|! / *>B / 1d / ==", "60 62");
        row("named lists are versions", "*>[A,A] / *>norep[A] / *>A / 1c / ==", "60 60");
        row("a list and music before it", "1g / = / *>[A,A] / *>A / 1c / ==", "67 60 60");
        row("sections out of order", "*>[B,A] / *>A / 1c / = / *>B / 1d / ==", "62 60");
        row("labels alone", "*>A / 1c / = / *>B / 1d / =:|!", "60 62 60 62");
        row("tie into both passes", "=!|: / 1c / [1d / =:|! / 1d] / ==", "60 62 60 62");
    }
    void playsRepeatsOut() {
        QFETCH(QString, music);
        QFETCH(QString, pitches);
        QCOMPARE(pitchesOf(scoreOf(song(music))), pitches);
    }

    void marksSections() {
        const Score score = scoreOf(song("*>[A,B,A] / *>A / 1c / = / *>B / 1d / =="));
        QCOMPARE(score.markers,
                 (std::vector<Marker>{{{}, "A"}, {quarters(4), "B"}, {quarters(8), "A"}}));
    }

    void readsKeys_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("keys");
        const auto row = [](const char* name, const char* fields, const char* keys) {
            QTest::newRow(name) << QString(fields) << QString(keys);
        };
        row("signature", "*k[f#c#] / 4c", "D major");
        row("flats", "*k[b-e-a-] / 4c", "Eb major");
        row("none", "*k[] / 4c", "C major");
        row("named", "*k[f#] / *e: / 4c", "E minor");
        row("named before its signature", "*b-: / *k[b-e-a-d-g-] / 4c", "Bb minor");
        row("minor with the signature of dorian", "*k[] / *d: / 4c", "D minor");
        row("mode", "*k[] / *d:dor / 4c", "D dorian");
        row("mixolydian", "*G:mix / 4c", "G mixolydian");
        row("unknown key", "*k[f#] / *?: / 4c", "G major");
        row("change", "*G: / 4c / *k[b-] / 4d", "G major, F major");
        row("the same again", "*k[f#] / *e: / 4c / *k[f#] / *e: / 4d", "E minor");
        row("nothing written", "4c", "");
    }
    void readsKeys() {
        QFETCH(QString, fields);
        QFETCH(QString, keys);
        QStringList names;
        for (const KeyChange& change : scoreOf(humdrum("**kern / " + fields + " / *-")).keys) {
            names.append(QString::fromStdString(change.key.name()));
        }
        QCOMPARE(names.join(", "), keys);
    }

    void readsMetres_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("meter");
        QTest::newRow("plain") << "*M6/8"
                               << "6/8";
        QTest::newRow("sum") << "*M3+2/8"
                             << "5/8";
        QTest::newRow("breves") << "*M3/0"
                                << "6/1";
        QTest::newRow("common time") << "*met(c)"
                                     << "4/4";
        QTest::newRow("cut time") << "*met(c|)"
                                  << "2/2";
        QTest::newRow("sign behind its metre") << "*M2/2 / *met(c)"
                                               << "2/2";
        QTest::newRow("unmetered") << "*MX"
                                   << "";
        QTest::newRow("unknown") << "*M?"
                                 << "";
        QTest::newRow("mensuration") << "*met(O)"
                                     << "";
    }
    void readsMetres() {
        QFETCH(QString, field);
        QFETCH(QString, meter);
        const auto tunes = tunesOf(humdrum("**kern / " + field + " / 4c / *-"));
        const Score& score = *tunes.at(0).score;
        QCOMPARE(score.meters.empty() ? QString()
                                      : QString::fromStdString(score.meters[0].meter.name()),
                 meter);
        QCOMPARE(remarksOf(tunes[0]), QString());
    }

    void anUnmeteredSongHasNoPickupAndNoOddBars() {
        const auto tunes = tunesOf(humdrum("**kern / *MX / 4c / = / 2d / 2e / = / 4.f / == / *-"));
        QVERIFY(tunes.at(0).score->meters.empty());
        QCOMPARE(tunes[0].score->pickup, Tick{});
        QCOMPARE(remarksOf(tunes[0]), QString());
    }

    void recognisesAPickup_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<double>("quarters");
        QTest::newRow("one beat") << "4c / =1 / 1d / =2 / 1e / ==" << 1.0;
        QTest::newRow("behind a repeat sign") << "=!|: / 4c / =1 / 1d / =2 / 2.e / =:|!" << 1.0;
        QTest::newRow("whole first bar") << "=1- / 1c / =2 / 1d / ==" << 0.0;
    }
    void recognisesAPickup() {
        QFETCH(QString, music);
        QFETCH(double, quarters);
        QCOMPARE(inQuarters(scoreOf(song(music)).pickup), quarters);
    }

    void readsTempi() {
        const Score score = scoreOf(song("*MM120 / 4c / *MM[Allegro] / 4d / *MM72.5 / 4e"));
        QCOMPARE(score.tempos, (std::vector<TempoChange>{{{}, 120.0}, {quarters(2), 72.5}}));
    }

    void transposes_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("pitch");
        QTest::addColumn<QString>("key");
        QTest::newRow("an instrument's spine sounds as it stands") << "*ITrd1c2 / *k[] / *C:"
                                                                   << "60"
                                                                   << "C major";
        QTest::newRow("moved up") << "*Trd1c2 / *k[f#c#] / *D:"
                                  << "58"
                                  << "C major";
        QTest::newRow("moved down") << "*Trd-4c-7 / *F:"
                                    << "67"
                                    << "C major";
        QTest::newRow("an octave") << "*Trd7c12 / *G:"
                                   << "48"
                                   << "G major";
        QTest::newRow("moved twice") << "*Trd1c2 / *Trd1c2 / *E:"
                                     << "56"
                                     << "C major";
    }
    void transposes() {
        QFETCH(QString, fields);
        QFETCH(QString, pitch);
        QFETCH(QString, key);
        const Score score = scoreOf(humdrum("**kern / " + fields + " / 4c / *-"));
        QCOMPARE(pitchesOf(score), pitch);
        QCOMPARE(QString::fromStdString(score.keys.at(0).key.name()), key);
    }

    void namesPartsAndInstruments() {
        const Score score = scoreOf("**kern\t**kern\t**kern\n*part2\t*part2\t*part1\n"
                                    "*Ipiano\t*Ipiano\t*Ivioln\n*I\"\t*\t*I\"Violin solo\n"
                                    "4C\t4c\t4cc\n*-\t*-\t*-\n");
        QCOMPARE(score.tracks.size(), std::size_t(3));
        QCOMPARE(score.tracks[0]->name, std::string("Violin solo"));
        QCOMPARE(score.tracks[0]->program, 40);
        QCOMPARE(score.tracks[1]->name, std::string("Piano"));
        QCOMPARE(score.tracks[1]->channel, score.tracks[2]->channel);
        QVERIFY(score.tracks[0]->channel != score.tracks[1]->channel);
    }

    void wordsStandUnderTheirNotes() {
        const Score score = scoreOf(humdrum("**kern **text **kern **silbe / 4C Al- 4c one / "
                                            "4D -le- 4d . / 4E -lu- 4e | / 4F -ja 4f -two / "
                                            "*- *- *- *-"));
        QCOMPARE(
            score.tracks.at(1)->lyrics,
            (std::vector<Lyric>{
                {{}, "Al-"}, {quarters(1), "le-"}, {quarters(2), "lu-"}, {quarters(3), "ja"}}));
        QCOMPARE(score.tracks.at(0)->lyrics,
                 (std::vector<Lyric>{{{}, "one"}, {quarters(3), "two"}}));
    }

    void eachPassSingsItsVerse() {
        const auto tunes = tunesOf(humdrum("**kern **text **text **text / 1c one two three / "
                                           "=:|! =:|! =:|! =:|! / *- *- *- *-"));
        const auto& lyrics = tunes.at(0).score->tracks.at(0)->lyrics;
        QCOMPARE(lyrics, (std::vector<Lyric>{{{}, "one"}, {quarters(4), "two"}}));
        QCOMPARE(remarksOf(tunes[0]), QString("verses beyond the number of repeats were left out"));
    }

    void readsChords_data() {
        QTest::addColumn<QString>("spine");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("chord");
        QTest::newRow("as MusicXML names it") << "**mxhm"
                                              << "A$minor-seventh"
                                              << "Am7";
        QTest::newRow("major") << "**mxhm"
                               << "B-$major"
                               << "Bb";
        QTest::newRow("bass") << "**mxhm"
                              << "G$dominant/B"
                              << "G7/B";
        QTest::newRow("as a lead sheet has it") << "**mxhm"
                                                << "Em7b5"
                                                << "Em7b5";
        QTest::newRow("none") << "**mxhm"
                              << "N.C."
                              << "N.C.";
        QTest::newRow("jazz") << "**jazz"
                              << "E-:min7"
                              << "Ebmin7";
        QTest::newRow("Harte") << "**harte"
                               << "F#:maj"
                               << "F#maj";
    }
    void readsChords() {
        QFETCH(QString, spine);
        QFETCH(QString, token);
        QFETCH(QString, chord);
        const Score score =
            scoreOf(humdrum("**kern " + spine + " / 4c . / 4d " + token + " / *- *-"));
        QCOMPARE(score.chords, (std::vector<ChordSymbol>{{quarters(1), chord.toStdString()}}));
    }

    void linesWithoutNotesLieEvenlyBetweenTheOthers() {
        const Score score =
            scoreOf(humdrum("**kern **mxhm / 1c C / . D / . E / . F / 1d G / *- *-"));
        QCOMPARE(score.chords.size(), std::size_t(5));
        for (int beat = 0; beat < 5; ++beat) {
            QCOMPARE(score.chords[static_cast<std::size_t>(beat)].tick, quarters(beat));
        }
    }

    void loudnessSetsTheVelocity() {
        const Score score =
            scoreOf(humdrum("**kern **kern **dynam / *staff2 *staff1 *staff1/2 / 4C 4c . / "
                            "4D 4d p / 4E 4e < / 4F 4f ff / *- *- *-"));
        for (const auto& track : score.tracks) {
            QCOMPARE(track->notes[0].velocity, kDefaultVelocity);
            QCOMPARE(track->notes[1].velocity, 49);
            QCOMPARE(track->notes[2].velocity, 49);
            QCOMPARE(track->notes[3].velocity, 112);
        }
    }

    void readsReferenceRecords() {
        const Score score = scoreOf("!!!COM: Bach, Johann Sebastian\n!!!OTL@@DE: Aus meines\n"
                                    "!!!OTL@EN: From my\n**kern\n4c\n*-\n!!!ARE: Europa, Saxony\n");
        QCOMPARE(score.title, std::string("Aus meines"));
        QCOMPARE(score.composer, std::string("Bach, Johann Sebastian"));
        QCOMPARE(score.origin, std::string("Europa, Saxony"));
    }

    void readsTheSongsOfAFile() {
        const auto tunes = tunesOf("!!!OTL: One\n**kern\n4c\n*-\n\n!!!OTL: Two\n**kern\t**kern\n"
                                   "4d\t4e\n*-\t*-\n**kern\n4f\n");
        QCOMPARE(tunes.size(), std::size_t(3));
        QCOMPARE(tunes[0].name, std::string("song.krn#1"));
        QCOMPARE(tunes[1].score->title, std::string("Two"));
        QCOMPARE(tunes[1].score->tracks.size(), std::size_t(2));
        QCOMPARE(tunes[2].score->title, std::string());
        QCOMPARE(remarksOf(tunes[2]), QString("line 11: the spines are not ended by *-"));
        QCOMPARE(tunesOf(song("4c")).at(0).name, std::string("song.krn"));
    }

    void readsEncodingsAndLineEnds_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("UTF-8") << QByteArray("!!!OTL: Caf\xC3\xA9\n**kern\n4c\n4d\n*-\n");
        QTest::newRow("Latin-1") << QByteArray("!!!OTL: Caf\xE9\n**kern\n4c\n4d\n*-\n");
        QTest::newRow("entity") << QByteArray("!!!OTL: Caf&eacute;\n**kern\n4c\n4d\n*-\n");
        QTest::newRow("byte order mark")
            << QByteArray("\xEF\xBB\xBF!!!OTL: Caf\xC3\xA9\n**kern\n4c\n4d\n*-\n");
        QTest::newRow("CR LF") << QByteArray("!!!OTL: Caf\xE9\r\n**kern\r\n4c\r\n4d\r\n*-\r\n");
        QTest::newRow("CR") << QByteArray("!!!OTL: Caf\xE9\r**kern\r4c\r4d\r*-\r");
        QTest::newRow("spaces at the ends and empty lines")
            << QByteArray("!!!OTL: Caf\xE9 \n\n**kern  \n4c\t\n\n4d \n*-\n");
    }
    void readsEncodingsAndLineEnds() {
        QFETCH(QByteArray, text);
        const Score score = scoreOf(text.toStdString());
        QCOMPARE(score.title, std::string("Café"));
        QCOMPARE(tracksOf(score), QString("0:60 1:62"));
    }

    void saysWhatItDidNotUse_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("remarks");
        const auto row = [](const char* name, const char* text, const char* remarks) {
            QTest::newRow(name) << QString(text) << QString(remarks);
        };
        row("a spine of another kind", "**kern **harm **fb / 4c I 6 / *- *- *-",
            "line 1: spines of **harm are left out; line 1: spines of **fb are left out");
        row("no length", "**kern / 4c / d / *-",
            "line 3: spine 1: \"d\" has no length and counts as a quarter");
        row("no note", "**kern **kern / 4C 4c / 4D 4h / *- *-",
            "line 3: spine 2: \"4h\" is neither a note nor a rest");
        row("two pitches", "**kern / 4ce / *-", "line 2: spine 1: \"4ce\" names two pitches");
        row("a length beyond all", "**kern / 99999c / *-",
            "line 2: spine 1: \"99999c\" has a length that cannot be read");
        row("a pitch beyond all", "**kern / 4ccccccccc / 4CCCCCCCC / *-",
            "2 notes without a pitch that MIDI knows left out");
        row("a chord beyond all", qPrintable("**kern / " + QString("4c$").repeated(200) + " / *-"),
            "line 2: spine 1: \"4c 4c 4c 4c 4c 4c 4c\" is a chord of more notes than there are");
        row("metre", "**kern / *M4/5 / 4c / *-", "line 2: the metre \"*M4/5\" was not understood");
        row("signature", "**kern / *k[f#b-] / 4c / *-",
            "line 2: the key signature \"*k[f#b-]\" was not understood");
        row("chord", "**kern **mxhm / 4c H / *- *-", "line 2: the chord \"H\" was not understood");
        row("a lone join", "**kern **kern / *v * / 4C 4c / *- *-",
            "line 2: spine 1: a join (*v) has nothing to join with");
        row("a lone exchange", "**kern **kern / *x * / 4C 4c / *- *-",
            "line 2: an exchange (*x) takes two spines");
        row("music outside", "**kern / 4c / *- / 4d", "line 4: stands outside of any spine");
        row("an overlap", "**kern **kern / 2C 4c / 4D 4d / 4E 4e / *- *-",
            "line 3: spine 1: a note begins before the one before it has ended");
        row("a bar that is short in one spine",
            "**kern **kern / *M2/4 *M2/4 / 4C 4c / . 4d / = = / 2D 2e / == == / *- *-",
            "line 5: spine 1: the bar ends before it does elsewhere");
        row("bars that do not add up", "**kern / *M4/4 / 1c / = / 2d / = / 1e / = / 1f / == / *-",
            "bar 2 lasts 2/4 and not 4/4");
    }
    void saysWhatItDidNotUse() {
        QFETCH(QString, text);
        QFETCH(QString, remarks);
        const auto tunes = tunesOf(humdrum(text));
        QVERIFY(tunes.at(0).score.ok());
        QCOMPARE(remarksOf(tunes[0]), remarks);
    }
};

QTEST_GUILESS_MAIN(KernReaderTest)
#include "KernReaderTest.moc"

#include "core/formats/AbcReader.h"

#include <QTest>

using namespace cantilena;

namespace {

std::vector<TuneReading> tunesOf(const std::string& book) {
    auto tunes = readAbc(book, "book.abc");
    return tunes ? std::move(*tunes) : std::vector<TuneReading>{};
}

Score scoreOf(const std::string& book) {
    const auto tunes = tunesOf(book);
    return !tunes.empty() && tunes[0].score ? *tunes[0].score : Score{};
}

/// A tune in 4/4 with eighths, given key and music.
std::string tune(const std::string& music, const std::string& key = "C") {
    return "X:1\nT:Test\nM:4/4\nL:1/8\nK:" + key + "\n" + music + "\n";
}

QString number(double value) {
    return QString::number(value, 'g', 6);
}

/// "onset:pitch" of each note (grace notes: "q" and the pitch) in eighths, with "+length" where it
/// is no eighth.
QString notesOf(const Track& track) {
    QStringList notes;
    for (const Note& note : track.notes) {
        if (note.isGrace) {
            notes.append('q' + QString::number(note.pitch.number));
            continue;
        }
        const double length = 2 * inQuarters(note.duration);
        notes.append(number(2 * inQuarters(note.onset)) + ':' + QString::number(note.pitch.number) +
                     (length == 1.0 ? QString() : '+' + number(length)));
    }
    return notes.join(' ');
}

/// Just the pitches, in order.
QString pitchesOf(const std::string& book) {
    QStringList pitches;
    const Score score = scoreOf(book);
    if (!score.tracks.empty()) {
        for (const Note& note : score.tracks[0]->notes) {
            pitches.append(QString::number(note.pitch.number));
        }
    }
    return pitches.join(' ');
}

QString remarksOf(const TuneReading& reading) {
    QStringList remarks;
    for (const std::string& remark : reading.remarks) {
        remarks.append(QString::fromStdString(remark));
    }
    return remarks.join("; ");
}

} // namespace

class AbcReaderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTime_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("notes");
        const auto row = [](const char* name, const char* music, const char* notes) {
            QTest::newRow(name) << QString(music) << QString(notes);
        };
        row("lengths", "c c2 c/ c// c3/2 c/4 |",
            "0:72 1:72+2 3:72+0.5 3.5:72+0.25 3.75:72+1.5 5.25:72+0.25");
        row("octaves", "C, C c c' C,,' c,' |", "0:48 1:60 2:72 3:84 4:48 5:72");
        row("rests", "c z c z2 c x c |", "0:72 2:72 5:72 7:72");
        row("bar rests", "c8 | Z2 | c8 |", "0:72+8 24:72+8");
        row("broken rhythm", "c>d e<f |", "0:72+1.5 1.5:74+0.5 2:76+0.5 2.5:77+1.5");
        row("doubly broken rhythm", "c>>d e<<f |", "0:72+1.75 1.75:74+0.25 2:76+0.25 2.25:77+1.75");
        row("broken rhythm of unequal notes", "c4<d e |", "0:72+2 2:74+1.5 3.5:76");
        row("broken rhythm with spaces", "c > d e |", "0:72+1.5 1.5:74+0.5 2:76");
        row("broken rhythm with a rest", "c>z d |", "0:72+1.5 2:74");
        row("broken rhythm across grace notes", "c>{e}d e |", "0:72+1.5 q76 1.5:74+0.5 2:76");
        row("triplet", "(3cde f |", "0:72+0.666667 0.666667:74+0.666667 1.33333:76+0.666667 2:77");
        row("duplet", "(2cd e |", "0:72+1.5 1.5:74+1.5 3:76");
        row("quadruplet", "(4cdef g |", "0:72+0.75 0.75:74+0.75 1.5:76+0.75 2.25:77+0.75 3:79");
        row("tuplet of chords and rests", "(3[ce]zd e |",
            "0:72+0.666667 0:76+0.666667 1.33333:74+0.666667 2:76");
        row("quintuplet in 2", "(5cdefg a |",
            "0:72+0.4 0.4:74+0.4 0.8:76+0.4 1.2:77+0.4 1.6:79+0.4 2:81");
        row("tuplet with three numbers", "(3:2:2c2d e |", "0:72+1.33333 1.33333:74+0.666667 2:76");
        row("tuplet with an empty number", "(3::2c2d e |", "0:72+1.33333 1.33333:74+0.666667 2:76");
        row("tie", "c2-c d |", "0:72+3 3:74");
        row("tie over a bar line", "c8-|c4 d4 |", "0:72+12 12:74+4");
        row("tie of several notes", "c-c-c d |", "0:72+3 3:74");
        row("no tie between different notes", "c-d |", "0:72 1:74");
        row("slurs change nothing", "(c(d)e) |", "0:72 1:74 2:76");
        row("chord", "[ceg]2 d |", "0:72+2 0:76+2 0:79+2 2:74");
        row("chord with lengths of its own", "[c2e4]d |", "0:72+2 0:76+4 2:74");
        row("chord with ties of its own", "[c-e]2 [ce]2 |", "0:72+4 0:76+2 2:76+2");
        row("tie behind a chord", "[ce]2- [ce]2 |", "0:72+4 0:76+4");
        row("grace notes take no time", "{gab}c {/g}d |", "0:72 q79 q81 q83 q79 1:74");
        row("decorations change nothing", "!trill!c +fermata+d .e ~f Tg ua |",
            "0:72 1:74 2:76 3:77 4:79 5:81");
        row("an old line break is no decoration", "c d!", "0:72 1:74");
        row("spacing changes nothing", "c y d `e $ f |", "0:72 1:74 2:76 3:77");
        row("length mid-tune", "c [L:1/4] c [L:1/16] c |", "0:72 1:72+2 3:72+0.5");
        row("continued line", "c2 \\\n d2 |", "0:72+2 2:74+2");
        row("comment", "c % d e f\n d |", "0:72 1:74");
        row("annotation and chord symbol", "\"^slow\"c \"Am\"d |", "0:72 1:74");
    }
    void readsTime() {
        QFETCH(QString, music);
        QFETCH(QString, notes);
        const Score score = scoreOf(tune(music.toStdString()));
        QCOMPARE(score.tracks.size(), std::size_t(1));
        QCOMPARE(notesOf(*score.tracks[0]), notes);
    }

    void beginsAgainAtSigns_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("pitches");
        const auto row = [](const char* name, const char* music, const char* pitches) {
            QTest::newRow(name) << QString(music) << QString(pitches);
        };
        row("da capo al fine", "c8|!fine!d8|e8|!D.C.alfine!f8|]", "72 74 76 77 72 74");
        row("fine before its bar line", "c8|d8!fine!|e8|f8!D.C.!|]", "72 74 76 77 72 74");
        row("da capo behind the last bar line", "c8|d8|] !D.C.!", "72 74 72 74");
        row("dal segno al coda", "c8|!segno!d8|!dacoda!e8|!D.S.alcoda!f8|!coda!g8|a8|]",
            "72 74 76 77 74 76 79 81");
        row("by the older standard", "c8|+fine+d8|e8+D.C.+|]", "72 74 76 72 74");
        row("with a repeat", "|:c8:|!fine!d8|!D.C.!e8|]", "72 72 74 76 72 74");
    }
    void beginsAgainAtSigns() {
        QFETCH(QString, music);
        QFETCH(QString, pitches);
        QCOMPARE(pitchesOf(tune(music.toStdString())), pitches);
    }

    /// Signs stand in one voice and rule all that are as long.
    void beginsAgainInAllVoices() {
        const Score score = scoreOf(tune("V:1\nc8|!fine!d8|!D.C.!e8|]\nV:2\nC8|D8|E8|]"));
        QCOMPARE(score.tracks.size(), std::size_t{2});
        QCOMPARE(score.tracks[1]->notes.size(), std::size_t{5});
    }

    void ninthsOfABeatComeOutEven() {
        const Score score = scoreOf(tune("(9:8:9ccccccccc d |"));
        const auto& notes = score.tracks.at(0)->notes;
        QCOMPARE(notes.back().onset, quarters(4));
        QCOMPARE(notes[3].onset.value, 8 * kQuarter.value / 2 * 3 / 9);
    }

    void readsAccidentals_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("pitches");
        const auto row = [](const char* name, const char* key, const char* music,
                            const char* pitches) {
            QTest::newRow(name) << QString(key) << QString(music) << QString(pitches);
        };
        row("key", "D", "cdef|", "73 74 76 78");
        row("flats", "Eb", "eabd|", "75 80 82 74");
        row("hold for their bar, in all octaves", "C", "^ff F f|f", "78 78 66 78 77");
        row("natural in a key", "G", "=ff|f", "77 77 78");
        row("double", "C", "^^f__b|", "79 81");
        row("a tie carries one across the bar line", "C", "^f-|f f|", "78 77");
        row("changed key", "C", "f|[K:G] f|[K:F] fb|", "77 78 77 82");
        row("key on a line of its own", "C", "f|\nK:D\nf c|", "77 78 73");
        row("accidental inside a chord", "C", "[^ce] c|", "73 76 73");
        row("key with accidentals", "D exp _e ^f", "def c|", "74 75 78 72");
        row("transposition", "C transpose=-2", "c|", "70");
        row("octave", "C octave=-1", "c|", "60");
        row("octave clef", "C clef=treble-8", "c|", "60");
        row("plain clef", "C clef=bass", "c|", "72");
        row("clef alone inside", "G", "f [K:clef=bass] f|", "78 78");
        row("directive", "C", "c|\n%%MIDI transpose -12\nc|", "72 60");
        row("quarter tones are rounded", "C", "^/c _3/2d|", "72 73");
    }
    void readsAccidentals() {
        QFETCH(QString, key);
        QFETCH(QString, music);
        QFETCH(QString, pitches);
        QCOMPARE(pitchesOf(tune(music.toStdString(), key.toStdString())), pitches);
    }

    void playsRepeatsOut_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<QString>("pitches");
        const auto row = [](const char* name, const char* music, const char* pitches) {
            QTest::newRow(name) << QString(music) << QString(pitches);
        };
        row("repeat", "|:c8|d8:|e8|", "72 74 72 74 76");
        row("without a start", "c8|d8:|e8|", "72 74 72 74 76");
        row("from the last end", "c8:|d8:|", "72 72 74 74");
        row("from the last double bar", "c8||d8:|", "72 74 74");
        row("an open start ignores double bars", "|:c8||d8:|", "72 74 72 74");
        row("double repeat", "|:c8::d8:|", "72 72 74 74");
        row("double repeat, long", "|:c8:||:d8:|", "72 72 74 74");
        row("endings", "|:c8|1d8:|2e8||f8|", "72 74 72 76 77");
        row("endings in brackets", "|:c8|[1d8:|[2e8|]f8|", "72 74 72 76 77");
        row("both endings with a repeat sign", "|:c8|1d8:|2e8:|f8|", "72 74 72 76 77");
        row("three endings", "|:c8|1d8:|2e8:|3f8|]", "72 74 72 76 72 77");
        row("lists of endings", "|:c8|1,3d8:|2,4e8:|f8|", "72 74 72 76 72 74 72 76 77");
        row("range of endings", "|:c8|1-3d8:|4e8|]", "72 74 72 74 72 74 72 76");
        row("first ending alone", "|:c8|1d8:|e8|", "72 74 72 76");
        row("an ending that nothing closes", "|:c8|1d8:|2e8|f8|1g8:|2a8|",
            "72 74 72 76 77 79 77 81");
        row("a repeat after an ending that nothing closes", "|:c8|1d8:|2e8|f8:|",
            "72 74 72 76 77 77");
        row("double repeat, short", "|:c8:|:d8:|", "72 72 74 74");
        row("endings by words", "|:c8|[\"1.\"d8:|[\"2.\"e8|]", "72 74 72 76");
        row("a space before the number", "|:c8| [1 d8:| [2 e8|]", "72 74 72 76");
        row("thrice", "|::c8::|d8|", "72 72 72 74");
        row("tie into both endings", "|:c8-|1c8:|2c4d4|]", "72 72 74");
    }
    void playsRepeatsOut() {
        QFETCH(QString, music);
        QFETCH(QString, pitches);
        QCOMPARE(pitchesOf(tune(music.toStdString())), pitches);
    }

    void playsPartsInTheirOrder_data() {
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("pitches");
        QTest::newRow("plain") << "ABA"
                               << "72 74 74 72";
        QTest::newRow("times") << "A2B"
                               << "72 72 74 74";
        QTest::newRow("brackets") << "(AB)2.A"
                                  << "72 74 74 72 74 74 72";
        QTest::newRow("unknown part") << "AQA"
                                      << "72 72";
    }
    void playsPartsInTheirOrder() {
        QFETCH(QString, order);
        QFETCH(QString, pitches);
        QCOMPARE(pitchesOf("X:1\nM:4/4\nL:1/8\nP:" + order.toStdString() +
                           "\nK:C\nP:A\nc8|\nP:B\nd8:|\n"),
                 pitches);
    }

    void readsSettings() {
        const Score score =
            scoreOf("X:1\nT:The \\'Etude\nT:Other\nC:Anon.\nO:Ireland\nS:A book\nM:6/8\n"
                    "Q:3/8=80\nK:Ador\nA6|[M:3/4][Q:1/4=90]A6|[K:G]A6|\n");
        QCOMPARE(score.title, std::string("The Étude"));
        QCOMPARE(score.composer, std::string("Anon."));
        QCOMPARE(score.origin, std::string("Ireland"));
        QCOMPARE(score.tempos, (std::vector<TempoChange>{{{}, 120.0}, {quarters(3), 90.0}}));
        QCOMPARE(score.meters, (std::vector<MeterChange>{{{}, {6, 8}}, {quarters(3), {3, 4}}}));
        QCOMPARE(score.keys.size(), std::size_t(2));
        QCOMPARE(score.keys[0].key.name(), std::string("A dorian"));
        QCOMPARE(score.keys[1].tick, quarters(6));
    }

    void readsTempi_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<double>("quartersAMinute");
        QTest::newRow("of quarters") << "1/4=120" << 120.0;
        QTest::newRow("of dotted quarters") << "3/8=60" << 90.0;
        QTest::newRow("of halves, with spaces") << "1/2 = 60.5" << 121.0;
        QTest::newRow("of several beats") << "1/4 3/8 1/4 3/8=40" << 200.0;
        QTest::newRow("words before") << "\"Allegro\" 1/4=120" << 120.0;
        QTest::newRow("words behind") << "1/4=120 \"Allegro\"" << 120.0;
        QTest::newRow("of plain notes") << "240" << 120.0;
        QTest::newRow("of plain notes, the old way") << "C=240" << 120.0;
        QTest::newRow("of three plain notes") << "C3=80" << 120.0;
        QTest::newRow("too fast") << "1/1=1000" << kFastestTempo;
    }
    void readsTempi() {
        QFETCH(QString, field);
        QFETCH(double, quartersAMinute);
        const std::vector<TempoChange> tempos = {{{}, quartersAMinute}};
        const std::string text = field.toStdString();
        QCOMPARE(scoreOf("X:1\nL:1/8\nQ:" + text + "\nK:C\nc\n").tempos, tempos);
        QCOMPARE(scoreOf("X:1\nL:1/8\nK:C\n[Q:" + text + "]c\n").tempos, tempos);
        const Score late = scoreOf("X:1\nL:1/8\nK:C\nc8|\nQ:" + text + "\nc\n");
        QCOMPARE(late.tempos, (std::vector<TempoChange>{{kWhole, quartersAMinute}}));
    }

    void readsMetres_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::newRow("plain") << "6/8" << 6 << 8;
        QTest::newRow("common time") << "C" << 4 << 4;
        QTest::newRow("cut time") << "C|" << 2 << 2;
        QTest::newRow("sum") << "2+3/8" << 5 << 8;
        QTest::newRow("sum in brackets") << "(2+2+3)/8" << 7 << 8;
        QTest::newRow("spaces") << " 3 / 4 " << 3 << 4;
    }
    void readsMetres() {
        QFETCH(QString, field);
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        const Meter meter{numerator, denominator};
        const std::string text = field.toStdString();
        QCOMPARE(scoreOf("X:1\nM:" + text + "\nK:C\nc\n").meters,
                 (std::vector<MeterChange>{{{}, meter}}));
        const Score late = scoreOf("X:1\nM:9/8\nL:1/8\nK:C\nc9|\nM:" + text + "\nc\n");
        QCOMPARE(late.meters, (std::vector<MeterChange>{{{}, {9, 8}}, {quarters(9, 2), meter}}));
    }

    void leavesUnsaidWhatIsNotWritten() {
        const Score score = scoreOf("X:1\nK:none\nc\n");
        QVERIFY(score.tempos.empty());
        QVERIFY(score.meters.empty());
        QVERIFY(score.keys.empty());
        QCOMPARE(score.pickup, Tick{});
    }

    void choosesThePlainLengthByTheMetre_data() {
        QTest::addColumn<QString>("meter");
        QTest::addColumn<double>("quarters");
        QTest::newRow("2/4") << "2/4" << 0.25;
        QTest::newRow("5/8") << "5/8" << 0.25;
        QTest::newRow("3/4") << "3/4" << 0.5;
        QTest::newRow("6/8") << "6/8" << 0.5;
        QTest::newRow("C|") << "C|" << 0.5;
        QTest::newRow("none") << "none" << 0.5;
    }
    void choosesThePlainLengthByTheMetre() {
        QFETCH(QString, meter);
        QFETCH(double, quarters);
        const Score score = scoreOf("X:1\nM:" + meter.toStdString() + "\nK:C\nc\n");
        QCOMPARE(inQuarters(score.tracks.at(0)->notes.at(0).duration), quarters);
    }

    void recognisesAPickup_data() {
        QTest::addColumn<QString>("music");
        QTest::addColumn<double>("eighths");
        QTest::newRow("one beat") << "c2|d8|e8|" << 2.0;
        QTest::newRow("behind a repeat sign") << "|:c|d8|e7:|" << 1.0;
        QTest::newRow("whole first bar") << "c8|d8|" << 0.0;
        QTest::newRow("a fragment has none") << "c2 d2" << 0.0;
    }
    void recognisesAPickup() {
        QFETCH(QString, music);
        QFETCH(double, eighths);
        QCOMPARE(2 * inQuarters(scoreOf(tune(music.toStdString())).pickup), eighths);
    }

    void barsCountFromTheBarLines() {
        // The second section has a pickup that the first does not make room for.
        const Score score = scoreOf(tune("c8|d8|]e2|f8|g8|"));
        QCOMPARE(score.meters, (std::vector<MeterChange>{{{}, {4, 4}}, {quarters(9), {4, 4}}}));
        QCOMPARE(score.meterMap().at(quarters(9)).inBar, Tick{});
    }

    void aPickupThatTheLastBarMakesRoomForKeepsTheCount() {
        const Score score = scoreOf(tune("|:c2|d8|e6:|"));
        QCOMPARE(score.meters, (std::vector<MeterChange>{{{}, {4, 4}}}));
        QCOMPARE(score.pickup, quarters(1));
    }

    void saysWhichBarsDoNotAddUp() {
        const auto tunes = tunesOf(tune("c8|d8|e5|f8|g8|"));
        QCOMPARE(remarksOf(tunes.at(0)), QString("bar 3 lasts 5/8 and not 4/4"));
        QVERIFY(tunesOf(tune("c2|d8||e2|f8|g3:|")).at(0).remarks.empty());
    }

    void readsVoices() {
        const Score score =
            scoreOf("X:1\nM:4/4\nL:1/4\nV:S name=\"High voice\" clef=treble\nV:B clef=bass\nK:C\n"
                    "%%MIDI program 2 42\n"
                    "[V:S] c4|d4|\n[V:B] C4|D4|\nV:S\ne4|\nV:B\nE4|\n");
        QCOMPARE(score.tracks.size(), std::size_t(2));
        QCOMPARE(score.tracks[0]->name, std::string("High voice"));
        QCOMPARE(score.tracks[1]->name, std::string("B"));
        QCOMPARE(score.tracks[1]->program, 42);
        QVERIFY(score.tracks[0]->channel != score.tracks[1]->channel);
        QCOMPARE(notesOf(*score.tracks[0]), QString("0:72+8 8:74+8 16:76+8"));
        QCOMPARE(notesOf(*score.tracks[1]), QString("0:60+8 8:62+8 16:64+8"));
    }

    void voicesStayTogetherWhereRepeatsAreMissing() {
        const Score score = scoreOf("X:1\nM:4/4\nL:1/1\nK:C\nV:1\n|:c|1d:|2e|]\nV:2\nC|D|E|\n");
        QCOMPARE(notesOf(*score.tracks.at(1)), QString("0:60+8 8:62+8 16:60+8 24:64+8"));
    }

    void aNewChoiceOfStavesBeginsForAllVoicesAtOnce() {
        const Score score = scoreOf("X:1\nM:4/4\nL:1/1\nV:1\nV:2\nK:C\n%%staves 1\n[V:1] c|d|\n"
                                    "%%staves 1 2\n[V:1] e|\n[V:2] E|\n");
        QCOMPARE(notesOf(*score.tracks.at(1)), QString("16:64+8"));
    }

    void overlaysSoundWithTheirVoice() {
        const Score score = scoreOf(tune("c4 d4 & e8 & g2 | f8 |"));
        QCOMPARE(score.tracks.size(), std::size_t(1));
        QCOMPARE(notesOf(*score.tracks[0]), QString("0:72+4 0:76+8 0:79+2 4:74+4 8:77+8"));
    }

    void overlaysTakeAccidentalsOfTheirOwn() {
        QCOMPARE(pitchesOf(tune("^c8 & c8 | c8 |")), QString("72 73 72"));
    }

    void longOverlaysSpanBars() {
        const Score score = scoreOf(tune("(& c8 | d8 & e8 | f8 &) | g8 |"));
        QCOMPARE(notesOf(*score.tracks.at(0)), QString("0:72+8 0:76+8 8:74+8 8:77+8 16:79+8"));
    }

    void chordSymbolsArePlayedOutToo() {
        const Score score = scoreOf(tune("|:\"C\"c4 \"G7\"d4:|\"^not one\"e4 \"_nor this\"f4|"));
        QCOMPARE(score.chords.size(), std::size_t(4));
        QCOMPARE(score.chords[3], (ChordSymbol{quarters(6), "G7"}));
    }

    void wordsStandUnderTheirNotes() {
        const Score score =
            scoreOf(tune("c2 d2 e2 f2 | g4 a4 |\nw: A- bide with~me; * | fast_ \n"));
        QCOMPARE(score.tracks.at(0)->lyrics, (std::vector<Lyric>{{{}, "A-"},
                                                                 {quarters(1), "bide"},
                                                                 {quarters(2), "with me;"},
                                                                 {quarters(4), "fast"}}));
    }

    void eachPassSingsItsVerse() {
        const auto tunes = tunesOf(tune("|:c4 d4:|\nw:one two\nw:three four\nw:five six"));
        const Score& score = *tunes.at(0).score;
        QStringList words;
        for (const Lyric& lyric : score.tracks.at(0)->lyrics) {
            words.append(QString::fromStdString(lyric.text));
        }
        QCOMPARE(words.join(' '), QString("one two three four"));
        QCOMPARE(remarksOf(tunes[0]), QString("verses beyond the number of repeats were left out"));
    }

    void loudnessSetsTheVelocity() {
        const Score score = scoreOf(tune("c !pp!d !ff!e f|"));
        const auto& notes = score.tracks.at(0)->notes;
        QCOMPARE(notes[0].velocity, kDefaultVelocity);
        QCOMPARE(notes[1].velocity, 36);
        QCOMPARE(notes[3].velocity, 110);
    }

    void namesTheTunesOfABook() {
        const auto tunes = tunesOf("%abc-2.1\nM:3/4\nL:1/4\n\nX:7\nT:One\nK:C\nc3|\n\n"
                                   "Free text: between tunes.\n\nX:12\nT:Two\nK:G\nf3|\n");
        QCOMPARE(tunes.size(), std::size_t(2));
        QCOMPARE(tunes[0].name, std::string("book.abc#7"));
        QCOMPARE(tunes[1].name, std::string("book.abc#12"));
        QCOMPARE(tunes[0].score->meters, (std::vector<MeterChange>{{{}, {3, 4}}}));
        QCOMPARE(tunes[1].score->end(), quarters(3));
    }

    void aSingleTuneIsNamedAsItsFile() {
        QCOMPARE(tunesOf(tune("c")).at(0).name, std::string("book.abc"));
    }

    void readsEncodings_data() {
        QTest::addColumn<QByteArray>("title");
        QTest::newRow("UTF-8") << QByteArray("Caf\xC3\xA9");
        QTest::newRow("Latin-1") << QByteArray("Caf\xE9");
        QTest::newRow("accent by backslash") << QByteArray("Caf\\'e");
        QTest::newRow("entity") << QByteArray("Caf&eacute;");
        QTest::newRow("code point") << QByteArray("Caf\\u00e9");
    }
    void readsEncodings() {
        QFETCH(QByteArray, title);
        QCOMPARE(scoreOf("X:1\nT:" + title.toStdString() + "\nK:C\nc\n").title,
                 std::string("Café"));
    }

    void readsLineEndsOfAllSystems_data() {
        QTest::addColumn<QString>("lineEnd");
        QTest::newRow("LF") << "\n";
        QTest::newRow("CR LF") << "\r\n";
        QTest::newRow("CR") << "\r";
    }
    void readsLineEndsOfAllSystems() {
        QFETCH(QString, lineEnd);
        QString book = "X:1\nK:C\ncd|\nef|\n";
        book.replace("\n", lineEnd);
        QCOMPARE(pitchesOf(book.toStdString()), QString("72 74 76 77"));
    }

    void passesDirectivesAndTypesetTextOver() {
        QCOMPARE(pitchesOf("X:1\n%%scale 0.7\nK:C\n%%begintext\nc d e\n%%endtext\nc|\n"
                           "I:linebreak $\nU:T=!trill!\nm:~G=AGF\nd|\nN:a note\nr:a remark\n"
                           "W:words that follow\ne|[r:inline]f|\n"),
                 QString("72 74 76 77"));
    }

    void continuesFields() {
        QCOMPARE(scoreOf("X:1\nT:One\nK:C\nc2d2\nw:one\n+:two\n").tracks.at(0)->lyrics.size(),
                 std::size_t(2));
    }

    void aTuneWithoutNotesReads() {
        const auto tunes = tunesOf("X:1\nT:Nothing\nK:C\n");
        QCOMPARE(tunes.size(), std::size_t(1));
        QVERIFY(tunes[0].score.ok());
        QCOMPARE(tunes[0].score->noteCount(), std::size_t(0));
    }

    void saysWhatItDidNotUnderstand_data() {
        QTest::addColumn<QString>("book");
        QTest::addColumn<QString>("remark");
        QTest::newRow("key") << "X:1\nK:Quux\nc\n"
                             << "line 2: the key \"Quux\" was not understood";
        QTest::newRow("metre") << "X:1\nM:4/5\nK:C\nc\n"
                               << "line 2: the metre \"4/5\" was not understood";
        QTest::newRow("sign") << "X:1\nK:C\nc ? d\n"
                              << "line 3: '?' means nothing here";
        QTest::newRow("open chord") << "X:1\nK:C\n[ce d|\n"
                                    << "line 3: a chord is not closed";
        QTest::newRow("tuplet") << "X:1\nK:C\n(129c d|\n"
                                << "line 3: a tuplet of 129 was not understood";
    }
    void saysWhatItDidNotUnderstand() {
        QFETCH(QString, book);
        QFETCH(QString, remark);
        const auto tunes = tunesOf(book.toStdString());
        QVERIFY(tunes.at(0).score.ok());
        QCOMPARE(remarksOf(tunes[0]), remark);
    }

    void refusesByName_data() {
        QTest::addColumn<QString>("book");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << ""
                               << "book.abc: is no ABC file: no line begins with X: or K:";
        QTest::newRow("too long") << QString("X:1\nL:4/1\nK:C\n") + QString("c1000").repeated(200)
                                  << "book.abc: is longer than 100,000 bars";
        QTest::newRow("rests without end") << "X:1\nK:C\n" + QString("Z1000|").repeated(200)
                                           << "book.abc: is longer than 100,000 bars";
        QTest::newRow("parts without end") << "X:1\nP:((((A99)99)99)99)\nK:C\nP:A\nc\n"
                                           << "book.abc: plays its parts out too often";
        QTest::newRow("repeats without end") << "X:1\nL:4/1\nM:4/4\nP:A900\nK:C\nP:A\nc1000|\n"
                                             << "book.abc: plays out to more than 100,000 bars";
    }
    void refusesByName() {
        QFETCH(QString, book);
        QFETCH(QString, message);
        const auto tunes = readAbc(book.toStdString(), "book.abc");
        const Error error = !tunes ? tunes.error() : tunes->front().score.error();
        QCOMPARE(QString::fromStdString(error.message), message);
    }

    void neverFallsOverAnythingCut() {
        const std::string whole =
            "X:1\nT:T\\'e\nP:(AB)2\nM:2+3/8\nQ:\"fast\" 1/4=120\nV:1 name=\"a b\"\nK:D exp _e\n"
            "P:A\n|:[V:1]{g}\"Am\"[ce-]2>d (3:2:3efg & z4 |1,2 [K:G]!f!c-:|2 ^/c_,|]\nw:a-b_ c\n";
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const auto tunes = readAbc(whole.substr(0, size), "cut.abc");
            QVERIFY(!tunes || !tunes->empty());
        }
    }
};

QTEST_GUILESS_MAIN(AbcReaderTest)
#include "AbcReaderTest.moc"

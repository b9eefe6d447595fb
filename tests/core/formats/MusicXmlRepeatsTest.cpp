#include "MusicXmlFixture.h"

#include "core/formats/PlayedOrder.h"

#include <QTest>

using namespace fixture;

namespace {

constexpr const char* kPitches = "CDEFGAB";

/// A measure of one whole note; the first is C4, the next D4, and so on. Signs: "|:" opens a
/// repeat,
/// ":|" closes one, ":|3" plays it three times, "[1,2" begins an ending, "]" ends it after the
/// measure, other words are directions.
std::string measureWith(int index, const QString& signs) {
    std::string left;
    std::string right;
    std::string words;
    for (const QString& sign : signs.split(' ', Qt::SkipEmptyParts)) {
        if (sign == "|:") {
            left += "<barline location=\"left\"><repeat direction=\"forward\"/></barline>";
        } else if (sign.startsWith(":|")) {
            const QString times = sign.mid(2);
            right += "<barline location=\"right\"><repeat direction=\"backward\"" +
                     (times.isEmpty() ? "" : " times=\"" + times.toStdString() + "\"") +
                     "/></barline>";
        } else if (sign.startsWith('[')) {
            left += "<barline location=\"left\"><ending type=\"start\" number=\"" +
                    sign.mid(1).toStdString() + "\"/></barline>";
        } else if (sign == "]") {
            right += "<barline location=\"right\"><ending type=\"stop\" number=\"1\"/></barline>";
        } else if (sign == "segno" || sign == "coda") {
            words += "<direction><direction-type><" + sign.toStdString() +
                     "/></direction-type></direction>";
        } else if (sign.contains('=')) {
            words += "<sound " + sign.toStdString() + "/>";
        } else {
            words += "<direction><direction-type><words>" +
                     QString(sign).replace('_', ' ').toStdString() +
                     "</words></direction-type></direction>";
        }
    }
    const std::string pitch = std::string(1, kPitches[index % 7]) + std::to_string(4 + index / 7);
    return measure(left + (index == 0 ? head() : "") + words + note(pitch, 16) + right);
}

/// The order in which the measures sound, by number from 1.
QString playedOf(const QString& measures) {
    std::string xml;
    int count = 0;
    for (const QString& signs : measures.split(';')) {
        xml += measureWith(count++, signs);
    }
    const Score score = scoreOf(document(part(xml)));
    QStringList order;
    for (const Note& note : score.tracks.at(0)->notes) {
        const int octave = note.pitch.octave() - 4;
        const auto letter =
            QString(kPitches).indexOf(QString::fromStdString(pitchName(note.pitch)).at(0));
        order.append(QString::number(octave * 7 + letter + 1));
    }
    return order.join(' ');
}

} // namespace

class MusicXmlRepeatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void playsRepeatsOut_data() {
        QTest::addColumn<QString>("measures");
        QTest::addColumn<QString>("played");
        QTest::newRow("none") << ";;"
                              << "1 2 3";
        QTest::newRow("from the beginning") << ";:|;"
                                            << "1 2 1 2 3";
        QTest::newRow("a section") << ";|:;:|;"
                                   << "1 2 3 2 3 4";
        QTest::newRow("one bar") << ";|: :|;"
                                 << "1 2 2 3";
        QTest::newRow("three times") << "|:;:|3;"
                                     << "1 2 1 2 1 2 3";
        QTest::newRow("once") << "|:;:|1;"
                              << "1 2 3";
        QTest::newRow("two in a row") << ";:|;;:|"
                                      << "1 2 1 2 3 4 3 4";
        QTest::newRow("two endings") << ";[1 ] :|;[2 ];"
                                     << "1 2 1 3 4";
        QTest::newRow("long endings") << ";[1;:| ];[2;];"
                                      << "1 2 3 1 4 5 6";
        QTest::newRow("three endings") << ";[1 ] :|;[2 ] :|;[3 ];"
                                       << "1 2 1 3 1 4 5";
        QTest::newRow("shared ending") << ";[1,2 ] :|;[3 ];"
                                       << "1 2 1 2 1 3 4";
        QTest::newRow("a range of passes") << ";[1-3 ] :|;[4 ]"
                                           << "1 2 1 2 1 2 1 3";
        QTest::newRow("last ending closed like the first") << ";[1 ] :|;[2 ] :|;;"
                                                           << "1 2 1 3 4 5";
        QTest::newRow("an ending without a second") << ";[1 ] :|;;"
                                                    << "1 2 1 3 4";
        QTest::newRow("endings without numbers") << ";[ ] :|;[ ];"
                                                 << "1 2 1 3 4";
        QTest::newRow("endings, then another repeat") << ";[1 ] :|;[2 ];|:;:|"
                                                      << "1 2 1 3 4 5 4 5";
        QTest::newRow("endings twice") << ";[1 ] :|;[2 ];;[1 ] :|;[2 ]"
                                       << "1 2 1 3 4 5 4 6";
        QTest::newRow("a repeat that begins in the last ending") << ";[1 ] :|;[2 ] |:;:|;"
                                                                 << "1 2 1 3 4 3 4 5";
        QTest::newRow("a repeat within an ending") << ";[1;|: :|;] :|;[2 ];"
                                                   << "1 2 3 3 4 1 5 6";
        QTest::newRow("never closed") << ";|:;"
                                      << "1 2 3";
    }
    void playsRepeatsOut() {
        QFETCH(QString, measures);
        QFETCH(QString, played);
        QCOMPARE(playedOf(measures), played);
    }

    void mendsEndingsAsProgramsWriteThem_data() {
        QTest::addColumn<QString>("measures");
        QTest::addColumn<QString>("played");
        QTest::newRow("bracket stops before its repeat sign") << ";[1 ];;:|;[2 ];"
                                                              << "1 2 3 4 1 5 6";
        QTest::newRow("second ending numbered like the first") << ";[1 ] :|;[1 ];"
                                                               << "1 2 1 3 4";
        QTest::newRow("bracket alone, far from any repeat") << ";[1 ];;;"
                                                            << "1 2 3 4 5";
    }
    void mendsEndingsAsProgramsWriteThem() {
        QFETCH(QString, measures);
        QFETCH(QString, played);
        QCOMPARE(playedOf(measures), played);
    }

    void followsJumpsOnce_data() {
        QTest::addColumn<QString>("measures");
        QTest::addColumn<QString>("played");
        QTest::newRow("da capo") << ";;dacapo=\"yes\";"
                                 << "1 2 3 1 2 3 4";
        QTest::newRow("da capo al fine") << ";fine=\"yes\";dacapo=\"yes\""
                                         << "1 2 3 1 2";
        QTest::newRow("in words") << ";Fine;D.C._al_Fine"
                                  << "1 2 3 1 2";
        QTest::newRow("dal segno") << ";segno;;D.S.;"
                                   << "1 2 3 4 2 3 4 5";
        QTest::newRow("dal segno by sound") << ";segno=\"s\";;dalsegno=\"s\";"
                                            << "1 2 3 4 2 3 4 5";
        QTest::newRow("al coda") << ";tocoda=\"c\";dacapo=\"yes\";coda=\"c\";"
                                 << "1 2 3 1 2 4 5";
        QTest::newRow("two coda signs") << ";coda;D.C._al_Coda;coda;"
                                        << "1 2 3 1 2 4 5";
        QTest::newRow("no repeats the second time") << "|:;:|;dacapo=\"yes\""
                                                    << "1 2 1 2 3 1 2 3";
        QTest::newRow("the last ending the second time") << ";[1 ] :|;[2 ];dacapo=\"yes\""
                                                         << "1 2 1 3 4 1 3 4";
        QTest::newRow("the ending with Fine the second time") << ";[1 ] :| Fine;[2 ];dacapo=\"yes\""
                                                              << "1 2 1 3 4 1 2";
        QTest::newRow("after its repeat") << ";|:;:| dacapo=\"yes\";"
                                          << "1 2 3 2 3 1 2 3 4";
        QTest::newRow("to a coda that is missing") << ";tocoda=\"c\";dacapo=\"yes\";"
                                                   << "1 2 3 1 2 3 4";
    }
    void followsJumpsOnce() {
        QFETCH(QString, measures);
        QFETCH(QString, played);
        QCOMPARE(playedOf(measures), played);
    }

    void restatesMetreKeyAndTempoWhereARepeatGoesBack() {
        const Score score = scoreOf(document(
            part(measure(head() + "<sound tempo=\"100\"/>" + note("C4", 16)) +
                 measure(head("<fifths>1</fifths>", 3, 4) + "<sound tempo=\"50\"/>" +
                         note("D4", 12) + "<barline><repeat direction=\"backward\"/></barline>"))));
        QCOMPARE(score.meters, (std::vector<MeterChange>{{quarters(0), {4, 4}},
                                                         {quarters(4), {3, 4}},
                                                         {quarters(7), {4, 4}},
                                                         {quarters(11), {3, 4}}}));
        QCOMPARE(score.keys.size(), std::size_t{4});
        QCOMPARE(score.tempoMap().bpmAt(quarters(7)), 100.0);
        QCOMPARE(score.tempoMap().bpmAt(quarters(11)), 50.0);
    }

    void tiesIntoEachEnding() {
        const Score score = scoreOf(document(part(
            measure(head() + note("C4", 16, "<tie type=\"start\"/>")) +
            measure("<barline location=\"left\"><ending type=\"start\" number=\"1\"/></barline>" +
                    note("C4", 8, "<tie type=\"stop\"/>") + note("D4", 8) +
                    "<barline><ending type=\"stop\" number=\"1\"/><repeat "
                    "direction=\"backward\"/></barline>") +
            measure("<barline location=\"left\"><ending type=\"start\" number=\"2\"/></barline>" +
                    note("C4", 16, "<tie type=\"stop\"/>") +
                    "<barline><ending type=\"stop\" number=\"2\"/></barline>"))));
        QCOMPARE(notesOf(score), "0 C4 6, 6 D4 2, 8 C4 8");
    }

    void stopsAtTheGivenNumberOfBars() {
        std::vector<WrittenBar> bars(10);
        bars.back().plays = 100;
        QCOMPARE(playedOrder(bars, 25).size(), std::size_t{25});
        QCOMPARE(playedOrder({}, 25).size(), std::size_t{0});
    }

    void countsHowOftenEachBarBegins() {
        std::vector<WrittenBar> bars(2);
        bars[1].plays = 2;
        const std::vector<PlayedBar> expected = {{0, 1}, {1, 1}, {0, 2}, {1, 2}};
        QCOMPARE(playedOrder(bars, 100), expected);
    }
};

QTEST_GUILESS_MAIN(MusicXmlRepeatsTest)
#include "MusicXmlRepeatsTest.moc"

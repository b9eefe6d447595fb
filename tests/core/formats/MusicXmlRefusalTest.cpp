#include "MusicXmlFixture.h"

#include "core/formats/MusicXmlText.h"

#include <QDir>
#include <QTest>

using namespace fixture;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

/// The sentence with which a document is refused, as a whole or its only tune.
QString refusalOf(std::string_view xml) {
    const TuneReading tune = tuneOf(xml);
    return tune.score ? QString("not refused") : QString::fromStdString(tune.score.error().message);
}

} // namespace

class MusicXmlRefusalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesByName_data() {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& xml, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(xml) << sentence;
        };
        row("empty", "", "test.xml: is not well-formed XML: no document element found in line 1");
        row("text", "music",
            "test.xml: is not well-formed XML: no document element found in line 1");
        row("cut off", "<score-partwise>\n<part-list>\n<score-part",
            "test.xml: is not well-formed XML: error parsing start element tag in line 3");
        row("wrong end", "<score-partwise>\n<part></score>\n</score-partwise>",
            "test.xml: is not well-formed XML: start-end tags mismatch in line 2");
        row("something else", "<svg/>", "test.xml: is no MusicXML score: its root is <svg>");
        row("opus", "<opus/>", "test.xml: is a list of scores, not a score");
        row("no part", "<score-partwise/>", "test.xml: holds no part");
        row("entities",
            "<!DOCTYPE score-partwise [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>"
            "<score-partwise><part id=\"P1\">&b;</part></score-partwise>",
            "test.xml: declares entities of its own, which could make a small file huge");
        row("outside entity",
            "<!DOCTYPE score-partwise [ <!-- > --> <!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            "<score-partwise><part id=\"P1\">&x;</part></score-partwise>",
            "test.xml: declares entities of its own, which could make a small file huge");
        row("deep nesting",
            "<score-partwise>" + repeated("<part>", 100'000) + repeated("</part>", 100'000) +
                "</score-partwise>",
            "test.xml: nests its elements more than 64 deep");
        row("deep and unclosed", repeated("<a>", 100'000),
            "test.xml: nests its elements more than 64 deep");
        row("countless elements",
            "<score-partwise>" + repeated("<a/>", 1'100'000) + "</score-partwise>",
            "test.xml: consists of countless empty elements");
        row("countless parts", "<score-partwise>" + repeated("<part/>", 1025) + "</score-partwise>",
            "test.xml: has more than 1024 parts");
        row("countless measures", document(part(repeated("<measure/>", 100'001))),
            "test.xml: has more than 100000 measures");
        row("endless measure", document(part(measure(note("C4", 1'000'000'000)))),
            "test.xml: measure 1 is longer than any score");
        row("endless repeats",
            document(part(measure("<barline location=\"left\"><repeat direction=\"forward\"/>"
                                  "</barline>" +
                                  repeated(note("C4", 1), 3000) +
                                  "<barline><repeat direction=\"backward\" times=\"1000000\"/>"
                                  "</barline>"))),
            "test.xml: its repeats, played out, make it too long");
    }
    void refusesByName() {
        QFETCH(QByteArray, xml);
        QFETCH(QString, sentence);
        QCOMPARE(refusalOf(xml.toStdString()), sentence);
    }

    void refusesNoFileOfTheSuite() {
        const QDir suite(QString(CANTILENA_SAMPLES_FOLDER) + "/musicxml-suite");
        const QStringList files = suite.entryList({"*.xml", "*.mxl"}, QDir::Files);
        if (files.isEmpty()) {
            QSKIP("the folder of samples is not there");
        }
        for (const QString& file : files) {
            const auto score = readFirstScore(suite.filePath(file).toStdString());
            QVERIFY2(score.ok(), score.ok() ? "" : score.error().message.c_str());
            QVERIFY2(!score->tracks.empty(), qPrintable(file));
        }
    }

    void staysCalmWithWrongNumbers_data() {
        QTest::addColumn<QString>("measureContent");
        QTest::newRow("no divisions") << "<attributes><divisions>0</divisions></attributes>" +
                                             QString::fromStdString(note("C4", 1));
        QTest::newRow("negative duration") << QString::fromStdString(note("C4", -5));
        QTest::newRow("duration of nothing")
            << "<note><pitch><step>C</step><octave>4</octave></pitch></note>";
        QTest::newRow("octave beyond numbers")
            << "<note><pitch><step>C</step><octave>99999999999999999999</octave></pitch>"
               "<duration>1</duration></note>";
        QTest::newRow("alter of infinity")
            << "<note><pitch><step>C</step><alter>inf</alter><octave>4</octave></pitch>"
               "<duration>1</duration></note>";
        QTest::newRow("transposed beyond hearing")
            << "<attributes><transpose><diatonic>-2147483648</diatonic><chromatic>1e300"
               "</chromatic><octave-change>2147483647</octave-change></transpose></attributes>" +
                   QString::fromStdString(note("C4", 1)) +
                   "<attributes><transpose><chromatic>0</chromatic></transpose></attributes>";
        QTest::newRow("chord without a note before") << QString::fromStdString(chordNote("C4", 1));
        QTest::newRow("ending without numbers")
            << "<barline location=\"left\"><ending number=\"-\" type=\"start\"/></barline>";
        QTest::newRow("ending of many passes")
            << "<barline location=\"left\"><ending number=\"1-99999999,1-99999999\" "
               "type=\"start\"/></barline>";
        QTest::newRow("a note inside a note") << "<note><note/></note>";
    }
    void staysCalmWithWrongNumbers() {
        QFETCH(QString, measureContent);
        const std::string xml = document(
            part(measure(measureContent.toStdString()) + measure(head() + note("E4", 16))));
        const TuneReading tune = tuneOf(xml);
        QVERIFY(tune.score);
        QVERIFY(tune.score->noteCount() >= 1);
        for (const auto& track : tune.score->tracks) {
            for (const Note& note : track->notes) {
                QVERIFY(note.duration > Tick{});
                QVERIFY(note.pitch >= kLowestPitch && note.pitch <= kHighestPitch);
            }
        }
    }

    void everyCutOfADocumentIsReadOrRefused() {
        const std::string xml = document(part(measure(head() + note("C4", 16,
                                                                    "<lyric><text>a"
                                                                    "</text></lyric>"))),
                                         "<score-part id=\"P1\"/>");
        for (std::size_t length = 0; length < xml.size(); ++length) {
            QVERIFY(!tuneOf(xml.substr(0, length)).score);
        }
        QVERIFY(tuneOf(xml).score);
    }

    void countsLinesFromOne() {
        QCOMPARE(lineOf("a\nb\nc", 0), std::size_t{1});
        QCOMPARE(lineOf("a\nb\nc", 4), std::size_t{3});
        QCOMPARE(lineOf("a\nb", 99), std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(MusicXmlRefusalTest)
#include "MusicXmlRefusalTest.moc"

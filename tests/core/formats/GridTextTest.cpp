#include "core/formats/GridText.h"
#include "core/formats/TokenMapping.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace cantilena;

namespace {

std::vector<GridSymbol> symbolsOf(const QString& text) {
    std::vector<GridSymbol> symbols;
    for (const QString& word : text.split(' ', Qt::SkipEmptyParts)) {
        symbols.push_back(*gridSymbolFrom(word.toStdString()));
    }
    return symbols;
}

QString textOf(const std::vector<GridSymbol>& symbols) {
    QStringList words;
    for (const GridSymbol symbol : symbols) {
        words.append(QString::fromStdString(gridText(symbol)));
    }
    return words.join(' ');
}

/// "60@0+4": pitch, onset and length in sixteenths.
QString notesText(const std::vector<Note>& notes) {
    QStringList words;
    for (const Note& note : notes) {
        words.append(QString("%1@%2+%3")
                         .arg(note.pitch.number)
                         .arg(note.onset / kSixteenth)
                         .arg(note.duration / kSixteenth));
    }
    return words.join(' ');
}

} // namespace

class GridTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void symbolsAreRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("symbol");
        QTest::newRow("pitch") << "60" << 60;
        QTest::newRow("lowest") << "0" << 0;
        QTest::newRow("highest") << "127" << 127;
        QTest::newRow("hold") << "_" << kGridHold;
        QTest::newRow("rest") << "r" << kGridRest;
        QTest::newRow("end") << "/" << kGridEnd;
        for (const char* none : {"", "128", "-1", "60x", "R", "__", "6 0", "1e1"}) {
            QTest::addRow("none: \"%s\"", none) << none << -1;
        }
    }
    void symbolsAreRead() {
        QFETCH(QString, text);
        QFETCH(int, symbol);
        QCOMPARE(gridSymbolFrom(text.toStdString()).value_or(-1), symbol);
    }

    /// What the tutorial's own decoding gets wrong comes out right here.
    void songsAreDecoded_data() {
        QTest::addColumn<QString>("song");
        QTest::addColumn<QString>("notes");
        QTest::newRow("plain") << "60 _ 62 _ _ _"
                               << "60@0+2 62@2+4";
        QTest::newRow("final note held") << "60 _ _ _"
                                         << "60@0+4";
        QTest::newRow("final onset kept") << "60 _ 62"
                                          << "60@0+2 62@2+1";
        QTest::newRow("leading holds are silence") << "_ _ 60 _"
                                                   << "60@2+2";
        QTest::newRow("rest between") << "60 r _ 62 _"
                                      << "60@0+1 62@3+2";
        QTest::newRow("leading rest") << "r _ 60"
                                      << "60@2+1";
        QTest::newRow("same pitch again") << "60 60"
                                          << "60@0+1 60@1+1";
        QTest::newRow("ends at the delimiter") << "60 _ / / 62"
                                               << "60@0+2";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void songsAreDecoded() {
        QFETCH(QString, song);
        QFETCH(QString, notes);
        QCOMPARE(notesText(gridNotes(symbolsOf(song))), notes);
    }

    void melodiesComeBack_data() {
        QTest::addColumn<QString>("song");
        for (const char* song : {"60 _ 62 _ _ _", "60 r _ 62 _", "60 60 r 72 _ _ _ _"}) {
            QTest::newRow(song) << song;
        }
    }
    void melodiesComeBack() {
        QFETCH(QString, song);
        const std::vector<Note> notes = gridNotes(symbolsOf(song));
        const auto again = gridSymbols(notes, MeterMap());
        QVERIFY(again.ok());
        QCOMPARE(textOf(*again), song);
    }

    void silenceBeforeTheFirstNoteIsLeftOut() {
        const std::vector<Note> notes = {{{}, kWhole, kQuarter, {60}}};
        QCOMPARE(textOf(*gridSymbols(notes, MeterMap())), QString("60 _ _ _"));
    }

    void whatLiesBetweenSixteenthsIsNamed_data() {
        QTest::addColumn<qint64>("onset");
        QTest::addColumn<qint64>("duration");
        QTest::addColumn<QString>("sentence");
        const qint64 third = kQuarter.value / 3;
        QTest::newRow("onset") << qint64{kWhole.value + third} << qint64{kQuarter.value}
                               << "the note D4 in bar 2 begins between two sixteenths";
        QTest::newRow("end") << qint64{kWhole.value} << third
                             << "the note D4 in bar 2 ends between two sixteenths";
    }
    void whatLiesBetweenSixteenthsIsNamed() {
        QFETCH(qint64, onset);
        QFETCH(qint64, duration);
        QFETCH(QString, sentence);
        const std::vector<Note> notes = {{{}, {}, kQuarter, {60}}, {{}, {onset}, {duration}, {62}}};
        const auto symbols = gridSymbols(notes, MeterMap());
        QVERIFY(!symbols.ok());
        QCOMPARE(QString::fromStdString(symbols.error().message), sentence);
    }

    void everyModeLandsOnTheWhiteKeys() {
        constexpr std::array kWhite = {0, 2, 4, 5, 7, 9, 11};
        for (const Mode mode : kModes) {
            for (int tonic = 0; tonic < 12; ++tonic) {
                const int shift = gridTransposition(tonic, mode);
                const std::array scale = Key{PitchSpelling::fromFifths(0), mode}.scale();
                for (int step = 0; step < 12; ++step) {
                    const int moved = ((tonic + step + shift) % 12 + 12) % 12;
                    const bool white =
                        std::find(kWhite.begin(), kWhite.end(), moved) != kWhite.end();
                    QCOMPARE(white, scale[static_cast<std::size_t>(step)]);
                }
            }
        }
    }

    /// As music21's interval from the tonic to C or A, both in octave 4, does it.
    void transposesAsTheTutorial_data() {
        QTest::addColumn<int>("tonic");
        QTest::addColumn<bool>("minor");
        QTest::addColumn<int>("shift");
        QTest::newRow("C major") << 0 << false << 0;
        QTest::newRow("G major") << 7 << false << -7;
        QTest::newRow("B major") << 11 << false << -11;
        QTest::newRow("A minor") << 9 << true << 0;
        QTest::newRow("E minor") << 4 << true << 5;
        QTest::newRow("B minor") << 11 << true << -2;
    }
    void transposesAsTheTutorial() {
        QFETCH(int, tonic);
        QFETCH(bool, minor);
        QFETCH(int, shift);
        QCOMPARE(gridTransposition(tonic, minor ? Mode::Minor : Mode::Major), shift);
    }

    void mappingsComeBack() {
        const std::vector<GridSymbol> symbols = {67, 60, kGridRest, 60};
        const TokenMapping mapping = TokenMapping::of(symbols);
        QCOMPARE(mapping.size(), 5);
        const auto again = TokenMapping::parse(mapping.json(), "mapping.json");
        QVERIFY(again.ok());
        QVERIFY(*again == mapping);
        QCOMPARE(mapping.symbol(*mapping.token(67)), 67);
        QVERIFY(!mapping.token(61));
    }

    void brokenMappingsAreNamed_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no JSON") << QByteArray("{\"60\": 0") << "is not a mapping";
        QTest::newRow("a list") << QByteArray("[1]") << "is not a mapping";
        QTest::newRow("empty") << QByteArray("{}") << "is not a mapping";
        QTest::newRow("unknown symbol")
            << QByteArray(R"({"_": 0, "/": 1, "H4": 2})") << "\"H4\" is no symbol";
        QTest::newRow("twice") << QByteArray(R"({"_": 0, "/": 1, "60": 1})")
                               << "the number 1 stands for both \"/\" and \"60\"";
        QTest::newRow("a gap") << QByteArray(R"({"_": 0, "/": 1, "60": 3})")
                               << "the number of \"60\" is not one of 0 to 2";
        QTest::newRow("no number")
            << QByteArray(R"({"_": 0, "/": "1"})") << "the number of \"/\" is not one of 0 to 1";
        QTest::newRow("no hold") << QByteArray(R"({"60": 0, "/": 1})")
                                 << "the symbol \"_\" is missing";
        QTest::newRow("no end") << QByteArray(R"({"60": 0, "_": 1})")
                                << "the symbol \"/\" is missing";
    }
    void brokenMappingsAreNamed() {
        QFETCH(QByteArray, json);
        QFETCH(QString, sentence);
        const auto mapping = TokenMapping::parse(json.toStdString(), "mapping.json");
        QVERIFY(!mapping.ok());
        const QString message = QString::fromStdString(mapping.error().message);
        QVERIFY2(message.startsWith("mapping.json: ") && message.contains(sentence),
                 qPrintable(message));
    }

    void saysItsPitchesAndTheNearestOctave() {
        const std::vector<GridSymbol> symbols = {45, 47, 48, 57};
        const TokenMapping mapping = TokenMapping::of(symbols);
        QCOMPARE(QString::fromStdString(mapping.pitchesInWords()),
                 QString("45 (A2) to 57 (A3) without 46, 49, 50, 51, 52, 53, ..."));
        QCOMPARE(mapping.nearestOctave({81}), Pitch{57});
        QCOMPARE(mapping.nearestOctave({33}), Pitch{45});
        QVERIFY(!mapping.nearestOctave({61}));
    }
};

QTEST_GUILESS_MAIN(GridTextTest)
#include "GridTextTest.moc"

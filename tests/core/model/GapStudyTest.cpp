#include "core/model/GapStudy.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "tests/core/model/MadeUpTunes.h"
#include "tests/core/model/TokenNetworks.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <map>
#include <string_view>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A tune in 4/4 of one bar for each letter; the same letter is the same bar.
EventSequence tuneOf(std::string_view form, Tick pickup = {}) {
    const std::map<char, std::vector<Sound>> bars = {
        {'a', {{60, 1}, {62, 1}, {64, 1}, {65, 1}}}, {'b', {{67, 2}, {65, 1}, {64, 1}}},
        {'c', {{62, 1}, {0, 1}, {59, 2}}},           {'d', {{72, 4}}},
        {'e', {{60, 1}, {62, 1}, {64, 1}, {66, 1}}},
    };
    std::vector<Sound> sounds;
    if (pickup > Tick{}) {
        sounds.push_back({67, static_cast<double>(pickup.value) / 6720.0});
    }
    for (const char letter : form) {
        const std::vector<Sound>& bar = bars.at(letter);
        sounds.insert(sounds.end(), bar.begin(), bar.end());
    }
    return *encode(melodyOf(line(sounds), {}, {4, 4}, pickup));
}

/// What the model makes of the gap's events when it is asked event by event.
GapScoring asked(const MelodyModel& model, const EventSequence& melody, const EventRange& gap,
                 bool inSight) {
    const auto decoder = model.decoder(1);
    decoder->begin(0, melody.context);
    GapScoring scoring;
    for (std::size_t i = 0; i < gap.end; ++i) {
        const MelodyEvent& event = melody.events[i];
        if (i == gap.begin && inSight) {
            decoder->enter(0, gapAt(melody, gap));
        }
        if (i >= gap.begin) {
            const int symbol = symbolOf(event, melody.context);
            ++scoring.events;
            scoring.pitchBits += bitsOf(decoder->pitchLogits(0), symbol);
            scoring.durationBits +=
                bitsOf(decoder->durationLogits(0, symbol), durationClass(event.duration));
        }
        decoder->push(0, event);
    }
    return scoring;
}

} // namespace

class GapStudyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesOutEveryRunOfWholeBars() {
        // Ten bars of four quarters: four stay before, two behind.
        const EventSequence melody = tuneOf("aaaaeeeeaa");
        const auto gaps = wholeBarGaps(melody, 2);
        QCOMPARE(gaps.size(), std::size_t{3});
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            QCOMPARE(gaps[i].begin, 16 + 4 * i);
            QCOMPARE(gaps[i].end, 24 + 4 * i);
        }
        QCOMPARE(wholeBarGaps(melody, 4).size(), std::size_t{1});
        QVERIFY(wholeBarGaps(melody, 5).empty());
    }

    void countsBarsBehindThePickup() {
        const EventSequence melody = tuneOf("aaaaeeeeaa", kQuarter);
        const auto gaps = wholeBarGaps(melody, 2);
        QCOMPARE(gaps.size(), std::size_t{3});
        QCOMPARE(gaps.front().begin, std::size_t{17});
    }

    void takesOutAHeldNoteOnce() {
        // Bars 5 to 7 are one note: no gap begins with the second of them, or the third.
        std::vector<Sound> sounds;
        for (int i = 0; i < 16; ++i) {
            sounds.push_back({60 + i % 5, 1});
        }
        sounds.push_back({72, 12});
        for (int i = 0; i < 16; ++i) {
            sounds.push_back({60 + i % 5, 1});
        }
        const EventSequence melody = *encode(melodyOf(line(sounds)));
        for (const int bars : {1, 2}) {
            const auto gaps = wholeBarGaps(melody, bars);
            QCOMPARE(gaps.size(), static_cast<std::size_t>(bars == 1 ? 3 : 2));
            QCOMPARE(gaps[0].begin, std::size_t{16});
            QCOMPARE(gaps[0].end, std::size_t{17});
            QCOMPARE(gaps[1].begin, std::size_t{17});
            QCOMPARE(gaps[1].end, std::size_t{17} + 4 * static_cast<std::size_t>(bars));
        }
    }

    void seesWhereTheContentStandsAgain_data() {
        QTest::addColumn<QString>("form");
        QTest::addColumn<int>("bar");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, const char* form, int bar, Recurrence expected) {
            QTest::newRow(name) << QString::fromLatin1(form) << bar << static_cast<int>(expected);
        };
        row("nowhere", "abcdceabcd", 4, Recurrence::Nowhere);
        row("before", "ceabcebaab", 4, Recurrence::Before);
        row("behind", "abcdceabce", 4, Recurrence::Behind);
        row("both", "ceabceabce", 4, Recurrence::Both);
        // One pitch of seven notes differs.
        row("nearly", "aaaabeaaba", 4, Recurrence::Nowhere);
        // Bars 4 and 5, and bars 5 and 6, share bar 5, which is not there.
        row("overlapping itself", "bcbcaaabcb", 4, Recurrence::Nowhere);
    }
    void seesWhereTheContentStandsAgain() {
        QFETCH(QString, form);
        QFETCH(int, bar);
        QFETCH(int, expected);
        const EventSequence melody = tuneOf(form.toStdString());
        const Tick length = kQuarter * 4;
        const EventRange gap = eventsWithin(melody, {length * bar, length * (bar + 2)});
        QCOMPARE(static_cast<int>(recurrenceOf(melody, gap)), expected);
    }

    /// One reading for all gaps gives what a reading of its own gives for each, to the last bit.
    void findsWhatOneReadingAGapFinds() {
        const auto model = someNetwork(3, "Reels");
        const EventSequence melody = tuneOf("abcdceabcedaab", kQuarter * 2);
        const auto gaps = wholeBarGaps(melody, 2);
        QVERIFY(gaps.size() > 3);
        const auto studies = studyGaps(*model, melody, gaps);
        QCOMPARE(studies.size(), gaps.size());
        for (std::size_t i = 0; i < gaps.size(); ++i) {
            for (const bool inSight : {false, true}) {
                const GapScoring& found = inSight ? studies[i].inSight : studies[i].lookingBack;
                const GapScoring wanted = asked(*model, melody, gaps[i], inSight);
                QCOMPARE(found.events, wanted.events);
                QCOMPARE(found.pitchBits, wanted.pitchBits);
                QCOMPARE(found.durationBits, wanted.durationBits);
            }
            QVERIFY(studies[i].inSight.bits() != studies[i].lookingBack.bits());
        }
    }

    void aModelThatLooksOnlyBackSeesNoDifference() {
        const auto model = someTokenModel();
        const EventSequence melody = tuneOf("abcbabcbabcb");
        for (const GapStudy& study : studyGaps(*model, melody, wholeBarGaps(melody, 2))) {
            QCOMPARE(study.inSight.bits(), study.lookingBack.bits());
        }
    }
};

QTEST_APPLESS_MAIN(GapStudyTest)
#include "GapStudyTest.moc"

#include "MadeUpTunes.h"

#include "core/model/FeatureMaker.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace cantilena;
using namespace cantilena::test;

namespace {

bool same(const StepFeatures& a, const StepFeatures& b) {
    return a.categories == b.categories && a.numbers == b.numbers && a.lastPitch == b.lastPitch &&
           a.nextPitch == b.nextPitch && a.fillingDuration == b.fillingDuration &&
           a.pitchMemory == b.pitchMemory && a.intervalMemory == b.intervalMemory &&
           a.durationMemory == b.durationMemory;
}

int valueOf(const StepFeatures& features, std::string_view name) {
    const auto found =
        std::find_if(kInputCategories.begin(), kInputCategories.end(),
                     [name](const InputCategory& input) { return input.name == name; });
    return features.categories[static_cast<std::size_t>(found - kInputCategories.begin())];
}

/// The features after these sounds in C major.
StepFeatures after(std::initializer_list<Sound> sounds, Meter meter = {4, 4}, Tick pickup = {}) {
    const auto sequence =
        encode(melodyOf(line(std::span(sounds.begin(), sounds.size())), Key{}, meter, pickup));
    return featuresOf(*sequence).back();
}

double totalOf(std::span<const float> logs) {
    double total = 0.0;
    for (const float value : logs) {
        total += std::exp(static_cast<double>(value));
    }
    return total;
}

/// Any melody at all: leaps, rests, odd lengths.
EventSequence wildTune(std::uint64_t rng, std::size_t events) {
    Random random(rng);
    Score score = newScore();
    score.meters = {{{}, {6, 8}}, {kWhole * 3, {5, 4}}};
    score.pickup = kQuarter;
    EventSequence sequence{melodyContext(score, {}, {}), {}};
    for (std::size_t i = 0; i < events; ++i) {
        const bool rest = random.below(6) == 0;
        const Tick length{1 + static_cast<std::int64_t>(random.below(4 * 6720))};
        sequence.events.push_back({rest ? EventKind::Rest : EventKind::Note,
                                   {30 + static_cast<int>(random.below(61))},
                                   length});
    }
    return sequence;
}

/// Four bars of quarters in which no two bars are alike, and the same again.
EventSequence fourBarsTwice() {
    Score score = newScore();
    score.meters = {{{}, {4, 4}}};
    EventSequence tune{melodyContext(score, {}, {}), {}};
    for (int i = 0; i < 32; ++i) {
        tune.events.push_back({EventKind::Note, {60 + i % 16}, kQuarter});
    }
    return tune;
}

} // namespace

class FeatureMakerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// What comes later must not show now, whatever it is.
    void theFutureDoesNotShow_data() {
        QTest::addColumn<int>("rng");
        for (int rng = 0; rng < 8; ++rng) {
            QTest::newRow(std::to_string(rng).c_str()) << rng;
        }
    }
    void theFutureDoesNotShow() {
        QFETCH(int, rng);
        const auto seed = static_cast<std::uint64_t>(rng);
        const EventSequence tune = wildTune(seed, 60);
        const std::vector<StepFeatures> whole = featuresOf(tune);
        QCOMPARE(whole.size(), std::size_t{61});
        for (const std::size_t cut : {0, 1, 2, 17, 43, 59}) {
            EventSequence other = wildTune(seed + 1000, 60);
            std::copy_n(tune.events.begin(), cut, other.events.begin());
            const std::vector<StepFeatures> changed = featuresOf(other);
            for (std::size_t i = 0; i <= cut; ++i) {
                QVERIFY(same(whole[i], changed[i]));
            }
        }
    }

    /// Asking does not change the answer, nor what comes after it.
    void askingTwiceGivesTheSame() {
        const EventSequence tune = wildTune(3, 30);
        const std::vector<StepFeatures> whole = featuresOf(tune);
        FeatureMaker maker(tune.context);
        for (std::size_t i = 0; i < tune.events.size(); ++i) {
            QVERIFY(same(maker.next(), whole[i]));
            QVERIFY(same(maker.next(), whole[i]));
            maker.push(tune.events[i]);
        }
    }

    void valuesStayWithinTheirCategories() {
        for (std::uint64_t rng = 0; rng < 20; ++rng) {
            EventSequence tune = wildTune(rng, 200);
            tune.context.meterKnown = rng % 3 != 0;
            for (const StepFeatures& features : featuresOf(tune)) {
                for (std::size_t i = 0; i < kInputCategoryCount; ++i) {
                    QVERIFY(features.categories[i] >= 0);
                    QVERIFY(features.categories[i] < kInputCategories[i].cardinality);
                }
                QVERIFY(std::all_of(features.numbers.begin(), features.numbers.end(),
                                    [](float x) { return std::isfinite(x); }));
                QVERIFY(std::abs(totalOf(features.pitchMemory) - 1.0) < 1e-3);
                QVERIFY(std::abs(totalOf(features.durationMemory) - 1.0) < 1e-3);
            }
        }
    }

    /// The same tune in another key looks the same.
    void keysLookAlike() {
        const std::array<Sound, 4> inC = {{{60, 1.0}, {64, 0.5}, {67, 0.5}, {65, 2.0}}};
        const std::array<Sound, 4> inA = {{{69, 1.0}, {73, 0.5}, {76, 0.5}, {74, 2.0}}};
        const auto c = featuresOf(*encode(melodyOf(line(inC), *Key::fromName("C"))));
        const auto a = featuresOf(*encode(melodyOf(line(inA), *Key::fromName("A"))));
        QVERIFY(std::equal(c.begin(), c.end(), a.begin(), a.end(), same));
    }

    void theLastEventsShow() {
        const StepFeatures features = after({{60, 1.0}, {64, 0.5}, {0, 0.25}, {62, 0.75}});
        QCOMPARE(features.lastPitch, kFurthestFromTonic + 2);
        QCOMPARE(valueOf(features, "last_pitch"), kFurthestFromTonic + 2);
        QCOMPARE(valueOf(features, "last_degree"), 2);
        QCOMPARE(valueOf(features, "last_event"), 1);
        QCOMPARE(valueOf(features, "last_interval"), intervalClass(-2));
        QCOMPARE(valueOf(features, "second_interval"), intervalClass(4));
        QCOMPARE(valueOf(features, "last_duration"), durationClass(kQuarter * 3 / 4));
        QCOMPARE(valueOf(features, "second_duration"), durationClass(kQuarter / 4));
        QCOMPARE(valueOf(features, "event_index"), 4);
        QCOMPARE(valueOf(features, "mode"), 0);
    }

    void theBeginningIsEmpty() {
        const StepFeatures features = after({});
        QCOMPARE(features.lastPitch, -1);
        QCOMPARE(valueOf(features, "last_event"), 0);
        QCOMPARE(valueOf(features, "last_interval"), kNoInterval);
        QCOMPARE(valueOf(features, "match_length"), 0);
        QCOMPARE(valueOf(features, "back_1_interval"), kIntervals + 1);
    }

    void thePlaceInTheBarShows_data() {
        QTest::addColumn<double>("quarters");
        QTest::addColumn<Meter>("meter");
        QTest::addColumn<double>("pickup");
        QTest::addColumn<int>("inBar");
        QTest::addColumn<int>("inBeat");
        QTest::addColumn<int>("bar");
        QTest::newRow("bar line") << 4.0 << Meter{4, 4} << 0.0 << 0 << 0 << 1;
        QTest::newRow("off beat") << 2.5 << Meter{4, 4} << 0.0 << 60 << 12 << 0;
        QTest::newRow("compound") << 2.0 << Meter{6, 8} << 0.0 << 48 << 12 << 0;
        QTest::newRow("after a pickup") << 1.0 << Meter{3, 4} << 1.0 << 0 << 0 << 0;
        QTest::newRow("in a pickup") << 0.5 << Meter{3, 4} << 1.0 << 60 << 12 << 8;
        QTest::newRow("ninth bar") << 32.0 << Meter{4, 4} << 0.0 << 0 << 0 << 0;
        QTest::newRow("a bar beyond the scale") << 10.0 << Meter{12, 4} << 0.0 << 192 << 48 << 0;
    }
    void thePlaceInTheBarShows() {
        QFETCH(double, quarters);
        QFETCH(Meter, meter);
        QFETCH(double, pickup);
        QFETCH(int, inBar);
        QFETCH(int, bar);
        const StepFeatures features =
            after({{60, quarters}}, meter, Tick{static_cast<std::int64_t>(pickup * 6720)});
        QCOMPARE(valueOf(features, "bar_position"), inBar);
        QCOMPARE(valueOf(features, "bar_of_eight"), bar);
    }

    void aBarAgoShows() {
        const StepFeatures features = after({{60, 1.0}, {64, 1.5}, {0, 1.5}, {65, 1.0}});
        QCOMPARE(valueOf(features, "back_1_interval"), intervalClass(64 - 65));
        QCOMPARE(valueOf(features, "back_1_duration"), durationClass(kQuarter * 3 / 2));
        const StepFeatures held = after({{60, 1.0}, {64, 1.5}, {0, 1.5}, {65, 2.0}});
        QCOMPARE(valueOf(held, "back_1_duration"), kDurationClasses);
        QCOMPARE(valueOf(held, "copied_1"), 0);
        const StepFeatures silent = after({{60, 1.0}, {64, 1.5}, {0, 1.5}, {65, 3.0}});
        QCOMPARE(valueOf(silent, "back_1_interval"), kIntervals);
    }

    /// The second bar as the first, then off the path.
    void copyingShows() {
        const std::initializer_list<Sound> copied = {{60, 1.0}, {0, 2.0}, {64, 1.0},
                                                     {60, 1.0}, {0, 2.0}, {64, 1.0}};
        QCOMPARE(valueOf(after(copied), "copied_1"), 3);
        QCOMPARE(valueOf(after(copied), "copied_2"), 0);
        const std::initializer_list<Sound> strayed = {{60, 1.0}, {0, 2.0}, {64, 1.0},
                                                      {60, 1.0}, {0, 2.0}, {65, 1.0}};
        QCOMPARE(valueOf(after(strayed), "copied_1"), 0);
    }

    void barsAreNumbered_data() {
        QTest::addColumn<double>("quarters");
        QTest::addColumn<double>("pickup");
        QTest::addColumn<int>("bar");
        QTest::newRow("first bar") << 0.5 << 0.0 << 1;
        QTest::newRow("pickup") << 0.5 << 1.0 << 0;
        QTest::newRow("first bar after a pickup") << 1.0 << 1.0 << 1;
        QTest::newRow("bar 33") << 128.0 << 0.0 << 33;
        QTest::newRow("beyond the count") << 4000.0 << 0.0 << 64;
    }
    void barsAreNumbered() {
        QFETCH(double, quarters);
        QFETCH(double, pickup);
        QFETCH(int, bar);
        const StepFeatures features =
            after({{60, quarters}}, {4, 4}, Tick{static_cast<std::int64_t>(pickup * 6720)});
        QCOMPARE(valueOf(features, "bar_number"), bar);
    }

    void theLongestMatchShows() {
        const StepFeatures features = after({{60, 1.0},
                                             {62, 1.0},
                                             {65, 1.0},
                                             {69, 0.5},
                                             {70, 1.0},
                                             {67, 1.0},
                                             {69, 1.0},
                                             {72, 1.0}});
        // +2 +3 was followed by +4, half a quarter long.
        QCOMPARE(valueOf(features, "match_length"), 2);
        QCOMPARE(valueOf(features, "match_interval"), intervalClass(4));
        QCOMPARE(valueOf(features, "match_duration"), durationClass(kQuarter / 2));
    }

    void theMemoryExpectsWhatItHeard() {
        const StepFeatures features =
            after({{60, 1.0}, {62, 1.0}, {64, 1.0}, {60, 1.0}, {62, 1.0}});
        const auto likeliest =
            std::max_element(features.pitchMemory.begin(), features.pitchMemory.end());
        QCOMPARE(static_cast<int>(likeliest - features.pitchMemory.begin()),
                 kFurthestFromTonic + 4);
        const auto byInterval =
            std::max_element(features.intervalMemory.begin(), features.intervalMemory.end());
        QCOMPARE(static_cast<int>(byInterval - features.intervalMemory.begin()),
                 kFurthestFromTonic + 4);
    }

    void anUnknownMeterShowsNoPlace() {
        EventSequence tune = *encode(madeUpTune(1));
        tune.context.meterKnown = false;
        for (const StepFeatures& features : featuresOf(tune)) {
            QCOMPARE(valueOf(features, "bar_position"), 193);
            QCOMPARE(valueOf(features, "back_1_interval"), kIntervals + 1);
        }
    }

    /// Before and behind a gap all is as without; within it, what fills the gap shows as little as
    /// any future, and what stands behind it does show.
    void aGapIsFilledInSightOfWhatFollows_data() {
        QTest::addColumn<int>("rng");
        for (int rng = 0; rng < 8; ++rng) {
            QTest::newRow(std::to_string(rng).c_str()) << rng;
        }
    }
    void aGapIsFilledInSightOfWhatFollows() {
        QFETCH(int, rng);
        const EventSequence tune = wildTune(static_cast<std::uint64_t>(rng), 60);
        const std::vector<StepFeatures> plain = featuresOf(tune);
        const EventRange gap{20, 32};
        const std::vector<StepFeatures> sighted = featuresOf(tune, gap);
        EventSequence filledOtherwise = tune;
        std::swap(filledOtherwise.events[28], filledOtherwise.events[31]);
        const std::vector<StepFeatures> other = featuresOf(filledOtherwise, gap);
        EventSequence followedOtherwise = tune;
        followedOtherwise.events[33] = {EventKind::Note, {60}, kQuarter};
        followedOtherwise.events[34] = {EventKind::Note, {61}, kQuarter};
        const std::vector<StepFeatures> followed = featuresOf(followedOtherwise, gap);
        for (std::size_t i = 0; i < plain.size(); ++i) {
            const bool within = i >= gap.begin && i < gap.end;
            QCOMPARE(same(plain[i], sighted[i]), !within);
            QVERIFY(i > 28 || same(sighted[i], other[i]));
            QVERIFY(i >= gap.begin || same(sighted[i], followed[i]));
            QVERIFY(!within || !same(sighted[i], followed[i]));
        }
    }

    void aGapSaysWhatIsLeft() {
        const auto sequence = *encode(melodyOf(
            line(std::array<Sound, 6>{{{60, 4}, {62, 4}, {64, 4}, {65, 4}, {67, 2}, {72, 2}}}),
            Key{}, {4, 4}, {}));
        const StepFeatures first = featuresOf(sequence, {1, 4})[1];
        QCOMPARE(valueOf(first, "gap"), 1);
        QCOMPARE(first.nextPitch, kFurthestFromTonic + 7);
        QCOMPARE(valueOf(first, "next_interval"), intervalClass(7));
        QCOMPARE(valueOf(first, "after_interval"), intervalClass(5));
        const StepFeatures last = featuresOf(sequence, {4, 6})[6];
        QCOMPARE(valueOf(last, "gap"), 2);
        QCOMPARE(valueOf(last, "left_units"), 1);
        QCOMPARE(last.nextPitch, -1);
        QCOMPARE(last.fillingDuration, -1);
        QCOMPARE(valueOf(featuresOf(sequence)[6], "gap"), 0);
    }

    /// Four bars of quarters, twice, with a gap of one bar: how far what stands before it agrees
    /// with what follows, and what stands behind it with what went before and with what follows.
    void agreementAroundAGapShows() {
        const EventSequence tune = fourBarsTwice();
        const StepFeatures early = featuresOf(tune, {4, 8})[4];
        QCOMPARE(valueOf(early, "echo_4"), 5); // four or five
        QCOMPARE(valueOf(early, "echo_2"), 1); // none: bar 1 is not as bar 3
        QCOMPARE(valueOf(early, "echo_8"), 0); // there are not that many bars
        QCOMPARE(valueOf(early, "behind_4"), 0);
        QCOMPARE(valueOf(early, "beyond_4"), 7); // eight to eleven
        QCOMPARE(valueOf(early, "beyond_1"), 1);
        const StepFeatures late = featuresOf(tune, {20, 24})[20];
        QCOMPARE(valueOf(late, "behind_4"), 7);
        QCOMPARE(valueOf(late, "beyond_4"), 0);
        QCOMPARE(valueOf(late, "echo_4"), 0);
        const StepFeatures outside = featuresOf(tune, {4, 8})[8];
        QCOMPARE(valueOf(outside, "echo_4"), 0);
        QCOMPARE(valueOf(outside, "beyond_4"), 0);
        EventSequence unknown = tune;
        unknown.context.meterKnown = false;
        QCOMPARE(valueOf(featuresOf(unknown, {4, 8})[4], "echo_4"), 0);
    }

    /// What fills the gap counts from when it is pushed, and breaks a run where it differs.
    void whatFillsAGapCountsWhenItIsThere() {
        const EventSequence tune = fourBarsTwice();
        EventSequence other = tune;
        other.events[6].pitch = {40};
        const EventRange gap{4, 8};
        const std::vector<StepFeatures> agreeing = featuresOf(tune, gap);
        const std::vector<StepFeatures> straying = featuresOf(other, gap);
        for (std::size_t i = 0; i <= 6; ++i) {
            QVERIFY(same(agreeing[i], straying[i]));
        }
        QCOMPARE(valueOf(agreeing[6], "echo_4"), 6); // six or seven
        QCOMPARE(valueOf(agreeing[7], "echo_4"), 6);
        QCOMPARE(valueOf(straying[7], "echo_4"), 1);
    }

    /// Within a gap the tune's own lessons include those of what follows, and still sum to one.
    void whatFollowsTeaches() {
        const EventSequence tune = wildTune(3, 40);
        for (const StepFeatures& features : featuresOf(tune, {5, 20})) {
            QVERIFY(std::abs(totalOf(features.pitchMemory) - 1.0) < 1e-4);
            QVERIFY(std::abs(totalOf(features.durationMemory) - 1.0) < 1e-4);
        }
        const StepFeatures alone = featuresOf(tune)[10];
        const StepFeatures taught = featuresOf(tune, {5, 20})[10];
        QVERIFY(alone.pitchMemory != taught.pitchMemory);
    }
};

QTEST_GUILESS_MAIN(FeatureMakerTest)
#include "FeatureMakerTest.moc"

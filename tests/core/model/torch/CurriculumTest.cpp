#include "core/model/torch/Curriculum.h"
#include "tests/core/model/MadeUpTunes.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::vector<TunePart> tunesOfLengths(std::initializer_list<std::size_t> lengths) {
    std::vector<TunePart> tunes;
    for (const std::size_t length : lengths) {
        TunePart tune;
        tune.events.context.tonic = {60};
        tune.events.events.assign(length, {EventKind::Note, {60}, kQuarter});
        tunes.push_back(std::move(tune));
    }
    return tunes;
}

std::vector<std::size_t> flat(const BatchPlan& plan) {
    std::vector<std::size_t> all;
    for (const auto& batch : plan) {
        all.insert(all.end(), batch.begin(), batch.end());
    }
    return all;
}

std::vector<std::size_t> sorted(std::vector<std::size_t> numbers) {
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

} // namespace

class CurriculumTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void largerCorporaTakeFewerPasses() {
        QCOMPARE(epochsFor(0), 24);
        QCOMPARE(epochsFor(50'000), 24);
        // Some 1,700 folk tunes.
        QCOMPARE(epochsFor(240'000), 15);
        QCOMPARE(epochsFor(10'000'000), 12);
    }

    void setsAsideByGroup() {
        TrainingTask task = madeUpTask(40, "unused");
        for (std::size_t i = 0; i < task.tunes.size(); ++i) {
            task.tunes[i].duplicateGroup = i / 4;
        }
        const auto curriculum = prepared(task);
        QVERIFY(curriculum.ok());
        QCOMPARE(curriculum->heldOutNames.size(), std::size_t{4});
        QCOMPARE(curriculum->trainingTunes, std::size_t{36});
        std::set<std::size_t> groups;
        for (const TrainingTune& tune : task.tunes) {
            if (std::find(curriculum->heldOutNames.begin(), curriculum->heldOutNames.end(),
                          tune.name) != curriculum->heldOutNames.end()) {
                groups.insert(tune.duplicateGroup);
            }
        }
        QCOMPARE(groups.size(), std::size_t{1});
    }

    void namesTheSourcesByFolder() {
        TrainingTask task = madeUpTask(10, "unused");
        for (TrainingTune& tune : task.tunes) {
            tune.name = "/somewhere/dances/book.abc#" + tune.name;
        }
        const auto curriculum = prepared(task);
        QVERIFY(curriculum.ok());
        QCOMPARE(curriculum->heldOutBySource.size(), std::size_t{1});
        QCOMPARE(curriculum->heldOutBySource.begin()->first, std::string("dances"));
    }

    void aSingleTuneJudgesItself() {
        const auto curriculum = prepared(madeUpTask(1, "unused"));
        QVERIFY(curriculum.ok());
        QVERIFY(curriculum->heldOutNames.empty());
        QCOMPARE(curriculum->heldOut.size(), std::size_t{1});
    }

    void longTunesComeInParts() {
        TrainingTask task = madeUpTask(0, "unused");
        std::vector<Sound> sounds(4000, Sound{60, 1.0});
        task.tunes.push_back({"long", std::make_shared<const Score>(melodyOf(line(sounds))), 0});
        const auto curriculum = prepared(task);
        QVERIFY(curriculum.ok());
        QCOMPARE(curriculum->training.size(), std::size_t{3});
        QCOMPARE(curriculum->trainingNotes, std::size_t{4000});
        std::size_t notes = 0;
        Tick now;
        for (const TunePart& part : curriculum->training) {
            QCOMPARE(part.events.context.begin, now);
            now += kQuarter * static_cast<std::int64_t>(part.events.events.size());
            notes += part.events.events.size();
            QCOMPARE(part.endsTune, notes == 4000);
        }
        QCOMPARE(notes, std::size_t{4000});
    }

    /// Where a long tune was cut, nothing is learnt of an end.
    void aPartThatEndsNoTuneTeachesNoEnd() {
        TunePart part = tunesOfLengths({40}).front();
        for (const bool ends : {true, false}) {
            part.endsTune = ends;
            int gapsAtTheEnd = 0;
            for (std::uint64_t rng = 0; rng < 200; ++rng) {
                const Lesson lesson = varied(part, 0.0, rng);
                QCOMPARE(lesson.endsTune, ends);
                gapsAtTheEnd += lesson.gap.isEmpty() || lesson.gap.end < 40 ? 0 : 1;
            }
            QCOMPARE(gapsAtTheEnd > 0, ends);
            const Lesson lesson{part.events, {}, ends};
            const Batch batch = makeBatch(NetworkShape::full(8), std::span(&lesson, 1));
            QCOMPARE(batch.events, std::size_t{ends ? 41U : 40U});
            QCOMPARE(batch.pitchTargets.back(), ends ? kEndSymbol : Batch::kNoTarget);
        }
    }

    void emptyTunesAreNoTunes() {
        TrainingTask task = madeUpTask(0, "unused");
        task.tunes.push_back({"empty", std::make_shared<const Score>(newScore()), 0});
        const auto curriculum = prepared(task);
        QVERIFY(!curriculum.ok());
        QCOMPARE(curriculum.error().message, std::string("there are no notes to learn from"));
    }

    void batchesHoldEveryTuneOnce() {
        const auto tunes = tunesOfLengths({5, 700, 30, 31, 29, 30, 2, 100, 99, 400});
        const BatchPlan ordered = orderedBatches(tunes, 300);
        const BatchPlan shuffled = shuffledBatches(tunes, 300, 1);
        const std::vector<std::size_t> all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        QCOMPARE(sorted(flat(ordered)), all);
        QCOMPARE(sorted(flat(shuffled)), all);
        for (const BatchPlan& plan : {ordered, shuffled}) {
            for (const auto& batch : plan) {
                std::size_t longest = 0;
                for (const std::size_t tune : batch) {
                    longest = std::max(longest, tunes[tune].events.events.size() + 1);
                }
                QVERIFY(batch.size() == 1 || longest * batch.size() <= 300);
            }
        }
    }

    void batchesChangeWithTheSeedOnly() {
        const auto tunes = tunesOfLengths({30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41});
        QCOMPARE(shuffledBatches(tunes, 100, 7), shuffledBatches(tunes, 100, 7));
        QVERIFY(shuffledBatches(tunes, 100, 7) != shuffledBatches(tunes, 100, 8));
    }

    void variationsKeepTheNotes() {
        const EventSequence tune = *encode(madeUpTune(4));
        int withoutKey = 0;
        int withoutMeter = 0;
        int withoutGap = 0;
        int toTheEnd = 0;
        std::set<int> tonics;
        for (std::uint64_t rng = 0; rng < 1000; ++rng) {
            const Lesson lesson = varied({tune, true}, 0.15, rng);
            const EventSequence& other = lesson.tune;
            QVERIFY(lesson.gap.end <= tune.events.size());
            withoutGap += lesson.gap.isEmpty() ? 1 : 0;
            toTheEnd += !lesson.gap.isEmpty() && lesson.gap.end == tune.events.size() ? 1 : 0;
            QVERIFY(other.events == tune.events);
            withoutMeter += other.context.meterKnown ? 0 : 1;
            if (other.context.mode) {
                QCOMPARE(other.context.tonic, tune.context.tonic);
            } else {
                ++withoutKey;
                tonics.insert(other.context.tonic.number);
            }
            for (const MelodyEvent& event : other.events) {
                const int symbol = symbolOf(event, other.context);
                QVERIFY(symbol >= 0 && symbol <= kRestSymbol);
            }
        }
        QVERIFY(std::abs(withoutKey - 150) < 40);
        QVERIFY(std::abs(withoutMeter - 50) < 25);
        // Bars of a gap may all begin with notes held into them, and events reach the end.
        QVERIFY(withoutGap >= 150 && withoutGap <= 300);
        QVERIFY(toTheEnd >= 140);
        QCOMPARE(tonics.size(), std::size_t{12});
    }
};

QTEST_GUILESS_MAIN(CurriculumTest)
#include "CurriculumTest.moc"

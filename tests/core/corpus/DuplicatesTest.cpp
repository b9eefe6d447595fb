#include "core/corpus/Duplicates.h"
#include "Scores.h"
#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <vector>

using namespace cantilena;
using namespace cantilena::test;

namespace {

using Groups = std::vector<std::size_t>;

IntervalSequence randomIntervals(Random& random, std::size_t count) {
    IntervalSequence intervals(count);
    for (std::int8_t& interval : intervals) {
        interval = static_cast<std::int8_t>(static_cast<int>(random.below(13)) - 6);
    }
    return intervals;
}

IntervalSequence joined(IntervalSequence a, const IntervalSequence& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

IntervalSequence first(const IntervalSequence& intervals, std::size_t count) {
    return {intervals.begin(), intervals.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// The definition itself, pair by pair, to judge the index by.
Groups groupsPairByPair(const std::vector<IntervalSequence>& melodies) {
    const auto windows = [](const IntervalSequence& intervals) {
        std::set<IntervalSequence> all;
        for (std::size_t at = 0; at + kDuplicateWindow <= intervals.size(); ++at) {
            const auto begin = intervals.begin() + static_cast<std::ptrdiff_t>(at);
            all.insert({begin, begin + kDuplicateWindow});
        }
        return all;
    };
    const auto alike = [&](const IntervalSequence& a, const IntervalSequence& b) {
        if (a == b) {
            return true;
        }
        const auto windowsA = windows(a);
        const auto windowsB = windows(b);
        std::size_t shared = 0;
        for (const auto& window : windowsA) {
            shared += windowsB.count(window);
        }
        return shared > 0 && 2 * shared >= std::min(windowsA.size(), windowsB.size());
    };
    Groups groups(melodies.size());
    std::size_t next = 0;
    for (std::size_t i = 0; i < melodies.size(); ++i) {
        groups[i] = next++;
    }
    for (std::size_t i = 0; i < melodies.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (alike(melodies[i], melodies[j])) {
                const std::size_t from = std::max(groups[i], groups[j]);
                const std::size_t to = std::min(groups[i], groups[j]);
                std::replace(groups.begin(), groups.end(), from, to);
            }
        }
    }
    return groups;
}

bool samePartition(const Groups& a, const Groups& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if ((a[i] == a[j]) != (b[i] == b[j])) {
                return false;
            }
        }
    }
    return a.size() == b.size();
}

} // namespace

class DuplicatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void intervalsForgetTransposition() {
        QVERIFY((intervalsOf(lineOf({60, 64, 62}).notes) == IntervalSequence{4, -2}));
        QVERIFY(intervalsOf(lineOf({60, 64, 62}).notes) == intervalsOf(lineOf({70, 74, 72}).notes));
        QVERIFY((intervalsOf(lineOf({0, 127, 0}).notes) == IntervalSequence{127, -127}));
        QVERIFY(intervalsOf(lineOf({60}).notes).empty());
        QVERIFY(intervalsOf({}).empty());
    }

    void groups_data() {
        QTest::addColumn<QList<QList<int>>>("melodies");
        QTest::addColumn<QList<int>>("expected");
        using Melodies = QList<QList<int>>;
        QTest::newRow("none") << Melodies{} << QList<int>{};
        QTest::newRow("the same") << Melodies{{1, 2}, {3, 4}, {1, 2}} << QList<int>{0, 1, 0};
        QTest::newRow("short ones must be wholly the same")
            << Melodies{{1, 2, 3, 4, 5, 6}, {1, 2, 3, 4, 5, 6, 7}} << QList<int>{0, 1};
    }
    void groups() {
        QFETCH(QList<QList<int>>, melodies);
        QFETCH(QList<int>, expected);
        std::vector<IntervalSequence> sequences;
        for (const QList<int>& melody : melodies) {
            sequences.emplace_back(melody.begin(), melody.end());
        }
        const Groups numbers = duplicateGroups(sequences);
        QCOMPARE(QList<int>(numbers.begin(), numbers.end()), expected);
    }

    void halfOfTheSmallersWindowsIsEnough() {
        Random random(1);
        // 31 intervals have 20 windows; the first 21 intervals hold 10 of them.
        const IntervalSequence tune = randomIntervals(random, 31);
        const IntervalSequence enough = joined(first(tune, 21), randomIntervals(random, 40));
        const IntervalSequence tooFew = joined(first(tune, 20), randomIntervals(random, 40));
        QVERIFY((duplicateGroups(std::vector{tune, enough}) == Groups{0, 0}));
        QVERIFY((duplicateGroups(std::vector{enough, tune}) == Groups{0, 0}));
        QVERIFY((duplicateGroups(std::vector{tune, tooFew}) == Groups{0, 1}));
    }

    void aTuneWithinALongerOneIsItsDuplicate() {
        Random random(2);
        const IntervalSequence tune = randomIntervals(random, 30);
        const IntervalSequence medley =
            joined(joined(randomIntervals(random, 200), tune), randomIntervals(random, 200));
        QVERIFY((duplicateGroups(std::vector{medley, tune}) == Groups{0, 0}));
    }

    void aRepeatedWindowCountsOnce() {
        // The circle has 12 windows in all, however often it goes round.
        IntervalSequence circle;
        for (int round = 0; round < 20; ++round) {
            circle = joined(circle, {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6});
        }
        Random random(3);
        const IntervalSequence other = joined(first(circle, 14), randomIntervals(random, 60));
        QVERIFY((duplicateGroups(std::vector{circle, other}) == Groups{0, 1}));
        const IntervalSequence half = joined(first(circle, 17), randomIntervals(random, 60));
        QVERIFY((duplicateGroups(std::vector{circle, half}) == Groups{0, 0}));
    }

    void likenessIsPassedOn() {
        Random random(4);
        const IntervalSequence a = randomIntervals(random, 40);
        const IntervalSequence c = randomIntervals(random, 40);
        const IntervalSequence between = joined(a, c);
        QVERIFY((duplicateGroups(std::vector{a, c}) == Groups{0, 1}));
        QVERIFY((duplicateGroups(std::vector{a, c, between}) == Groups{0, 0, 0}));
    }

    void theIndexAgreesWithTheDefinition_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 12; ++seed) {
            QTest::addRow("seed %d", seed) << seed;
        }
    }
    void theIndexAgreesWithTheDefinition() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        std::vector<IntervalSequence> phrases;
        for (int phrase = 0; phrase < 12; ++phrase) {
            phrases.push_back(randomIntervals(random, 8 + random.below(24)));
        }
        std::vector<IntervalSequence> melodies;
        for (int melody = 0; melody < 60; ++melody) {
            IntervalSequence intervals;
            for (std::uint64_t part = random.below(5); part > 0; --part) {
                intervals = joined(intervals, phrases[random.below(phrases.size())]);
            }
            melodies.push_back(intervals);
        }
        const Groups numbers = duplicateGroups(melodies);
        QVERIFY(samePartition(numbers, groupsPairByPair(melodies)));
        std::size_t next = 0;
        for (const std::size_t number : numbers) {
            QVERIFY2(number <= next, "groups are numbered in order of appearance");
            next = std::max(next, number + 1);
        }
    }
};

QTEST_GUILESS_MAIN(DuplicatesTest)
#include "DuplicatesTest.moc"

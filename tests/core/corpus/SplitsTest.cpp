#include "core/corpus/Splits.h"
#include "core/base/Random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

using namespace cantilena;

namespace {

using Indices = std::vector<std::size_t>;

/// Mostly groups of one, some of a few, as in a folder of folk tunes.
Indices someGroups(std::size_t tunes, std::uint64_t seed) {
    Random random(seed);
    Indices groups(tunes);
    std::size_t next = 0;
    for (std::size_t& group : groups) {
        const bool repeats = next > 0 && random.below(5) == 0;
        group = repeats ? random.below(next) : next++;
    }
    return groups;
}

} // namespace

class SplitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSplitPartsTheTunesAndNoGroup_data() {
        QTest::addColumn<int>("tunes");
        QTest::addColumn<double>("share");
        for (const int tunes : {2, 3, 10, 500}) {
            for (const double share : {0.05, 0.1, 0.5, 0.95}) {
                QTest::addRow("%d tunes, %g", tunes, share) << tunes << share;
            }
        }
    }
    void aSplitPartsTheTunesAndNoGroup() {
        QFETCH(int, tunes);
        QFETCH(double, share);
        Indices groups = someGroups(static_cast<std::size_t>(tunes), 1);
        groups.back() = 1000;
        for (std::uint64_t rng = 0; rng < 20; ++rng) {
            const Split split = splitByGroup(groups, share, rng);
            Indices all = split.training;
            all.insert(all.end(), split.heldOut.begin(), split.heldOut.end());
            std::sort(all.begin(), all.end());
            QCOMPARE(all.size(), groups.size());
            QVERIFY(std::adjacent_find(all.begin(), all.end()) == all.end());
            QVERIFY(std::is_sorted(split.training.begin(), split.training.end()));
            QVERIFY(std::is_sorted(split.heldOut.begin(), split.heldOut.end()));
            QVERIFY(!split.training.empty());
            QVERIFY(!split.heldOut.empty());
            std::set<std::size_t> learnt;
            for (const std::size_t tune : split.training) {
                learnt.insert(groups[tune]);
            }
            for (const std::size_t tune : split.heldOut) {
                QVERIFY(!learnt.contains(groups[tune]));
            }
        }
    }

    void theShareIsMet() {
        const Indices groups = someGroups(1000, 2);
        for (std::uint64_t rng = 0; rng < 20; ++rng) {
            QCOMPARE(splitByGroup(groups, 0.1, rng).heldOut.size(), std::size_t{100});
        }
    }

    void theLargestGroupCanOutweighTheShare() {
        // Nine versions of one tune and one of another: a tenth is the other.
        const Indices groups = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        for (std::uint64_t rng = 0; rng < 10; ++rng) {
            QCOMPARE(splitByGroup(groups, 0.1, rng).heldOut, (Indices{9}));
            QCOMPARE(splitByGroup(groups, 0.5, rng).heldOut, (Indices{9}));
        }
    }

    void theEndsOfTheShareAreTheEnds() {
        const Indices groups = {0, 1, 2};
        QVERIFY(splitByGroup(groups, 0.0, 1).heldOut.empty());
        QVERIFY(splitByGroup(groups, -1.0, 1).heldOut.empty());
        QVERIFY(splitByGroup(groups, 1.0, 1).training.empty());
        QVERIFY(splitByGroup(groups, 7.0, 1).training.empty());
        QVERIFY(splitByGroup({}, 0.5, 1).training.empty());
    }

    void oneGroupStaysTogether() {
        const Split split = splitByGroup(Indices{4, 4, 4}, 0.1, 1);
        QCOMPARE(split.training.size(), std::size_t{3});
        QVERIFY(split.heldOut.empty());
    }

    void theSeedDecides() {
        const Indices groups = someGroups(300, 3);
        QVERIFY(splitByGroup(groups, 0.1, 1).heldOut == splitByGroup(groups, 0.1, 1).heldOut);
        QVERIFY(splitByGroup(groups, 0.1, 1).heldOut != splitByGroup(groups, 0.1, 2).heldOut);
        QVERIFY(folds(groups, 10, 1) == folds(groups, 10, 1));
        QVERIFY(folds(groups, 10, 1) != folds(groups, 10, 2));
    }

    void theDrawIsTheSameOnEveryMachine() {
        const Indices groups = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        // Worked out apart from this code: Fisher and Yates with the published generator.
        QCOMPARE(splitByGroup(groups, 0.3, 1).heldOut, (Indices{0, 3, 8}));
    }

    void foldsPartTheTunesEvenlyAndNoGroup_data() {
        QTest::addColumn<int>("count");
        for (const int count : {1, 2, 5, 10}) {
            QTest::addRow("%d", count) << count;
        }
    }
    void foldsPartTheTunesEvenlyAndNoGroup() {
        QFETCH(int, count);
        const Indices groups = someGroups(333, 5);
        const auto dealt = folds(groups, static_cast<std::size_t>(count), 9);
        QCOMPARE(dealt.size(), static_cast<std::size_t>(count));
        std::map<std::size_t, std::size_t> foldOfGroup;
        std::set<std::size_t> tunes;
        for (std::size_t fold = 0; fold < dealt.size(); ++fold) {
            const double even = 333.0 / count;
            QVERIFY(std::abs(static_cast<double>(dealt[fold].size()) - even) < 1.0);
            QVERIFY(std::is_sorted(dealt[fold].begin(), dealt[fold].end()));
            for (const std::size_t tune : dealt[fold]) {
                QVERIFY(tunes.insert(tune).second);
                QCOMPARE(foldOfGroup.try_emplace(groups[tune], fold).first->second, fold);
            }
        }
        QCOMPARE(tunes.size(), groups.size());
    }

    void tooFewGroupsLeaveFoldsEmpty() {
        const auto dealt = folds(Indices{0, 0, 1}, 4, 1);
        QCOMPARE(dealt.size(), std::size_t{4});
        QCOMPARE(std::count_if(dealt.begin(), dealt.end(),
                               [](const Indices& fold) { return fold.empty(); }),
                 std::ptrdiff_t{2});
    }
};

QTEST_GUILESS_MAIN(SplitsTest)
#include "SplitsTest.moc"

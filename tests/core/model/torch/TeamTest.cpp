#include "core/model/torch/Team.h"

#include <QTest>

#include <atomic>
#include <set>
#include <stdexcept>
#include <string>

using namespace cantilena;

class TeamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMemberWorksOnce_data() {
        QTest::addColumn<int>("members");
        for (const int members : {1, 2, 7}) {
            QTest::newRow(std::to_string(members).c_str()) << members;
        }
    }
    void everyMemberWorksOnce() {
        QFETCH(int, members);
        std::atomic<int> prepared = 0;
        std::vector<int> counts(static_cast<std::size_t>(members));
        {
            Team team(counts.size(), [&prepared] { ++prepared; });
            QCOMPARE(team.size(), counts.size());
            for (int round = 0; round < 100; ++round) {
                team.run([&counts](std::size_t member) { ++counts[member]; });
            }
        }
        QCOMPARE(prepared.load(), members);
        for (const int count : counts) {
            QCOMPARE(count, 100);
        }
    }

    /// Every member finishes, then the first failure is passed on; the team can go on working.
    void failuresArePassedOn() {
        Team team(3, [] {});
        std::atomic<int> finished = 0;
        const auto job = [&finished](std::size_t member) {
            ++finished;
            if (member > 0) {
                throw std::runtime_error("member " + std::to_string(member));
            }
        };
        try {
            team.run(job);
            QFAIL("nothing was thrown");
        } catch (const std::runtime_error& failure) {
            QCOMPARE(std::string(failure.what()), std::string("member 1"));
        }
        QCOMPARE(finished.load(), 3);
        team.run([&finished](std::size_t) { ++finished; });
        QCOMPARE(finished.load(), 6);
    }

    void endsWithoutWork() {
        const Team team(4, [] {});
        QCOMPARE(team.size(), std::size_t{4});
    }
};

QTEST_GUILESS_MAIN(TeamTest)
#include "TeamTest.moc"

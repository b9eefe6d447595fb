#include "core/base/SpscQueue.h"

#include <QTest>

#include <array>
#include <cstdint>
#include <memory>
#include <thread>

using namespace cantilena;

class SpscQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesItemsInOrder() {
        SpscQueue<int, 4> queue;
        QVERIFY(!queue.pop());
        QVERIFY(queue.push(1));
        QVERIFY(queue.push(2));
        QCOMPARE(queue.pop().value(), 1);
        QCOMPARE(queue.pop().value(), 2);
        QVERIFY(!queue.pop());
    }

    void aFullQueueRefusesAndKeepsWhatItHas() {
        SpscQueue<int, 4> queue;
        for (int item = 0; item < 4; ++item) {
            QVERIFY(queue.push(item));
        }
        QVERIFY(!queue.push(99));
        QCOMPARE(queue.pop().value(), 0);
        QVERIFY(queue.push(4));
        for (int item = 1; item <= 4; ++item) {
            QCOMPARE(queue.pop().value(), item);
        }
        QVERIFY(!queue.pop());
    }

    void goesRoundManyTimes() {
        SpscQueue<int, 8> queue;
        for (int item = 0; item < 1000; ++item) {
            QVERIFY(queue.push(item));
            QVERIFY(queue.push(-item));
            QCOMPARE(queue.pop().value(), item);
            QCOMPARE(queue.pop().value(), -item);
        }
    }

    void everyItemArrivesWholeFromAnotherThread() {
        using Item = std::array<std::uint64_t, 4>;
        constexpr std::uint64_t kItems = 200'000;
        const auto queue = std::make_unique<SpscQueue<Item, 64>>();
        std::thread producer([&] {
            for (std::uint64_t number = 0; number < kItems; ++number) {
                while (!queue->push({number, number * 3, ~number, number ^ 0x55})) {
                    std::this_thread::yield();
                }
            }
        });
        std::uint64_t faults = 0;
        for (std::uint64_t number = 0; number < kItems;) {
            if (const auto item = queue->pop()) {
                const Item expected = {number, number * 3, ~number, number ^ 0x55};
                faults += *item == expected ? 0 : 1;
                ++number;
            } else {
                std::this_thread::yield();
            }
        }
        producer.join();
        QCOMPARE(faults, std::uint64_t{0});
        QVERIFY(!queue->pop());
    }
};

QTEST_GUILESS_MAIN(SpscQueueTest)
#include "SpscQueueTest.moc"

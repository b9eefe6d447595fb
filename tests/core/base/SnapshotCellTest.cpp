#include "core/base/SnapshotCell.h"

#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace cantilena;

namespace {

/// Counts its living instances, and knows when it is read after its death.
class Piece {
public:
    explicit Piece(int number)
        : m_number(number)
        , m_check(~number) {
        ++s_living;
    }
    Piece(const Piece&) = delete;
    Piece& operator=(const Piece&) = delete;
    ~Piece() {
        m_check = m_number;
        --s_living;
    }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isWhole() const { return m_check == ~m_number; }

    static inline std::atomic<int> s_living{0};

private:
    int m_number;
    int m_check;
};

} // namespace

class SnapshotCellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isEmptyBeforeTheFirstPublish() {
        SnapshotCell<Piece> cell;
        QVERIFY(cell.acquire() == nullptr);
    }

    void theReaderSeesTheNewest() {
        SnapshotCell<Piece> cell;
        cell.publish(std::make_shared<Piece>(1));
        cell.publish(std::make_shared<Piece>(2));
        QCOMPARE(cell.acquire()->number(), 2);
        QCOMPARE(cell.acquire()->number(), 2);
    }

    void whatTheReaderHoldsOutlivesItsSuccessor() {
        SnapshotCell<Piece> cell;
        cell.publish(std::make_shared<Piece>(1));
        const Piece* held = cell.acquire();
        cell.publish(std::make_shared<Piece>(2));
        cell.publish(std::make_shared<Piece>(3));
        QVERIFY(held->isWhole());
        QCOMPARE(cell.retiredCount(), std::size_t{1});
        QCOMPARE(cell.acquire()->number(), 3);
        cell.collect();
        QCOMPARE(cell.retiredCount(), std::size_t{0});
        QCOMPARE(Piece::s_living.load(), 1);
    }

    void releaseLetsGo() {
        SnapshotCell<Piece> cell;
        cell.publish(std::make_shared<Piece>(1));
        QVERIFY(cell.acquire() != nullptr);
        cell.publish(std::make_shared<Piece>(2));
        cell.release();
        cell.collect();
        QCOMPARE(cell.retiredCount(), std::size_t{0});
    }

    void theSameValueMayBePublishedAgain() {
        SnapshotCell<Piece> cell;
        const auto piece = std::make_shared<Piece>(1);
        cell.publish(piece);
        QVERIFY(cell.acquire() == piece.get());
        cell.publish(piece);
        cell.publish(std::make_shared<Piece>(2));
        QVERIFY(piece->isWhole());
        QCOMPARE(cell.acquire()->number(), 2);
    }

    void nothingCanBePublished() {
        SnapshotCell<Piece> cell;
        cell.publish(std::make_shared<Piece>(1));
        cell.publish(nullptr);
        QVERIFY(cell.acquire() == nullptr);
        QCOMPARE(Piece::s_living.load(), 0);
    }

    void theCellFreesAllWithItself() {
        {
            SnapshotCell<Piece> cell;
            cell.publish(std::make_shared<Piece>(1));
            QVERIFY(cell.acquire() != nullptr);
            cell.publish(std::make_shared<Piece>(2));
            QCOMPARE(Piece::s_living.load(), 2);
        }
        QCOMPARE(Piece::s_living.load(), 0);
    }

    void twoThreadsNeverMeetAFreedValue() {
        constexpr int kLast = 20'000;
        SnapshotCell<Piece> cell;
        cell.publish(std::make_shared<Piece>(0));
        std::atomic<bool> whole{true};
        std::atomic<bool> ordered{true};
        std::atomic<bool> started{false};
        std::thread reader([&] {
            int newest = 0;
            started = true;
            while (newest < kLast) {
                const Piece* piece = cell.acquire();
                whole = whole && piece->isWhole();
                ordered = ordered && piece->number() >= newest;
                newest = piece->number();
                whole = whole && piece->isWhole();
            }
            cell.release();
        });
        while (!started) {
            std::this_thread::yield();
        }
        std::size_t mostRetired = 0;
        for (int number = 1; number <= kLast; ++number) {
            cell.publish(std::make_shared<Piece>(number));
            mostRetired = std::max(mostRetired, cell.retiredCount());
        }
        reader.join();
        QVERIFY(whole);
        QVERIFY(ordered);
        QVERIFY2(mostRetired <= 1, "the reader can hold one value at most");
        cell.collect();
        QCOMPARE(Piece::s_living.load(), 1);
    }
};

QTEST_GUILESS_MAIN(SnapshotCellTest)
#include "SnapshotCellTest.moc"

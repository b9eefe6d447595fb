#include "ui/document/Worker.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <semaphore>

using namespace cantilena;

class WorkerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void postsArriveInOrderOnTheOwnersThread() {
        Worker worker;
        QSignalSpy idle(&worker, &Worker::idle);
        QList<int> arrived;
        QThread* thread = nullptr;
        worker.start([&](const Worker::Line& line) {
            for (int i = 0; i < 3; ++i) {
                line.post([&, i] {
                    arrived.append(i);
                    thread = QThread::currentThread();
                });
            }
        });
        QVERIFY(worker.isBusy());
        QVERIFY(idle.wait());
        QCOMPARE(arrived, QList<int>({0, 1, 2}));
        QCOMPARE(thread, QThread::currentThread());
        QVERIFY(!worker.isBusy());
    }

    void newerWorkReplacesOlderWhosePostsAreDropped() {
        Worker worker;
        QSignalSpy idle(&worker, &Worker::idle);
        std::binary_semaphore begun(0);
        QStringList arrived;
        worker.start([&](const Worker::Line& line) {
            begun.release();
            while (!line.stop().stop_requested()) {
                std::this_thread::yield();
            }
            line.post([&] { arrived.append("old"); });
        });
        begun.acquire();
        worker.start([&](const Worker::Line& line) { line.post([&] { arrived.append("new"); }); });
        QVERIFY(idle.wait());
        QCOMPARE(arrived, QStringList{"new"});
        QCOMPARE(idle.size(), 1);
    }

    void stoppingLetsWhatIsPostedArriveAndDroppingDoesNot_data() {
        QTest::addColumn<bool>("drops");
        QTest::newRow("stopped") << false;
        QTest::newRow("dropped") << true;
    }
    void stoppingLetsWhatIsPostedArriveAndDroppingDoesNot() {
        QFETCH(bool, drops);
        Worker worker;
        QSignalSpy idle(&worker, &Worker::idle);
        std::binary_semaphore posted(0);
        int arrived = 0;
        worker.start([&](const Worker::Line& line) {
            line.post([&] { ++arrived; });
            posted.release();
            while (!line.stop().stop_requested()) {
                std::this_thread::yield();
            }
            line.post([&] { ++arrived; });
        });
        posted.acquire();
        drops ? worker.drop() : worker.requestStop();
        QVERIFY(idle.wait());
        QCOMPARE(arrived, drops ? 0 : 2);
        worker.start([&](const Worker::Line& line) { line.post([&] { arrived = 7; }); });
        QVERIFY(idle.wait());
        QCOMPARE(arrived, 7);
    }

    void goingAwayStopsTheWorkAndWaits() {
        std::atomic<bool> ended = false;
        {
            Worker worker;
            worker.start([&](const Worker::Line& line) {
                while (!line.stop().stop_requested()) {
                    std::this_thread::yield();
                }
                line.post([] { QFAIL("must not arrive"); });
                ended = true;
            });
        }
        QVERIFY(ended);
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "WorkerTest.moc"

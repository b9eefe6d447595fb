#include "ui/document/ExportController.h"
#include "core/formats/ScoreFile.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class ExportControllerTest : public QObject {
    Q_OBJECT

    static std::shared_ptr<const Score> score() { return std::make_shared<const Score>(sketch()); }

private Q_SLOTS:
    void notesComeBackFromTheFile() {
        StudioBench bench;
        ExportController exporter(bench.parts());
        QSignalSpy finished(&exporter, &ExportController::finished);
        exporter.exportNotes(score(), bench.path("a.mid"));
        QVERIFY(finished.wait());
        const auto read = readFirstScore(bench.path("a.mid"));
        QVERIFY(read);
        QCOMPARE(read->noteCount(), 4U);
    }

    void aFailureIsOneSentence() {
        StudioBench bench;
        ExportController exporter(bench.parts());
        QSignalSpy failed(&exporter, &ExportController::failed);
        exporter.exportNotes(score(), bench.path("no/such/a.mid"));
        QVERIFY(failed.wait());
        QVERIFY(failed.front().front().toString().contains("a.mid"));
    }

    void soundExportIsFollowedAndCancelled() {
        StudioBench bench;
        StudioParts parts = bench.parts();
        parts.exportSound = [](const Score&, const std::filesystem::path&,
                               const SoundExportSettings&, std::stop_token stop,
                               const ProgressSink& progress) -> Result<RenderOutcome> {
            progress(0.5, "half");
            while (!stop.stop_requested()) {
                std::this_thread::yield();
            }
            return Error{ErrorCode::Cancelled, "cancelled"};
        };
        ExportController exporter(parts);
        QSignalSpy progressed(&exporter, &ExportController::progressed);
        QSignalSpy cancelled(&exporter, &ExportController::cancelled);
        QSignalSpy failed(&exporter, &ExportController::failed);
        exporter.exportSound(score(), bench.path("a.wav"));
        QVERIFY(progressed.wait());
        exporter.cancel();
        QVERIFY(cancelled.wait());
        QVERIFY(failed.isEmpty());
        QTRY_VERIFY(!exporter.isBusy());
    }
};

QTEST_GUILESS_MAIN(ExportControllerTest)
#include "ExportControllerTest.moc"

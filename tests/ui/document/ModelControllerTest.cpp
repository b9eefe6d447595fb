#include "ui/document/ModelController.h"
#include "tests/support/SomeNetwork.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace cantilena;
using namespace cantilena::test;

class ModelControllerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A model that is ready was chosen while another was still being read.
    void theModelChosenLastCounts_data() {
        QTest::addColumn<bool>("opens");
        QTest::newRow("the other one opens") << true;
        QTest::newRow("the other one cannot be opened") << false;
    }
    void theModelChosenLastCounts() {
        QFETCH(bool, opens);
        StudioBench bench;
        StudioParts parts = bench.parts();
        std::promise<void> released;
        parts.loadModel =
            [opens, gate = released.get_future().share()](
                const std::filesystem::path&) -> Result<std::shared_ptr<const MelodyModel>> {
            gate.wait();
            if (!opens) {
                return Error{ErrorCode::NotFound, "late.safetensors: cannot be opened"};
            }
            return someNetwork(1, "Late");
        };
        ModelController models(parts);
        QSignalSpy failed(&models, &ModelController::failed);
        models.load("late.safetensors");
        models.use(someNetwork(2, "Trained"), "trained.safetensors");
        released.set_value();
        QTRY_VERIFY(!models.isLoading());
        QCOMPARE(models.model()->card().name, std::string("Trained"));
        QCOMPARE(models.path(), std::filesystem::path("trained.safetensors"));
        QVERIFY(failed.empty());
        // Asked for again, it counts.
        models.load("late.safetensors");
        QTRY_VERIFY(!models.isLoading());
        QCOMPARE(models.model()->card().name, std::string(opens ? "Late" : "Trained"));
        QCOMPARE(failed.size(), opens ? 0 : 1);
    }
};

QTEST_GUILESS_MAIN(ModelControllerTest)
#include "ModelControllerTest.moc"

#include "ui/document/BlendController.h"
#include "tests/core/model/TokenNetworks.h"
#include "tests/support/SomeNetwork.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class BlendControllerTest : public QObject {
    Q_OBJECT

    static StudioParts partsThatLoad(StudioBench& bench,
                                     const std::shared_ptr<const MelodyModel>& model) {
        StudioParts parts = bench.parts();
        parts.loadModel =
            [model](
                const std::filesystem::path& file) -> Result<std::shared_ptr<const MelodyModel>> {
            if (file.empty()) {
                return Error{ErrorCode::NotFound, "cannot be opened"};
            }
            return model;
        };
        return parts;
    }

private Q_SLOTS:
    void aModelThatComesTooLateIsNotBlendedIn() {
        StudioBench bench;
        ModelController models(bench.parts());
        const auto second = someNetwork(2, "Hymns");
        BlendController blend(partsThatLoad(bench, second), models);
        const long holders = second.use_count();
        blend.load("hymns");
        blend.clear();
        QTRY_COMPARE(second.use_count(), holders);
        QVERIFY(blend.second() == nullptr);
    }

    void blendsASecondModelIn() {
        StudioBench bench;
        const auto first = someNetwork(1, "Reels");
        ModelController models(bench.parts());
        BlendController blend(partsThatLoad(bench, someNetwork(2, "Hymns")), models);
        QVERIFY(blend.model() == nullptr);
        models.use(first, "reels");
        QCOMPARE(blend.model(), first);
        blend.load("hymns");
        QTRY_VERIFY(blend.second() != nullptr);
        QCOMPARE(blend.model()->card().name, std::string("Reels 50 % + Hymns 50 %"));
        blend.setShare(0.25);
        QCOMPARE(blend.model()->card().name, std::string("Reels 75 % + Hymns 25 %"));
        blend.setShare(0.0);
        QCOMPARE(blend.model(), first);
        blend.clear();
        QVERIFY(blend.second() == nullptr);
        QCOMPARE(blend.model(), first);
    }

    void followsTheModelAtWork() {
        StudioBench bench;
        ModelController models(bench.parts());
        BlendController blend(partsThatLoad(bench, someNetwork(2, "Hymns")), models);
        models.use(someNetwork(1, "Reels"), "reels");
        blend.load("hymns");
        QTRY_VERIFY(blend.second() != nullptr);
        models.use(someNetwork(3, "Waltzes"), "waltzes");
        QCOMPARE(blend.model()->card().name, std::string("Waltzes 50 % + Hymns 50 %"));
    }

    void whatCannotBeBlendedIsSaid() {
        StudioBench bench;
        const auto first = someNetwork(1, "Reels");
        ModelController models(bench.parts());
        models.use(first, "reels");
        BlendController blend(partsThatLoad(bench, someTokenModel()), models);
        QSignalSpy failed(&blend, &BlendController::failed);
        blend.load("tokens");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(blend.model(), first);
        blend.load({});
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(blend.second() == nullptr);
    }
};

QTEST_GUILESS_MAIN(BlendControllerTest)
#include "BlendControllerTest.moc"

#include "core/model/NetworkModule.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace cantilena;

class NetworkModuleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensBesideTheLibrary() {
        const auto backend = openModelBackend();
        QVERIFY2(backend.ok(), backend.ok() ? "" : backend.error().message.c_str());
        QVERIFY(!(*backend)->version().empty());
        QCOMPARE((*backend)->devices().front(), std::string("cpu"));
    }

    void opensOnce() {
        const auto first = openModelBackend();
        const auto again = openModelBackend();
        QVERIFY(first.ok() && again.ok());
        QCOMPARE(again->get(), first->get());
    }

    void aMissingModuleIsNamed() {
        const auto backend = openModelBackend("/nowhere/cantilena-torch.so");
        QVERIFY(!backend.ok());
        QCOMPARE(backend.error().code, ErrorCode::NotFound);
        QVERIFY(backend.error().message.find("/nowhere/cantilena-torch.so") != std::string::npos);
    }

    void whatIsNoModuleIsRefused() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "noise.so";
        std::ofstream(path) << "not a library";
        const auto backend = openModelBackend(path);
        QVERIFY(!backend.ok());
        QCOMPARE(backend.error().code, ErrorCode::Unavailable);
        QVERIFY(backend.error().message.find("noise.so") != std::string::npos);
    }

    /// Another library of ours, which makes no backend.
    void anotherLibraryIsRefused() {
        const auto backend = openModelBackend(std::filesystem::path(CANTILENA_BUILD_FOLDER) /
                                              "libcantilena-core.so");
        QVERIFY(!backend.ok());
        QCOMPARE(backend.error().code, ErrorCode::Unsupported);
    }
};

QTEST_GUILESS_MAIN(NetworkModuleTest)
#include "NetworkModuleTest.moc"

#include "core/base/File.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace cantilena;
namespace fs = std::filesystem;

namespace {

/// While it lives, no file of this process may grow beyond `bytes`: to a writer that is a full
/// disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_limit);
        rlimit limit = m_limit;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &m_limit);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_limit{};
    void (*m_handler)(int) = nullptr;
};

std::vector<std::string> namesIn(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string contents(const fs::path& path) {
    const Result<std::string> bytes = readFile(path);
    return bytes ? *bytes : "failed: " + bytes.error().message;
}

} // namespace

class FileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        QVERIFY(m_temporary->isValid());
        m_folder = m_temporary->path().toStdString();
    }

    void readsBackWhatWasWritten_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("zeros") << QByteArray("a\0b\r\n\xff", 6);
        QTest::newRow("several blocks") << QByteArray(300'000, 'x');
    }
    void readsBackWhatWasWritten() {
        QFETCH(QByteArray, bytes);
        const std::string expected = bytes.toStdString();
        QVERIFY(writeFileAtomically(m_folder / "file", expected));
        QVERIFY(contents(m_folder / "file") == expected);
        QCOMPARE(namesIn(m_folder), std::vector<std::string>{"file"});
    }

    void aMissingFileIsNamed() {
        const fs::path path = m_folder / "none.mid";
        const auto bytes = readFile(path);
        QVERIFY(!bytes);
        QVERIFY(bytes.error().code == ErrorCode::NotFound);
        QVERIFY(bytes.error().message.starts_with(path.string() + ": "));
    }

    void aFolderIsNoFile() {
        const auto bytes = readFile(m_folder);
        QVERIFY(!bytes);
        QVERIFY(bytes.error().code == ErrorCode::Unsupported);
        const auto written = writeFileAtomically(m_folder, "bytes");
        QVERIFY(!written);
        QVERIFY(written.error().message.starts_with(m_folder.string() + ": "));
        QVERIFY(fs::is_directory(m_folder));
    }

    void tooLargeIsRefused() {
        QVERIFY(writeFileAtomically(m_folder / "file", "12345"));
        QVERIFY(readFile(m_folder / "file", 5));
        const auto bytes = readFile(m_folder / "file", 4);
        QVERIFY(!bytes);
        QVERIFY(bytes.error().code == ErrorCode::OutOfRange);
        // A device has no size, and never ends.
        QVERIFY(readFile("/dev/zero", 100'000).error().code == ErrorCode::OutOfRange);
    }

    void aFolderThatIsMissingIsNamed() {
        const auto written = writeFileAtomically(m_folder / "none" / "file", "bytes");
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::NotFound);
        QVERIFY(written.error().message.find("none/file") != std::string::npos);
    }

    void aFullDiskLeavesTheOldFile() {
        const fs::path path = m_folder / "piece";
        QVERIFY(writeFileAtomically(path, "old"));
        Result<void> written;
        {
            const FullDisk disk(4096);
            written = writeFileAtomically(path, std::string(100'000, 'n'), Backup::Keep);
        }
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::NoSpace);
        QVERIFY(written.error().message.starts_with(path.string() + ": cannot be written"));
        QCOMPARE(contents(path), std::string("old"));
        QCOMPARE(namesIn(m_folder), std::vector<std::string>{"piece"});
    }

    void aReadOnlyFolderIsSaid() {
        if (::geteuid() == 0) {
            QSKIP("root may write everywhere");
        }
        fs::permissions(m_folder, fs::perms::owner_read | fs::perms::owner_exec);
        const auto written = writeFileAtomically(m_folder / "piece", "bytes");
        fs::permissions(m_folder, fs::perms::owner_all);
        QVERIFY(!written);
        QVERIFY(written.error().code == ErrorCode::PermissionDenied);
    }

    void theOldFileIsKeptOnRequest() {
        const fs::path path = m_folder / "piece";
        QVERIFY(writeFileAtomically(path, "1", Backup::Keep));
        QCOMPARE(namesIn(m_folder), std::vector<std::string>{"piece"});
        QVERIFY(writeFileAtomically(path, "2", Backup::Keep));
        QVERIFY(writeFileAtomically(path, "3", Backup::Keep));
        QCOMPARE(contents(path), std::string("3"));
        QCOMPARE(contents(m_folder / "piece~"), std::string("2"));
        QVERIFY(writeFileAtomically(path, "4"));
        QCOMPARE(contents(m_folder / "piece~"), std::string("2"));
    }

    void aLinkStaysALink() {
        const fs::path target = m_folder / "target";
        const fs::path link = m_folder / "link";
        QVERIFY(writeFileAtomically(target, "old"));
        fs::create_symlink("target", link);
        QVERIFY(writeFileAtomically(link, "new", Backup::Keep));
        QVERIFY(fs::is_symlink(link));
        QCOMPARE(contents(target), std::string("new"));
        QCOMPARE(contents(m_folder / "link~"), std::string("old"));
    }

    void permissionsStay() {
        const fs::path path = m_folder / "piece";
        QVERIFY(writeFileAtomically(path, "old"));
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        QVERIFY(writeFileAtomically(path, "new"));
        QVERIFY(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }

    void aFailedWriterLeavesNothing() {
        const fs::path path = m_folder / "piece";
        QVERIFY(writeFileAtomically(path, "old"));
        const auto outcome = replaceFileAtomically(path, [](const fs::path& temporary) {
            const Result<void> half = writeFileAtomically(temporary, "half");
            return half ? Result<void>(Error{ErrorCode::Cancelled, "stopped"}) : half;
        });
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == ErrorCode::Cancelled);
        QCOMPARE(contents(path), std::string("old"));
        QCOMPARE(namesIn(m_folder), std::vector<std::string>{"piece"});
    }

    void theWriterWorksBesideItsTarget() {
        const fs::path path = m_folder / "piece.wav";
        fs::path seen;
        QVERIFY(replaceFileAtomically(path, [&](const fs::path& temporary) {
            seen = temporary;
            return writeFileAtomically(temporary, "whole");
        }));
        QCOMPARE(seen.parent_path(), m_folder);
        QVERIFY(seen != path);
        QCOMPARE(contents(path), std::string("whole"));
    }

    void aWriterThatWritesNothingFails() {
        const auto outcome = replaceFileAtomically(m_folder / "piece",
                                                   [](const fs::path&) { return Result<void>{}; });
        QVERIFY(!outcome);
        QVERIFY(outcome.error().message.find("piece") != std::string::npos);
    }

    void theHashIsThePublishedOne_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("hash");
        // Landon Curt Noll's test vectors for 64-bit FNV-1a.
        QTest::newRow("nothing") << QByteArray() << quint64{0xCBF29CE484222325U};
        QTest::newRow("a") << QByteArray("a") << quint64{0xAF63DC4C8601EC8CU};
        QTest::newRow("foobar") << QByteArray("foobar") << quint64{0x85944171F73967E8U};
    }
    void theHashIsThePublishedOne() {
        QFETCH(QByteArray, bytes);
        QFETCH(quint64, hash);
        QCOMPARE(quint64{stableHash(bytes.toStdString())}, hash);
    }

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_GUILESS_MAIN(FileTest)
#include "FileTest.moc"

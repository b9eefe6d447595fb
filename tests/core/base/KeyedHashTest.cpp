#include "core/base/KeyedHash.h"

#include <QTest>

#include <array>
#include <set>
#include <vector>

using namespace cantilena;

class KeyedHashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Of the vectors that the authors publish with their code: key 00 01 .. 0f, message 00 01 ..
    void agreesWithItsAuthors_data() {
        QTest::addColumn<int>("words");
        QTest::addColumn<quint64>("hash");
        QTest::newRow("no bytes") << 0 << quint64{0x726fdb47dd0e0e31U};
        QTest::newRow("8 bytes") << 1 << quint64{0x93f5f5799a932462U};
        QTest::newRow("16 bytes") << 2 << quint64{0x3f2acc7f57c29bdbU};
    }
    void agreesWithItsAuthors() {
        QFETCH(int, words);
        QFETCH(quint64, hash);
        const HashKey key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
        const std::array<std::uint64_t, 2> message = {0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
        QCOMPARE(quint64{keyedHash(key, std::span(message).first(static_cast<std::size_t>(words)))},
                 hash);
    }

    void anotherKeyIsAnotherHash() {
        std::set<std::uint64_t> hashes;
        for (std::uint64_t i = 0; i < 100; ++i) {
            const std::array<std::uint64_t, 1> message = {1};
            hashes.insert(keyedHash({i, 0}, message));
            hashes.insert(keyedHash({0, i + 1}, message));
        }
        QCOMPARE(hashes.size(), std::size_t{200});
    }
};

QTEST_GUILESS_MAIN(KeyedHashTest)
#include "KeyedHashTest.moc"

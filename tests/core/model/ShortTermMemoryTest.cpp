#include "core/model/ShortTermMemory.h"

#include <QTest>

#include <cmath>

using namespace cantilena;

namespace {

constexpr ShortTermMemory::Context kNothing = {-1, -1, -1, -1, -1};

std::vector<double> probabilities(const ShortTermMemory& memory,
                                  const ShortTermMemory::Context& context, std::size_t alphabet) {
    std::vector<float> logs(alphabet);
    memory.logProbabilities(context, logs);
    std::vector<double> result;
    for (const float value : logs) {
        result.push_back(std::exp(static_cast<double>(value)));
    }
    return result;
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-6;
}

} // namespace

class ShortTermMemoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingAtFirst() {
        const ShortTermMemory memory(4);
        for (const double p : probabilities(memory, kNothing, 4)) {
            QVERIFY(near(p, 0.25));
        }
    }

    /// After a a b, order 0 gives (2 + 2/4) / 5 to a, (1 + 2/4) / 5 to b and 2/4 / 5 to the others.
    void mixesByTheNumberOfKinds() {
        ShortTermMemory memory(4);
        memory.learn(kNothing, 0);
        memory.learn(kNothing, 0);
        memory.learn(kNothing, 1);
        const auto p = probabilities(memory, kNothing, 4);
        QVERIFY(near(p[0], 0.5));
        QVERIFY(near(p[1], 0.3));
        QVERIFY(near(p[2], 0.1));
        QVERIFY(near(p[3], 0.1));
    }

    /// After c came b once: half of that, half of what all contexts say.
    void longerContextsWeighMore() {
        ShortTermMemory memory(4);
        memory.learn({2, -1, -1, -1, -1}, 1);
        memory.learn({3, -1, -1, -1, -1}, 0);
        const auto p = probabilities(memory, {2, 3, -1, -1, -1}, 4);
        // Order 0: (1 + 2/4) / 4 = 0.375 for a and b. Order 1: (1 + 0.375) / 2 for b.
        QVERIFY(near(p[1], (1.0 + 0.375) / 2.0));
        QVERIFY(near(p[0], 0.375 / 2.0));
    }

    void unseenContextsSayNoMore() {
        ShortTermMemory memory(4);
        memory.learn({2, 3, -1, -1, -1}, 1);
        const auto seen = probabilities(memory, {3, 2, -1, -1, -1}, 4);
        const auto none = probabilities(memory, kNothing, 4);
        QCOMPARE(seen, none);
    }
};

QTEST_GUILESS_MAIN(ShortTermMemoryTest)
#include "ShortTermMemoryTest.moc"

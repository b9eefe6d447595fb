#include "core/model/torch/LstmKernels.h"
#include "core/base/Random.h"

#include <QTest>

#include <cmath>

using namespace cantilena;

namespace {

std::vector<float> someNumbers(std::size_t count, std::uint64_t rng, double spread = 1.0) {
    Random random(rng);
    std::vector<float> numbers(count);
    for (float& number : numbers) {
        number = static_cast<float>(random.normal() * spread);
    }
    return numbers;
}

constexpr LstmRun kRun{4, 3, 16};
constexpr std::size_t kWidth = kRun.sequences * kRun.units;

/// A number that depends on every hidden state.
double outcome(const std::vector<float>& gatesIn, const std::vector<float>& recurrent,
               const std::vector<float>& factors) {
    std::vector<float> gates = gatesIn;
    std::vector<float> cells(kRun.steps * kWidth);
    std::vector<float> hidden(kRun.steps * kWidth);
    lstmForward(kRun, {recurrent, 4 * kRun.units, kRun.units, PackedMatrix::Take::Transposed},
                gates.data(), cells.data(), hidden.data());
    double sum = 0.0;
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        sum += static_cast<double>(hidden[i]) * static_cast<double>(factors[i]);
    }
    return sum;
}

} // namespace

class LstmKernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packedProductsAreSums_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("transposed");
        for (int count = 0; count <= 13; ++count) {
            QTest::newRow(qPrintable(QString("%1 rows").arg(count))) << count << false;
            QTest::newRow(qPrintable(QString("%1 rows, transposed").arg(count))) << count << true;
        }
    }
    void packedProductsAreSums() {
        QFETCH(int, count);
        QFETCH(bool, transposed);
        constexpr std::size_t kDepth = 21;
        constexpr std::size_t kColumns = 48;
        const auto rows = static_cast<std::size_t>(count);
        const std::vector<float> matrix = someNumbers(kDepth * kColumns, 1);
        const std::vector<float> left = someNumbers(rows * kDepth, 2);
        const PackedMatrix packed =
            transposed ? PackedMatrix(matrix, kColumns, kDepth, PackedMatrix::Take::Transposed)
                       : PackedMatrix(matrix, kDepth, kColumns, PackedMatrix::Take::AsIs);
        QCOMPARE(packed.rows(), kDepth);
        QCOMPARE(packed.columns(), kColumns);
        std::vector<float> sum(rows * kColumns, 0.5F);
        packed.addProduct(left.data(), rows, sum.data());
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t c = 0; c < kColumns; ++c) {
                double expected = 0.5;
                for (std::size_t k = 0; k < kDepth; ++k) {
                    const float value =
                        transposed ? matrix[c * kDepth + k] : matrix[k * kColumns + c];
                    expected += static_cast<double>(left[r * kDepth + k] * value);
                }
                QVERIFY(std::abs(static_cast<double>(sum[r * kColumns + c]) - expected) < 1e-4);
            }
        }
    }

    /// The way back gives what small changes of the way there give.
    void gradientsAreSlopes() {
        const std::vector<float> recurrent = someNumbers(4 * kRun.units * kRun.units, 3, 0.2);
        const std::vector<float> input = someNumbers(kRun.steps * 4 * kWidth, 4);
        const std::vector<float> factors = someNumbers(kRun.steps * kWidth, 5);
        std::vector<float> gates = input;
        std::vector<float> cells(kRun.steps * kWidth);
        std::vector<float> hidden(kRun.steps * kWidth);
        lstmForward(kRun, {recurrent, 4 * kRun.units, kRun.units, PackedMatrix::Take::Transposed},
                    gates.data(), cells.data(), hidden.data());
        std::vector<float> hiddenGradient = factors;
        lstmBackward(kRun, {recurrent, 4 * kRun.units, kRun.units, PackedMatrix::Take::AsIs},
                     gates.data(), cells.data(), hiddenGradient.data());
        constexpr float kNudge = 1e-2F;
        for (std::size_t i = 0; i < input.size(); i += 7) {
            std::vector<float> nudged = input;
            nudged[i] = input[i] + kNudge;
            const double above = outcome(nudged, recurrent, factors);
            nudged[i] = input[i] - kNudge;
            const double below = outcome(nudged, recurrent, factors);
            const double slope = (above - below) / (2.0 * static_cast<double>(kNudge));
            QVERIFY(std::abs(slope - static_cast<double>(gates[i])) < 2e-3);
        }
    }
};

QTEST_GUILESS_MAIN(LstmKernelsTest)
#include "LstmKernelsTest.moc"

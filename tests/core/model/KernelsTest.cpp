#include "core/model/Kernels.h"
#include "core/base/Random.h"
#include "core/model/Bends.h"

#include <QTest>

#include <cmath>
#include <vector>

using namespace cantilena;

class KernelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bendsFollowTheLibrary() {
        for (float x = -30.0F; x <= 30.0F; x += 0.0137F) {
            const double exact = std::exp(static_cast<double>(x));
            QVERIFY(std::abs(static_cast<double>(quickExp(x)) / exact - 1.0) < 1e-6);
            QVERIFY(std::abs(static_cast<double>(quickSigmoid(x)) - 1.0 / (1.0 + 1.0 / exact)) <
                    1e-6);
            QVERIFY(std::abs(static_cast<double>(quickTanh(x)) -
                             std::tanh(static_cast<double>(x))) < 1e-6);
        }
    }

    void bendsStayFinite_data() {
        QTest::addColumn<float>("x");
        QTest::addColumn<float>("sigmoid");
        QTest::addColumn<float>("tanh");
        QTest::newRow("far up") << 1e30F << 1.0F << 1.0F;
        QTest::newRow("far down") << -1e30F << 0.0F << -1.0F;
        QTest::newRow("zero") << 0.0F << 0.5F << 0.0F;
    }
    void bendsStayFinite() {
        QFETCH(float, x);
        QFETCH(float, sigmoid);
        QFETCH(float, tanh);
        QVERIFY(std::abs(quickSigmoid(x) - sigmoid) < 1e-6F);
        QVERIFY(std::abs(quickTanh(x) - tanh) < 1e-6F);
    }

    /// Any number of columns, also such as no vector unit likes.
    void productsAreSums_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const int rows : {1, 7, 16, 33}) {
            for (const int columns : {0, 1, 7, 8, 9, 17}) {
                QTest::newRow(qPrintable(QString("%1 x %2").arg(rows).arg(columns)))
                    << rows << columns;
            }
        }
    }
    void productsAreSums() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        const auto height = static_cast<std::size_t>(rows);
        const auto width = static_cast<std::size_t>(columns);
        Random random(1);
        const auto someNumbers = [&random](std::size_t count) {
            std::vector<float> numbers(count);
            for (float& number : numbers) {
                number = static_cast<float>(random.normal());
            }
            return numbers;
        };
        const std::vector<float> matrix = someNumbers(height * width);
        const std::vector<float> vector = someNumbers(width);
        std::vector<float> sum(height, 1.0F);
        addProduct({matrix, height, width}, vector, sum);
        for (std::size_t i = 0; i < height; ++i) {
            double expected = 1.0;
            for (std::size_t j = 0; j < width; ++j) {
                expected += static_cast<double>(matrix[j * height + i] * vector[j]);
            }
            QVERIFY(std::abs(static_cast<double>(sum[i]) - expected) < 1e-4);
        }
    }

    void aStepKeepsAndTakes() {
        // Forget all, take all: the cell becomes tanh(1); the output gate is half open.
        const std::vector<float> gates = {50.0F, -50.0F, 1.0F, 0.0F};
        std::vector<float> cell = {3.0F};
        std::vector<float> hidden = {0.0F};
        lstmStep(gates, cell, hidden);
        QVERIFY(std::abs(cell[0] - std::tanh(1.0F)) < 1e-6F);
        QVERIFY(std::abs(hidden[0] - 0.5F * std::tanh(std::tanh(1.0F))) < 1e-6F);
    }
};

QTEST_GUILESS_MAIN(KernelsTest)
#include "KernelsTest.moc"

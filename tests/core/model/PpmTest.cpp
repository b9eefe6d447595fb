#include <QTest>

#include "core/base/Random.h"
#include "core/model/Ppm.h"

#include <QProcess>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace cantilena;

namespace {

/// Steps that now and then say again what was said before.
SymbolTune wanderingTune(Random& random, Ppm::Symbol alphabet) {
    SymbolTune tune = {static_cast<Ppm::Symbol>(random.below(static_cast<std::size_t>(alphabet)))};
    const std::size_t length = 15 + random.below(35);
    while (tune.size() < length) {
        if (tune.size() > 8 && random.below(10) < 3) {
            const std::size_t from = random.below(tune.size() - 4);
            for (std::size_t i = from; i < from + 4; ++i) {
                tune.push_back(tune[i]);
            }
        } else {
            const int step = static_cast<int>(random.below(5)) - 2;
            tune.push_back(
                static_cast<Ppm::Symbol>(std::clamp(tune.back() + step, 0, alphabet - 1)));
        }
    }
    return tune;
}

std::vector<SymbolTune> wanderingTunes(Random& random, std::size_t count, Ppm::Symbol alphabet) {
    std::vector<SymbolTune> tunes;
    for (std::size_t i = 0; i < count; ++i) {
        tunes.push_back(wanderingTune(random, alphabet));
    }
    return tunes;
}

QByteArray lines(char kind, const std::vector<SymbolTune>& tunes) {
    QByteArray text;
    for (const SymbolTune& tune : tunes) {
        text += kind;
        for (const Ppm::Symbol symbol : tune) {
            text += ' ' + QByteArray::number(symbol);
        }
        text += '\n';
    }
    return text;
}

std::vector<double> prediction(const Ppm& model, const SymbolTune& past) {
    std::vector<double> probabilities(model.alphabet());
    model.predict(past, probabilities);
    return probabilities;
}

} // namespace

class PpmTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatNothingTaughtIsUniform() {
        const Ppm model(5);
        for (const double probability : prediction(model, {1, 2, 3})) {
            QCOMPARE(probability, 0.2);
        }
    }

    /// After "0 1" twice: order 1 after 0 knows 1 alone, twice, so it weighs 2/3; below it order 0
    /// has two of 0, whose sum without the 1 known above is 2, so it weighs 2/4 of the third left
    /// over and gives 1 and 0 each 2/2 of that; a fourth symbol shares what is left.
    void aPredictionIsTheMixtureByHand() {
        Ppm model(3);
        const SymbolTune tune = {0, 1};
        for (int time = 0; time < 2; ++time) {
            model.learn({}, tune[0]);
            model.learn({tune.data(), 1}, tune[1]);
        }
        const double order1 = 2.0 / 3.0;
        const double order0 = 1.0 / 3.0 * 0.5;
        const double rest = 1.0 / 3.0 * 0.5 / (3 + 1 - 2);
        const double total = order1 + 2 * order0 + 3 * rest;
        const auto probabilities = prediction(model, {0});
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-12; };
        QVERIFY(near(probabilities[0], (order0 + rest) / total));
        QVERIFY(near(probabilities[1], (order1 + order0 + rest) / total));
        QVERIFY(near(probabilities[2], rest / total));
    }

    void everyPredictionIsADistribution() {
        Random random(1);
        Ppm model(8);
        for (const SymbolTune& tune : wanderingTunes(random, 30, 8)) {
            for (std::size_t i = 0; i < tune.size(); ++i) {
                const std::span past(tune.data(), i);
                std::vector<double> probabilities(8);
                model.predict(past, probabilities);
                QVERIFY(std::ranges::all_of(probabilities, [](double p) { return p > 0.0; }));
                const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
                QVERIFY(std::abs(sum - 1.0) < 1e-12);
                model.learn(past, tune[i]);
            }
        }
    }

    void theSurerOfTwoWeighsMore() {
        std::vector<double> sure = {0.97, 0.01, 0.01, 0.01};
        const std::vector<double> unsure = {0.1, 0.3, 0.3, 0.3};
        combineByEntropy(sure, unsure);
        QVERIFY(sure[0] > (0.97 + 0.1) / 2);
        QVERIFY(std::abs(std::accumulate(sure.begin(), sure.end(), 0.0) - 1.0) < 1e-12);
    }

    void anIndependentProgramFindsTheSameBits_data() {
        QTest::addColumn<int>("alphabet");
        QTest::addColumn<int>("training");
        QTest::newRow("one symbol never comes") << 9 << 12;
        QTest::newRow("nothing to learn from") << 5 << 0;
        QTest::newRow("few symbols, deep contexts") << 3 << 10;
    }
    void anIndependentProgramFindsTheSameBits() {
        QFETCH(int, alphabet);
        QFETCH(int, training);
        Random random(static_cast<std::uint64_t>(alphabet));
        const auto used = static_cast<Ppm::Symbol>(alphabet == 9 ? 8 : alphabet);
        const auto learned = wanderingTunes(random, static_cast<std::size_t>(training), used);
        const auto judged = wanderingTunes(random, 5, used);
        QProcess judge;
        judge.start("/usr/bin/python3",
                    {QString(CANTILENA_SOURCE_FOLDER) + "/tests/core/model/ppm_judge.py"});
        judge.write(QByteArray::number(alphabet) + '\n' + lines('T', learned) + lines('E', judged));
        judge.closeWriteChannel();
        QVERIFY(judge.waitForFinished(120'000));
        const auto words = judge.readAllStandardOutput().simplified().split(' ');
        QVERIFY2(words.size() == 4, judge.readAllStandardError().constData());

        const PpmBits bits = ppmBits(learned, judged, static_cast<std::size_t>(alphabet));
        const double sums[] = {bits.longTerm, bits.longTermPlus, bits.shortTerm, bits.combined};
        for (qsizetype i = 0; i < 4; ++i) {
            const double ours = sums[i] / static_cast<double>(bits.notes);
            QVERIFY2(std::abs(ours - words[i].toDouble()) < 2e-9,
                     qPrintable(QString("%1: %2, %3").arg(i).arg(ours).arg(words[i])));
        }
    }
};

QTEST_GUILESS_MAIN(PpmTest)
#include "PpmTest.moc"

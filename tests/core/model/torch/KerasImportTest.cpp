#include "core/base/File.h"
#include "core/model/NetworkModel.h"
#include "core/model/TokenModel.h"
#include "core/model/torch/TorchBackend.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>

using namespace cantilena;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kWindow = 64;

template <typename Value>
std::vector<Value> valuesIn(const fs::path& path) {
    const auto bytes = readFile(path);
    std::vector<Value> values(bytes ? bytes->size() / sizeof(Value) : 0);
    if (bytes) {
        std::memcpy(values.data(), bytes->data(), values.size() * sizeof(Value));
    }
    return values;
}

std::vector<double> probabilities(std::span<const float> logits) {
    const double highest = *std::max_element(logits.begin(), logits.end());
    std::vector<double> shares;
    double total = 0.0;
    for (const float logit : logits) {
        shares.push_back(std::exp(static_cast<double>(logit) - highest));
        total += shares.back();
    }
    for (double& share : shares) {
        share /= total;
    }
    return shares;
}

/// How far the network's probabilities are from the judge's.
double distance(std::span<const float> logits, const double* judged) {
    const std::vector<double> own = probabilities(logits);
    double farthest = 0.0;
    for (std::size_t i = 0; i < own.size(); ++i) {
        farthest = std::max(farthest, std::abs(own[i] - judged[i]));
    }
    return farthest;
}

} // namespace

/// Files that h5py writes, and a forward pass by numpy: see keras-fixtures.py.
class KerasImportTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    TorchBackend m_backend;

    [[nodiscard]] fs::path file(const std::string& name) const {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    [[nodiscard]] Result<std::shared_ptr<const MelodyModel>>
    imported(const std::string& weights, const std::string& mapping = "mapping.json") const {
        return m_backend.importKeras(
            {file(weights), file(mapping), {}, file("out.safetensors"), {}});
    }

private Q_SLOTS:
    void initTestCase() {
        QProcess python;
        python.setProcessChannelMode(QProcess::MergedChannels);
        python.start(
            "/usr/bin/python3",
            {CANTILENA_SOURCE_FOLDER "/tests/core/model/torch/keras-fixtures.py", m_folder.path()});
        QVERIFY(python.waitForFinished(120'000));
        const QByteArray said = python.readAll();
        if (said.contains("ModuleNotFoundError")) {
            QSKIP("python3-h5py and python3-numpy are not installed");
        }
        QVERIFY2(python.exitCode() == 0, said.constData());
    }

    void agreesWithNumpyAtEveryStep_data() {
        QTest::addColumn<QString>("weights");
        QTest::addColumn<QString>("judge");
        QTest::newRow("one layer") << "one-old.h5"
                                   << "one";
        QTest::newRow("three layers") << "three-cell.h5"
                                      << "three";
    }
    void agreesWithNumpyAtEveryStep() {
        QFETCH(QString, weights);
        QFETCH(QString, judge);
        const std::string name = judge.toStdString();
        const auto model = imported(weights.toStdString());
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message.c_str());
        const auto bytes = readFile(file("out.safetensors"));
        const auto network = parseTokenNetwork(*bytes, "out");
        QVERIFY2(network.ok(), network.ok() ? "" : network.error().message.c_str());
        const auto run = tokenWeights(*network);
        const auto symbols = static_cast<std::size_t>(network->mapping.size());
        const auto windows = valuesIn<std::int32_t>(file(name + ".windows"));
        const auto steps = valuesIn<double>(file(name + ".steps"));
        QCOMPARE(windows.size(), 200 * kWindow);
        QCOMPARE(steps.size(), windows.size() * symbols);
        double farthest = 0.0;
        for (std::size_t window = 0; window < 200; ++window) {
            TokenWindows reading(run);
            for (std::size_t step = 0; step < kWindow; ++step) {
                const std::size_t cell = window * kWindow + step;
                reading.push(windows[cell]);
                farthest =
                    std::max(farthest, distance(reading.logits(), steps.data() + cell * symbols));
            }
        }
        QVERIFY2(farthest < 1e-5, qPrintable(QString::number(farthest)));
    }

    /// Windows under way side by side do not mix: each of a long row's is as if it were alone.
    void slidingWindowsAgreeToo_data() {
        QTest::addColumn<QString>("judge");
        QTest::newRow("one layer") << "one";
        QTest::newRow("three layers") << "three";
    }
    void slidingWindowsAgreeToo() {
        QFETCH(QString, judge);
        const std::string name = judge.toStdString();
        QVERIFY(imported(name + "-old.h5").ok());
        const auto network = parseTokenNetwork(*readFile(file("out.safetensors")), "out");
        TokenWindows reading(tokenWeights(*network));
        const auto row = valuesIn<std::int32_t>(file(name + ".row"));
        const auto sliding = valuesIn<double>(file(name + ".sliding"));
        const auto symbols = static_cast<std::size_t>(network->mapping.size());
        QCOMPARE(sliding.size(), (row.size() - kWindow + 1) * symbols);
        double farthest = 0.0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            reading.push(row[i]);
            if (i + 1 >= kWindow) {
                const double* judged = sliding.data() + (i + 1 - kWindow) * symbols;
                farthest = std::max(farthest, distance(reading.logits(), judged));
            }
        }
        QVERIFY2(farthest < 1e-5, qPrintable(QString::number(farthest)));
    }

    void everyWayOfNamingGivesTheSameModel_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("way");
        for (const char* name : {"one", "three"}) {
            for (const char* way :
                 {"-cell.h5", "-weights.h5", "-cell-weights.h5", ".keras", "-dependencies.keras"}) {
                QTest::addRow("%s%s", name, way) << name << way;
            }
        }
    }
    void everyWayOfNamingGivesTheSameModel() {
        QFETCH(QString, name);
        QFETCH(QString, way);
        const auto old = imported(name.toStdString() + "-old.h5");
        const auto other = imported((name + way).toStdString());
        QVERIFY2(other.ok(), other.ok() ? "" : other.error().message.c_str());
        QCOMPARE((*other)->hash(), (*old)->hash());
    }

    void theFileIsAModelOfOurs() {
        const auto model = imported("small.h5");
        QVERIFY(model.ok());
        const auto loaded = loadMelodyModel(file("out.safetensors"));
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message.c_str());
        QCOMPARE((*loaded)->hash(), (*model)->hash());
        const TokenModel* tokens = (*loaded)->tokens();
        QVERIFY(tokens != nullptr);
        QCOMPARE(tokens->shape().window, 64);
        QCOMPARE(tokens->mapping().json(),
                 TokenMapping::parse(*readFile(file("mapping.json")), "m")->json());
        const ModelCard& card = (*loaded)->card();
        QCOMPARE(card.name, std::string("out"));
        QVERIFY(card.sources.front().find("small.h5") != std::string::npos);
        QCOMPARE(card.details.at("keras_version"), std::string("2.4.0"));
        QCOMPARE(card.details.at("kind"), std::string("tutorial model: sixteenth grid, no metre"));
    }

    void theDataSetCompletesTheCard() {
        QVERIFY(writeFileAtomically(file("file_dataset"), "60 _ 62 _ / / / 64 r _ 65 / / "));
        const auto model =
            m_backend.importKeras({file("small.h5"), file("mapping.json"), file("file_dataset"),
                                   file("out.safetensors"), "Mine"});
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message.c_str());
        QCOMPARE((*model)->card().name, std::string("Mine"));
        QCOMPARE((*model)->card().tunes, std::size_t{2});
        QCOMPARE((*model)->card().notes, std::size_t{4});
    }

    void aDataSetOfAnotherMappingIsNamed() {
        QVERIFY(writeFileAtomically(file("file_dataset"), "60 _ / / 60 _ 101 / "));
        const auto model = m_backend.importKeras({file("small.h5"),
                                                  file("mapping.json"),
                                                  file("file_dataset"),
                                                  file("out.safetensors"),
                                                  {}});
        QVERIFY(!model.ok());
        const QString sentence = QString::fromStdString(model.error().message);
        QVERIFY2(sentence.contains("song 2") && sentence.contains("\"101\""), qPrintable(sentence));
    }

    void everyMismatchIsNamed_data() {
        QTest::addColumn<QString>("weights");
        QTest::addColumn<QString>("mapping");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const char* sentence) {
            QTest::newRow(name) << QString("damaged/") + name << "mapping.json" << sentence;
        };
        QTest::newRow("mapping") << "small.h5"
                                 << "mapping-40.json"
                                 << "know 38 symbols but mapping-40.json holds 40";
        row("hard-sigmoid.h5", "\"lstm\" has recurrent_activation hard_sigmoid");
        row("relu.h5", "\"lstm\" has activation relu; only tanh");
        row("backwards.h5", "\"lstm\" has go_backwards true");
        row("no-softmax.h5", "does not end in a softmax");
        row("gru.h5", "\"lstm\" is of kind GRU");
        row("embedding.h5", "\"dropout\" is of kind Embedding");
        row("kernel-shape.h5", "\"lstm\" has a kernel of 38 x 28 beside");
        row("gru-shape.h5", "\"lstm\" is no LSTM: its recurrent kernel is 8 x 24");
        row("bias-shape.h5", "\"lstm\" has a bias of 31 where 32 fit");
        row("dense-shape.h5", "\"dense\" reads 6 numbers, but the layer below, \"lstm\", gives 8");
        row("flat.h5", "\"dense\" has a kernel of 304");
        row("whole-numbers.h5", "does not hold floating numbers");
        row("not-finite.h5", "hold a value that is no number");
        row("missing-set.h5", "there is no data set /model_weights/lstm/lstm/nowhere:0");
        row("no-recurrent.h5", "\"lstm\" is a Dense layer before any LSTM");
        row("no-layers.h5", "has no list of layer_names");
        row("one-way.h5", "reads 38 symbols but foretells 37");
        row("no-weights.keras", "holds no model.weights.h5");
        row("no-config.keras", "holds no config.json");
        row("words.h5", "is not an HDF5 file");
        row("cut.h5", "is damaged");
        row("cut.keras", "broken zip archive");
        row("not-there.h5", "not-there.h5");
    }
    void everyMismatchIsNamed() {
        QFETCH(QString, weights);
        QFETCH(QString, mapping);
        QFETCH(QString, sentence);
        fs::remove(file("out.safetensors"));
        const auto model = imported(weights.toStdString(), mapping.toStdString());
        QVERIFY(!model.ok());
        const QString message = QString::fromStdString(model.error().message);
        QVERIFY2(message.contains(sentence), qPrintable(message));
        QVERIFY2(message.contains(weights.section('/', -1)), qPrintable(message));
        QVERIFY(!fs::exists(file("out.safetensors")));
    }

    /// Whatever a cut leaves, the answer is a sentence.
    void everyCutIsRefused_data() {
        QTest::addColumn<QString>("weights");
        QTest::newRow("HDF5") << "small.h5";
        QTest::newRow("zip") << "three.keras";
    }
    void everyCutIsRefused() {
        QFETCH(QString, weights);
        const auto bytes = readFile(file(weights.toStdString()));
        QVERIFY(bytes.ok());
        for (std::size_t part = 0; part < 60; ++part) {
            const std::size_t size = bytes->size() * part / 60;
            QVERIFY(writeFileAtomically(file("cut"), bytes->substr(0, size)));
            const auto model = imported("cut");
            QVERIFY2(!model.ok(), qPrintable(QString::number(size)));
        }
    }
};

QTEST_GUILESS_MAIN(KerasImportTest)
#include "KerasImportTest.moc"

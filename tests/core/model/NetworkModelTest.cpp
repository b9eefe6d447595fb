#include "MadeUpTunes.h"

#include "core/base/File.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/NetworkModel.h"
#include "core/model/Scoring.h"

#include <QLocale>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A small network of random weights, perhaps without one of its ingredients.
NetworkFile someNetwork(std::uint64_t rng = 1, int units = 8, std::string_view without = {}) {
    NetworkFile file;
    file.shape = NetworkShape::full(units);
    if (!without.empty()) {
        file.shape.leaveOut(without);
    }
    file.shape.durationUnits = 6;
    file.card.name = "random";
    file.card.sources = {"nothing"};
    file.card.details = {{"key", "value"}};
    file.card.tunes = 3;
    file.card.notes = 100;
    file.card.validationBits = 2.5;
    Random random(rng);
    for (const WeightPlan& plan : weightPlan(file.shape)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.5);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    return file;
}

} // namespace

class NetworkModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileComesBackAsWritten() {
        const NetworkFile file = someNetwork();
        const auto read = parseNetworkFile(networkFileBytes(file), "m");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(read->shape == file.shape);
        QVERIFY(read->weights == file.weights);
        QCOMPARE(read->card.name, file.card.name);
        QCOMPARE(read->card.sources, file.card.sources);
        QCOMPARE(read->card.details, file.card.details);
        QCOMPARE(read->card.validationBits, file.card.validationBits);
        QCOMPARE(networkFileBytes(*read), networkFileBytes(file));
    }

    void aNetworkWithoutAnIngredientComesBackToo_data() {
        QTest::addColumn<QString>("ingredient");
        for (const char* ingredient : {"steps", "memory", "future", "back_", "echo"}) {
            QTest::newRow(ingredient) << QString(ingredient);
        }
    }
    void aNetworkWithoutAnIngredientComesBackToo() {
        QFETCH(QString, ingredient);
        const NetworkFile file = someNetwork(1, 8, ingredient.toStdString());
        QVERIFY(file.shape != NetworkShape::full(8));
        const auto read = parseNetworkFile(networkFileBytes(file), "m");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(read->shape == file.shape);
        QVERIFY(read->weights == file.weights);
    }

    void loadsFromAFile() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "m.safetensors";
        QVERIFY(writeFileAtomically(path, networkFileBytes(someNetwork())));
        const auto model = loadMelodyModel(path);
        QVERIFY(model.ok());
        QCOMPARE((*model)->hash(), runnableModel(someNetwork())->hash());
        QCOMPARE((*model)->hash().size(), std::size_t{16});
        QVERIFY((*model)->hash() != runnableModel(someNetwork(2))->hash());
    }

    void aMissingFileIsNamed() {
        const auto model = loadMelodyModel("/nowhere/m.safetensors");
        QVERIFY(!model.ok());
        QVERIFY(model.error().message.find("m.safetensors") != std::string::npos);
    }

    void refusesWhatIsNoSuchModel_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
        };
        row("no tensors", safetensorsBytes({}), "this is not a melody network of Cantilena");
        const auto changed = [](auto change) {
            TensorFile file = *parseSafetensors(networkFileBytes(someNetwork()), "m");
            change(file);
            return safetensorsBytes(file);
        };
        row("missing weights", changed([](TensorFile& f) { f.tensors.erase("lstm.bias"); }),
            "the weights \"lstm.bias\" are missing");
        row("another shape", changed([](TensorFile& f) {
                f.tensors["lstm.bias"] = {{3}, {1.0F, 2.0F, 3.0F}};
            }),
            "the weights \"lstm.bias\" have another shape");
        row("not a number", changed([](TensorFile& f) { f.tensors["lstm.bias"].values[0] = NAN; }),
            "the weights \"lstm.bias\" hold a value that is no number");
        row("too many weights", changed([](TensorFile& f) {
                f.tensors["x"] = {{0}, {}};
            }),
            "there are weights that the configuration does not name");
        row("no configuration", changed([](TensorFile& f) { f.metadata.erase("configuration"); }),
            "the configuration in its metadata cannot be read");
        row("huge", changed([](TensorFile& f) {
                f.metadata["configuration"] =
                    R"({"units":1000000,"duration_units":1,"inputs":[],"memory":true})";
            }),
            "the configuration asks for a network that this version cannot run");
        row("an unknown input", changed([](TensorFile& f) {
                f.metadata["configuration"] =
                    R"({"units":8,"duration_units":6,"memory":true,)"
                    R"("inputs":[{"name":"colour","cardinality":3,"size":2}]})";
            }),
            "the configuration asks for a network that this version cannot run");
        row("other words", changed([](TensorFile& f) { f.metadata["vocabulary"] = "{}"; }),
            "the vocabulary is not the one that this version knows");
        row("no card", changed([](TensorFile& f) { f.metadata["card"] = "[]"; }),
            "the card in its metadata cannot be read");
    }
    void refusesWhatIsNoSuchModel() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto read =
            parseNetworkFile({bytes.data(), static_cast<std::size_t>(bytes.size())}, "m");
        QVERIFY(!read.ok());
        QVERIFY2(read.error().message.starts_with("m: " + sentence.toStdString()),
                 read.error().message.c_str());
    }

    /// Cutting a model file anywhere is seen.
    void refusesCutFiles() {
        const std::string whole = networkFileBytes(someNetwork());
        for (std::size_t length = 0; length < whole.size(); length += 997) {
            QVERIFY(!parseNetworkFile(whole.substr(0, length), "m").ok());
        }
    }

    /// A melody gives the same bits alone and beside others, read through or copied halfway.
    void melodiesDoNotDisturbEachOther() {
        const auto model = runnableModel(someNetwork());
        const EventSequence tune = *encode(madeUpTune(1));
        const EventSequence other = *encode(madeUpTune(2));
        const auto alone = model->decoder(1);
        const auto three = model->decoder(3);
        alone->begin(0, tune.context);
        three->begin(1, tune.context);
        three->begin(0, other.context);
        for (std::size_t i = 0; i < 20; ++i) {
            alone->push(0, tune.events[i]);
            three->push(0, other.events[i]);
            three->push(1, tune.events[i]);
        }
        three->copy(1, 2);
        three->push(1, other.events[0]);
        const auto expected = alone->pitchLogits(0);
        const auto got = three->pitchLogits(2);
        QVERIFY(std::equal(expected.begin(), expected.end(), got.begin(), got.end()));
        const auto expectedLengths = alone->durationLogits(0, 30);
        const auto gotLengths = three->durationLogits(2, 30);
        QVERIFY(std::equal(expectedLengths.begin(), expectedLengths.end(), gotLengths.begin(),
                           gotLengths.end()));
    }

    void beginningAgainForgets() {
        const auto model = runnableModel(someNetwork());
        const EventSequence tune = *encode(madeUpTune(1));
        const auto decoder = model->decoder(1);
        decoder->begin(0, tune.context);
        const auto first = decoder->pitchLogits(0);
        const std::vector<float> before(first.begin(), first.end());
        decoder->push(0, tune.events[0]);
        decoder->begin(0, tune.context);
        const auto again = decoder->pitchLogits(0);
        QVERIFY(std::equal(before.begin(), before.end(), again.begin(), again.end()));
    }

    void scoresEveryNote() {
        const auto model = runnableModel(someNetwork());
        const std::array<Sound, 4> sounds = {{{60, 1.0}, {0, 1.0}, {64, 1.0}, {62, 1.0}}};
        const EventSequence tune = *encode(melodyOf(line(sounds)));
        const MelodyScoring free = scoreMelody(*model, tune);
        QCOMPARE(free.notes.size(), std::size_t{3});
        QCOMPARE(free.events, std::size_t{5});
        const MelodyScoring bound = scoreMelody(*model, tune, withPitchesOf({}, tune));
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(bound.notes[i].pitchBits > 0.0);
            QVERIFY(bound.notes[i].pitchBits < free.notes[i].pitchBits);
            QCOMPARE(bound.notes[i].durationBits, free.notes[i].durationBits);
        }
        QVERIFY(free.pitchBits() < free.eventPitchBits);
        QCOMPARE(bound.eventPitchBits, free.eventPitchBits);
    }

    /// One pitch in the alphabet leaves no doubt.
    void aSinglePitchIsNoSurprise() {
        const auto model = runnableModel(someNetwork());
        const std::array<Sound, 2> sounds = {{{60, 1.0}, {60, 1.0}}};
        const EventSequence tune = *encode(melodyOf(line(sounds)));
        QCOMPARE(scoreMelody(*model, tune, withPitchesOf({}, tune)).pitchBits(), 0.0);
    }

    /// The page beside the model that ships says what its own card says.
    void theModelThatShipsIsDescribed() {
        const std::filesystem::path folder =
            std::filesystem::path(CANTILENA_SOURCE_FOLDER) / "resources/models";
        const auto model = loadMelodyModel(folder / "default.safetensors");
        QVERIFY(model.ok());
        const ModelCard& card = (*model)->card();
        const auto page = readFile(folder / "README.md");
        QVERIFY(page.ok());
        const QString text = QString::fromStdString(*page);
        const QLocale english(QLocale::English, QLocale::UnitedStates);
        const QString learnt = QStringLiteral("| trained on | %1 tunes, %2 notes |")
                                   .arg(english.toString(static_cast<qulonglong>(card.tunes)),
                                        english.toString(static_cast<qulonglong>(card.notes)));
        QVERIFY2(text.contains(learnt), qPrintable(learnt));
        QVERIFY(text.contains(QStringLiteral("**%1**").arg(card.validationBits, 0, 'f', 3)));
        for (const std::string& source : card.sources) {
            const QString count = QString::fromStdString(source).section(QLatin1Char(' '), 0, 0);
            QVERIFY2(text.contains(count), source.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(NetworkModelTest)
#include "NetworkModelTest.moc"

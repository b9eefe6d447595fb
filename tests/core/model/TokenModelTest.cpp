#include "MadeUpTunes.h"
#include "TokenNetworks.h"

#include "core/base/File.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/NetworkModel.h"
#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A tune on the grid in D major, with a rest.
EventSequence someTune() {
    const std::vector<Sound> sounds = {{74, 0.5}, {76, 0.25}, {78, 1.25}, {0, 0.5},
                                       {69, 2.0}, {74, 1.0},  {71, 0.5}};
    return *encode(melodyOf(line(sounds), *Key::fromName("D major")));
}

double sum(const std::vector<NoteSurprise>& notes, double NoteSurprise::*part) {
    return std::accumulate(notes.begin(), notes.end(), 0.0,
                           [part](double total, const NoteSurprise& n) { return total + n.*part; });
}

} // namespace

class TokenModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileComesBackAsWritten() {
        const TokenNetworkFile file = someTokenNetwork({12, 7});
        const auto read = parseTokenNetwork(tokenNetworkBytes(file), "m");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(read->shape == file.shape);
        QVERIFY(read->mapping == file.mapping);
        QVERIFY(read->weights == file.weights);
        QCOMPARE(tokenNetworkBytes(*read), tokenNetworkBytes(file));
    }

    void loadsAsAnyModel() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "m.safetensors";
        QVERIFY(writeFileAtomically(path, tokenNetworkBytes(someTokenNetwork())));
        const auto model = loadMelodyModel(path);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().message.c_str());
        QVERIFY((*model)->tokens() != nullptr);
        QCOMPARE((*model)->hash(), someTokenModel()->hash());
    }

    void refusesWhatDoesNotFit_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, TokenNetworkFile file, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(tokenNetworkBytes(file)) << sentence;
        };
        TokenNetworkFile file = someTokenNetwork();
        file.weights.erase("dense.bias");
        row("a missing weight", file, "\"dense.bias\" are missing");
        file = someTokenNetwork();
        file.mapping = TokenMapping::of(std::vector<GridSymbol>{60});
        row("another mapping", file, "have another shape");
        file = someTokenNetwork();
        file.weights["dense.bias"].values[0] = NAN;
        row("no number", file, "no number");
        file = someTokenNetwork();
        file.shape.units = {0};
        row("no units", file, "cannot run");
        file = someTokenNetwork();
        file.shape.window = -1;
        row("a window of less than nothing", file, "cannot run");
        const std::string whole = tokenNetworkBytes(someTokenNetwork());
        QTest::newRow("cut") << QByteArray::fromStdString(whole.substr(0, whole.size() - 4))
                             << "outside the file";
    }
    void refusesWhatDoesNotFit() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        QVERIFY(isTokenNetwork(bytes.toStdString()));
        const auto read = parseTokenNetwork(bytes.toStdString(), "m.safetensors");
        QVERIFY(!read.ok());
        const QString message = QString::fromStdString(read.error().message);
        QVERIFY2(message.startsWith("m.safetensors") && message.contains(sentence),
                 qPrintable(message));
    }

    /// The windows that are under way together give what a window by itself gives.
    void eachWindowIsAsIfAlone_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<std::vector<int>>("units");
        QTest::newRow("64") << 64 << std::vector{12};
        QTest::newRow("three") << 3 << std::vector{12};
        QTest::newRow("one") << 1 << std::vector{5};
        QTest::newRow("two layers") << 7 << std::vector{6, 9};
    }
    void eachWindowIsAsIfAlone() {
        QFETCH(int, window);
        QFETCH(std::vector<int>, units);
        const TokenNetworkFile file = someTokenNetwork(units, window);
        const auto weights = tokenWeights(file);
        Random random(5);
        std::vector<int> tokens;
        TokenWindows together(weights);
        for (int i = 0; i < 3 * window + 5; ++i) {
            tokens.push_back(
                static_cast<int>(random.below(static_cast<std::uint64_t>(file.mapping.size()))));
            together.push(tokens.back());
            TokenWindows alone(weights);
            const std::size_t begin = tokens.size() > static_cast<std::size_t>(window)
                                          ? tokens.size() - static_cast<std::size_t>(window)
                                          : 0;
            for (std::size_t j = begin; j < tokens.size(); ++j) {
                alone.push(tokens[j]);
            }
            const auto a = alone.logits();
            const auto b = together.logits();
            QVERIFY(std::equal(a.begin(), a.end(), b.begin()));
        }
    }

    /// With a window the past is forgotten; without one it never is.
    void onlyTheWindowIsSeen_data() {
        QTest::addColumn<int>("window");
        QTest::addColumn<bool>("forgets");
        QTest::newRow("window of 4") << 4 << true;
        QTest::newRow("whole tune") << 0 << false;
    }
    void onlyTheWindowIsSeen() {
        QFETCH(int, window);
        QFETCH(bool, forgets);
        const auto model = someTokenModel({12}, window);
        TokenWindows one = model->begin();
        TokenWindows other = model->begin();
        one.push(1);
        other.push(2);
        for (int i = 0; i < 4; ++i) {
            one.push(3);
            other.push(3);
        }
        const auto a = one.logits();
        const auto b = other.logits();
        QCOMPARE(std::equal(a.begin(), a.end(), b.begin()), forgets);
    }

    /// All bits of a tune are those of its tokens, but for the hold that cannot stand first.
    void scoringAddsUpToTheTokens() {
        const auto model = someTokenModel();
        const EventSequence tune = someTune();
        auto tokens = *tokensOf(model->mapping(), tune);
        tokens.push_back(model->mapping().end());
        TokenWindows windows = model->begin();
        double bits = 0.0;
        std::vector<std::uint8_t> begins(static_cast<std::size_t>(model->mapping().size()), 1);
        begins[static_cast<std::size_t>(model->mapping().hold())] = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            bits += i == 0 ? bitsOf(windows.logits(), tokens[i], begins)
                           : bitsOf(windows.logits(), tokens[i]);
            windows.push(tokens[i]);
        }
        const MelodyScoring scoring = scoreMelody(*model, tune);
        QCOMPARE(scoring.events, tune.events.size() + 1);
        QCOMPARE(scoring.notes.size(), std::size_t{6});
        QVERIFY(std::abs(scoring.eventPitchBits + scoring.eventDurationBits - bits) < 1e-6);
        QVERIFY(sum(scoring.notes, &NoteSurprise::durationBits) < scoring.eventDurationBits);
        QVERIFY(scoring.pitchBits() < scoring.eventPitchBits);
    }

    /// The events that the decoder makes of tokens have the probabilities that scoring gives.
    void decoderAgreesWithScoring() {
        const auto model = someTokenModel();
        const EventSequence tune = someTune();
        const auto decoder = model->decoder(2);
        decoder->begin(1, tune.context);
        double pitchBits = 0.0;
        double durationBits = 0.0;
        for (const MelodyEvent& event : tune.events) {
            const int symbol = symbolOf(event, tune.context);
            pitchBits += bitsOf(decoder->pitchLogits(1), symbol);
            durationBits +=
                bitsOf(decoder->durationLogits(1, symbol), durationClass(event.duration));
            decoder->push(1, event);
        }
        pitchBits += bitsOf(decoder->pitchLogits(1), kEndSymbol);
        const MelodyScoring scoring = scoreMelody(*model, tune);
        // The decoder gives the pitches of five octaves around the tonic; the model has fewer.
        QVERIFY2(std::abs(pitchBits - scoring.eventPitchBits) < 1e-3,
                 qPrintable(QString("%1 %2").arg(pitchBits).arg(scoring.eventPitchBits)));
        QVERIFY2(std::abs(durationBits - scoring.eventDurationBits) < 1e-3,
                 qPrintable(QString("%1 %2").arg(durationBits).arg(scoring.eventDurationBits)));
    }

    void theKeyDoesNotMatter() {
        const auto model = someTokenModel();
        const std::vector<Sound> inC = {{72, 0.5}, {74, 0.5}, {76, 1.0}, {67, 2.0}};
        const std::vector<Sound> inD = {{74, 0.5}, {76, 0.5}, {78, 1.0}, {69, 2.0}};
        const auto a = scoreMelody(*model, *encode(melodyOf(line(inC), *Key::fromName("C major"))));
        const auto b = scoreMelody(*model, *encode(melodyOf(line(inD), *Key::fromName("D major"))));
        QCOMPARE(a.eventPitchBits, b.eventPitchBits);
        QCOMPARE(a.eventDurationBits, b.eventDurationBits);
    }

    void whatItCannotReadIsNamed_data() {
        QTest::addColumn<int>("pitch");
        QTest::addColumn<double>("length");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("too high")
            << 90 << 1.0
            << "the note F#6 in bar 1 is symbol 90, which the model's mapping "
               "lacks: its pitches are "
               "48 (C3) to 84 (C6); F#5 is the nearest octave that it has";
        QTest::newRow("too low") << 45 << 1.0 << "A3 is the nearest octave";
        QTest::newRow("off the grid") << 60 << 1.0 / 3.0 << "ends between two sixteenths";
    }
    void whatItCannotReadIsNamed() {
        QFETCH(int, pitch);
        QFETCH(double, length);
        QFETCH(QString, sentence);
        const std::vector<Sound> sounds = {{60, 1.0}, {pitch, length}};
        const auto tune = encode(melodyOf(line(sounds)));
        QVERIFY(tune.ok());
        const auto readable = checkReadable(*someTokenModel(), *tune);
        QVERIFY(!readable.ok());
        const QString message = QString::fromStdString(readable.error().message);
        QVERIFY2(message.contains(sentence), qPrintable(message));
    }

    void aMappingWithoutRestsSaysSo() {
        const TokenMapping mapping = TokenMapping::of(std::vector<GridSymbol>{60});
        const std::vector<Note> notes = {{{}, {}, kQuarter, {60}},
                                         {{}, kWhole + kQuarter, kQuarter, {60}}};
        const auto known = checkSymbols(mapping, notes, MeterMap(), 0);
        QVERIFY(!known.ok());
        QVERIFY(known.error().message.starts_with("the rest in bar 1 is symbol \"r\""));
    }
};

QTEST_GUILESS_MAIN(TokenModelTest)
#include "TokenModelTest.moc"

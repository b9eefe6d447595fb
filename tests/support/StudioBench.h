#pragma once

#include "core/model/MelodyDecoder.h"
#include "core/model/MelodyModel.h"
#include "core/model/ModelBackend.h"
#include "core/playback/PlaybackEngine.h"
#include "core/score/Edits.h"
#include "ui/document/StudioParts.h"

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace cantilena::test {

/// Likes the eight notes of a major scale above the tonic, and quarters and eighths. Whoever holds
/// `gate` decides when it may answer.
class ScaleModel : public MelodyModel {
public:
    explicit ScaleModel(std::string name = "Scale")
        : m_gate(std::make_shared<TrainingGate>()) {
        m_card.name = std::move(name);
        m_card.tunes = 7;
        m_card.validationBits = 2.5;
    }

    [[nodiscard]] const ModelCard& card() const override { return m_card; }
    [[nodiscard]] std::string hash() const override { return "0123456789abcdef"; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override {
        return std::make_unique<Decoder>(batch, m_gate);
    }
    [[nodiscard]] TrainingGate& gate() const { return *m_gate; }

private:
    class Decoder : public MelodyDecoder {
    public:
        Decoder(std::size_t batch, std::shared_ptr<TrainingGate> gate)
            : m_batch(batch)
            , m_gate(std::move(gate)) {
            m_pitches.fill(-9.0F);
            for (const int step : {0, 2, 4, 5, 7, 9, 11, 12}) {
                m_pitches.at(static_cast<std::size_t>(kFurthestFromTonic + step)) = 1.0F;
            }
            m_durations.fill(-9.0F);
            m_durations.at(static_cast<std::size_t>(durationClass(kQuarter))) = 1.0F;
            m_durations.at(static_cast<std::size_t>(durationClass(kQuarter / 2))) = 0.5F;
        }
        [[nodiscard]] std::size_t size() const override { return m_batch; }
        void begin(std::size_t, const MelodyContext&) override {}
        void push(std::size_t, const MelodyEvent&) override {}
        void copy(std::size_t, std::size_t) override {}
        [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
            return std::make_unique<Decoder>(*this);
        }
        [[nodiscard]] std::span<const float> pitchLogits(std::size_t) override {
            m_gate->waitWhilePaused({});
            return m_pitches;
        }
        [[nodiscard]] std::span<const float> durationLogits(std::size_t, int) override {
            return m_durations;
        }

    private:
        std::size_t m_batch;
        std::shared_ptr<TrainingGate> m_gate;
        std::array<float, kPitchSymbols> m_pitches{};
        std::array<float, kDurationClasses> m_durations{};
    };

    ModelCard m_card;
    std::shared_ptr<TrainingGate> m_gate;
};

/// Falls by a quarter of a bit an epoch up to the fourth and rises afterwards.
class ScriptedBackend : public ModelBackend {
public:
    int epochs = 6;
    /// Training waits here before each epoch, and by itself after epoch `holdAfter`.
    std::shared_ptr<TrainingGate> between = std::make_shared<TrainingGate>();
    int holdAfter = 0;
    mutable std::atomic<std::size_t> tunesSeen = 0;

    Result<std::shared_ptr<const MelodyModel>>
    load(const std::filesystem::path& path) const override {
        return Error{ErrorCode::NotFound, path.string() + ": cannot be opened"};
    }

    Result<TrainingOutcome> train(const TrainingTask& task, std::stop_token stop,
                                  const TrainingListener& listener) const override {
        tunesSeen = task.tunes.size();
        lastTask = task;
        TrainingOutcome outcome;
        outcome.knownBefore = knownBefore;
        outcome.heldOut = heldOut;
        for (int epoch = 1; epoch <= epochs; ++epoch) {
            between->waitWhilePaused(stop);
            listener.gate->waitWhilePaused(stop);
            if (stop.stop_requested()) {
                outcome.stoppedEarly = true;
                break;
            }
            const EpochReport report = reportOf(epoch);
            outcome.epochs.push_back(report);
            listener.progress({epoch, epochs, 0.5, report.trainingBits + 0.1, 100.0, 3.0});
            listener.epoch(report);
            auto model = std::make_shared<const ScaleModel>("Epoch " + std::to_string(epoch));
            listener.checkpoint(epoch, model);
            if (epoch == holdAfter) {
                between->pause();
            }
            if (report.best) {
                outcome.bestEpoch = epoch;
                outcome.model = model;
            }
        }
        if (!outcome.model) {
            return Error{ErrorCode::Cancelled, "stopped before the first epoch was done"};
        }
        return outcome;
    }

    Result<std::shared_ptr<const MelodyModel>>
    importKeras(const KerasImport& import) const override {
        imported = import;
        if (import.mapping.filename() == "wrong.json") {
            return Error{ErrorCode::Malformed, "wrong.json: holds 40 symbols"};
        }
        return std::shared_ptr<const MelodyModel>(std::make_shared<const ScaleModel>("Imported"));
    }
    mutable KerasImport imported;
    /// The last one asked for; read when the training is over.
    mutable TrainingTask lastTask;
    /// What every outcome says.
    std::size_t knownBefore = 0;
    std::vector<std::string> heldOut;

    [[nodiscard]] std::vector<std::string> devices() const override { return {"cpu"}; }
    [[nodiscard]] std::string version() const override { return "scripted"; }

private:
    [[nodiscard]] EpochReport reportOf(int epoch) const {
        EpochReport report;
        report.epoch = epoch;
        report.epochs = epochs;
        report.trainingBits = 4.0 - 0.3 * epoch;
        report.validationBits = epoch <= 4 ? 4.0 - 0.25 * epoch : 3.0 + 0.2 * (epoch - 4);
        report.validationAccuracy = 0.4;
        report.tunesPerSecond = 100.0;
        report.secondsLeft = 10.0 * (epochs - epoch);
        report.best = epoch <= 4;
        return report;
    }
};

/// Everything that a studio needs, in a folder of its own, with sound that nobody hears.
class StudioBench {
public:
    StudioBench()
        : engine(PlaybackParts{})
        , backend(std::make_shared<ScriptedBackend>())
        , model(std::make_shared<const ScaleModel>()) {
        engine.open({}, {});
    }

    [[nodiscard]] std::filesystem::path path(const char* name) const {
        return folder.filePath(QLatin1String(name)).toStdString();
    }

    /// A file with that text in the folder.
    std::filesystem::path write(const char* name, const QByteArray& text) const {
        QFile file(folder.filePath(QLatin1String(name)));
        if (file.open(QIODevice::WriteOnly)) {
            file.write(text);
        }
        return path(name);
    }

    [[nodiscard]] StudioParts parts() {
        StudioParts parts;
        parts.engine = &engine;
        parts.loadModel =
            [model = model](
                const std::filesystem::path& file) -> Result<std::shared_ptr<const MelodyModel>> {
            std::error_code failure;
            if (!std::filesystem::exists(file, failure)) {
                return Error{ErrorCode::NotFound, file.string() + ": cannot be opened"};
            }
            return std::shared_ptr<const MelodyModel>(model);
        };
        parts.backend = [backend = backend]() -> Result<std::shared_ptr<const ModelBackend>> {
            return std::shared_ptr<const ModelBackend>(backend);
        };
        parts.defaultModel = path("default.safetensors");
        parts.modelFolder = path("models");
        parts.exampleFolder = path("tunes");
        parts.firstTune = path("tunes/first.abc");
        parts.recoveryFolder = path("recovery");
        parts.settingsFile = path("studio.ini");
        return parts;
    }

    QTemporaryDir folder;
    PlaybackEngine engine;
    std::shared_ptr<ScriptedBackend> backend;
    std::shared_ptr<const ScaleModel> model;
};

/// Waits until no more than `others` hold it: a worker's thread has let go of it then, and what it
/// posted stands in the queue, since no event is handled meanwhile.
template <typename T>
void waitForRelease(const std::shared_ptr<T>& held, long others) {
    while (held.use_count() > others) {
        std::this_thread::yield();
    }
}

/// Four quarters from C4 upwards in bar 1, on the only track.
[[nodiscard]] inline Score sketch() {
    std::vector<Note> notes;
    int beat = 0;
    for (const int pitch : {60, 62, 64, 65}) {
        notes.push_back({{}, quarters(beat++), kQuarter, Pitch{pitch}, kDefaultVelocity});
    }
    return withNotes(newScore(), 0, notes).score;
}

/// A book of tunes in ABC, each of them eight bars and different from the others.
[[nodiscard]] inline QByteArray tuneBook(int tunes) {
    QByteArray book;
    for (int tune = 1; tune <= tunes; ++tune) {
        book += "X:" + QByteArray::number(tune) + "\nT:Tune " + QByteArray::number(tune) +
                "\nM:4/4\nL:1/4\nK:C\n";
        for (int bar = 0; bar < 8; ++bar) {
            for (int beat = 0; beat < 4; ++beat) {
                book += "CDEFGABc"[(tune * 7 + bar * (tune + 3) + beat * (bar + 1)) % 8];
            }
            book += bar == 7 ? "|]\n\n" : "|";
        }
    }
    return book;
}

} // namespace cantilena::test

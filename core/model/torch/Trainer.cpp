#include "core/model/torch/Trainer.h"

#include "core/base/File.h"
#include "core/base/Random.h"
#include "core/model/CopyIndex.h"
#include "core/model/NetworkModel.h"
#include "core/model/Scoring.h"
#include "core/model/torch/Batch.h"
#include "core/model/torch/Checkpoint.h"
#include "core/model/torch/Curriculum.h"
#include "core/model/torch/Network.h"
#include "core/model/torch/Team.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <optional>

namespace cantilena {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kEventsPerBatch = 3000;
constexpr double kWarmUpSteps = 50.0;
constexpr double kInputDropout = 0.12;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Small corpora are learned by small networks, in more passes.
TrainingSettings completed(TrainingSettings settings, std::size_t events) {
    if (settings.units <= 0) {
        settings.units = events < 60'000 ? 128 : 256;
    }
    if (settings.epochs <= 0) {
        settings.epochs = epochsFor(events);
    }
    if (settings.threads <= 0) {
        settings.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    }
    return settings;
}

/// Share of its highest value that the learning rate has: a steep rise, then a long straight fall.
double learningShare(double step, double totalSteps) {
    const double warmUp = std::min(kWarmUpSteps, totalSteps / 10.0);
    const double rise = warmUp > 0.0 ? std::min(1.0, (step + 1.0) / warmUp) : 1.0;
    return rise * std::max(0.0, 1.0 - step / totalSteps);
}

NetworkShape shapeOf(const TrainingSettings& settings) {
    NetworkShape shape = NetworkShape::full(settings.units);
    for (const std::string& ingredient : settings.without) {
        shape.leaveOut(ingredient);
    }
    return shape;
}

/// What a training starts from; at most one of the two.
struct Origin {
    std::optional<NetworkFile> network;
    std::optional<Checkpoint> checkpoint;
};

Result<Origin> originOf(const TrainingTask& task) {
    Origin origin;
    if (task.resume) {
        auto checkpoint = readCheckpoint(checkpointPath(task.output));
        if (!checkpoint) {
            return checkpoint.error();
        }
        if (checkpoint->tokens) {
            return Error{ErrorCode::Unsupported, checkpointPath(task.output).filename().string() +
                                                     ": this training follows the tutorial recipe"};
        }
        origin.checkpoint = *std::move(checkpoint);
    } else if (!task.initialModel.empty()) {
        const auto bytes = readFile(task.initialModel);
        if (!bytes) {
            return bytes.error();
        }
        auto file = parseNetworkFile(*bytes, task.initialModel.filename().string());
        if (!file) {
            return file.error();
        }
        origin.network = *std::move(file);
    }
    return origin;
}

// Details of the card that a resumed training takes from it.
constexpr const char* kFirstModel = "went_on_from";
constexpr const char* kKnownBefore = "known_to_first_model";

std::string detailOf(const ModelCard& card, const std::string& name) {
    const auto found = card.details.find(name);
    return found == card.details.end() ? std::string() : found->second;
}

class Trainer {
public:
    /// `origin` is the network to start from or, for going on, the checkpoint; else neither.
    Trainer(const TrainingTask& task, Curriculum curriculum, TrainingSettings settings,
            std::string device, Origin origin)
        : m_task(task)
        , m_origin(std::move(origin))
        , m_curriculum(std::move(curriculum))
        , m_settings(std::move(settings))
        , m_dropout{kInputDropout, m_settings.dropout, m_settings.weightDrop,
                    m_settings.variationalDropout}
        , m_device(std::move(device))
        , m_shape(shapeOf(m_settings))
        , m_eventsPerBatch(
              std::clamp(m_curriculum.trainingEvents / 30, std::size_t{400}, kEventsPerBatch))
        ,
        // A graphics card takes a whole batch at once.
        m_team(m_device == "cpu" ? static_cast<std::size_t>(m_settings.threads) : 1,
               useOneThreadHere) {}

    Result<TrainingOutcome> run(const std::stop_token& stop, const TrainingListener& listener) {
        if (const auto begun = m_origin.checkpoint ? resume(*m_origin.checkpoint) : begin();
            !begun) {
            return begun.error();
        }
        while (static_cast<int>(m_outcome.epochs.size()) < m_settings.epochs && !outOfPatience()) {
            m_epochBegin = Clock::now();
            m_processorBegin = std::clock();
            m_paused = 0.0;
            const std::optional<BatchLoss> learned = learnEpoch(stop, listener);
            if (!learned) {
                break;
            }
            if (!std::isfinite(learned->pitch + learned->duration)) {
                return Error{ErrorCode::Internal, "training lost its way in epoch " +
                                                      std::to_string(epoch()) +
                                                      ": the loss is no number any more"};
            }
            if (const auto finished = finishEpoch(*learned, listener); !finished) {
                return finished.error();
            }
        }
        m_outcome.stoppedEarly = static_cast<int>(m_outcome.epochs.size()) < m_settings.epochs;
        if (m_outcome.epochs.empty()) {
            return Error{ErrorCode::Cancelled, "training was stopped within its first epoch"};
        }
        m_outcome.heldOut = m_curriculum.heldOutNames;
        m_outcome.knownBefore = m_curriculum.knownBefore;
        if (const auto carded = completeCard(); !carded) {
            return carded.error();
        }
        return m_outcome;
    }

private:
    /// The epoch under way, from 1.
    [[nodiscard]] int epoch() const { return static_cast<int>(m_outcome.epochs.size()) + 1; }
    [[nodiscard]] bool outOfPatience() const {
        return m_settings.patience > 0 && !m_outcome.epochs.empty() &&
               epoch() - 1 - m_outcome.bestEpoch >= m_settings.patience;
    }
    [[nodiscard]] std::uint64_t seed(std::uint64_t purpose, std::uint64_t index) const {
        return streamSeed(streamSeed(m_settings.rng, purpose), index);
    }

    Result<void> begin() {
        m_shape.styles = m_curriculum.styles;
        std::map<std::string, Tensor> weights = initialWeights(m_shape, seed(1, 0));
        if (m_origin.network) {
            const NetworkFile& file = *m_origin.network;
            m_shape = file.shape;
            restyle(m_curriculum, m_shape.styles);
            weights = file.weights;
            m_sources = file.card.sources;
            m_firstModel = file.card.name;
            if (m_curriculum.knownBefore > 0) {
                m_knownBefore = std::to_string(m_curriculum.knownBefore);
            }
            // Without knowing the tunes before, an index would say less than the truth.
            m_copies = file.copies ? indexOf(file.copies->layers()) : nullptr;
        } else {
            m_copies = indexOf({});
        }
        for (const std::string& source : m_task.sources) {
            if (std::ranges::find(m_sources, source) == m_sources.end()) {
                m_sources.push_back(source);
            }
        }
        makeReplicas();
        for (const auto& replica : m_replicas) {
            replica->setWeights(weights);
        }
        return {};
    }

    Result<void> resume(const Checkpoint& checkpoint) {
        if (checkpoint.fingerprint != m_curriculum.fingerprint) {
            return Error{ErrorCode::Unsupported, checkpointPath(m_task.output).filename().string() +
                                                     ": this training began with other tunes"};
        }
        const auto best = loadMelodyModel(m_task.output);
        if (!best) {
            return best.error();
        }
        m_outcome.model = *best;
        m_copies = (*best)->copies();
        m_sources = (*best)->card().sources;
        m_firstModel = detailOf((*best)->card(), kFirstModel);
        m_knownBefore = detailOf((*best)->card(), kKnownBefore);
        m_outcome.bestEpoch = checkpoint.bestEpoch;
        m_outcome.epochs = checkpoint.epochs;
        m_seconds = checkpoint.seconds;
        m_shape = checkpoint.shape;
        restyle(m_curriculum, m_shape.styles);
        makeReplicas();
        m_team.run([&](std::size_t member) { m_replicas[member]->restore(checkpoint.network); });
        return {};
    }

    [[nodiscard]] std::shared_ptr<const CopyIndex> indexOf(std::vector<CopyLayer> earlier) const {
        return trainedIndex(std::move(earlier), m_curriculum.trainingSources,
                            m_curriculum.heldOutSources);
    }

    void makeReplicas() {
        m_replicas.resize(m_team.size());
        m_team.run([&](std::size_t member) {
            m_replicas[member] = std::make_unique<Network>(m_shape, m_device);
        });
    }

    /// Nothing when stopped.
    std::optional<BatchLoss> learnEpoch(const std::stop_token& stop,
                                        const TrainingListener& listener) {
        const auto number = static_cast<std::uint64_t>(epoch());
        const BatchPlan plan =
            shuffledBatches(m_curriculum.training, m_eventsPerBatch, seed(2, number));
        BatchLoss sum;
        for (std::size_t i = 0; i < plan.size(); ++i) {
            waitWhilePaused(stop, listener);
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            const double before = static_cast<double>(epoch() - 1);
            const auto batches = static_cast<double>(plan.size());
            const double share = learningShare(before * batches + static_cast<double>(i),
                                               batches * static_cast<double>(m_settings.epochs));
            sum += learnBatch(plan[i], seed(3, number * 1'000'003 + i),
                              {m_settings.learningRate * share, m_settings.weightDecay, 1.0,
                               m_settings.averaging});
            reportProgress(listener, sum, static_cast<double>(i + 1) / batches);
        }
        return sum;
    }

    void waitWhilePaused(const std::stop_token& stop, const TrainingListener& listener) {
        if (listener.gate) {
            const auto begin = Clock::now();
            listener.gate->waitWhilePaused(stop);
            m_paused += secondsSince(begin);
        }
    }

    /// Each replica learns from its share of the batch; their gradients are summed in order.
    BatchLoss learnBatch(const std::vector<std::size_t>& tunes, std::uint64_t rng,
                         const Step& step) {
        double events = 0.0;
        for (const std::size_t tune : tunes) {
            events += static_cast<double>(m_curriculum.training[tune].events.events.size() + 1);
        }
        std::vector<BatchLoss> losses(m_team.size());
        m_team.run([&](std::size_t member) {
            std::vector<Lesson> mine;
            // A replica without a tune of its own keeps a gradient of zero by weight 0.
            const bool idle = member >= tunes.size();
            for (std::size_t i = idle ? 0 : member; i < tunes.size(); i += m_team.size()) {
                mine.push_back(varied(m_curriculum.training[tunes[i]], m_settings.unknownKeyShare,
                                      streamSeed(rng, 1000 + i)));
            }
            const BatchLoss loss =
                m_replicas[member]->learn(makeBatch(m_shape, mine), idle ? 0.0 : 1.0 / events,
                                          m_dropout, streamSeed(rng, member));
            losses[member] = idle ? BatchLoss{} : loss;
        });
        BatchLoss sum;
        for (std::size_t member = 0; member < m_team.size(); ++member) {
            sum += losses[member];
            if (member > 0) {
                m_replicas.front()->addGradient(*m_replicas[member]);
            }
        }
        m_team.run([&](std::size_t member) {
            if (member == 0) {
                m_replicas.front()->update(step);
            }
        });
        m_team.run([&](std::size_t member) {
            if (member > 0) {
                m_replicas[member]->copyWeights(*m_replicas.front());
            }
        });
        return sum;
    }

    /// Every replica takes the averaged weights instead of those of the last step, or back.
    void exchangeAverage() {
        if (m_settings.averaging <= 0.0) {
            return;
        }
        m_replicas.front()->exchangeAverage();
        m_team.run([&](std::size_t member) {
            if (member > 0) {
                m_replicas[member]->copyWeights(*m_replicas.front());
            }
        });
    }

    BatchLoss judge() {
        const BatchPlan plan = orderedBatches(m_curriculum.heldOut, kEventsPerBatch);
        std::vector<BatchLoss> losses(plan.size());
        m_team.run([&](std::size_t member) {
            for (std::size_t i = member; i < plan.size(); i += m_team.size()) {
                std::vector<Lesson> lessons;
                for (const std::size_t index : plan[i]) {
                    const TunePart& part = m_curriculum.heldOut[index];
                    lessons.push_back({part.events, {}, part.endsTune});
                }
                losses[i] = m_replicas[member]->judge(makeBatch(m_shape, lessons));
            }
        });
        BatchLoss sum;
        for (const BatchLoss& loss : losses) {
            sum += loss;
        }
        return sum;
    }

    [[nodiscard]] double tunesPerSecond(double fraction) const {
        const double seconds = secondsSince(m_epochBegin) - m_paused;
        return static_cast<double>(m_curriculum.trainingTunes) * fraction / std::max(seconds, 1e-3);
    }

    [[nodiscard]] double secondsLeft(double fraction, double rate) const {
        const double epochs = static_cast<double>(m_settings.epochs - epoch() + 1) - fraction;
        return epochs * static_cast<double>(m_curriculum.trainingTunes) / std::max(rate, 1e-3);
    }

    void reportProgress(const TrainingListener& listener, const BatchLoss& loss,
                        double fraction) const {
        if (!listener.progress) {
            return;
        }
        const double rate = tunesPerSecond(fraction);
        listener.progress(
            {epoch(), m_settings.epochs, fraction, loss.bits(), rate, secondsLeft(fraction, rate)});
    }

    Result<void> finishEpoch(const BatchLoss& learned, const TrainingListener& listener) {
        exchangeAverage();
        const BatchLoss judged = judge();
        EpochReport report;
        report.epoch = epoch();
        report.epochs = m_settings.epochs;
        report.trainingBits = learned.bits();
        report.validationBits = judged.bits();
        report.validationAccuracy =
            static_cast<double>(judged.right) / static_cast<double>(judged.events);
        report.seconds = secondsSince(m_epochBegin) - m_paused;
        report.processorSeconds =
            static_cast<double>(std::clock() - m_processorBegin) / CLOCKS_PER_SEC;
        report.tunesPerSecond = tunesPerSecond(1.0);
        report.secondsLeft = secondsLeft(1.0, report.tunesPerSecond);
        report.best = m_outcome.epochs.empty() || report.validationBits < bestBits();
        m_seconds += report.seconds;
        m_outcome.epochs.push_back(report);
        const NetworkFile file = networkFile(report, judged);
        exchangeAverage();
        const std::shared_ptr<const MelodyModel> model = runnableModel(file);
        if (report.best) {
            m_outcome.bestEpoch = report.epoch;
            m_outcome.model = model;
            if (const auto saved = writeFileAtomically(m_task.output, networkFileBytes(file));
                !saved) {
                return saved.error();
            }
        }
        const auto saved =
            writeCheckpoint({m_shape, std::nullopt, m_replicas.front()->snapshot(),
                             m_outcome.epochs, m_outcome.bestEpoch, m_seconds, m_settings,
                             m_curriculum.fingerprint, m_curriculum.heldOutPlaces},
                            checkpointPath(m_task.output));
        if (!saved) {
            return saved.error();
        }
        if (listener.epoch) {
            listener.epoch(report);
        }
        if (listener.checkpoint) {
            listener.checkpoint(report.epoch, model);
        }
        return {};
    }

    [[nodiscard]] double bestBits() const {
        return m_outcome.epochs[static_cast<std::size_t>(m_outcome.bestEpoch - 1)].validationBits;
    }

    [[nodiscard]] NetworkFile networkFile(const EpochReport& report,
                                          const BatchLoss& judged) const {
        NetworkFile file{m_shape, {}, m_replicas.front()->weights(), m_copies};
        ModelCard& card = file.card;
        card.name = m_task.modelName;
        card.sources = m_sources;
        card.tunes = m_curriculum.trainingTunes;
        card.notes = m_curriculum.trainingNotes;
        card.validationBits = report.validationBits;
        card.trainingSeconds = m_seconds;
        card.bestEpoch = report.epoch;
        double processorSeconds = 0.0;
        for (const EpochReport& epoch : m_outcome.epochs) {
            processorSeconds += epoch.processorSeconds;
        }
        const auto bits = [&](double nats) {
            return std::to_string(nats / static_cast<double>(judged.events) * std::numbers::log2e);
        };
        card.details = {{"held_out_tunes", std::to_string(m_curriculum.heldOutNames.size())},
                        {"held_out_events", std::to_string(judged.events)},
                        {"held_out_pitch_bits", bits(judged.pitch)},
                        {"held_out_duration_bits", bits(judged.duration)},
                        {"epochs_planned", std::to_string(m_settings.epochs)},
                        {"units", std::to_string(m_shape.units)},
                        {"rng", std::to_string(m_settings.rng)},
                        {"processor_seconds", std::to_string(std::lround(processorSeconds))},
                        {"replicas", std::to_string(m_team.size())},
                        {"device", m_device},
                        {"library", "LibTorch " + networkLibraryVersion()}};
        if (!m_firstModel.empty()) {
            card.details[kFirstModel] = m_firstModel;
        }
        if (!m_knownBefore.empty()) {
            card.details[kKnownBefore] = m_knownBefore;
        }
        return file;
    }

    /// Adds to the best model's card how well it knows the tunes set aside, source by source.
    Result<void> completeCard() {
        const auto bytes = readFile(m_task.output);
        if (!bytes) {
            return bytes.error();
        }
        auto file = parseNetworkFile(*bytes, m_task.output.filename().string());
        if (!file) {
            return file.error();
        }
        for (const auto& [source, tunes] : m_curriculum.heldOutBySource) {
            file->card.details["held_out " + source] = figuresOf(*m_outcome.model, tunes);
        }
        m_outcome.model = runnableModel(*file);
        return writeFileAtomically(m_task.output, networkFileBytes(*file));
    }

    static std::string figuresOf(const MelodyModel& model,
                                 const std::vector<EventSequence>& tunes) {
        double events = 0.0;
        double pitch = 0.0;
        double duration = 0.0;
        for (const EventSequence& tune : tunes) {
            const MelodyScoring scoring = scoreMelody(model, tune);
            events += static_cast<double>(scoring.events);
            pitch += scoring.eventPitchBits;
            duration += scoring.eventDurationBits;
        }
        std::array<char, 160> text{};
        std::snprintf(text.data(), text.size(),
                      "%zu tunes, %.0f events: pitch %.3f, duration %.3f, sum %.3f bits per event",
                      tunes.size(), events, pitch / events, duration / events,
                      (pitch + duration) / events);
        return text.data();
    }

    const TrainingTask& m_task;
    Origin m_origin;
    Curriculum m_curriculum;
    TrainingSettings m_settings;
    Dropout m_dropout;
    std::string m_device;
    NetworkShape m_shape;
    std::size_t m_eventsPerBatch;
    std::shared_ptr<const CopyIndex> m_copies;
    /// Of the card: those of the first model too, whose name this is; empty for none.
    std::vector<std::string> m_sources;
    std::string m_firstModel;
    /// How many of the tunes it knew, as the card says it; empty for none.
    std::string m_knownBefore;
    std::vector<std::unique_ptr<Network>> m_replicas;
    TrainingOutcome m_outcome;
    double m_seconds = 0.0;
    Clock::time_point m_epochBegin;
    std::clock_t m_processorBegin = 0;
    double m_paused = 0.0;
    Team m_team;
};

} // namespace

Result<std::string> deviceNamed(const std::string& name) {
    const std::vector<std::string> devices = networkDevices();
    if (name == "auto" || name.empty()) {
        return devices.back() == "cpu" ? devices.back() : devices[1];
    }
    for (const std::string& device : devices) {
        if (device == name || (name == "cuda" && device.starts_with("cuda"))) {
            return device;
        }
    }
    return Error{ErrorCode::Unavailable, "there is no device \"" + name + "\" to train on"};
}

Result<TrainingOutcome> trainNetwork(const TrainingTask& task, const std::stop_token& stop,
                                     const TrainingListener& listener) {
    auto origin = originOf(task);
    if (!origin) {
        return origin.error();
    }
    SettingAside aside;
    TrainingSettings settings = task.settings;
    if (origin->checkpoint) {
        aside.places = origin->checkpoint->heldOutPlaces;
        settings = resumedSettings(*origin->checkpoint, settings);
    } else if (origin->network) {
        aside.known = origin->network->copies.get();
    }
    auto curriculum = prepared(task, aside);
    if (!curriculum) {
        return curriculum.error();
    }
    const auto device = deviceNamed(settings.device);
    if (!device) {
        return device.error();
    }
    settings = completed(std::move(settings), curriculum->trainingEvents);
    return Trainer(task, std::move(*curriculum), std::move(settings), *device, *std::move(origin))
        .run(stop, listener);
}

} // namespace cantilena

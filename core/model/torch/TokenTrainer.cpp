#include "core/model/torch/TokenTrainer.h"

#include "core/base/File.h"
#include "core/base/Random.h"
#include "core/model/TokenModel.h"
#include "core/model/torch/Checkpoint.h"
#include "core/model/torch/SongBook.h"
#include "core/model/torch/Team.h"
#include "core/model/torch/Trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <numbers>
#include <optional>
#include <thread>

namespace cantilena {

namespace {

using Clock = std::chrono::steady_clock;

// The tutorial's own figures. Its batch is 64 windows of 64 tokens, which foretell one token each;
// whole songs foretell every token. Ours has at most as many tokens, but fewer where the corpus is
// small, so that an epoch has about a hundred steps.
constexpr double kLearningRate = 1e-3;
constexpr double kDropout = 0.2;
constexpr std::size_t kMostTokensPerBatch = 64 * 64;
constexpr std::size_t kFewestTokensPerBatch = 512;
constexpr std::size_t kStepsPerEpoch = 100;
constexpr int kEpochs = 90;
/// Whole songs are long: now and then a gradient explodes.
constexpr double kLongestGradient = 1.0;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

TrainingSettings completed(TrainingSettings settings) {
    settings.epochs = settings.epochs > 0 ? settings.epochs : kEpochs;
    settings.units = settings.units > 0 ? settings.units : 256;
    if (settings.threads <= 0) {
        settings.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    }
    return settings;
}

class TokenTrainer {
public:
    TokenTrainer(const TrainingTask& task, SongBook book, TrainingSettings settings,
                 std::string device, std::optional<Checkpoint> checkpoint)
        : m_task(task)
        , m_checkpoint(std::move(checkpoint))
        , m_book(std::move(book))
        , m_settings(completed(std::move(settings)))
        , m_device(std::move(device))
        // A graphics card takes a whole batch at once.
        , m_team(m_device == "cpu" ? static_cast<std::size_t>(m_settings.threads) : 1,
                 useOneThreadHere) {
        m_shape = {{m_settings.units}, 0};
        std::size_t tokens = 0;
        for (const TokenSong& song : m_book.training) {
            tokens += song.size() + 1;
        }
        m_tokensPerBatch =
            std::clamp(tokens / kStepsPerEpoch, kFewestTokensPerBatch, kMostTokensPerBatch);
    }

    Result<TrainingOutcome> run(const std::stop_token& stop, const TrainingListener& listener) {
        if (const auto begun = m_checkpoint ? resume(*m_checkpoint) : begin(); !begun) {
            return begun.error();
        }
        while (epoch() <= m_settings.epochs && !outOfPatience()) {
            m_epochBegin = Clock::now();
            m_processorBegin = std::clock();
            m_paused = 0.0;
            const std::optional<TokenLoss> learned = learnEpoch(stop, listener);
            if (!learned) {
                break;
            }
            if (!std::isfinite(learned->nats)) {
                return Error{ErrorCode::Internal, "training lost its way in epoch " +
                                                      std::to_string(epoch()) +
                                                      ": the loss is no number any more"};
            }
            if (const auto finished = finishEpoch(*learned, listener); !finished) {
                return finished.error();
            }
        }
        m_outcome.stoppedEarly = epoch() <= m_settings.epochs;
        if (m_outcome.epochs.empty()) {
            return Error{ErrorCode::Cancelled, "training was stopped within its first epoch"};
        }
        m_outcome.heldOut = m_book.heldOutNames;
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
        auto weights = initialTokenWeights(m_shape, m_book.mapping.size(), seed(1, 0));
        if (!m_task.initialModel.empty()) {
            const auto bytes = readFile(m_task.initialModel);
            if (!bytes) {
                return bytes.error();
            }
            auto file = parseTokenNetwork(*bytes, m_task.initialModel.filename().string());
            if (!file) {
                return file.error();
            }
            if (!(file->mapping == m_book.mapping)) {
                return Error{ErrorCode::Unsupported,
                             m_task.initialModel.filename().string() +
                                 ": its mapping is not that of these tunes"};
            }
            m_shape.units = file->shape.units;
            weights = std::move(file->weights);
        }
        makeReplicas();
        for (const auto& replica : m_replicas) {
            replica->parameters().setWeights(weights);
        }
        return {};
    }

    Result<void> resume(const Checkpoint& checkpoint) {
        if (checkpoint.fingerprint != m_book.fingerprint ||
            !(checkpoint.tokens->mapping == m_book.mapping)) {
            return Error{ErrorCode::Unsupported, checkpointPath(m_task.output).filename().string() +
                                                     ": this training began with other tunes"};
        }
        const auto bytes = readFile(m_task.output);
        if (!bytes) {
            return bytes.error();
        }
        auto best = parseTokenNetwork(*bytes, m_task.output.filename().string());
        if (!best) {
            return best.error();
        }
        m_outcome.model = std::make_shared<const TokenModel>(*std::move(best));
        m_outcome.bestEpoch = checkpoint.bestEpoch;
        m_outcome.epochs = checkpoint.epochs;
        m_seconds = checkpoint.seconds;
        m_shape = checkpoint.tokens->shape;
        makeReplicas();
        m_team.run([&](std::size_t member) {
            m_replicas[member]->parameters().restore(checkpoint.network);
        });
        return {};
    }

    void makeReplicas() {
        m_replicas.resize(m_team.size());
        m_team.run([&](std::size_t member) {
            m_replicas[member] =
                std::make_unique<TokenLearner>(m_shape, m_book.mapping.size(), m_device);
        });
    }

    /// Nothing when stopped.
    std::optional<TokenLoss> learnEpoch(const std::stop_token& stop,
                                        const TrainingListener& listener) {
        const auto number = static_cast<std::uint64_t>(epoch());
        const auto plan = songBatches(m_book.training, m_tokensPerBatch, seed(2, number));
        TokenLoss sum;
        for (std::size_t i = 0; i < plan.size(); ++i) {
            if (listener.gate) {
                const auto begin = Clock::now();
                listener.gate->waitWhilePaused(stop);
                m_paused += secondsSince(begin);
            }
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            sum += learnBatch(plan[i], seed(3, number * 1'000'003 + i));
            reportProgress(listener, sum,
                           static_cast<double>(i + 1) / static_cast<double>(plan.size()));
        }
        return sum;
    }

    /// Every `m_team.size()`-th of the songs, from `member` on.
    [[nodiscard]] TokenBatch share(const std::vector<TokenSong>& songs,
                                   const std::vector<std::size_t>& indices,
                                   std::size_t member) const {
        std::vector<const TokenSong*> mine;
        for (std::size_t i = member; i < indices.size(); i += m_team.size()) {
            mine.push_back(&songs[indices[i]]);
        }
        return makeTokenBatch(mine, m_book.mapping.end());
    }

    /// Each replica learns from its share of the batch; their gradients are summed in order.
    TokenLoss learnBatch(const std::vector<std::size_t>& songs, std::uint64_t rng) {
        double tokens = 0.0;
        for (const std::size_t song : songs) {
            tokens += static_cast<double>(m_book.training[song].size() + 1);
        }
        std::vector<TokenLoss> losses(m_team.size());
        const std::size_t busy = std::min(m_team.size(), songs.size());
        m_team.run([&](std::size_t member) {
            if (member < busy) {
                losses[member] =
                    m_replicas[member]->learn(share(m_book.training, songs, member), 1.0 / tokens,
                                              kDropout, streamSeed(rng, member));
            }
        });
        Parameters& first = m_replicas.front()->parameters();
        TokenLoss sum;
        for (std::size_t member = 0; member < busy; ++member) {
            sum += losses[member];
            if (member > 0) {
                first.addGradient(m_replicas[member]->parameters());
            }
        }
        m_team.run([&](std::size_t member) {
            if (member == 0) {
                first.update({kLearningRate, 0.0, kLongestGradient});
            }
        });
        m_team.run([&](std::size_t member) {
            if (member > 0) {
                m_replicas[member]->parameters().copyWeights(first);
            }
        });
        return sum;
    }

    TokenLoss judge() {
        const auto plan = songBatches(m_book.heldOut, kMostTokensPerBatch, 0);
        std::vector<TokenLoss> losses(m_team.size());
        m_team.run([&](std::size_t member) {
            for (const auto& songs : plan) {
                if (member < songs.size()) {
                    losses[member] +=
                        m_replicas[member]->judge(share(m_book.heldOut, songs, member));
                }
            }
        });
        TokenLoss sum;
        for (const TokenLoss& loss : losses) {
            sum += loss;
        }
        return sum;
    }

    /// All bits of the songs, shared among their notes, rests and ends.
    [[nodiscard]] static double bits(double nats, std::size_t events) {
        return nats / static_cast<double>(events) * std::numbers::log2e;
    }

    void reportProgress(const TrainingListener& listener, const TokenLoss& loss,
                        double fraction) const {
        if (!listener.progress) {
            return;
        }
        const double rate = tunesPerSecond(fraction);
        const double left = static_cast<double>(m_settings.epochs - epoch() + 1) - fraction;
        double events = static_cast<double>(m_book.trainingEvents) * fraction;
        listener.progress(
            {epoch(), m_settings.epochs, fraction,
             loss.nats / std::max(events, 1.0) * std::numbers::log2e, rate,
             left * static_cast<double>(m_book.trainingTunes) / std::max(rate, 1e-3)});
    }

    [[nodiscard]] double tunesPerSecond(double fraction) const {
        const double seconds = secondsSince(m_epochBegin) - m_paused;
        return static_cast<double>(m_book.trainingTunes) * fraction / std::max(seconds, 1e-3);
    }

    [[nodiscard]] EpochReport reportOf(const TokenLoss& learned, const TokenLoss& judged) const {
        EpochReport report;
        report.epoch = epoch();
        report.epochs = m_settings.epochs;
        report.trainingBits = bits(learned.nats, m_book.trainingEvents);
        report.validationBits = bits(judged.nats, m_book.heldOutEvents);
        report.validationAccuracy =
            static_cast<double>(judged.right) / static_cast<double>(judged.tokens);
        report.seconds = secondsSince(m_epochBegin) - m_paused;
        report.processorSeconds =
            static_cast<double>(std::clock() - m_processorBegin) / CLOCKS_PER_SEC;
        report.tunesPerSecond = tunesPerSecond(1.0);
        report.secondsLeft = report.seconds * static_cast<double>(m_settings.epochs - epoch());
        report.best = m_outcome.epochs.empty() || report.validationBits < bestBits();
        return report;
    }

    [[nodiscard]] double bestBits() const {
        return m_outcome.epochs[static_cast<std::size_t>(m_outcome.bestEpoch - 1)].validationBits;
    }

    Result<void> finishEpoch(const TokenLoss& learned, const TrainingListener& listener) {
        const EpochReport report = reportOf(learned, judge());
        m_seconds += report.seconds;
        m_outcome.epochs.push_back(report);
        TokenNetworkFile file = networkFile(report);
        const std::string bytes = tokenNetworkBytes(file);
        const auto model = std::make_shared<const TokenModel>(std::move(file));
        if (report.best) {
            m_outcome.bestEpoch = report.epoch;
            m_outcome.model = model;
            if (const auto saved = writeFileAtomically(m_task.output, bytes); !saved) {
                return saved.error();
            }
        }
        const auto saved = writeCheckpoint({{},
                                            TokenPlan{m_shape, m_book.mapping},
                                            m_replicas.front()->parameters().snapshot(),
                                            m_outcome.epochs,
                                            m_outcome.bestEpoch,
                                            m_seconds,
                                            m_settings,
                                            m_book.fingerprint,
                                            m_book.heldOutPlaces},
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

    [[nodiscard]] TokenNetworkFile networkFile(const EpochReport& report) const {
        TokenNetworkFile file{
            m_shape, m_book.mapping, {}, m_replicas.front()->parameters().weights()};
        ModelCard& card = file.card;
        card.name = m_task.modelName;
        card.sources = m_task.sources;
        card.tunes = m_book.trainingTunes;
        card.notes = m_book.trainingNotes;
        card.validationBits = report.validationBits;
        card.trainingSeconds = m_seconds;
        card.bestEpoch = report.epoch;
        card.details = {{"kind", "tutorial model: sixteenth grid, no metre"},
                        {"recipe", "LSTM of " + std::to_string(m_shape.units.front()) +
                                       ", dropout 0.2, Adam at 1e-3, whole songs"},
                        {"held_out_events", std::to_string(m_book.heldOutEvents)},
                        {"tunes_off_the_grid", std::to_string(m_book.leftOut)},
                        {"epochs_planned", std::to_string(m_settings.epochs)},
                        {"rng", std::to_string(m_settings.rng)},
                        {"replicas", std::to_string(m_team.size())},
                        {"device", m_device},
                        {"library", "LibTorch " + networkLibraryVersion()}};
        return file;
    }

    const TrainingTask& m_task;
    std::optional<Checkpoint> m_checkpoint;
    SongBook m_book;
    TrainingSettings m_settings;
    std::string m_device;
    TokenShape m_shape;
    std::size_t m_tokensPerBatch = kMostTokensPerBatch;
    std::vector<std::unique_ptr<TokenLearner>> m_replicas;
    TrainingOutcome m_outcome;
    double m_seconds = 0.0;
    Clock::time_point m_epochBegin;
    std::clock_t m_processorBegin = 0;
    double m_paused = 0.0;
    Team m_team;
};

} // namespace

Result<TrainingOutcome> trainTokenNetwork(const TrainingTask& task, const std::stop_token& stop,
                                          const TrainingListener& listener) {
    std::optional<Checkpoint> checkpoint;
    SettingAside aside;
    TrainingSettings settings = task.settings;
    if (task.resume) {
        auto read = readCheckpoint(checkpointPath(task.output));
        if (!read) {
            return read.error();
        }
        if (!read->tokens) {
            return Error{ErrorCode::Unsupported, checkpointPath(task.output).filename().string() +
                                                     ": this training follows the melody recipe"};
        }
        checkpoint = *std::move(read);
        aside.places = checkpoint->heldOutPlaces;
        settings = resumedSettings(*checkpoint, settings);
    }
    auto book = songBook(task, aside);
    if (!book) {
        return book.error();
    }
    const auto device = deviceNamed(settings.device);
    if (!device) {
        return device.error();
    }
    return TokenTrainer(task, *std::move(book), std::move(settings), *device, std::move(checkpoint))
        .run(stop, listener);
}

} // namespace cantilena

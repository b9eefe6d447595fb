#pragma once

#include "core/score/Score.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace cantilena {

class MelodyModel;

/// What kind of network is trained, and on which encoding.
enum class TrainingRecipe {
    /// Ours: events with key and metre.
    Melody,
    /// That of the tutorial "Melody Generation with LSTM": sixteenths in C major or A minor.
    Tutorial,
};

/// How a network is trained. The defaults suit most corpora.
struct TrainingSettings {
    /// The tutorial recipe has rates, dropout and width of its own.
    TrainingRecipe recipe = TrainingRecipe::Melody;
    /// LSTM units; 0 chooses by the size of the corpus.
    int units = 0;
    /// Full passes over the training tunes; 0 chooses by the size of the corpus.
    int epochs = 0;
    /// Stop after that many epochs without a better validation figure.
    int patience = 4;
    double learningRate = 3e-3;
    double weightDecay = 1e-3;
    /// Share of the tunes, by duplicate group, set aside to judge by.
    double validationShare = 0.1;
    double dropout = 0.4;
    /// Share of the recurrent weights left out at random, another choice for each batch.
    double weightDrop = 0.0;
    /// Whether dropout leaves out the same numbers all through a tune.
    bool variationalDropout = false;
    /// What is kept is a running average of the weights, of which so much remains at each step; 0
    /// keeps the last weights themselves.
    double averaging = 0.0;
    /// Share of the tunes that are seen without their key, counted from another tonic each time.
    double unknownKeyShare = 0.15;
    /// Ingredients of the network left out, to see what they are worth: "steps", "memory",
    /// "future", or the beginning of an input's name.
    std::vector<std::string> without;
    /// Replicas that share each batch; 0 takes one a core.
    int threads = 0;
    std::uint64_t rng = 1;
    /// "auto", "cpu" or "cuda".
    std::string device = "auto";
};

/// Passes over a corpus with so many events, where none were asked for: so many that two cores need
/// about five minutes, but not so few that the network has not settled, nor so many that it learns
/// the tunes by heart.
[[nodiscard]] constexpr int epochsFor(std::size_t events) {
    constexpr std::size_t kEventsLearnt = 3'600'000;
    constexpr std::size_t kFewest = 12;
    constexpr std::size_t kMost = 24;
    return static_cast<int>(
        std::clamp(kEventsLearnt / std::max<std::size_t>(events, 1), kFewest, kMost));
}

/// The settings for going on from a trained model: gentler and, unless epochs were asked for,
/// shorter.
[[nodiscard]] inline TrainingSettings fineTuning(TrainingSettings settings) {
    settings.learningRate = 1e-3;
    settings.epochs = settings.epochs > 0 ? settings.epochs : 8;
    return settings;
}

/// One melody to learn from.
struct TrainingTune {
    std::string name;
    /// A score of one track that holds the melody line, no two notes at once.
    std::shared_ptr<const Score> melody;
    /// Tunes with the same number stay on one side of every split.
    std::size_t duplicateGroup = 0;
};

struct TrainingTask {
    std::vector<TrainingTune> tunes;
    TrainingSettings settings;
    /// Where the best model goes; the checkpoint lies beside it.
    std::filesystem::path output;
    /// A model to start from; empty for none.
    std::filesystem::path initialModel;
    /// Go on from the checkpoint beside `output`, with the settings that it holds; of those given
    /// here only the number of epochs, if there is one, and the device count.
    bool resume = false;
    std::string modelName;
    std::vector<std::string> sources;
};

/// What one epoch came to. Bits are per event: notes, rests and the end of the tune count.
struct EpochReport {
    int epoch = 0;
    int epochs = 0;
    double trainingBits = 0.0;
    double validationBits = 0.0;
    /// Share of pitches predicted right on the tunes set aside.
    double validationAccuracy = 0.0;
    double seconds = 0.0;
    /// Processor time of the whole program, all its threads together: a busy machine makes
    /// `seconds` longer, but hardly this.
    double processorSeconds = 0.0;
    double tunesPerSecond = 0.0;
    double secondsLeft = 0.0;
    bool best = false;
};

/// How far training has come within an epoch.
struct TrainingProgress {
    int epoch = 0;
    int epochs = 0;
    /// 0 to 1 within this epoch.
    double fraction = 0.0;
    double trainingBits = 0.0;
    double tunesPerSecond = 0.0;
    double secondsLeft = 0.0;
};

/// Lets one thread hold another at a point where that is harmless.
class TrainingGate {
public:
    void pause() {
        const std::scoped_lock lock(m_mutex);
        m_paused = true;
    }
    void resume() {
        {
            const std::scoped_lock lock(m_mutex);
            m_paused = false;
        }
        m_changed.notify_all();
    }
    [[nodiscard]] bool isPaused() const {
        const std::scoped_lock lock(m_mutex);
        return m_paused;
    }
    /// Trainer's thread. Returns when not paused, or when asked to stop.
    void waitWhilePaused(const std::stop_token& stop) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return !m_paused; });
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_paused = false;
};

/// Called on the trainer's thread; any member may be empty.
struct TrainingListener {
    std::function<void(const TrainingProgress&)> progress;
    std::function<void(const EpochReport&)> epoch;
    /// The network as it stands after that epoch, ready to sample from.
    std::function<void(int epoch, std::shared_ptr<const MelodyModel>)> checkpoint;
    std::shared_ptr<TrainingGate> gate;
};

struct TrainingOutcome {
    std::vector<EpochReport> epochs;
    int bestEpoch = 0;
    std::shared_ptr<const MelodyModel> model;
    /// Tunes that were learnt from but never judged by, since the model to start from knew a
    /// version of them already.
    std::size_t knownBefore = 0;
    /// Fewer epochs than planned: asked to stop, or nothing got better any more.
    bool stoppedEarly = false;
    /// Names of the tunes set aside.
    std::vector<std::string> heldOut;
};

} // namespace cantilena

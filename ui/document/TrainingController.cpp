#include "ui/document/TrainingController.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cantilena {

namespace {

/// A gap of this many bits between the two curves is memory, not music.
constexpr double kMemorisingGap = 0.5;
/// One worse epoch is noise; this many in a row are a trend.
constexpr int kWorseEpochs = 2;

/// A path in `folder` that no file has yet.
std::filesystem::path freshModelPath(const std::filesystem::path& folder, const std::string& name) {
    std::error_code failure;
    std::filesystem::path path = folder / (name + ".safetensors");
    for (int copy = 2; std::filesystem::exists(path, failure); ++copy) {
        path = folder / (name + " " + std::to_string(copy) + ".safetensors");
    }
    return path;
}

std::string folderName(const std::filesystem::path& folder) {
    const std::string name = folder.filename().string();
    return name.empty() ? folder.parent_path().filename().string() : name;
}

/// Who judged, where the first model knew some of the tunes.
QString remarkOn(const TrainingOutcome& outcome, const QString& firstModel) {
    if (outcome.knownBefore == 0) {
        return {};
    }
    if (outcome.heldOut.empty()) {
        return TrainingController::tr("\u201C%1\u201D knew all of these tunes, so none could tell "
                                      "how it does on new ones.")
            .arg(firstModel);
    }
    return TrainingController::tr("\u201C%1\u201D knew %n of these tunes; only the others judged.",
                                  nullptr, static_cast<int>(outcome.knownBefore))
        .arg(firstModel);
}

const EpochReport* bestOf(const std::vector<EpochReport>& epochs) {
    const auto best = std::ranges::min_element(epochs, {}, &EpochReport::validationBits);
    return best == epochs.end() ? nullptr : &*best;
}

} // namespace

QString trainingJudgement(const std::vector<EpochReport>& epochs) {
    const EpochReport* best = bestOf(epochs);
    if (best == nullptr) {
        return {};
    }
    const EpochReport& last = epochs.back();
    if (last.epoch - best->epoch >= kWorseEpochs) {
        return TrainingController::tr(
                   "It has begun to memorise: since epoch %1 it does worse on tunes it has not "
                   "seen. Epoch %1 is kept.")
            .arg(best->epoch);
    }
    if (last.validationBits - last.trainingBits > kMemorisingGap) {
        return TrainingController::tr(
            "It knows its own tunes much better than new ones; more tunes would help.");
    }
    if (epochs.size() == 1) {
        return TrainingController::tr(
            "First epoch done: the lower the curves fall, the better it knows the style.");
    }
    if (best->epoch == last.epoch) {
        return TrainingController::tr("It is still learning: epoch %1 is the best so far.")
            .arg(last.epoch);
    }
    return TrainingController::tr(
               "It has almost learnt what these tunes teach; epoch %1 is the best so far.")
        .arg(best->epoch);
}

TrainingController::TrainingController(StudioParts parts, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_corpus(std::make_shared<const Corpus>()) {}

bool TrainingController::isTraining() const {
    return m_state == TrainingState::Training || m_state == TrainingState::Paused ||
           m_state == TrainingState::Stopping;
}

void TrainingController::setState(TrainingState state) {
    if (m_state != state) {
        m_state = state;
        Q_EMIT stateChanged(state);
    }
}

void TrainingController::scan(const std::filesystem::path& folder) {
    if (isTraining()) {
        return;
    }
    m_folder = folder;
    m_worker.start([this, folder](const Worker::Line& line) {
        const auto progress = [this, &line](double fraction, std::string_view) {
            line.post([this, fraction] { Q_EMIT scanProgressed(fraction); });
        };
        auto corpus = scanCorpus(std::array{folder}, {}, line.stop(), progress);
        line.post([this, corpus = std::move(corpus)]() mutable {
            if (corpus) {
                takeCorpus(std::move(*corpus));
                return;
            }
            takeCorpus({});
            Q_EMIT failed(QString::fromStdString(corpus.error().message));
        });
    });
    setState(TrainingState::Scanning);
}

void TrainingController::takeCorpus(Corpus corpus) {
    m_corpus = std::make_shared<const Corpus>(std::move(corpus));
    m_summary = summarised(*m_corpus);
    m_epochs.clear();
    m_earlier.clear();
    m_bestModel = nullptr;
    setState(m_summary.accepted > 0 ? TrainingState::Ready : TrainingState::Empty);
    Q_EMIT corpusScanned();
    const QString where = QString::fromStdString(m_folder.string());
    if (m_corpus->files == 0) {
        Q_EMIT failed(
            tr("%1: no MIDI, ABC, MusicXML or **kern file was found in this folder.").arg(where));
    } else if (m_summary.accepted == 0) {
        Q_EMIT failed(tr("%1: none of its %n files holds a melody to learn from.", nullptr,
                         static_cast<int>(m_corpus->files))
                          .arg(where));
    }
}

TrainingTask TrainingController::task(const TrainingSettings& settings) const {
    TrainingTask task;
    for (const CorpusTune& tune : m_corpus->tunes) {
        if (tune.melody) {
            task.tunes.push_back({tune.name, tune.melody, tune.duplicateGroup});
        }
    }
    task.settings = m_plan.first.file.empty() ? settings : fineTuning(settings);
    task.initialModel = m_plan.first.file;
    task.output = m_output;
    task.modelName = m_output.stem().string();
    task.sources = {folderName(m_folder)};
    return task;
}

TrainingListener TrainingController::listener(const Worker::Line& line) {
    TrainingListener listener;
    listener.progress = [this, &line](const TrainingProgress& progress) {
        line.post([this, progress] { Q_EMIT progressed(progress); });
    };
    listener.epoch = [this, &line](const EpochReport& report) {
        line.post([this, report] {
            m_epochs.push_back(report);
            Q_EMIT epochFinished(report);
            compareNewest();
        });
    };
    listener.checkpoint = [this, &line](int epoch, std::shared_ptr<const MelodyModel> model) {
        line.post([this, epoch, model = std::move(model)] {
            m_newestEpoch = epoch;
            m_newestModel = model;
            compareNewest();
        });
    };
    listener.gate = m_gate;
    return listener;
}

void TrainingController::start(const TrainingSettings& settings, const FirstModel& first) {
    if (isTraining() || m_summary.accepted == 0) {
        return;
    }
    std::error_code failure;
    std::filesystem::create_directories(m_parts.modelFolder, failure);
    m_output = freshModelPath(m_parts.modelFolder, folderName(m_folder));
    fileAway();
    m_plan = {settings.recipe, first};
    m_remark.clear();
    m_bestModel = nullptr;
    m_newestModel = nullptr;
    m_newestEpoch = 0;
    m_gate = std::make_shared<TrainingGate>();
    m_worker.start([this, task = task(settings), parts = m_parts](const Worker::Line& line) {
        const auto backend = parts.backend();
        auto outcome = backend ? (*backend)->train(task, line.stop(), listener(line))
                               : Result<TrainingOutcome>(backend.error());
        line.post([this, outcome = std::move(outcome)] { takeOutcome(outcome); });
    });
    setState(TrainingState::Training);
}

void TrainingController::fileAway() {
    auto epochs = std::exchange(m_epochs, {});
    // Judged by other tunes, a curve cannot be compared.
    if (epochs.empty() || !m_remark.isEmpty()) {
        return;
    }
    std::erase_if(m_earlier, [this](const EarlierTraining& other) {
        return other.plan.recipe == m_plan.recipe && other.plan.first.file == m_plan.first.file;
    });
    m_earlier.push_back({m_plan, std::move(epochs)});
}

void TrainingController::compareNewest() {
    if (m_newestModel && m_newestEpoch == bestEpoch()) {
        m_bestModel = std::exchange(m_newestModel, nullptr);
        Q_EMIT bestModelChanged();
    }
}

void TrainingController::takeOutcome(const Result<TrainingOutcome>& outcome) {
    if (outcome && outcome->model) {
        m_bestModel = outcome->model;
        m_remark = remarkOn(*outcome, m_plan.first.name);
        setState(TrainingState::Finished);
        Q_EMIT bestModelChanged();
        return;
    }
    setState(m_bestModel ? TrainingState::Finished : TrainingState::Ready);
    if (!outcome && outcome.error().code != ErrorCode::Cancelled) {
        Q_EMIT failed(QString::fromStdString(outcome.error().message));
    }
}

void TrainingController::pause() {
    if (m_state == TrainingState::Training) {
        m_gate->pause();
        setState(TrainingState::Paused);
    }
}

void TrainingController::resume() {
    if (m_state == TrainingState::Paused) {
        m_gate->resume();
        setState(TrainingState::Training);
    }
}

void TrainingController::stop() {
    if (isTraining()) {
        m_worker.requestStop();
        m_gate->resume();
        setState(TrainingState::Stopping);
    }
}

int TrainingController::bestEpoch() const {
    const EpochReport* best = bestOf(m_epochs);
    return best == nullptr ? 0 : best->epoch;
}

} // namespace cantilena

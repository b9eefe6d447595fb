#include "core/model/CrossValidation.h"

#include "core/base/File.h"
#include "core/corpus/Splits.h"
#include "core/model/CopyIndex.h"
#include "core/model/NetworkModel.h"
#include "core/model/NetworkShape.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace cantilena {

namespace {

/// A tune as it is learned from, judged, and seen by the baselines.
struct Prepared {
    TrainingTune tune;
    EventSequence events;
    SymbolTune symbols;
};

std::vector<Prepared> prepared(const CrossValidationTask& task, std::vector<std::string>& skipped) {
    std::vector<Prepared> tunes;
    tunes.reserve(task.tunes.size());
    for (const TrainingTune& given : task.tunes) {
        Prepared tune{given, {}, {}};
        if (task.inputs == VisibleInputs::PitchesOnly) {
            tune.tune.melody = std::make_shared<const Score>(pitchesAlone(*given.melody));
        }
        Result<EventSequence> events = encode(*tune.tune.melody);
        if (!events) {
            skipped.push_back(given.name + ": " + events.error().message);
            continue;
        }
        tune.events = *std::move(events);
        tunes.push_back(std::move(tune));
    }
    return tunes;
}

/// Leaves out every duplicate group of which the model knows a tune; says how many tunes that were.
std::size_t removeKnown(std::vector<Prepared>& tunes, const CopyIndex& known) {
    std::set<std::size_t> groups;
    for (const Prepared& tune : tunes) {
        if (known.knowsVersionOf(intervalsOf(tune.tune.melody->tracks.front()->notes))) {
            groups.insert(tune.tune.duplicateGroup);
        }
    }
    return std::erase_if(
        tunes, [&](const Prepared& tune) { return groups.contains(tune.tune.duplicateGroup); });
}

PitchAlphabet alphabetOf(const std::vector<Prepared>& tunes) {
    PitchAlphabet alphabet;
    for (const Prepared& tune : tunes) {
        alphabet = withPitchesOf(alphabet, tune.events);
    }
    return alphabet;
}

/// Numbers the pitches of the alphabet from 0, the lowest first.
void fillSymbols(std::vector<Prepared>& tunes, const PitchAlphabet& alphabet) {
    std::array<Ppm::Symbol, 128> places{};
    Ppm::Symbol next = 0;
    for (std::size_t pitch = 0; pitch < places.size(); ++pitch) {
        places[pitch] = alphabet.test(pitch) ? next++ : Ppm::Symbol{-1};
    }
    for (Prepared& tune : tunes) {
        for (const MelodyEvent& event : tune.events.events) {
            if (event.kind == EventKind::Note) {
                tune.symbols.push_back(places[static_cast<std::size_t>(event.pitch.number)]);
            }
        }
    }
}

class Folds {
public:
    Folds(const CrossValidationTask& task, const ModelBackend& backend, std::stop_token stop,
          const ProgressSink& progress)
        : m_task(task)
        , m_backend(backend)
        , m_stop(std::move(stop))
        , m_progress(progress) {}

    Result<CrossValidation> run() {
        m_tunes = prepared(m_task, m_result.skipped);
        m_result.memory =
            std::ranges::find(m_task.settings.without, "memory") == m_task.settings.without.end();
        if (const auto kept = keepApart(); !kept) {
            return kept.error();
        }
        m_alphabet = alphabetOf(m_tunes);
        m_result.alphabet = m_alphabet.count();
        fillSymbols(m_tunes, m_alphabet);
        std::vector<std::size_t> groups;
        for (const Prepared& tune : m_tunes) {
            groups.push_back(tune.tune.duplicateGroup);
            m_result.tuneNames.push_back(tune.tune.name);
        }
        const std::size_t groupCount = std::set(groups.begin(), groups.end()).size();
        if (groupCount < m_task.folds) {
            return Error{ErrorCode::Unsupported, std::to_string(m_task.folds) +
                                                     " folds need at least as many tunes that "
                                                     "are no versions of each other; there are " +
                                                     std::to_string(groupCount) + leftOutInWords()};
        }
        const auto dealt = folds(groups, m_task.folds, m_task.settings.rng);
        for (std::size_t fold = 0; fold < dealt.size(); ++fold) {
            if (const Result<void> done = judge(fold, dealt[fold]); !done) {
                return done.error();
            }
        }
        return std::move(m_result);
    }

private:
    /// Leaves out what the initial model has seen.
    Result<void> keepApart() {
        if (m_task.initialModel.empty()) {
            return {};
        }
        const auto bytes = readFile(m_task.initialModel);
        if (!bytes) {
            return bytes.error();
        }
        const std::string name = m_task.initialModel.filename().string();
        const auto file = parseNetworkFile(*bytes, name);
        if (!file) {
            return file.error();
        }
        if (!file->copies) {
            return Error{ErrorCode::Unsupported,
                         name + ": this model does not say which tunes it was trained on, so they "
                                "cannot be kept out of the folds"};
        }
        m_result.memory = file->shape.memory;
        m_result.sharedWithInitial = removeKnown(m_tunes, *file->copies);
        return {};
    }

    [[nodiscard]] std::string leftOutInWords() const {
        return m_result.sharedWithInitial == 0
                   ? std::string()
                   : ", without the " + std::to_string(m_result.sharedWithInitial) +
                         " tunes that the initial model knows";
    }

    [[nodiscard]] std::vector<std::size_t> others(const std::vector<std::size_t>& heldOut) const {
        std::vector<std::size_t> rest;
        for (std::size_t i = 0; i < m_tunes.size(); ++i) {
            if (!std::ranges::binary_search(heldOut, i)) {
                rest.push_back(i);
            }
        }
        return rest;
    }

    [[nodiscard]] std::vector<SymbolTune> symbolsOf(const std::vector<std::size_t>& tunes) const {
        std::vector<SymbolTune> symbols;
        for (const std::size_t tune : tunes) {
            symbols.push_back(m_tunes[tune].symbols);
        }
        return symbols;
    }

    Result<std::shared_ptr<const MelodyModel>> trained(std::size_t fold,
                                                       const std::vector<std::size_t>& training) {
        if (m_task.asItIs) {
            return loadMelodyModel(m_task.initialModel);
        }
        TrainingTask task;
        for (const std::size_t tune : training) {
            task.tunes.push_back(m_tunes[tune].tune);
        }
        task.settings = m_task.settings;
        task.initialModel = m_task.initialModel;
        task.output = m_task.folder / ("fold-" + std::to_string(fold + 1) + ".safetensors");
        task.modelName = "fold " + std::to_string(fold + 1);
        TrainingListener listener;
        listener.progress = [this, fold](const TrainingProgress& made) {
            const double inFold = (made.epoch - 1 + made.fraction) / std::max(made.epochs, 1);
            report(m_progress,
                   (static_cast<double>(fold) + inFold) / static_cast<double>(m_task.folds),
                   "fold " + std::to_string(fold + 1) + ", epoch " + std::to_string(made.epoch));
        };
        Result<TrainingOutcome> outcome = m_backend.train(task, m_stop, listener);
        if (!outcome) {
            return outcome.error();
        }
        if (m_stop.stop_requested() || !outcome->model) {
            return Error{ErrorCode::Cancelled, "Stopped."};
        }
        return outcome->model;
    }

    Result<void> judge(std::size_t fold, const std::vector<std::size_t>& heldOut) {
        if (m_stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "Stopped."};
        }
        const std::vector<std::size_t> training = others(heldOut);
        const auto model = trained(fold, training);
        if (!model) {
            return model.error();
        }
        double bits = 0.0;
        std::size_t notes = 0;
        for (const std::size_t tune : heldOut) {
            const MelodyScoring scoring = scoreMelody(**model, m_tunes[tune].events, m_alphabet);
            for (const NoteSurprise& note : scoring.notes) {
                m_result.notes.push_back({tune, fold, note.pitchBits});
                bits += note.pitchBits;
                ++notes;
            }
        }
        m_result.networkBits += bits;
        m_result.foldBits.push_back(notes > 0 ? bits / static_cast<double>(notes) : 0.0);
        m_result.baselines += ppmBits(symbolsOf(training), symbolsOf(heldOut), m_result.alphabet);
        return {};
    }

    const CrossValidationTask& m_task;
    const ModelBackend& m_backend;
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    std::vector<Prepared> m_tunes;
    PitchAlphabet m_alphabet;
    CrossValidation m_result;
};

} // namespace

Score pitchesAlone(const Score& melody) {
    Score row;
    Track track;
    if (!melody.tracks.empty()) {
        Tick onset;
        for (const Note& note : melody.tracks.front()->notes) {
            Note crotchet;
            crotchet.id = note.id;
            crotchet.pitch = note.pitch;
            crotchet.onset = onset;
            crotchet.duration = kQuarter;
            track.notes.push_back(crotchet);
            onset += kQuarter;
        }
    }
    row.tracks.push_back(std::make_shared<const Track>(std::move(track)));
    row.nextNoteId = melody.nextNoteId;
    return row;
}

Result<CrossValidation> crossValidated(const CrossValidationTask& task, const ModelBackend& backend,
                                       std::stop_token stop, const ProgressSink& progress) {
    return Folds(task, backend, std::move(stop), progress).run();
}

} // namespace cantilena

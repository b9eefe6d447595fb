#pragma once

#include "core/compose/Infill.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cantilena {

/// What the model is to do: go on where the track ends, write something else between what stands
/// on both sides, or vary what is there.
enum class ComposeTask { Continue, Fill, Vary };

/// What a musician sets before asking for candidates.
struct GenerateSettings {
    ComposeTask task = ComposeTask::Continue;
    /// How far to go on; of no matter else.
    int bars = 4;
    double temperature = 0.9;
    double topP = 0.95;
    int candidates = 5;
    std::uint64_t rng = 1;
    Pitch lowest = kLowestPitch;
    Pitch highest = kHighestPitch;
    /// See `ContinuationRequest`.
    std::string style{};
    double memory = 1.0;
    double density = 0.0;
    bool cadence = false;
    std::optional<Key> key{};
    std::optional<Meter> meter{};
    std::optional<std::size_t> mostCopiedNotes{};
    /// What a variation keeps.
    KeptAspects keep{};

    friend bool operator==(const GenerateSettings&, const GenerateSettings&) = default;
};

/// What was asked of the model, in the model's terms.
using ComposeRequest = std::variant<ContinuationRequest, InfillRequest>;

/// What is said of a candidate beside what it says of itself.
struct CandidateFacts {
    /// See `motifKinship`.
    double kinship = 0.0;
    /// How many human phrases of its length, 0 to 1, copy as long a run as it does; nothing when
    /// unknown.
    std::optional<double> humanShare;
};

/// Asks the model for notes of the current track and keeps what it proposes, outside the document,
/// until one is accepted. Lives on the GUI thread; the model runs on a worker thread.
class GenerateController : public QObject {
    Q_OBJECT

public:
    explicit GenerateController(ScoreDocument& document, QObject* parent = nullptr);

    /// Forgets earlier candidates and asks for new ones, which arrive one by one. The score as it
    /// is now is what they go by, whatever happens to it meanwhile. To fill or vary, `span` is the
    /// time whose notes give way; where that is the selection's, the others in it stay.
    void generate(std::shared_ptr<const MelodyModel> model, const GenerateSettings& settings,
                  TickRange span = {});
    /// Keeps those that have arrived.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_worker.isBusy(); }

    /// In the order in which they arrived.
    [[nodiscard]] const std::vector<Candidate>& candidates() const { return m_candidates; }
    /// Null for a number that there is not.
    [[nodiscard]] const Candidate* candidate(int number) const;
    /// Empty for a number that there is not.
    [[nodiscard]] CandidateFacts facts(int number) const;
    /// How many were asked for, and with which settings.
    [[nodiscard]] const GenerateSettings& settings() const { return m_settings; }
    /// Where the track that they are for is now; nothing when it is gone, or cannot be told from
    /// another.
    [[nodiscard]] std::optional<std::size_t> track() const;
    /// Whether the notes, metres or keys that they go by have changed since.
    [[nodiscard]] bool isStale() const;

    /// The present score with that candidate in place; the present score itself when its track is
    /// gone.
    [[nodiscard]] Score scoreWith(const Candidate& candidate) const;
    /// Puts it into the document as one undo step; fails when its track is gone.
    void accept(int number);
    void clear();

Q_SIGNALS:
    /// Candidates were cleared, or work began or ended.
    void changed();
    /// Before the first candidate of what was asked is made.
    void begun(const cantilena::ComposeRequest& request,
               const std::shared_ptr<const cantilena::MelodyModel>& model);
    void candidateMade(const cantilena::Candidate& candidate);
    void accepted(int number);
    void failed(const QString& sentence);

private:
    ScoreDocument& m_document;
    GenerateSettings m_settings;
    std::shared_ptr<const Score> m_base;
    /// As it was counted then.
    std::size_t m_track = 0;
    std::vector<Candidate> m_candidates;
    /// One for each candidate.
    std::vector<CandidateFacts> m_facts;
    Worker m_worker;
};

} // namespace cantilena

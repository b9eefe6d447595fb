#pragma once

#include "core/compose/Continuation.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace cantilena {

/// What a musician sets before asking for candidates.
struct GenerateSettings {
    int bars = 4;
    double temperature = 0.9;
    double topP = 0.95;
    int candidates = 5;
    std::uint64_t rng = 1;

    friend bool operator==(const GenerateSettings&, const GenerateSettings&) = default;
};

/// Asks the model to continue the current track and keeps what it proposes, outside the document,
/// until one is accepted. Lives on the GUI thread; the model runs on a worker thread.
class GenerateController : public QObject {
    Q_OBJECT

public:
    explicit GenerateController(ScoreDocument& document, QObject* parent = nullptr);

    /// Forgets earlier candidates and asks for new ones, which arrive one by one. The score as it
    /// is now is the seed, whatever happens to it meanwhile.
    void generate(std::shared_ptr<const MelodyModel> model, const GenerateSettings& settings);
    /// Keeps those that have arrived.
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_worker.isBusy(); }

    /// In the order in which they arrived.
    [[nodiscard]] const std::vector<Candidate>& candidates() const { return m_candidates; }
    /// Null for a number that there is not.
    [[nodiscard]] const Candidate* candidate(int number) const;
    /// How many were asked for, and with which settings.
    [[nodiscard]] const GenerateSettings& settings() const { return m_settings; }
    /// The track that they continue.
    [[nodiscard]] std::size_t track() const { return m_track; }
    /// Whether the notes, metres or keys that they continue have changed since.
    [[nodiscard]] bool isStale() const;

    /// The present score with that candidate in place; the present score itself when its track is
    /// gone.
    [[nodiscard]] Score scoreWith(const Candidate& candidate) const;
    /// Puts it into the document as one undo step.
    void accept(int number);
    void clear();

Q_SIGNALS:
    /// Candidates were cleared, or work began or ended.
    void changed();
    void candidateMade(const cantilena::Candidate& candidate);
    void accepted(int number);
    void failed(const QString& sentence);

private:
    ScoreDocument& m_document;
    GenerateSettings m_settings;
    std::shared_ptr<const Score> m_base;
    std::size_t m_track = 0;
    std::vector<Candidate> m_candidates;
    Worker m_worker;
};

} // namespace cantilena

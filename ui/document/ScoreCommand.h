#pragma once

#include "ui/document/ScoreDifference.h"

#include <QUndoCommand>

#include <memory>
#include <optional>

namespace cantilena {

class ScoreDocument;

/// The one kind of undo step: this score in place of that one, kept as their difference.
class ScoreCommand : public QUndoCommand {
public:
    /// `next` is what the first `redo` shows. Steps with the same `mergeKey`, other than -1, merge.
    ScoreCommand(ScoreDocument& document, std::shared_ptr<const Score> next, const QString& text,
                 int mergeKey);

    void redo() override;
    void undo() override;
    [[nodiscard]] int id() const override { return m_mergeKey; }
    /// Called when both are done. Two steps that together change nothing vanish.
    bool mergeWith(const QUndoCommand* later) override;
    /// Keeps the difference instead of the two scores, once no later step will merge with it. What
    /// the step does stays the same.
    void settle() const;

private:
    ScoreDocument& m_document;
    /// Until it settles.
    mutable std::shared_ptr<const Score> m_before;
    mutable std::shared_ptr<const Score> m_after;
    mutable std::optional<ScoreDifference> m_difference;
    int m_mergeKey;
};

} // namespace cantilena

#include "ui/document/ScoreCommand.h"

#include "ui/document/ScoreDocument.h"

#include <utility>

namespace cantilena {

ScoreCommand::ScoreCommand(ScoreDocument& document, std::shared_ptr<const Score> next,
                           const QString& text, int mergeKey)
    : QUndoCommand(text)
    , m_document(document)
    , m_difference(*document.score(), *next)
    , m_next(std::move(next))
    , m_mergeKey(mergeKey) {}

void ScoreCommand::redo() {
    if (m_next) {
        m_document.show(std::exchange(m_next, nullptr));
        return;
    }
    m_document.show(std::make_shared<const Score>(m_difference.appliedTo(*m_document.score())));
}

void ScoreCommand::undo() {
    m_document.show(std::make_shared<const Score>(m_difference.revertedFrom(*m_document.score())));
}

bool ScoreCommand::mergeWith(const QUndoCommand* later) {
    const auto* step = static_cast<const ScoreCommand*>(later);
    const Score& now = *m_document.score();
    const Score first = m_difference.revertedFrom(step->m_difference.revertedFrom(now));
    m_difference = ScoreDifference(first, now);
    setText(step->text());
    setObsolete(m_difference.isEmpty());
    return true;
}

} // namespace cantilena

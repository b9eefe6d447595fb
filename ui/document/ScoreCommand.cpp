#include "ui/document/ScoreCommand.h"

#include "ui/document/ScoreDocument.h"

#include <utility>

namespace cantilena {

ScoreCommand::ScoreCommand(ScoreDocument& document, std::shared_ptr<const Score> next,
                           const QString& text, int mergeKey)
    : QUndoCommand(text)
    , m_document(document)
    , m_before(document.score())
    , m_after(std::move(next))
    , m_mergeKey(mergeKey) {}

void ScoreCommand::settle() const {
    if (!m_difference) {
        m_difference.emplace(*m_before, *m_after);
        m_before.reset();
        m_after.reset();
    }
}

void ScoreCommand::redo() {
    if (!m_difference) {
        m_document.show(m_after);
        return;
    }
    m_document.show(std::make_shared<const Score>(m_difference->appliedTo(*m_document.score())));
}

void ScoreCommand::undo() {
    settle();
    m_document.show(std::make_shared<const Score>(m_difference->revertedFrom(*m_document.score())));
}

bool ScoreCommand::mergeWith(const QUndoCommand* later) {
    const auto* step = static_cast<const ScoreCommand*>(later);
    if (m_difference) {
        m_before = std::make_shared<const Score>(m_difference->revertedFrom(*step->m_before));
        m_difference.reset();
    }
    m_after = step->m_after;
    setText(step->text());
    setObsolete(*m_before == *m_after);
    return true;
}

} // namespace cantilena

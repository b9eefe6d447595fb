#pragma once

#include "core/compose/Take.h"
#include "core/score/Edits.h"
#include "core/score/Score.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <memory>
#include <optional>
#include <vector>

namespace cantilena {

/// The score being worked on, with undo, what is selected in it, and the takes that were made for
/// it. Lives on the GUI thread.
class ScoreDocument : public QObject {
    Q_OBJECT

public:
    explicit ScoreDocument(QObject* parent = nullptr);

    [[nodiscard]] const std::shared_ptr<const Score>& score() const { return m_score; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undoStack; }

    /// Makes `next` the score as one undo step named `text`. Steps with the same `mergeKey`, other
    /// than 0, that follow each other become one: a drag. Does nothing when nothing would change.
    void apply(Score next, const QString& text, int mergeKey = 0);
    /// The same, leaving `selection` selected afterwards: the notes that the step made.
    void apply(Score next, const QString& text, int mergeKey, std::vector<NoteId> selection);
    /// A key for the steps of one drag.
    [[nodiscard]] int newMergeKey() { return ++m_lastMergeKey; }

    /// Another score altogether: new or opened. Clears undo, selection and the modified mark.
    void reset(Score score, TakeTree takes = {});

    /// What models proposed, kept or not. No part of undo, but saved and modified like the score.
    [[nodiscard]] const std::shared_ptr<const TakeTree>& takes() const { return m_takes; }
    void setTakes(TakeTree takes);

    [[nodiscard]] bool isModified() const {
        return !m_undoStack.isClean() || m_takes != m_savedTakes;
    }
    void setSaved();

    /// The track that tools work on; always valid, since a document has at least one track.
    [[nodiscard]] std::size_t currentTrack() const { return m_currentTrack; }
    void setCurrentTrack(std::size_t track);
    [[nodiscard]] const Track& track() const { return *m_score->tracks[m_currentTrack]; }

    /// Selected notes of the current track, by id in rising order.
    [[nodiscard]] const std::vector<NoteId>& selection() const { return m_selection; }
    /// Ids that are not in the current track are left out.
    void setSelection(std::vector<NoteId> selection);
    [[nodiscard]] bool isSelected(NoteId id) const;
    /// From the first onset of the selected notes to their last end.
    [[nodiscard]] std::optional<TickRange> selectedRange() const;

Q_SIGNALS:
    void scoreChanged(const std::shared_ptr<const cantilena::Score>& score);
    /// After `reset`: what is shown is another score altogether.
    void scoreReplaced();
    void currentTrackChanged(std::size_t track);
    void selectionChanged();
    void takesChanged();
    void modifiedChanged(bool modified);

private:
    friend class ScoreCommand;
    void show(std::shared_ptr<const Score> score);
    void tellModified();
    void select(std::vector<NoteId> selection);
    [[nodiscard]] bool isSelectionPresent() const;
    [[nodiscard]] std::vector<NoteId> presentInTrack(std::vector<NoteId> ids) const;

    std::shared_ptr<const Score> m_score;
    QUndoStack m_undoStack;
    std::vector<NoteId> m_selection;
    /// The same, a mark for each id: painting asks for every note in view.
    std::vector<bool> m_isSelected;
    std::size_t m_currentTrack = 0;
    std::shared_ptr<const TakeTree> m_takes;
    std::shared_ptr<const TakeTree> m_savedTakes;
    bool m_toldModified = false;
    int m_lastMergeKey = 0;
};

} // namespace cantilena

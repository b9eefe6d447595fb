#include "ui/document/ScoreDocument.h"

#include "ui/document/ScoreCommand.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

/// Qt's mark for "merges with nothing".
constexpr int kNoMerge = -1;

Score withATrack(Score score) {
    return score.tracks.empty() ? withTrackAdded(score, Track{}) : score;
}

} // namespace

ScoreDocument::ScoreDocument(QObject* parent)
    : QObject(parent)
    , m_score(std::make_shared<const Score>(newScore()))
    , m_takes(std::make_shared<const TakeTree>())
    , m_savedTakes(m_takes) {
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, &ScoreDocument::tellModified);
}

void ScoreDocument::tellModified() {
    if (m_toldModified != isModified()) {
        m_toldModified = isModified();
        Q_EMIT modifiedChanged(m_toldModified);
    }
}

void ScoreDocument::setTakes(TakeTree takes) {
    if (takes == *m_takes) {
        return;
    }
    m_takes = std::make_shared<const TakeTree>(std::move(takes));
    Q_EMIT takesChanged();
    tellModified();
}

void ScoreDocument::setSaved() {
    m_savedTakes = m_takes;
    m_undoStack.setClean();
    tellModified();
}

void ScoreDocument::apply(Score next, const QString& text, int mergeKey) {
    next = withATrack(std::move(next));
    if (next == *m_score) {
        return;
    }
    // The last step keeps whole scores for as long as a drag may go on merging with it.
    const auto* last =
        static_cast<const ScoreCommand*>(m_undoStack.command(m_undoStack.index() - 1));
    if (last != nullptr && (mergeKey == 0 || last->id() != mergeKey)) {
        last->settle();
    }
    m_undoStack.push(new ScoreCommand(*this, std::make_shared<const Score>(std::move(next)), text,
                                      mergeKey == 0 ? kNoMerge : mergeKey));
}

void ScoreDocument::apply(Score next, const QString& text, int mergeKey,
                          std::vector<NoteId> selection) {
    apply(std::move(next), text, mergeKey);
    setSelection(std::move(selection));
}

void ScoreDocument::reset(Score score, TakeTree takes) {
    m_takes = std::make_shared<const TakeTree>(std::move(takes));
    m_savedTakes = m_takes;
    m_undoStack.clear();
    select({});
    m_currentTrack = 0;
    m_score = std::make_shared<const Score>(withATrack(std::move(score)));
    Q_EMIT scoreChanged(m_score);
    Q_EMIT currentTrackChanged(m_currentTrack);
    Q_EMIT selectionChanged();
    Q_EMIT takesChanged();
    Q_EMIT scoreReplaced();
    tellModified();
}

void ScoreDocument::setCurrentTrack(std::size_t track) {
    track = std::min(track, m_score->tracks.size() - 1);
    if (track == m_currentTrack) {
        return;
    }
    m_currentTrack = track;
    const bool hadSelection = !m_selection.empty();
    select({});
    Q_EMIT currentTrackChanged(track);
    if (hadSelection) {
        Q_EMIT selectionChanged();
    }
}

void ScoreDocument::setSelection(std::vector<NoteId> selection) {
    selection = presentInTrack(std::move(selection));
    if (selection == m_selection) {
        return;
    }
    select(std::move(selection));
    Q_EMIT selectionChanged();
}

std::optional<TickRange> ScoreDocument::selectedRange() const {
    std::optional<TickRange> range;
    for (const NoteId id : m_selection) {
        if (const Note* note = findNote(track(), id)) {
            const TickRange known = range.value_or(TickRange{note->onset, note->end()});
            range = TickRange{std::min(known.begin, note->onset), std::max(known.end, note->end())};
        }
    }
    return range;
}

bool ScoreDocument::isSelected(NoteId id) const {
    return id.value < m_isSelected.size() && m_isSelected[id.value];
}

void ScoreDocument::select(std::vector<NoteId> selection) {
    for (const NoteId id : m_selection) {
        m_isSelected[id.value] = false;
    }
    m_selection = std::move(selection);
    if (!m_selection.empty() && m_selection.back().value >= m_isSelected.size()) {
        m_isSelected.resize(m_selection.back().value + 1);
    }
    for (const NoteId id : m_selection) {
        m_isSelected[id.value] = true;
    }
}

void ScoreDocument::show(std::shared_ptr<const Score> score) {
    const bool sameTrack = m_currentTrack < score->tracks.size() &&
                           score->tracks[m_currentTrack] == m_score->tracks[m_currentTrack];
    m_score = std::move(score);
    const std::size_t track = std::min(m_currentTrack, m_score->tracks.size() - 1);
    const bool trackMoved = track != m_currentTrack;
    m_currentTrack = track;
    const bool selectionShrank = !sameTrack && !isSelectionPresent();
    if (selectionShrank) {
        select(presentInTrack(m_selection));
    }
    Q_EMIT scoreChanged(m_score);
    if (trackMoved) {
        Q_EMIT currentTrackChanged(track);
    }
    if (selectionShrank) {
        Q_EMIT selectionChanged();
    }
}

bool ScoreDocument::isSelectionPresent() const {
    const std::vector<Note>& notes = track().notes;
    const auto present = std::count_if(notes.begin(), notes.end(),
                                       [this](const Note& note) { return isSelected(note.id); });
    return present == std::ssize(m_selection);
}

std::vector<NoteId> ScoreDocument::presentInTrack(std::vector<NoteId> ids) const {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    if (ids.empty()) {
        return ids;
    }
    std::vector<bool> isPresent(ids.size());
    for (const Note& note : track().notes) {
        const auto at = std::lower_bound(ids.begin(), ids.end(), note.id);
        if (at != ids.end() && *at == note.id) {
            isPresent[static_cast<std::size_t>(at - ids.begin())] = true;
        }
    }
    std::vector<NoteId> present;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (isPresent[i]) {
            present.push_back(ids[i]);
        }
    }
    return present;
}

} // namespace cantilena

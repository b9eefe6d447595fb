#include "ui/document/NextNoteController.h"

#include <algorithm>
#include <utility>

namespace cantilena {

NextNoteController::NextNoteController(ScoreDocument& document, QObject* parent)
    : QObject(parent)
    , m_document(document) {
    connect(&m_document, &ScoreDocument::scoreChanged, this, &NextNoteController::read);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this, &NextNoteController::read);
}

void NextNoteController::setModel(std::shared_ptr<const MelodyModel> model) {
    if (m_model != model) {
        m_model = std::move(model);
        m_reader = m_model ? std::make_shared<NextNoteReader>(m_model) : nullptr;
        read();
    }
}

void NextNoteController::setPlace(std::optional<Tick> at) {
    if (m_place != at) {
        m_place = at;
        // What is known of another place must not be taken here.
        const bool knew = !m_notes.empty();
        m_notes.clear();
        read();
        if (!at && knew) {
            Q_EMIT changed();
        }
    }
}

void NextNoteController::forget(const QString& reason) {
    m_worker.drop();
    m_notes.clear();
    m_reason = reason;
    Q_EMIT changed();
}

void NextNoteController::read() {
    if (!m_place) {
        m_worker.drop();
        return;
    }
    if (!m_model) {
        forget(tr("there is no model"));
        return;
    }
    m_worker.start([this, reader = m_reader, score = m_document.score(),
                    track = m_document.currentTrack(), at = *m_place](const Worker::Line& line) {
        auto outcome = reader->likeliest(*score, track, at, kNextNotes, line.stop());
        line.post([this, at, outcome = std::move(outcome)] { show(at, outcome); });
    });
}

void NextNoteController::show(Tick at, const Result<std::vector<LikelyNote>>& outcome) {
    if (!outcome) {
        if (outcome.error().code != ErrorCode::Cancelled) {
            forget(QString::fromStdString(outcome.error().message));
        }
        return;
    }
    if (m_place) {
        m_at = at;
        m_notes = *outcome;
        m_reason.clear();
        Q_EMIT changed();
    }
}

QString NextNoteController::modelName() const {
    return m_model ? QString::fromStdString(m_model->card().name) : QString();
}

std::optional<Note> NextNoteController::take(std::size_t index) {
    if (index >= m_notes.size()) {
        return std::nullopt;
    }
    Note note;
    note.onset = m_at;
    note.duration = m_notes[index].duration;
    note.pitch = m_notes[index].pitch;
    for (const Note& before : m_document.track().notes) {
        note.velocity = before.onset < note.onset ? before.velocity : note.velocity;
    }
    // Until the next ones are known there is nothing more to take here.
    m_notes.clear();
    EditWithNotes edit =
        withNotes(*m_document.score(), m_document.currentTrack(), std::span(&note, 1));
    m_document.apply(std::move(edit.score), tr("take a likely note"));
    return note;
}

} // namespace cantilena

#pragma once

#include "core/compose/NextNotes.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace cantilena {

/// How many of the likeliest next notes are told.
inline constexpr int kNextNotes = 5;

/// Knows which notes a model expects next at some point of the current track, as long as somebody
/// wants to know. Lives on the GUI thread; the model reads on a worker thread.
class NextNoteController : public QObject {
    Q_OBJECT

public:
    explicit NextNoteController(ScoreDocument& document, QObject* parent = nullptr);

    void setModel(std::shared_ptr<const MelodyModel> model);
    /// Where the next note would begin; nothing when nobody wants to know.
    void setPlace(std::optional<Tick> at);
    [[nodiscard]] bool isReading() const { return m_worker.isBusy(); }

    /// The likeliest first; empty until they are known.
    [[nodiscard]] const std::vector<LikelyNote>& notes() const { return m_notes; }
    /// Where they would begin.
    [[nodiscard]] Tick at() const { return m_at; }
    /// The model that speaks; empty without one.
    [[nodiscard]] QString modelName() const;
    /// Why there is nothing to show; empty else.
    [[nodiscard]] const QString& reason() const { return m_reason; }

    /// Writes the `index`-th of the notes, 0 for the likeliest, as one step, as loud as the note
    /// before it, and tells it; nothing when there is none.
    std::optional<Note> take(std::size_t index);

Q_SIGNALS:
    void changed();

private:
    void read();
    void show(Tick at, const Result<std::vector<LikelyNote>>& outcome);
    void forget(const QString& reason);

    ScoreDocument& m_document;
    std::shared_ptr<const MelodyModel> m_model;
    /// The worker's alone while it is busy.
    std::shared_ptr<NextNoteReader> m_reader;
    std::optional<Tick> m_place;
    Tick m_at;
    std::vector<LikelyNote> m_notes;
    QString m_reason;
    Worker m_worker;
};

} // namespace cantilena

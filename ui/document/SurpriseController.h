#pragma once

#include "core/compose/Surprise.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/Worker.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace cantilena {

/// Knows how surprising a model finds each note of the current track, as long as somebody wants to
/// know. Lives on the GUI thread; the model reads on a worker thread, anew after each edit, and
/// stops at once when what it reads is no longer the score.
class SurpriseController : public QObject {
    Q_OBJECT

public:
    explicit SurpriseController(ScoreDocument& document, QObject* parent = nullptr);

    void setModel(std::shared_ptr<const MelodyModel> model);
    void setWanted(bool wanted);
    [[nodiscard]] bool isWanted() const { return m_isWanted; }
    [[nodiscard]] bool isReading() const { return m_worker.isBusy(); }

    /// Null for a note that is not in the track's upper line, or has changed since it was read.
    [[nodiscard]] const SurprisingNote* surpriseOf(const Note& note) const;
    /// What was read last, by id in rising order.
    [[nodiscard]] const std::vector<SurprisingNote>& notes() const { return m_notes; }
    /// Mean bits of a note; 0 without notes.
    [[nodiscard]] double meanBits() const;
    /// The model that speaks; empty without one.
    [[nodiscard]] QString modelName() const;
    /// Why there is nothing to show; empty else.
    [[nodiscard]] const QString& reason() const { return m_reason; }

Q_SIGNALS:
    void changed();

private:
    void read();
    void take(const Result<std::vector<SurprisingNote>>& outcome);
    void forget(const QString& reason);

    ScoreDocument& m_document;
    std::shared_ptr<const MelodyModel> m_model;
    bool m_isWanted = false;
    std::vector<SurprisingNote> m_notes;
    QString m_reason;
    Worker m_worker;
};

} // namespace cantilena

#pragma once

#include "ui/document/NextNoteController.h"
#include "ui/document/ScoreDocument.h"
#include "ui/document/SurpriseController.h"
#include "ui/views/NoteLayers.h"

#include <QAction>
#include <QObject>

#include <memory>

class QMainWindow;
class QMenu;
class QSettings;
class QVBoxLayout;

namespace cantilena {

class NextNotesStrip;
class PianoRoll;
class SurpriseStrip;

/// What the model says on the roll itself: the surprise map, the likeliest next notes, and the
/// locks that keep notes from it.
class InsightDesk : public QObject {
    Q_OBJECT

public:
    /// What is borrowed outlives the desk, which belongs to `window`.
    InsightDesk(ScoreDocument& document, PianoRoll& roll, QSettings& settings, QMainWindow& window);

    /// Puts its strips above the roll.
    void addStrips(QVBoxLayout& column);
    void addToComposeMenu(QMenu& menu);
    void addToViewMenu(QMenu& menu);

    /// The model that speaks from now on; null for none.
    void setModel(std::shared_ptr<const MelodyModel> model);

    [[nodiscard]] SurpriseController& surprise() { return m_surprise; }
    [[nodiscard]] NextNoteController& nextNotes() { return m_next; }

private:
    QAction* make(const char* name, const QString& text, const QKeySequence& keys,
                  const QString& tip);
    void makeActions();
    void connectSurprise();
    void connectNextNotes();
    void toggleLocks();
    void takeNext(std::size_t index);
    /// Tells where the next note would begin: at the cursor, else at the playhead.
    void followPlace();
    void updateEnabled();

    ScoreDocument& m_document;
    PianoRoll& m_roll;
    QSettings& m_settings;
    QMainWindow& m_window;
    SurpriseController m_surprise;
    NextNoteController m_next;
    SurpriseLayer m_surpriseLayer{m_surprise};
    NextNotesLayer m_nextLayer{m_next};
    LockLayer m_lockLayer{m_surprise};
    QAction* m_lock = nullptr;
    QAction* m_showSurprise = nullptr;
    QAction* m_showNext = nullptr;
    std::vector<QAction*> m_take;
    SurpriseStrip* m_surpriseStrip = nullptr;
    NextNotesStrip* m_nextStrip = nullptr;
};

} // namespace cantilena

#pragma once

#include "ui/document/DuetController.h"

#include <QAction>
#include <QList>
#include <QObject>
#include <QSettings>

class QMainWindow;
class QMenu;

namespace cantilena {

class SoundDesk;

/// The window's side of the live duet: its actions, and whose turn it is in words.
class DuetDesk : public QObject {
    Q_OBJECT

public:
    DuetDesk(ScoreDocument& document, PlaybackController& playback, SoundDesk& sound,
             QSettings& settings, QMainWindow& window);

    [[nodiscard]] DuetController& duet() { return m_duet; }
    [[nodiscard]] QAction* duetAction() const { return m_action; }
    void addToComposeMenu(QMenu& menu);

Q_SIGNALS:
    void hintChanged(const QString& hint);
    void notice(const QString& sentence);

private:
    void makeActions(QMainWindow& window);
    void setBars(int bars);
    void showState();

    ScoreDocument& m_document;
    SoundDesk& m_sound;
    QSettings& m_settings;
    DuetController m_duet;
    QAction* m_action = nullptr;
    QList<QAction*> m_lengths;
};

} // namespace cantilena

#pragma once

#include <QAction>
#include <QList>
#include <QObject>

namespace cantilena {

inline constexpr int kAuditionKeys = 9;
inline constexpr int kRecentEntries = 8;

/// Every action of the window, the roll's own apart: names, keys and what they say of themselves.
/// What they do is connected elsewhere.
class StudioActions : public QObject {
    Q_OBJECT

public:
    explicit StudioActions(QWidget* window);

    QAction* newScore;
    QAction* open;
    QAction* openExample;
    QAction* save;
    QAction* saveAs;
    QAction* importTracks;
    QAction* importTutorial;
    QAction* exportNotes;
    QAction* exportSound;
    QAction* quit;
    QList<QAction*> recent;

    QAction* undo;
    QAction* redo;

    QAction* addTrack;
    QAction* removeTrack;
    QAction* renameTrack;
    QAction* chooseInstrument;
    QAction* muteTrack;
    QAction* soloTrack;
    QAction* previousTrack;
    QAction* nextTrack;

    QAction* generate;
    QAction* cancelGenerate;
    QList<QAction*> audition;
    QAction* keep;
    QAction* clearCandidates;
    QAction* train;
    QAction* openModel;
    QAction* shippedModel;

    QAction* play;
    QAction* stop;
    QAction* toStart;
    QAction* previousBar;
    QAction* nextBar;
    QAction* loop;
    QAction* panic;
    QAction* sound;

    QAction* themeSystem;
    QAction* themeLight;
    QAction* themeDark;
    QAction* fullScreen;
    QAction* find;

    QAction* keys;
    QAction* about;

    /// All of them.
    [[nodiscard]] const QList<QAction*>& all() const { return m_all; }

private:
    QAction* make(const char* name, const QString& text, const QKeySequence& keys,
                  const QString& tip, const QString& iconName = {});
    void makeFileActions();
    void makeTrackActions();
    void makeComposeActions();
    void makePlayActions();
    void makeViewActions();

    QWidget* m_window;
    QList<QAction*> m_all;
};

} // namespace cantilena

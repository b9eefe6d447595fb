#include "ui/views/StudioActions.h"

#include "ui/views/Icons.h"

#include <QActionGroup>
#include <QWidget>

namespace cantilena {

StudioActions::StudioActions(QWidget* window)
    : QObject(window)
    , m_window(window) {
    makeFileActions();
    makeTrackActions();
    makeComposeActions();
    makePlayActions();
    makeViewActions();
}

QAction* StudioActions::make(const char* name, const QString& text, const QKeySequence& keySequence,
                             const QString& tip, const QString& iconName) {
    auto* action = new QAction(text, m_window);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(keySequence);
    action->setStatusTip(tip);
    const QString keyText = keySequence.toString(QKeySequence::NativeText);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(tip, keyText));
    if (!iconName.isEmpty()) {
        action->setIcon(icon(iconName));
    }
    m_window->addAction(action);
    m_all.append(action);
    return action;
}

void StudioActions::makeFileActions() {
    newScore =
        make("actionNew", tr("&New"), QKeySequence(tr("Ctrl+N")), tr("Begin an empty score"));
    open = make("actionOpen", tr("&Open\u2026"), QKeySequence(tr("Ctrl+O")),
                tr("Open a project, a MIDI file or a book of tunes"));
    openExample =
        make("actionOpenExample", tr("Open an &example\u2026"), QKeySequence(tr("Ctrl+Shift+O")),
             tr("Open one of the tunes that come along"));
    save = make("actionSave", tr("&Save"), QKeySequence(tr("Ctrl+S")), tr("Save the project"));
    saveAs = make("actionSaveAs", tr("Save &as\u2026"), QKeySequence(tr("Ctrl+Shift+S")),
                  tr("Save the project under another name"));
    importTracks =
        make("actionImport", tr("&Import tracks\u2026"), QKeySequence(tr("Ctrl+Shift+I")),
             tr("Add the tracks of a file to this score"));
    importTutorial = make(
        "actionImportTutorial", tr("Import tu&torial files\u2026"), QKeySequence(tr("Ctrl+Alt+M")),
        tr("Make a model of model.h5, mapping.json and file_dataset, as the LSTM tutorial "
           "leaves them"));
    exportNotes = make("actionExportNotes", tr("&Export notes\u2026"), QKeySequence(tr("Ctrl+E")),
                       tr("Write the score to a MIDI, MusicXML or ABC file"));
    exportSound = make("actionExportSound", tr("Export s&ound\u2026"),
                       QKeySequence(tr("Ctrl+Shift+E")), tr("Write the score to a WAV file"));
    for (int i = 0; i < kRecentEntries; ++i) {
        QAction* entry = make("", {}, QKeySequence(QStringLiteral("Ctrl+Shift+%1").arg(i + 1)),
                              tr("Open this file again"));
        entry->setObjectName(QStringLiteral("actionRecent%1").arg(i + 1));
        entry->setVisible(false);
        entry->setEnabled(false);
        recent.append(entry);
    }
    quit = make("actionQuit", tr("&Quit"), QKeySequence(tr("Ctrl+Q")), tr("Leave Cantilena"));
    undo =
        make("actionUndo", tr("&Undo"), QKeySequence(tr("Ctrl+Z")), tr("Take back the last step"));
    redo = make("actionRedo", tr("&Redo"), QKeySequence(tr("Ctrl+Shift+Z")),
                tr("Do again what was taken back"));
}

void StudioActions::makeTrackActions() {
    addTrack = make("actionAddTrack", tr("&Add track"), QKeySequence(tr("Ctrl+Shift+T")),
                    tr("Add an empty track"), QStringLiteral("add"));
    removeTrack = make("actionRemoveTrack", tr("&Remove track"),
                       QKeySequence(tr("Ctrl+Shift+Backspace")), tr("Remove the current track"));
    renameTrack = make("actionRenameTrack", tr("Re&name track"), QKeySequence(tr("F2")),
                       tr("Give the current track another name"));
    chooseInstrument =
        make("actionInstrument", tr("Choose &instrument\u2026"), QKeySequence(tr("Ctrl+Alt+I")),
             tr("Let the current track sound as another instrument"));
    muteTrack = make("actionMuteTrack", tr("&Mute track"), QKeySequence(tr("Shift+M")),
                     tr("Silence the current track, or let it sound again"));
    soloTrack = make("actionSoloTrack", tr("&Solo track"), QKeySequence(tr("Shift+S")),
                     tr("Hear the current track alone, or all again"));
    previousTrack = make("actionPreviousTrack", tr("&Previous track"),
                         QKeySequence(tr("Ctrl+PgUp")), tr("Work on the track above"));
    nextTrack = make("actionNextTrack", tr("Ne&xt track"), QKeySequence(tr("Ctrl+PgDown")),
                     tr("Work on the track below"));
}

void StudioActions::makeComposeActions() {
    generate =
        make("actionGenerate", tr("&Generate"), QKeySequence(tr("Ctrl+G")),
             tr("Ask the model to go on where the current track ends"), QStringLiteral("generate"));
    cancelGenerate = make("actionCancelGenerate", tr("&Cancel generating"),
                          QKeySequence(tr("Ctrl+Shift+G")), tr("Keep the candidates made so far"));
    for (int i = 1; i <= kAuditionKeys; ++i) {
        QAction* hear = make("", tr("Hear candidate &%1").arg(i), QKeySequence(QString::number(i)),
                             tr("Hear it in its place, looped, over the other tracks"));
        hear->setObjectName(QStringLiteral("actionAudition%1").arg(i));
        audition.append(hear);
    }
    keep = make("actionKeep", tr("&Keep candidate"), QKeySequence(Qt::Key_Return),
                tr("Put the candidate that is heard into the score"));
    keep->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    clearCandidates = make("actionClearCandidates", tr("C&lear candidates"),
                           QKeySequence(tr("Ctrl+Shift+Delete")), tr("Forget all candidates"));
    train = make("actionTrain", tr("&Train a model\u2026"), QKeySequence(tr("Ctrl+T")),
                 tr("Let a model learn from a folder of tunes"));
    openModel = make("actionOpenModel", tr("&Open a model\u2026"), QKeySequence(tr("Ctrl+M")),
                     tr("Let another model file propose notes"));
    shippedModel = make("actionShippedModel", tr("&Use the model that came along"),
                        QKeySequence(tr("Ctrl+Shift+M")), tr("Go back to Cantilena's own model"));
}

void StudioActions::makePlayActions() {
    play = make("actionPlay", tr("&Play"), QKeySequence(Qt::Key_Space), tr("Play or pause"));
    // The bar shows it on the accent; a menu has no such ground.
    play->setIcon(iconOnAccent(QStringLiteral("play")));
    play->setIconVisibleInMenu(false);
    stop = make("actionStop", tr("&Stop"), QKeySequence(Qt::Key_Escape),
                tr("Stop, or end the audition, and select nothing"), QStringLiteral("stop"));
    toStart = make("actionToStart", tr("To &start"), QKeySequence(Qt::Key_Home),
                   tr("Go to the beginning"), QStringLiteral("to-start"));
    previousBar = make("actionPreviousBar", tr("Pre&vious bar"), QKeySequence(Qt::Key_Comma),
                       tr("Go a bar back"));
    nextBar = make("actionNextBar", tr("&Next bar"), QKeySequence(Qt::Key_Period),
                   tr("Go a bar forward"));
    loop = make("actionLoop", tr("&Loop"), QKeySequence(Qt::Key_L),
                tr("Repeat the loop region, the selection or the present bar"),
                QStringLiteral("loop"));
    loop->setCheckable(true);
    panic = make("actionPanic", tr("&All sound off"), QKeySequence(tr("Ctrl+.")),
                 tr("Silence everything at once"));
    sound = make("actionSound", tr("So&und\u2026"), QKeySequence(tr("Ctrl+,")),
                 tr("Soundfont, device and MIDI port"));
}

void StudioActions::makeViewActions() {
    auto* themes = new QActionGroup(this);
    themeSystem = make("actionThemeSystem", tr("As the &system"), QKeySequence(tr("Ctrl+Shift+F5")),
                       tr("Dark or light as the desktop is"));
    themeLight = make("actionThemeLight", tr("&Light"), QKeySequence(tr("Ctrl+Shift+F6")),
                      tr("Dark notes on a light ground"));
    themeDark = make("actionThemeDark", tr("&Dark"), QKeySequence(tr("Ctrl+Shift+F7")),
                     tr("Bright notes on a dark ground"));
    for (QAction* action : {themeSystem, themeLight, themeDark}) {
        action->setCheckable(true);
        themes->addAction(action);
    }
    fullScreen = make("actionFullScreen", tr("&Full screen"), QKeySequence(Qt::Key_F11),
                      tr("Use the whole screen, or the window again"));
    fullScreen->setCheckable(true);
    find = make("actionFind", tr("&Find an action\u2026"), QKeySequence(tr("Ctrl+P")),
                tr("Any action by its name"), QStringLiteral("search"));
    keys = make("actionKeys", tr("&Keys and gestures"), QKeySequence(Qt::Key_F1),
                tr("What keys and mouse do"));
    about = make("actionAbout", tr("&About Cantilena"), QKeySequence(tr("Shift+F1")),
                 tr("Version and licence"));
}

} // namespace cantilena

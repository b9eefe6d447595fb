#include "ui/views/MainWindow.h"
#include "ui/views/StudioActions.h"
#include "ui/views/TracksPanel.h"

#include <algorithm>

namespace cantilena {

void MainWindow::editTrack(const QString& text, const std::function<void(Track&)>& edit) {
    Track track = m_document.track();
    edit(track);
    m_document.apply(withTrack(*m_document.score(), m_document.currentTrack(), std::move(track)),
                     text);
}

void MainWindow::addTrack() {
    const Score& score = *m_document.score();
    Track track;
    track.name = tr("Track %1").arg(score.tracks.size() + 1).toStdString();
    track.channel = freeChannel(score);
    m_document.apply(withTrackAdded(score, std::move(track)), tr("add track"));
    m_document.setCurrentTrack(m_document.score()->tracks.size() - 1);
}

void MainWindow::removeTrack() {
    const Score& score = *m_document.score();
    if (score.tracks.size() > 1) {
        m_document.apply(withoutTrack(score, m_document.currentTrack()), tr("remove track"));
    }
}

void MainWindow::stepTrack(int by) {
    const auto count = static_cast<int>(m_document.score()->tracks.size());
    const int next = std::clamp(static_cast<int>(m_document.currentTrack()) + by, 0, count - 1);
    m_document.setCurrentTrack(static_cast<std::size_t>(next));
}

void MainWindow::connectTrackActions() {
    const StudioActions& a = *m_actions;
    connect(a.addTrack, &QAction::triggered, this, &MainWindow::addTrack);
    connect(a.removeTrack, &QAction::triggered, this, &MainWindow::removeTrack);
    connect(a.renameTrack, &QAction::triggered, m_tracks, &TracksPanel::renameCurrent);
    connect(a.chooseInstrument, &QAction::triggered, this,
            [this] { m_tracks->chooseInstrument(m_document.currentTrack()); });
    connect(a.muteTrack, &QAction::triggered, this, [this] {
        editTrack(tr("mute track"), [](Track& track) { track.mix.muted = !track.mix.muted; });
    });
    connect(a.soloTrack, &QAction::triggered, this, [this] {
        editTrack(tr("solo track"), [](Track& track) { track.mix.soloed = !track.mix.soloed; });
    });
    connect(a.previousTrack, &QAction::triggered, this, [this] { stepTrack(-1); });
    connect(a.nextTrack, &QAction::triggered, this, [this] { stepTrack(1); });
}

} // namespace cantilena

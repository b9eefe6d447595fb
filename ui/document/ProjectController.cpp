#include "ui/document/ProjectController.h"

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr int kChannels = 16;

/// A document always has a track to draw on.
Score withSomeTrack(Score score) {
    if (score.tracks.empty()) {
        score.tracks = newScore().tracks;
    }
    return score;
}

} // namespace

int freeChannel(const Score& score) {
    for (int channel = 0; channel < kChannels; ++channel) {
        const bool taken = std::ranges::any_of(
            score.tracks, [channel](const auto& track) { return track->channel == channel; });
        if (!taken && channel != kDrumChannel) {
            return channel;
        }
    }
    return kChannels - 1;
}

namespace {

/// The score with that track beside its own, on a channel that is free, its notes renumbered.
Score withImportedTrack(Score score, Track track) {
    if (track.channel != kDrumChannel) {
        track.channel = freeChannel(score);
    }
    for (Note& note : track.notes) {
        note.id = score.nextNoteId;
        ++score.nextNoteId.value;
    }
    return withTrackAdded(score, std::move(track));
}

} // namespace

bool isProjectFile(const std::filesystem::path& path) {
    return path.extension() == ".cantilena";
}

ProjectController::ProjectController(ScoreDocument& document, PlaybackController& playback,
                                     QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_playback(playback) {}

QString ProjectController::name() const {
    if (!m_path.empty()) {
        return QString::fromStdString(m_path.stem().string());
    }
    const std::string& title = m_document.score()->title;
    return title.empty() ? tr("Untitled") : QString::fromStdString(title);
}

void ProjectController::adopt(Project project, std::filesystem::path path) {
    m_playback.endAudition();
    m_playback.engine().stop();
    m_document.reset(withSomeTrack(std::move(project.score)), std::move(project.takes));
    m_document.setCurrentTrack(project.currentTrack);
    m_playback.setLoop(project.loop);
    m_playback.seek(project.playhead);
    m_path = std::move(path);
    Q_EMIT pathChanged();
}

void ProjectController::startNew() {
    Project project;
    project.score = newScore();
    adopt(std::move(project), {});
}

Result<void> ProjectController::openProject(const std::filesystem::path& path) {
    Result<Project> read = readProject(path);
    if (!read) {
        return read.error();
    }
    adopt(std::move(*read), path);
    return {};
}

void ProjectController::openScore(Score score) {
    Project project;
    project.score = std::move(score);
    adopt(std::move(project), {});
}

void ProjectController::importTracks(const std::vector<std::shared_ptr<const Score>>& pieces) {
    Score next = *m_document.score();
    for (const auto& piece : pieces) {
        for (const auto& track : piece->tracks) {
            if (!track->notes.empty()) {
                next = withImportedTrack(next, *track);
            }
        }
    }
    m_document.apply(std::move(next), tr("import tracks"));
}

Result<void> ProjectController::save() {
    return saveAs(m_path);
}

Result<void> ProjectController::saveAs(const std::filesystem::path& path) {
    Result<void> written = writeProject(project(), path);
    if (!written) {
        return written;
    }
    m_document.setSaved();
    m_path = path;
    Q_EMIT pathChanged();
    return {};
}

Project ProjectController::project() const {
    Project project;
    project.score = *m_document.score();
    project.currentTrack = m_document.currentTrack();
    project.loop = m_playback.loop();
    project.playhead = m_playback.playhead();
    project.takes = *m_document.takes();
    return project;
}

} // namespace cantilena

#include "ui/document/Autosave.h"

#include <QUuid>

#include <algorithm>
#include <system_error>
#include <utility>

namespace cantilena {

namespace {

namespace fs = std::filesystem;

constexpr int kEveryMilliseconds = 20'000;
constexpr const char* kEnding = ".cantilena";
constexpr const char* kRecoveredEnding = ".recovered";

/// Held as long as the session lives; one that died leaves a lock that can be taken.
std::unique_ptr<QLockFile> lockOf(const fs::path& copy) {
    auto lock = std::make_unique<QLockFile>(QString::fromStdString(copy.string() + ".lock"));
    lock->setStaleLockTime(0);
    return lock;
}

/// The copy and the backup that its replacing kept.
void removeCopy(const fs::path& copy) {
    std::error_code failure;
    fs::remove(copy, failure);
    fs::remove(copy.string() + "~", failure);
}

} // namespace

Autosave::Autosave(ScoreDocument& document, ProjectController& project, fs::path folder,
                   QObject* parent)
    : QObject(parent)
    , m_document(document)
    , m_project(project)
    , m_folder(std::move(folder))
    , m_path(m_folder / (QUuid::createUuid().toString(QUuid::Id128).toStdString() + kEnding)) {
    connect(&m_document, &ScoreDocument::modifiedChanged, this, &Autosave::forgetWhenSaved);
    connect(&m_timer, &QTimer::timeout, this, &Autosave::write);
    m_timer.start(kEveryMilliseconds);
}

Autosave::~Autosave() {
    m_worker.finish();
    removeCopy(m_path);
}

std::vector<fs::path> Autosave::leftovers() const {
    std::vector<fs::path> found;
    std::error_code failure;
    for (fs::directory_iterator at(m_folder, failure), end; !failure && at != end;
         at.increment(failure)) {
        const fs::path& copy = at->path();
        if (copy.extension() == kEnding && copy != m_path && lockOf(copy)->tryLock(0)) {
            found.push_back(copy);
        }
    }
    std::ranges::sort(found, std::greater{}, [](const fs::path& copy) {
        std::error_code unknown;
        return fs::last_write_time(copy, unknown);
    });
    return found;
}

Result<void> Autosave::recover(const fs::path& leftover) {
    Result<Project> read = readProject(leftover);
    if (!read) {
        return read.error();
    }
    m_project.startNew();
    m_document.apply(std::move(read->score), tr("recover"));
    m_document.setTakes(std::move(read->takes));
    m_document.setCurrentTrack(read->currentTrack);
    std::error_code failure;
    fs::rename(leftover, leftover.string() + kRecoveredEnding, failure);
    return {};
}

void Autosave::write() {
    const bool isWritten = m_document.score() == m_written && m_document.takes() == m_writtenTakes;
    if (!m_document.isModified() || isWritten || m_worker.isBusy()) {
        return;
    }
    if (!m_lock) {
        std::error_code failure;
        fs::create_directories(m_folder, failure);
        m_lock = lockOf(m_path);
        m_lock->tryLock(0);
    }
    m_written = m_document.score();
    m_writtenTakes = m_document.takes();
    m_worker.start([this, project = m_project.project(), path = m_path](const Worker::Line& line) {
        if (!writeProject(project, path)) {
            // A full disk, say: the next round tries again.
            line.post([this] { m_written = nullptr; });
        }
    });
}

void Autosave::forgetWhenSaved(bool modified) {
    if (modified || !m_lock) {
        return;
    }
    m_written = nullptr;
    // After a write that may be under way.
    m_worker.start([copy = m_path](const Worker::Line&) { removeCopy(copy); });
}

} // namespace cantilena

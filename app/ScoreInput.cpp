#include "app/ScoreInput.h"

#include "core/formats/ScoreFile.h"
#include "core/project/ProjectFile.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <cctype>

namespace cantilena {

namespace {

constexpr const char* kProjectExtension = ".cantilena";

std::string extensionOf(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

std::string joined(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// One tune of a book, by its X: number.
Result<Score> readNamedTune(const std::filesystem::path& book, const std::string& name) {
    Result<std::vector<TuneReading>> tunes = readScoreFile(book);
    if (!tunes) {
        return tunes.error();
    }
    for (TuneReading& tune : *tunes) {
        if (tune.name.ends_with("#" + name)) {
            return std::move(tune.score);
        }
    }
    return Error{ErrorCode::NotFound, book.string() + ": holds no tune X:" + name};
}

} // namespace

Result<Score> readAnyScore(const std::filesystem::path& path) {
    if (extensionOf(path) == kProjectExtension) {
        const Result<Project> project = readProject(path);
        return project ? Result<Score>(project->score) : Result<Score>(project.error());
    }
    const std::string text = path.string();
    const std::size_t hash = text.rfind('#');
    std::error_code failure;
    if (hash != std::string::npos && !std::filesystem::exists(path, failure)) {
        return readNamedTune(text.substr(0, hash), text.substr(hash + 1));
    }
    return readFirstScore(path);
}

Result<void> writeAnyScore(const Score& score, const std::filesystem::path& path) {
    if (extensionOf(path) != kProjectExtension) {
        return writeScoreFile(score, path);
    }
    Project project;
    project.score = score.tracks.empty() ? withTrackAdded(score, Track{}) : score;
    return writeProject(project, path);
}

bool isSoundFile(const std::filesystem::path& path) {
    const std::string extension = extensionOf(path);
    return extension == ".wav" || extension == ".flac" || extension == ".ogg";
}

std::string readableList() {
    std::vector<std::string> extensions = readableExtensions();
    extensions.push_back(kProjectExtension);
    return joined(std::move(extensions));
}

std::string writableList() {
    std::vector<std::string> extensions = writableExtensions();
    extensions.insert(extensions.end(), {kProjectExtension, ".wav", ".flac", ".ogg"});
    return joined(std::move(extensions));
}

} // namespace cantilena

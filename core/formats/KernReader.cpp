#include "core/formats/KernReader.h"

#include "core/formats/BookBudget.h"
#include "core/formats/KernSong.h"
#include "core/formats/TextEncoding.h"
#include "core/formats/WrittenScore.h"

#include <utility>

namespace cantilena {

namespace {

constexpr std::size_t kMostSongs = 100'000;

Error named(std::string_view name, Error error) {
    error.message = std::string(name) + ": " + error.message;
    return error;
}

TuneReading readSong(const KernSongText& song, std::string name, BookBudget& budget) {
    return playedFrom(readKernSong(song), std::move(name), budget);
}

} // namespace

Result<std::vector<TuneReading>> readKern(std::string_view bytes, std::string_view name) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    bytes.remove_prefix(bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    const std::string text = toUtf8(bytes);
    const std::vector<KernSongText> songs = kernSongs(text, kMostSongs);
    if (songs.empty()) {
        return named(name, {ErrorCode::Malformed, "is no Humdrum file: no line begins with **"});
    }
    if (songs.size() > kMostSongs) {
        return named(name, {ErrorCode::OutOfRange,
                            "has more than " + std::to_string(kMostSongs) + " songs"});
    }
    BookBudget budget(bytes.size());
    std::vector<TuneReading> tunes;
    tunes.reserve(songs.size());
    for (const KernSongText& song : songs) {
        std::string songName(name);
        if (songs.size() > 1) {
            songName += "#" + std::to_string(tunes.size() + 1);
        }
        tunes.push_back(readSong(song, std::move(songName), budget));
    }
    return tunes;
}

} // namespace cantilena

#include "core/model/torch/SongBook.h"

#include "core/base/Random.h"
#include "core/model/TokenMelody.h"

#include <algorithm>
#include <set>
#include <utility>

namespace cantilena {

namespace {

/// Longer songs are learned in pieces, which bounds the memory of a batch.
constexpr std::size_t kLongestSong = 4096;

using Song = std::vector<GridSymbol>;

std::size_t notesOf(const Song& song) {
    return static_cast<std::size_t>(std::count_if(song.begin(), song.end(), isOnset));
}

std::size_t eventsOf(const Song& song) {
    const auto rests = std::count(song.begin(), song.end(), kGridRest);
    return notesOf(song) + static_cast<std::size_t>(rests) + 1;
}

std::vector<Song> songsOf(const std::vector<TunePart>& tunes, std::size_t& leftOut) {
    std::vector<Song> songs;
    for (const TunePart& tune : tunes) {
        auto song = songOf(tune.events);
        if (!song) {
            ++leftOut;
            continue;
        }
        for (std::size_t begin = 0; begin < song->size(); begin += kLongestSong) {
            const std::size_t end = std::min(begin + kLongestSong, song->size());
            songs.emplace_back(song->begin() + static_cast<std::ptrdiff_t>(begin),
                               song->begin() + static_cast<std::ptrdiff_t>(end));
        }
    }
    return songs;
}

std::vector<TokenSong> tokensOf(const std::vector<Song>& songs, const TokenMapping& mapping) {
    std::vector<TokenSong> result;
    for (const Song& song : songs) {
        TokenSong tokens;
        for (const GridSymbol symbol : song) {
            tokens.push_back(*mapping.token(symbol));
        }
        result.push_back(std::move(tokens));
    }
    return result;
}

} // namespace

Result<SongBook> songBook(const TrainingTask& task, const SettingAside& aside) {
    const auto curriculum = prepared(task, aside);
    if (!curriculum) {
        return curriculum.error();
    }
    SongBook book;
    book.fingerprint = curriculum->fingerprint;
    const std::vector<Song> training = songsOf(curriculum->training, book.leftOut);
    if (training.empty()) {
        return Error{ErrorCode::NotFound,
                     "no tune keeps to sixteenths, which is all that this recipe can write"};
    }
    std::vector<Song> heldOut;
    if (!curriculum->heldOutNames.empty()) {
        heldOut = songsOf(curriculum->heldOut, book.leftOut);
        book.heldOutNames = curriculum->heldOutNames;
        book.heldOutPlaces = curriculum->heldOutPlaces;
    }
    std::set<GridSymbol> symbols;
    for (const std::vector<Song>& songs : {training, heldOut}) {
        for (const Song& song : songs) {
            symbols.insert(song.begin(), song.end());
        }
    }
    book.mapping = TokenMapping::of(std::vector<GridSymbol>(symbols.begin(), symbols.end()));
    for (const Song& song : training) {
        book.trainingNotes += notesOf(song);
        book.trainingEvents += eventsOf(song);
    }
    const std::vector<Song>& judged = heldOut.empty() ? training : heldOut;
    for (const Song& song : judged) {
        book.heldOutEvents += eventsOf(song);
    }
    book.training = tokensOf(training, book.mapping);
    book.heldOut = tokensOf(judged, book.mapping);
    book.trainingTunes = book.training.size();
    return book;
}

std::vector<std::vector<std::size_t>> songBatches(const std::vector<TokenSong>& songs,
                                                  std::size_t tokensPerBatch, std::uint64_t rng) {
    Random random(rng);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < songs.size(); ++i) {
        // Off by up to a tenth, so that neighbours change from epoch to epoch.
        order.emplace_back(static_cast<double>(songs[i].size()) * (1.0 + 0.1 * random.uniform()),
                           i);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::vector<std::size_t>> batches;
    std::size_t longest = 0;
    for (const auto& [length, index] : order) {
        longest = std::max(longest, songs[index].size() + 1);
        if (batches.empty() || longest * (batches.back().size() + 1) > tokensPerBatch) {
            batches.emplace_back();
            longest = songs[index].size() + 1;
        }
        batches.back().push_back(index);
    }
    for (std::size_t i = batches.size(); i > 1; --i) {
        std::swap(batches[i - 1], batches[random.below(i)]);
    }
    return batches;
}

} // namespace cantilena

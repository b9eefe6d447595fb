#include "core/corpus/TutorialDataSet.h"

#include "core/base/File.h"
#include "core/corpus/KeyEstimate.h"

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <system_error>
#include <utility>

namespace cantilena {

namespace {

/// Enough to tell the file from others.
constexpr std::size_t kLooked = 4096;

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The first word of the text from `from` on; empty at its end.
std::string_view wordFrom(std::string_view text, std::size_t from) {
    while (from < text.size() && isBlank(text[from])) {
        ++from;
    }
    std::size_t end = from;
    while (end < text.size() && !isBlank(text[end])) {
        ++end;
    }
    return text.substr(from, end - from);
}

/// The tutorial moves major songs to C and minor ones to A, and forgets which it was.
Key keyOfSong(std::span<const Note> notes) {
    const Key major{{'C', 0}, Mode::Major};
    const Key minor{{'A', 0}, Mode::Minor};
    const auto estimate = estimateKey(notes);
    if (estimate && (estimate->key == major || estimate->key == minor)) {
        return estimate->key;
    }
    return !notes.empty() && notes.back().pitch.pitchClass() == 9 ? minor : major;
}

CorpusTune tuneOf(const TutorialSong& song, const std::string& file) {
    const std::string name = file + "#" + std::to_string(song.number);
    if (!song.symbols) {
        CorpusTune tune;
        tune.name = name;
        tune.verdict = Verdict::Broken;
        tune.reason = song.symbols.error().message;
        return tune;
    }
    Score score = newScore();
    score.title = "Song " + std::to_string(song.number);
    score.meters.clear();
    Track track;
    track.name = "Melody";
    track.notes = gridNotes(*song.symbols);
    for (Note& note : track.notes) {
        note.id = score.nextNoteId;
        ++score.nextNoteId.value;
    }
    score.keys = {{{}, keyOfSong(track.notes)}};
    score.tracks = {std::make_shared<const Track>(std::move(track))};
    CorpusTune tune = judged(score, name);
    if (isAccepted(tune.verdict)) {
        tune.keySource = KeySource::Estimated;
        tune.reason += "; " + tune.key.name() + ", as the tutorial moves songs to C or A minor";
    }
    return tune;
}

std::string missingSymbols(const std::vector<GridSymbol>& song, const TokenMapping& mapping) {
    std::set<GridSymbol> missing;
    for (const GridSymbol symbol : song) {
        if (!mapping.token(symbol)) {
            missing.insert(symbol);
        }
    }
    std::string text;
    for (const GridSymbol symbol : missing) {
        text += (text.empty() ? "\"" : ", \"") + gridText(symbol) + "\"";
    }
    return text;
}

/// The tune's song in the tutorial's key.
Result<std::vector<GridSymbol>> songOf(const CorpusTune& tune) {
    auto song = gridSymbols(tune.melody->tracks.front()->notes, tune.melody->meterMap());
    if (!song || tune.keySource == KeySource::Unknown) {
        return song;
    }
    return transposed(*std::move(song),
                      gridTransposition(tune.key.tonic.pitchClass(), tune.key.mode));
}

} // namespace

bool looksLikeTutorialDataSet(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, kLooked);
    std::ptrdiff_t known = 0;
    for (std::size_t at = 0; at < head.size();) {
        const std::string_view word = wordFrom(head, at);
        if (word.empty()) {
            break;
        }
        at = static_cast<std::size_t>(word.data() + word.size() - head.data());
        // A damaged symbol here and there does not make it another kind of file.
        known += gridSymbolFrom(word) ? 1 : -1;
    }
    return known > 0;
}

std::vector<TutorialSong> tutorialSongs(std::string_view bytes) {
    std::vector<TutorialSong> songs;
    std::vector<GridSymbol> symbols;
    std::optional<Error> fault;
    const auto finish = [&] {
        if (!symbols.empty() || fault) {
            const std::size_t number = songs.size() + 1;
            songs.push_back(fault ? TutorialSong{number, *fault}
                                  : TutorialSong{number, std::move(symbols)});
        }
        symbols.clear();
        fault.reset();
    };
    std::size_t at = 0;
    for (;;) {
        const std::string_view word = wordFrom(bytes, at);
        if (word.empty()) {
            break;
        }
        at = static_cast<std::size_t>(word.data() + word.size() - bytes.data());
        const auto symbol = gridSymbolFrom(word);
        if (symbol == kGridEnd) {
            finish();
        } else if (symbol) {
            symbols.push_back(*symbol);
        } else if (!fault) {
            fault = Error{ErrorCode::Malformed,
                          "\"" + std::string(word.substr(0, 16)) + "\" at sixteenth " +
                              std::to_string(symbols.size() + 1) + " is no symbol"};
        }
    }
    finish();
    return songs;
}

std::vector<CorpusTune> tutorialTunes(std::string_view bytes, const std::string& name,
                                      const TokenMapping* mapping) {
    std::vector<CorpusTune> tunes;
    for (const TutorialSong& song : tutorialSongs(bytes)) {
        tunes.push_back(tuneOf(song, name));
        if (mapping == nullptr || !song.symbols) {
            continue;
        }
        if (const std::string missing = missingSymbols(*song.symbols, *mapping); !missing.empty()) {
            tunes.back().remarks.push_back("the mapping beside the data set lacks " + missing);
        }
    }
    return tunes;
}

TutorialExport tutorialExport(const Corpus& corpus) {
    TutorialExport result;
    std::set<GridSymbol> used;
    for (const CorpusTune& tune : corpus.tunes) {
        if (!isAccepted(tune.verdict)) {
            continue;
        }
        const auto song = songOf(tune);
        if (!song) {
            result.leftOut.push_back(tune.name + ": " + song.error().message);
            continue;
        }
        ++result.songs;
        used.insert(song->begin(), song->end());
        for (const GridSymbol symbol : *song) {
            result.dataSet += gridText(symbol) + " ";
        }
        for (std::size_t i = 0; i < kTutorialDelimiters; ++i) {
            result.dataSet += "/ ";
        }
    }
    if (!result.dataSet.empty()) {
        result.dataSet.pop_back();
    }
    const std::vector<GridSymbol> symbols(used.begin(), used.end());
    result.mapping = TokenMapping::of(symbols).json();
    return result;
}

Result<TutorialExport> writeTutorialDataSet(const Corpus& corpus,
                                            const std::filesystem::path& folder) {
    TutorialExport made = tutorialExport(corpus);
    if (made.songs == 0) {
        return Error{ErrorCode::NotFound,
                     made.leftOut.empty() ? "there is no tune to write"
                                          : "no tune keeps to sixteenths; " + made.leftOut.front()};
    }
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        return Error{ErrorCode::PermissionDenied, folder.string() + ": " + failure.message()};
    }
    if (auto written = writeFileAtomically(folder / kTutorialDataSetFile, made.dataSet); !written) {
        return written.error();
    }
    if (auto written = writeFileAtomically(folder / kTutorialMappingFile, made.mapping); !written) {
        return written.error();
    }
    return made;
}

} // namespace cantilena

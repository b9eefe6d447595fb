#include "core/corpus/Melody.h"

#include "core/score/Edits.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace cantilena {

namespace {

/// Moves up to this are the rounding of a file's own ticks, and no deviation from the grid.
constexpr Tick kRounding = kMelodyGrid / 4;

/// Words in a track's name that promise the melody: 0 is the surest.
struct MelodyWord {
    std::string_view word;
    int rank;
};
constexpr MelodyWord kMelodyWords[] = {
    {"melody", 0}, {"melodie", 0},  {"melodia", 0}, {"tune", 0},    {"cantus", 0},
    {"canto", 0},  {"air", 0},      {"vocal", 1},   {"vocals", 1},  {"vox", 1},
    {"voice", 1},  {"lead", 1},     {"singer", 1},  {"solo", 1},    {"soprano", 2},
    {"sopran", 2}, {"sopranos", 2}, {"discant", 2}, {"descant", 2}, {"superius", 2}};
constexpr int kNoPromise = 3;

/// Words that take the promise back.
constexpr std::string_view kCompanionWords[] = {
    "backing", "background",    "harmony", "choir", "oohs",  "aahs", "chords",
    "counter", "accompaniment", "bass",    "pad",   "drums", "alto"};

std::vector<std::string> wordsOf(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char c : name) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

/// What a track's name promises, from 0 to `kNoPromise`.
int rankOf(const Track& track) {
    int rank = kNoPromise;
    for (const std::string& word : wordsOf(track.name)) {
        if (std::ranges::find(kCompanionWords, word) != std::ranges::end(kCompanionWords)) {
            return kNoPromise;
        }
        const auto promise = std::ranges::find(kMelodyWords, word, &MelodyWord::word);
        if (promise != std::ranges::end(kMelodyWords)) {
            rank = std::min(rank, promise->rank);
        }
    }
    return rank;
}

bool isPitched(const Track& track) {
    return track.channel != kDrumChannel && !track.notes.empty();
}

/// Bass instruments, percussion and sound effects of General MIDI are not a tune's voice.
bool carriesTunes(const Track& track) {
    return (track.program < 32 || track.program > 39) && track.program < 112;
}

TickRange spanOf(const Track& track) {
    TickRange span{track.notes.front().onset, {}};
    for (const Note& note : track.notes) {
        span.end = std::max(span.end, note.end());
    }
    return span;
}

/// Indices of the tracks that could hold a melody.
std::vector<std::size_t> pitchedTracks(const Score& score) {
    std::vector<std::size_t> tracks;
    for (std::size_t index = 0; index < score.tracks.size(); ++index) {
        if (isPitched(*score.tracks[index])) {
            tracks.push_back(index);
        }
    }
    return tracks;
}

/// Whether a voice lasts through at least half of the piece.
bool lastsThrough(const Score& score, std::size_t voice, std::span<const std::size_t> tracks) {
    TickRange piece = spanOf(*score.tracks[voice]);
    const Tick own = piece.length();
    for (const std::size_t track : tracks) {
        const TickRange span = spanOf(*score.tracks[track]);
        piece = {std::min(piece.begin, span.begin), std::max(piece.end, span.end)};
    }
    return own * 2 >= piece.length();
}

/// A note and the index of its track.
struct SourcedNote {
    Note note;
    std::size_t track = 0;
};

std::vector<SourcedNote> notesOf(const Score& score, std::span<const std::size_t> tracks) {
    std::vector<SourcedNote> notes;
    for (const std::size_t track : tracks) {
        for (const Note& note : score.tracks[track]->notes) {
            notes.push_back({note, track});
        }
    }
    std::ranges::stable_sort(
        notes, [](const SourcedNote& a, const SourcedNote& b) { return precedes(a.note, b.note); });
    return notes;
}

/// The highest note at each onset; what begins under a higher note and does not outlast it is
/// accompaniment. A note is cut where the next begins. `notes` are sorted by onset; of those at
/// once the last is the highest.
std::vector<SourcedNote> topLine(std::span<const SourcedNote> notes) {
    std::vector<SourcedNote> line;
    for (const SourcedNote& next : notes) {
        if (!line.empty()) {
            Note& last = line.back().note;
            const bool below = next.note.pitch < last.pitch && next.note.end() <= last.end();
            if (next.note.onset == last.onset) {
                const bool shorterTwin =
                    next.note.pitch == last.pitch && next.note.duration < last.duration;
                if (!shorterTwin) {
                    line.back() = next;
                }
                continue;
            }
            if (next.note.onset < last.end()) {
                if (below) {
                    continue;
                }
                last.duration = next.note.onset - last.onset;
            }
        }
        line.push_back(next);
    }
    return line;
}

struct GridCount {
    std::size_t moved = 0;
    Tick largest;
};

/// Puts the notes on the grid and closes gaps that are too short to be rests.
GridCount putOnGrid(std::vector<SourcedNote>& notes) {
    GridCount count;
    for (std::size_t index = 0; index < notes.size(); ++index) {
        Note& note = notes[index].note;
        const Note before = note;
        note.onset = snapped(before.onset, kMelodyGrid);
        Tick end = std::max(snapped(before.end(), kMelodyGrid), note.onset + kMelodyGrid);
        if (index + 1 < notes.size()) {
            const Tick next = snapped(notes[index + 1].note.onset, kMelodyGrid);
            if (next > note.onset && end < next && next - end < kShortestRest) {
                end = next;
            }
        }
        note.duration = end - note.onset;
        const Tick startMove{std::abs((note.onset - before.onset).value)};
        const Tick endMove{std::abs((note.end() - before.end()).value)};
        const Tick move = std::max(startMove, endMove);
        count.moved += move > kRounding ? 1 : 0;
        count.largest = std::max(count.largest, move);
    }
    return count;
}

std::size_t mainTrackOf(std::span<const SourcedNote> line, std::size_t trackCount) {
    std::vector<std::size_t> counts(trackCount);
    for (const SourcedNote& note : line) {
        ++counts[note.track];
    }
    return static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin());
}

std::optional<std::size_t> namedTrack(const Score& score, std::span<const std::size_t> tracks) {
    int best = kNoPromise;
    std::optional<std::size_t> named;
    for (const std::size_t track : tracks) {
        if (const int rank = rankOf(*score.tracks[track]); rank < best) {
            best = rank;
            named = track;
        }
    }
    return named;
}

} // namespace

std::optional<MelodyTrack> melodyTrack(const Score& whole) {
    const Score score = withoutGraceNotes(whole);
    const std::vector<std::size_t> tracks = pitchedTracks(score);
    if (tracks.empty()) {
        return std::nullopt;
    }
    if (tracks.size() == 1) {
        return MelodyTrack{tracks.front(), MelodyChoice::OnlyTrack, "its only voice"};
    }
    const std::string voices = std::to_string(tracks.size()) + " voices";
    if (const auto named = namedTrack(score, tracks)) {
        return MelodyTrack{*named, MelodyChoice::NamedTrack,
                           "the voice named \"" + score.tracks[*named]->name + "\" of " + voices};
    }
    const auto singing = std::ranges::find_if(
        tracks, [&](std::size_t track) { return carriesTunes(*score.tracks[track]); });
    const std::size_t first = singing == tracks.end() ? tracks.front() : *singing;
    if (lastsThrough(score, first, tracks)) {
        return MelodyTrack{first, MelodyChoice::FirstVoice, "the first of " + voices};
    }
    const std::vector<SourcedNote> line = topLine(notesOf(score, tracks));
    return MelodyTrack{mainTrackOf(line, score.tracks.size()), MelodyChoice::Skyline,
                       "the highest notes of all " + voices +
                           ", since the first is silent for more than half of the piece"};
}

std::optional<MelodyLine> extractMelody(const Score& whole) {
    const Score score = withoutGraceNotes(whole);
    const std::optional<MelodyTrack> source = melodyTrack(score);
    if (!source) {
        return std::nullopt;
    }
    const std::vector<std::size_t> tracks = source->choice == MelodyChoice::Skyline
                                                ? pitchedTracks(score)
                                                : std::vector<std::size_t>{source->track};
    std::vector<SourcedNote> notes = notesOf(score, tracks);
    const std::size_t noteCount = notes.size();
    std::vector<SourcedNote> line = topLine(notes);
    const GridCount grid = putOnGrid(line);
    // Of notes that fell onto one point of the grid the last stays: the others were ornaments.
    line = topLine(line);

    auto track = std::make_shared<Track>();
    track->name = "Melody";
    track->program = score.tracks[source->track]->program;
    for (const SourcedNote& note : line) {
        track->notes.push_back(note.note);
    }
    Score melody;
    melody.title = score.title;
    melody.composer = score.composer;
    melody.origin = score.origin;
    melody.tempos = score.tempos;
    melody.meters = score.meters;
    melody.keys = score.keys;
    melody.pickup = score.pickup;
    melody.tracks.push_back(std::move(track));
    return MelodyLine{std::make_shared<const Score>(withFreshNoteIds(std::move(melody))), *source,
                      noteCount - line.size(), grid.moved, grid.largest};
}

} // namespace cantilena

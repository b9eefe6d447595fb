#include "core/formats/SmfReader.h"

#include "core/formats/Limits.h"
#include "core/formats/SmfTrack.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace cantilena {

namespace {

std::uint32_t bigEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes) {
        value = value << 8 | static_cast<std::uint8_t>(c);
    }
    return value;
}

std::uint32_t littleEndian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (auto c = bytes.rbegin(); c != bytes.rend(); ++c) {
        value = value << 8 | static_cast<std::uint8_t>(*c);
    }
    return value;
}

/// The MIDI file inside a RIFF wrapper; the bytes themselves where there is none.
std::string_view unwrapped(std::string_view bytes) {
    if (!bytes.starts_with("RIFF") || bytes.size() < 12 || bytes.substr(8, 4) != "RMID") {
        return bytes;
    }
    std::string_view rest = bytes.substr(12);
    while (rest.size() >= 8) {
        const std::size_t size = littleEndian(rest.substr(4, 4));
        if (rest.starts_with("data")) {
            return rest.substr(8, size);
        }
        rest.remove_prefix(std::min(rest.size(), 8 + size + size % 2));
    }
    return {};
}

/// As many as the header can count.
constexpr std::size_t kMostTrackChunks = 65'535;
/// Lines of all the tunes of a format 2 file together.
constexpr std::size_t kMostLinesApart = 100'000;

struct SmfChunks {
    int format = 0;
    std::uint16_t division = 0;
    std::vector<std::string_view> tracks;
    std::vector<std::string> remarks;
};

/// Cuts the file into its track chunks; chunks of other kinds are passed over.
Result<SmfChunks> cut(std::string_view bytes) {
    if (!bytes.starts_with("MThd")) {
        return Error{ErrorCode::Malformed, "is no MIDI file: it does not begin with MThd"};
    }
    const std::size_t headerSize = bytes.size() < 8 ? 0 : bigEndian(bytes.substr(4, 4));
    if (headerSize < 6 || bytes.size() < 8 + headerSize) {
        return Error{ErrorCode::Malformed, "ends inside its header"};
    }
    SmfChunks chunks;
    chunks.format = static_cast<int>(bigEndian(bytes.substr(8, 2)));
    const std::size_t promised = bigEndian(bytes.substr(10, 2));
    chunks.division = static_cast<std::uint16_t>(bigEndian(bytes.substr(12, 2)));
    if (chunks.format > 2) {
        return Error{ErrorCode::Unsupported, "is of MIDI file format " +
                                                 std::to_string(chunks.format) +
                                                 "; only 0, 1 and 2 are known"};
    }
    bytes.remove_prefix(8 + headerSize);
    while (bytes.size() >= 8 && chunks.tracks.size() <= kMostTrackChunks) {
        const std::size_t size = bigEndian(bytes.substr(4, 4));
        if (bytes.starts_with("MTrk")) {
            chunks.tracks.push_back(bytes.substr(8, size));
            if (size > bytes.size() - 8) {
                chunks.remarks.push_back("track " + std::to_string(chunks.tracks.size()) +
                                         ": the file ends before it does");
            }
        }
        bytes.remove_prefix(8 + std::min(size, bytes.size() - 8));
    }
    if (chunks.tracks.size() > kMostTrackChunks) {
        return Error{ErrorCode::OutOfRange, "holds more than 65,535 tracks"};
    }
    if (chunks.tracks.size() != promised) {
        chunks.remarks.push_back("the header promises " + std::to_string(promised) +
                                 " tracks, the file holds " + std::to_string(chunks.tracks.size()));
    }
    if (chunks.tracks.empty()) {
        return Error{ErrorCode::Malformed, "holds no track"};
    }
    return chunks;
}

/// Merges sorted lists; of several entries at one tick the first in order of tracks stays.
template <typename Change>
void mergeChanges(std::vector<Change>& into, std::vector<Change>& more) {
    into.insert(into.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
    more.clear();
}

template <typename Change>
void putInOrder(std::vector<Change>& changes) {
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Change& a, const Change& b) { return a.tick < b.tick; });
    const auto sameTick = [](const Change& a, const Change& b) { return a.tick == b.tick; };
    changes.erase(std::unique(changes.begin(), changes.end(), sameTick), changes.end());
}

/// Words of a karaoke file: texts that say nothing about the file itself, without the signs for a
/// new line or verse.
std::vector<Lyric> karaokeWords(std::vector<Lyric> texts) {
    std::vector<Lyric> words;
    for (Lyric& text : texts) {
        if (text.text.starts_with('@')) {
            continue;
        }
        if (text.text.starts_with('\\') || text.text.starts_with('/')) {
            text.text.erase(0, 1);
        }
        if (!trimmed(text.text).empty()) {
            words.push_back(std::move(text));
        }
    }
    return words;
}

/// The line on whose notes most of the first words fall; null when there is no line.
Track* lineOfWords(std::vector<Track>& lines, const std::vector<Lyric>& words) {
    constexpr std::size_t kWordsToTry = 1000;
    Track* best = nullptr;
    std::ptrdiff_t most = -1;
    for (Track& line : lines) {
        const auto falls = [&](const Lyric& lyric) {
            const auto at =
                std::lower_bound(line.notes.begin(), line.notes.end(), lyric.tick,
                                 [](const Note& note, Tick tick) { return note.onset < tick; });
            return at != line.notes.end() && at->onset == lyric.tick;
        };
        const auto last =
            words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), kWordsToTry));
        const auto count = std::count_if(words.begin(), last, falls);
        if (count > most && !line.notes.empty()) {
            most = count;
            best = &line;
        }
    }
    return best;
}

/// Puts the readings of one tune's tracks together.
class SmfScore {
public:
    void add(SmfTrackReading reading, bool isFirst);
    /// The score so far; nothing may be added after that.
    Score finished();
    [[nodiscard]] std::size_t lineCount() const { return m_lines.size(); }

private:
    void takeKaraoke(std::vector<Lyric>& texts);

    Score m_score;
    std::vector<Track> m_lines;
    std::vector<Lyric> m_words;
    bool m_isKaraoke = false;
};

void SmfScore::add(SmfTrackReading reading, bool isFirst) {
    if (isFirst) {
        m_score.title = reading.name;
    }
    mergeChanges(m_score.tempos, reading.tempos);
    mergeChanges(m_score.meters, reading.meters);
    mergeChanges(m_score.keys, reading.keys);
    mergeChanges(m_score.markers, reading.markers);
    takeKaraoke(reading.texts);
    mergeChanges(m_words, reading.lyrics);
    mergeChanges(m_lines, reading.lines);
}

void SmfScore::takeKaraoke(std::vector<Lyric>& texts) {
    for (const Lyric& text : texts) {
        m_isKaraoke = m_isKaraoke || text.text.starts_with("@K");
        if (m_isKaraoke && text.text.starts_with("@T") && m_score.title.empty()) {
            m_score.title = tidied(std::string_view(text.text).substr(2));
        }
    }
    if (m_isKaraoke) {
        std::vector<Lyric> words = karaokeWords(std::move(texts));
        mergeChanges(m_words, words);
    }
}

Score SmfScore::finished() {
    putInOrder(m_score.tempos);
    putInOrder(m_score.meters);
    putInOrder(m_score.keys);
    putInOrder(m_score.markers);
    for (Track& line : m_lines) {
        std::sort(line.notes.begin(), line.notes.end(), precedes);
    }
    // Words may come from several tracks, one after the other.
    std::stable_sort(m_words.begin(), m_words.end(),
                     [](const Lyric& a, const Lyric& b) { return a.tick < b.tick; });
    if (Track* line = lineOfWords(m_lines, m_words); line != nullptr && line->lyrics.empty()) {
        line->lyrics = std::move(m_words);
    }
    NoteId next{1};
    for (Track& line : m_lines) {
        for (Note& note : line.notes) {
            note.id = next;
            ++next.value;
        }
        m_score.tracks.push_back(std::make_shared<const Track>(std::move(line)));
    }
    m_score.nextNoteId = next;
    return std::move(m_score);
}

Error named(std::string_view name, Error error) {
    error.message = std::string(name) + ": " + error.message;
    return error;
}

/// Formats 0 and 1: all tracks sound together.
TuneReading readTogether(const SmfChunks& chunks, SmfTiming timing, std::string_view name) {
    TuneReading tune{std::string(name), Score{}, chunks.remarks};
    SmfScore score;
    for (std::size_t index = 0; index < chunks.tracks.size(); ++index) {
        auto track = readSmfTrack(chunks.tracks[index], timing, static_cast<int>(index) + 1);
        if (!track) {
            tune.score = named(name, track.error());
            return tune;
        }
        tune.remarks.insert(tune.remarks.end(), track->remarks.begin(), track->remarks.end());
        score.add(std::move(*track), index == 0);
        if (score.lineCount() > kMostLines) {
            tune.score =
                named(name, {ErrorCode::OutOfRange,
                             "has more than " + std::to_string(kMostLines) + " tracks with music"});
            return tune;
        }
    }
    tune.score = score.finished();
    return tune;
}

/// Format 2: each track is a tune of its own.
Result<std::vector<TuneReading>> readApart(const SmfChunks& chunks, SmfTiming timing,
                                           std::string_view name) {
    std::vector<TuneReading> tunes;
    std::size_t lineCount = 0;
    for (std::size_t index = 0; index < chunks.tracks.size(); ++index) {
        const int number = static_cast<int>(index) + 1;
        TuneReading tune{std::string(name) + "#" + std::to_string(number), Score{}, {}};
        if (auto track = readSmfTrack(chunks.tracks[index], timing, number)) {
            tune.remarks = std::move(track->remarks);
            SmfScore score;
            score.add(std::move(*track), true);
            lineCount += score.lineCount();
            tune.score = score.finished();
        } else {
            tune.score = named(name, track.error());
        }
        tunes.push_back(std::move(tune));
        if (lineCount > kMostLinesApart) {
            return named(name,
                         {ErrorCode::OutOfRange, "has more than 100,000 channels with music"});
        }
    }
    return tunes;
}

} // namespace

Result<std::vector<TuneReading>> readSmf(std::string_view bytes, std::string_view name) {
    auto chunks = cut(unwrapped(bytes));
    if (!chunks) {
        return named(name, chunks.error());
    }
    const auto timing = SmfTiming::fromDivision(chunks->division);
    if (!timing) {
        return Error{timing.error().code,
                     std::string(name) + ": the header gives " + timing.error().message};
    }
    if (timing->isClockTime) {
        chunks->remarks.push_back("timed in SMPTE frames: read at 120 quarters a minute");
    }
    if (chunks->format == 2) {
        return readApart(*chunks, *timing, name);
    }
    std::vector<TuneReading> tunes;
    tunes.push_back(readTogether(*chunks, *timing, name));
    return tunes;
}

} // namespace cantilena

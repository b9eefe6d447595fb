#include "core/formats/AbcWriter.h"

#include "core/formats/AbcBars.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <utility>

namespace cantilena {

namespace {

constexpr std::size_t kBarsInALine = 4;

/// A text as a field holds it: one line, with the signs that begin comments and accents escaped.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : tidied(text)) {
        if (c == '%' || c == '\\' || c == '&') {
            result += '\\';
        }
        result += c;
    }
    return result;
}

std::string quoted(std::string_view text) {
    std::string result = escaped(text);
    std::replace(result.begin(), result.end(), '"', '\'');
    return "\"" + result + "\"";
}

std::string number(double value) {
    std::array<char, 64> digits{};
    const auto [end, failure] = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                              std::chars_format::fixed);
    return failure == std::errc{} ? std::string(digits.data(), end) : "120";
}

std::string tempoField(const TempoChange& change) {
    return "1/4=" + number(std::clamp(change.bpm, kSlowestTempo, kFastestTempo));
}

std::string keyField(const Key& key) {
    static constexpr std::array<std::string_view, 7> kModeLetters = {"",    "m",   "dor", "phr",
                                                                     "lyd", "mix", "loc"};
    return key.tonic.name() + std::string(kModeLetters[static_cast<std::size_t>(key.mode)]);
}

/// The change at tick 0; null when there is none.
template <typename Change>
const Change* atBeginning(const std::vector<Change>& changes) {
    return !changes.empty() && changes.front().tick <= Tick{} ? &changes.front() : nullptr;
}

/// Loudness as ABC names it.
std::string_view dynamicOf(int velocity) {
    static constexpr std::array<std::pair<int, std::string_view>, 8> kNames = {{{30, "ppp"},
                                                                                {43, "pp"},
                                                                                {57, "p"},
                                                                                {72, "mp"},
                                                                                {88, "mf"},
                                                                                {103, "f"},
                                                                                {115, "ff"},
                                                                                {128, "fff"}}};
    return std::find_if(kNames.begin(), kNames.end(),
                        [&](const auto& name) { return velocity < name.first; })
        ->second;
}

/// The dynamic of most of the bar's notes; empty where it has none.
std::string_view dynamicOf(const NotatedBar& bar) {
    std::vector<int> velocities;
    for (const NotatedPiece& piece : bar.layers.front()) {
        if (!piece.isRest() && !piece.isContinued) {
            velocities.push_back(std::clamp(piece.heads.back().velocity, 1, 127));
        }
    }
    if (velocities.empty()) {
        return {};
    }
    const auto middle = velocities.begin() + static_cast<std::ptrdiff_t>(velocities.size() / 2);
    std::nth_element(velocities.begin(), middle, velocities.end());
    return dynamicOf(*middle);
}

/// A syllable as a w: line holds it.
std::string syllable(std::string_view text) {
    std::string result;
    const std::string plain = tidied(text);
    for (std::size_t at = 0; at < plain.size(); ++at) {
        const char c = plain[at];
        if (c == ' ') {
            result += '~';
        } else if (c == '-' && at + 1 < plain.size()) {
            result += "\\-";
        } else if (c == '%' || c == '\\' || c == '&') {
            result += std::string("\\") + c;
        } else if (c != '_' && c != '*' && c != '|' && c != '~') {
            result += c;
        }
    }
    return result.empty() ? "*" : result;
}

std::vector<GraceRun> writtenGraces(const Track& track) {
    std::vector<GraceRun> runs = graceRuns(track);
    for (GraceRun& run : runs) {
        run.before = writtenTime(run.before);
    }
    return runs;
}

/// Writes one voice, a line at a time.
class VoiceWriter {
public:
    VoiceWriter(const Score& score, const Track& track, std::vector<NotatedBar> bars,
                AbcBarWriter::Signs signs, const std::vector<Tick>& cuts)
        : m_track(track)
        , m_bars(notatedBars(track, std::move(bars), cuts, writtenGraces(track)))
        , m_signs(std::move(signs))
        , m_writer(score, m_signs) {}
    VoiceWriter(const VoiceWriter&) = delete;
    VoiceWriter& operator=(const VoiceWriter&) = delete;

    /// The bars from `first` on that fill a line, with the words under them.
    [[nodiscard]] std::string line(std::size_t first);

private:
    [[nodiscard]] std::string words(std::size_t first, std::size_t last);

    const Track& m_track;
    std::vector<NotatedBar> m_bars;
    AbcBarWriter::Signs m_signs;
    AbcBarWriter m_writer;
    std::string_view m_dynamic = "mf";
    std::size_t m_nextLyric = 0;
};

std::string VoiceWriter::line(std::size_t first) {
    const std::size_t last = std::min(first + kBarsInALine, m_bars.size());
    std::string text;
    for (std::size_t index = first; index < last; ++index) {
        const std::string_view dynamic = dynamicOf(m_bars[index]);
        if (!dynamic.empty() && dynamic != m_dynamic) {
            m_dynamic = dynamic;
            text += "!" + std::string(dynamic) + "!";
        }
        text += m_writer.bar(m_bars[index]);
        text += index + 1 == m_bars.size() ? " |]" : " | ";
    }
    return std::string(trimmed(text)) + "\n" + words(first, last);
}

std::string VoiceWriter::words(std::size_t first, std::size_t last) {
    std::string line;
    std::string silent;
    for (std::size_t index = first; index < last; ++index) {
        for (const NotatedPiece& piece : m_bars[index].layers.front()) {
            if (piece.isRest()) {
                continue;
            }
            const auto& lyrics = m_track.lyrics;
            while (m_nextLyric < lyrics.size() && lyrics[m_nextLyric].tick < piece.range.begin) {
                ++m_nextLyric;
            }
            if (m_nextLyric < lyrics.size() && lyrics[m_nextLyric].tick == piece.range.begin) {
                line += silent + " " + syllable(lyrics[m_nextLyric].text);
                silent.clear();
            } else {
                silent += piece.isContinued ? " _" : " *";
            }
        }
    }
    return line.empty() ? "" : "w:" + line + "\n";
}

class TuneWriter {
public:
    explicit TuneWriter(const Score& score)
        : m_score(score) {}

    std::string text();

private:
    void field(char letter, std::string_view value);
    void header();
    void voices();
    void music();
    [[nodiscard]] Tick end() const;
    /// Signs that every voice needs, and those of the piece that only the first has.
    [[nodiscard]] AbcBarWriter::Signs signsOfVoices() const;
    void addSignsOfPiece(AbcBarWriter::Signs& signs) const;

    const Score& m_score;
    std::string m_text;
};

std::string TuneWriter::text() {
    header();
    music();
    return std::move(m_text);
}

void TuneWriter::field(char letter, std::string_view value) {
    m_text += letter;
    m_text += ':';
    m_text += value;
    m_text += '\n';
}

void TuneWriter::header() {
    field('X', "1");
    field('T', escaped(m_score.title));
    if (!m_score.composer.empty()) {
        field('C', escaped(m_score.composer));
    }
    if (!m_score.origin.empty()) {
        field('S', escaped(m_score.origin));
    }
    const MeterChange* meter = atBeginning(m_score.meters);
    field('M', meter != nullptr ? meter->meter.name() : "none");
    field('L', "1/8");
    if (const TempoChange* tempo = atBeginning(m_score.tempos)) {
        field('Q', tempoField(*tempo));
    }
    voices();
    const KeyChange* key = atBeginning(m_score.keys);
    field('K', key != nullptr ? keyField(key->key) : "none");
}

void TuneWriter::voices() {
    for (std::size_t index = 0; index < m_score.tracks.size(); ++index) {
        const Track& track = *m_score.tracks[index];
        if (m_score.tracks.size() > 1 || !track.name.empty()) {
            field('V', std::to_string(index + 1) + " name=" + quoted(track.name));
        }
        if (track.program != 0) {
            m_text += "%%MIDI program " + std::to_string(std::clamp(track.program, 0, 127)) + "\n";
        }
        if (track.channel == kDrumChannel) {
            m_text += "%%MIDI channel " + std::to_string(kDrumChannel + 1) + "\n";
        }
    }
}

Tick TuneWriter::end() const {
    Tick end = m_score.end();
    const auto reach = [&](const auto& entries) {
        if (!entries.empty()) {
            end = std::max(end, entries.back().tick + Tick{1});
        }
    };
    if (end > Tick{}) {
        reach(m_score.tempos);
        reach(m_score.meters);
        reach(m_score.keys);
        reach(m_score.chords);
    }
    return end;
}

AbcBarWriter::Signs TuneWriter::signsOfVoices() const {
    AbcBarWriter::Signs signs;
    for (const MeterChange& change : m_score.meters) {
        if (change.tick > Tick{}) {
            signs[change.tick] += "[M:" + change.meter.name() + "]";
        }
    }
    for (const KeyChange& change : m_score.keys) {
        if (change.tick > Tick{}) {
            signs[change.tick] += "[K:" + keyField(change.key) + "]";
        }
    }
    return signs;
}

void TuneWriter::addSignsOfPiece(AbcBarWriter::Signs& signs) const {
    for (const TempoChange& change : m_score.tempos) {
        if (change.tick > Tick{}) {
            signs[change.tick] += "[Q:" + tempoField(change) + "]";
        }
    }
    for (const Marker& marker : m_score.markers) {
        const bool isPart =
            marker.name.size() == 1 && marker.name[0] >= 'A' && marker.name[0] <= 'Z';
        signs[marker.tick] += isPart ? "[P:" + marker.name + "]" : quoted("^" + marker.name);
    }
    for (const ChordSymbol& chord : m_score.chords) {
        const bool isSymbol = !chord.name.empty() && chord.name[0] >= 'A' && chord.name[0] <= 'G';
        signs[chord.tick] += quoted(isSymbol ? chord.name : "^" + chord.name);
    }
}

void TuneWriter::music() {
    const std::vector<NotatedBar> bars = emptyBars(m_score, end());
    const AbcBarWriter::Signs shared = signsOfVoices();
    std::deque<VoiceWriter> writers;
    for (std::size_t index = 0; index < m_score.tracks.size(); ++index) {
        AbcBarWriter::Signs signs = shared;
        if (index == 0) {
            addSignsOfPiece(signs);
        }
        std::vector<Tick> cuts;
        for (const auto& [tick, sign] : signs) {
            cuts.push_back(tick);
        }
        writers.emplace_back(m_score, *m_score.tracks[index], bars, std::move(signs), cuts);
    }
    for (std::size_t first = 0; first < bars.size(); first += kBarsInALine) {
        for (std::size_t index = 0; index < writers.size(); ++index) {
            if (writers.size() > 1) {
                m_text += "[V:" + std::to_string(index + 1) + "] ";
            }
            m_text += writers[index].line(first);
        }
    }
}

} // namespace

std::string abcFromScore(const Score& score) {
    return TuneWriter(score).text();
}

} // namespace cantilena

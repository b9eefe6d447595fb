#include "core/formats/KernSong.h"

#include "core/formats/BarCount.h"
#include "core/formats/KernFields.h"
#include "core/formats/KernOrder.h"
#include "core/formats/KernSettings.h"
#include "core/formats/KernSpines.h"
#include "core/formats/KernToken.h"
#include "core/formats/KernVoice.h"
#include "core/formats/Limits.h"
#include "core/formats/MusicXmlFields.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace cantilena {

namespace {

constexpr std::size_t kMostRemarks = 8;

/// What a spine holds.
enum class Kind { Notes, Words, Chords, Loudness, Unused };

struct Spine {
    Kind kind = Kind::Unused;
    /// Index of the voice that it is or belongs to.
    std::size_t voice = 0;
    /// Of words: 0 for the first verse.
    int verse = 0;
    /// Of loudness: the staves where it holds besides.
    std::vector<int> staves;
};

/// A syllable or chord on a line without notes.
struct Waiting {
    std::size_t spine = 0;
    std::string_view token;
    /// Counts the lines since the last one whose time is known, from 1.
    int line = 1;
};

Kind kindOf(std::string_view exclusive) {
    struct Named {
        std::string_view name;
        Kind kind;
    };
    static constexpr std::array kNames = {
        Named{"**kern", Kind::Notes},     Named{"**text", Kind::Words},
        Named{"**silbe", Kind::Words},    Named{"**mxhm", Kind::Chords},
        Named{"**harte", Kind::Chords},   Named{"**jazz", Kind::Chords},
        Named{"**dynam", Kind::Loudness},
    };
    const auto found = std::find_if(kNames.begin(), kNames.end(),
                                    [&](const Named& known) { return known.name == exclusive; });
    return found == kNames.end() ? Kind::Unused : found->kind;
}

/// The syllable as it is sung, "A-" for the first of several; empty where one is held.
std::string syllable(std::string_view token) {
    while (token.starts_with('-') || token.starts_with('|') || token.starts_with('_')) {
        token.remove_prefix(1);
    }
    return kernText(token);
}

class SongReader {
public:
    Result<KernSongReading> read(const KernSongText& song);

private:
    void line(std::string_view text);
    void record(std::string_view text);
    void open(std::span<const std::string_view> fields);
    std::size_t addSpine(std::string_view exclusive);
    void giveOwners(std::size_t firstSpine);
    void interpretations(std::span<const std::string_view> fields);
    void tandem(std::string_view field, const Spine& spine);
    void routeSpines(std::span<const std::string_view> fields);
    void barline(std::span<const std::string_view> fields);
    void describeUnevenBar(FineTick tick);
    [[nodiscard]] FineTick barlineTick() const;
    void data(std::span<const std::string_view> fields);
    void loudness(std::span<const std::string_view> fields);
    void notes(std::span<const std::size_t> playing, std::span<const std::string_view> fields);
    void play(std::size_t column, FineTick onset, const KernEvent& event);
    void grace(std::size_t column, FineTick onset, const KernEvent& event);
    void addNote(std::size_t column, const VoiceNote& note);
    void beside(const Spine& spine, std::string_view token, Tick tick);
    void settleWaiting(FineTick next);

    void countSign();
    void remark(const std::string& sentence);
    void remarkOn(std::size_t column, const std::string& sentence);
    void fail(ErrorCode code, std::string sentence);
    [[nodiscard]] Kind kindAt(std::size_t column) const;
    [[nodiscard]] KernVoice& voiceAt(std::size_t column);

    Result<KernSongReading> finished();
    void finishVoices();

    KernSongReading m_reading;
    int m_line = 0;
    std::optional<Error> m_fault;
    std::size_t m_signs = 0;
    std::size_t m_untold = 0;
    std::size_t m_notesOutOfRange = 0;

    bool m_isOpen = false;
    std::vector<Spine> m_spines;
    std::vector<KernVoice> m_voices;
    /// Voices of the line that opens the song.
    std::size_t m_openingVoices = 0;
    std::vector<KernPath> m_paths;
    std::map<int, std::size_t> m_voicesOfStaves;
    std::set<std::string, std::less<>> m_unusedKinds;

    KernClock m_clock;
    /// Where a line of interpretations stands.
    Tick m_lineTick;
    Tick m_barBegin;
    Tick m_end;
    std::vector<Waiting> m_waiting;
    int m_waitingLines = 0;

    KernSettings m_settings;
    KernOrder m_order;
    std::vector<ChordSymbol> m_chords;
};

Result<KernSongReading> SongReader::read(const KernSongText& song) {
    KernLines lines(song);
    while (!m_fault && lines.next()) {
        m_line = lines.number();
        line(lines.text());
    }
    return finished();
}

void SongReader::line(std::string_view text) {
    if (text.starts_with("!!!")) {
        record(text.substr(3));
        return;
    }
    if (text.empty() || text.starts_with('!')) {
        return;
    }
    const std::vector<std::string_view> fields = kernFields(text);
    if (fields.empty()) {
        return;
    }
    if (!m_isOpen && fields.front().starts_with("**")) {
        open(fields);
        return;
    }
    if (m_paths.empty()) {
        remark("stands outside of any spine");
        return;
    }
    if (fields.size() != m_paths.size()) {
        fail(ErrorCode::Malformed, "has " + std::to_string(fields.size()) + " fields where " +
                                       std::to_string(m_paths.size()) + " spines are open");
        return;
    }
    switch (fields.front().front()) {
    case '*': interpretations(fields); break;
    case '=': barline(fields); break;
    default: data(fields); break;
    }
}

void SongReader::record(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string_view code = text.substr(0, text.find_first_of("@:"));
    const auto takeFirst = [&](std::string& target) {
        if (target.empty()) {
            target = kernText(text.substr(colon + 1));
        }
    };
    if (code == "OTL") {
        takeFirst(m_reading.written.title);
    } else if (code == "COM") {
        takeFirst(m_reading.written.composer);
    } else if (code == "ARE" || code == "OCY") {
        takeFirst(m_reading.written.origin);
    }
}

void SongReader::open(std::span<const std::string_view> fields) {
    if (fields.size() > kMostLines) {
        fail(ErrorCode::OutOfRange, "has more than " + std::to_string(kMostLines) + " spines");
        return;
    }
    m_isOpen = true;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        KernPath path;
        path.spine = addSpine(fields[column]);
        path.hasTime = m_spines[path.spine].kind == Kind::Notes;
        m_paths.push_back(path);
        if (!fields[column].starts_with("**")) {
            remarkOn(column, "does not say what it holds");
        }
    }
    m_openingVoices = m_voices.size();
    giveOwners(0);
}

std::size_t SongReader::addSpine(std::string_view exclusive) {
    Spine spine;
    spine.kind = kindOf(exclusive);
    if (spine.kind == Kind::Notes) {
        spine.voice = m_voices.size();
        m_voices.emplace_back();
    } else if (spine.kind == Kind::Unused && m_unusedKinds.size() < kMostLines &&
               m_unusedKinds.emplace(exclusive).second) {
        remark("spines of " + tidied(exclusive.substr(0, 40)) + " are left out");
    }
    m_spines.push_back(std::move(spine));
    return m_spines.size() - 1;
}

/// Words, chords and loudness belong to the voice at their left, else to the first at all.
void SongReader::giveOwners(std::size_t firstSpine) {
    std::size_t voice = 0;
    for (const KernPath& path : m_paths) {
        if (path.spine == KernPath::kNoSpine) {
            continue;
        }
        Spine& spine = m_spines[path.spine];
        if (spine.kind == Kind::Notes) {
            voice = spine.voice;
        } else if (path.spine >= firstSpine && !m_voices.empty()) {
            spine.voice = voice;
            spine.verse = spine.kind == Kind::Words ? m_voices[voice].verses++ : 0;
        }
    }
}

void SongReader::interpretations(std::span<const std::string_view> fields) {
    const std::size_t known = m_spines.size();
    m_lineTick = m_clock.next(m_paths).rounded();
    bool isRouting = false;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        const std::string_view field = fields[column];
        KernPath& path = m_paths[column];
        if (field.starts_with("**")) {
            if (m_spines.size() > kMostLines) {
                fail(ErrorCode::OutOfRange,
                     "begins more than " + std::to_string(kMostLines) + " spines");
                return;
            }
            path.spine = addSpine(field);
            path.hasTime = m_spines[path.spine].kind == Kind::Notes;
        } else if (field == "*-" || field == "*^" || field == "*v" || field == "*x" ||
                   field == "*+") {
            isRouting = true;
        } else if (path.spine != KernPath::kNoSpine) {
            tandem(field, m_spines[path.spine]);
        }
    }
    if (m_spines.size() > known) {
        giveOwners(known);
    }
    if (isRouting) {
        routeSpines(fields);
    }
}

void SongReader::routeSpines(std::span<const std::string_view> fields) {
    KernRoute route = routed(std::move(m_paths), fields);
    m_paths = std::move(route.paths);
    if (!route.fault.empty()) {
        remark(route.fault);
    }
    if (m_paths.size() > kMostLines) {
        fail(ErrorCode::OutOfRange,
             "splits into more than " + std::to_string(kMostLines) + " spines");
    }
}

void SongReader::tandem(std::string_view field, const Spine& spine) {
    if (m_order.take(field, m_lineTick)) {
        countSign();
    } else if (spine.kind == Kind::Notes) {
        KernVoice& voice = m_voices[spine.voice];
        if (const std::string fault = m_settings.take(field, voice, m_lineTick); !fault.empty()) {
            remark(fault);
        }
        if (const auto staves = kernStaves(field); !staves.empty()) {
            m_voicesOfStaves[staves.front()] = spine.voice;
        }
    } else if (auto staves = kernStaves(field); !staves.empty()) {
        m_spines[static_cast<std::size_t>(&spine - m_spines.data())].staves = std::move(staves);
    }
}

/// Where the columns have come to; where they disagree, where the bar should end if one of them
/// has come as far, else where the last of them is.
FineTick SongReader::barlineTick() const {
    FineTick last = m_clock.now();
    for (const KernPath& path : m_paths) {
        if (path.hasTime && path.hasPlayedInBar && last < path.end) {
            last = path.end;
        }
    }
    const MeterChange* meter = m_settings.meter();
    if (meter == nullptr) {
        return last;
    }
    const Tick expected = m_barBegin + meter->meter.barLength();
    const bool isPossible = m_clock.now() < FineTick(expected) && FineTick(expected) < last;
    return isPossible && std::any_of(m_paths.begin(), m_paths.end(),
                                     [&](const KernPath& path) {
                                         return path.hasPlayedInBar &&
                                                path.end.rounded() == expected;
                                     })
               ? FineTick(expected)
               : last;
}

void SongReader::describeUnevenBar(FineTick tick) {
    for (std::size_t column = 0; column < m_paths.size(); ++column) {
        const KernPath& path = m_paths[column];
        const Tick gap = path.end.rounded() - tick.rounded();
        if (path.hasPlayedInBar && (gap > Tick{1} || gap < Tick{-1})) {
            remarkOn(column, gap > Tick{} ? "a note is held across this bar line"
                                          : "the bar ends before it does elsewhere");
            return;
        }
    }
}

void SongReader::barline(std::span<const std::string_view> fields) {
    const FineTick place = barlineTick();
    const Tick at = place.rounded();
    settleWaiting(place);
    describeUnevenBar(place);
    for (std::size_t column = 0; column < m_paths.size(); ++column) {
        if (m_paths[column].graces > 0) {
            endGraces(voiceAt(column), at);
            m_paths[column].graces = 0;
        }
    }
    m_clock.passBarline(m_paths, place);
    m_barBegin = at;
    m_order.addBarline(fields.front(), at);
    countSign();
}

void SongReader::data(std::span<const std::string_view> fields) {
    std::vector<std::size_t> playing;
    bool hasOthers = false;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        if (fields[column] == "." || fields[column].starts_with('!')) {
            continue;
        }
        const Kind kind = kindAt(column);
        if (kind == Kind::Notes) {
            playing.push_back(column);
        }
        hasOthers = hasOthers || kind == Kind::Words || kind == Kind::Chords;
    }
    loudness(fields);
    if (playing.empty() && !hasOthers) {
        return;
    }
    if (!playing.empty()) {
        notes(playing, fields);
    } else {
        ++m_waitingLines;
    }
    for (std::size_t column = 0; column < fields.size() && hasOthers; ++column) {
        const Kind kind = kindAt(column);
        if (fields[column] == "." || (kind != Kind::Words && kind != Kind::Chords)) {
            continue;
        }
        countSign();
        if (playing.empty()) {
            m_waiting.push_back({m_paths[column].spine, fields[column], m_waitingLines});
        } else {
            beside(m_spines[m_paths[column].spine], fields[column], m_clock.now().rounded());
        }
    }
}

/// Loudness stands right of the notes that it holds for from the same line on.
void SongReader::loudness(std::span<const std::string_view> fields) {
    for (std::size_t column = 0; column < fields.size(); ++column) {
        if (kindAt(column) != Kind::Loudness || m_voices.empty()) {
            continue;
        }
        const auto velocity = kernVelocity(fields[column]);
        if (!velocity) {
            continue;
        }
        const Spine& spine = m_spines[m_paths[column].spine];
        m_voices[spine.voice].velocity = *velocity;
        for (const int staff : spine.staves) {
            if (const auto voice = m_voicesOfStaves.find(staff); voice != m_voicesOfStaves.end()) {
                m_voices[voice->second].velocity = *velocity;
            }
        }
    }
}

void SongReader::notes(std::span<const std::size_t> playing,
                       std::span<const std::string_view> fields) {
    const FineTick onset = m_clock.onset(m_paths, playing);
    settleWaiting(onset);
    bool takesTime = false;
    for (const std::size_t column : playing) {
        const KernEvent event = kernEvent(fields[column]);
        if (!event.fault.empty() && m_reading.remarks.size() == kMostRemarks) {
            ++m_untold;
        } else if (!event.fault.empty()) {
            remarkOn(column, "\"" + tidied(fields[column].substr(0, 20)) + "\" " +
                                 std::string(event.fault));
        }
        play(column, onset, event);
        takesTime = takesTime || FineTick() < event.length;
    }
    if (takesTime) {
        m_clock.pass(m_paths, onset);
    } else {
        m_clock.wait(onset);
    }
}

void SongReader::play(std::size_t column, FineTick onset, const KernEvent& event) {
    KernPath& path = m_paths[column];
    KernVoice& voice = voiceAt(column);
    if (event.isGrace) {
        grace(column, onset, event);
        return;
    }
    if (event.length == FineTick()) {
        return;
    }
    if (!path.isIdle && path.end.rounded() > onset.rounded() + Tick{1}) {
        remarkOn(column, "a note begins before the one before it has ended");
    }
    for (const KernNote& note : event.notes) {
        const Tick end = (onset + note.length).rounded();
        addNote(column, {onset.rounded(), end, note.pitch, voice.velocity, note.isTied});
    }
    path.graces = 0;
    path.end = onset + event.length;
    path.isIdle = false;
    path.hasPlayedInBar = true;
    voice.hasMusic = true;
    m_end = std::max(m_end, path.end.rounded());
    if (m_end > kLongestScore) {
        fail(ErrorCode::OutOfRange, "goes beyond 100,000 bars");
    }
}

void SongReader::grace(std::size_t column, FineTick onset, const KernEvent& event) {
    KernVoice& voice = voiceAt(column);
    const int place = ++m_paths[column].graces;
    for (const KernNote& note : event.notes) {
        addNote(column,
                {onset.rounded(), onset.rounded(), note.pitch, voice.velocity, false, place});
    }
    voice.hasMusic = true;
}

/// `note` has its written pitch.
void SongReader::addNote(std::size_t column, const VoiceNote& note) {
    KernVoice& voice = voiceAt(column);
    const int pitch = note.pitch - voice.transposition.semitones;
    if (!Pitch{pitch}.isValid()) {
        ++m_notesOutOfRange;
        return;
    }
    countSign();
    voice.written.notes.push_back(note);
    voice.written.notes.back().pitch = pitch;
    m_end = std::max(m_end, note.end);
}

void SongReader::beside(const Spine& spine, std::string_view token, Tick tick) {
    if (m_voices.empty()) {
        return;
    }
    if (spine.kind == Kind::Words) {
        if (std::string text = syllable(token); !text.empty()) {
            m_voices[spine.voice].written.lyrics.push_back({tick, spine.verse, std::move(text)});
        }
    } else if (auto chord = kernChord(token)) {
        addChange(m_chords, ChordSymbol{tick, std::move(*chord)});
    } else {
        remark("the chord \"" + tidied(token.substr(0, 40)) + "\" was not understood");
    }
}

/// Lines without notes lie evenly between those whose times are known.
void SongReader::settleWaiting(FineTick next) {
    const FineTick begin = m_clock.now();
    for (const Waiting& waiting : m_waiting) {
        const std::int64_t length = (next - begin).rounded().value;
        const Tick shift{length * waiting.line / (m_waitingLines + 1)};
        beside(m_spines[waiting.spine], waiting.token, begin.rounded() + shift);
    }
    m_waiting.clear();
    m_waitingLines = 0;
}

Kind SongReader::kindAt(std::size_t column) const {
    const std::size_t spine = m_paths[column].spine;
    return spine == KernPath::kNoSpine ? Kind::Unused : m_spines[spine].kind;
}

KernVoice& SongReader::voiceAt(std::size_t column) {
    return m_voices[m_spines[m_paths[column].spine].voice];
}

void SongReader::countSign() {
    if (++m_signs > kMostPlayedNotes) {
        fail(ErrorCode::OutOfRange, "is where there are more than " +
                                        std::to_string(kMostPlayedNotes) + " notes and signs");
    }
}

void SongReader::remark(const std::string& sentence) {
    if (m_reading.remarks.size() < kMostRemarks) {
        m_reading.remarks.push_back("line " + std::to_string(m_line) + ": " + sentence);
    } else {
        ++m_untold;
    }
}

void SongReader::remarkOn(std::size_t column, const std::string& sentence) {
    remark("spine " + std::to_string(column + 1) + ": " + sentence);
}

void SongReader::fail(ErrorCode code, std::string sentence) {
    if (!m_fault) {
        m_fault = Error{code, "line " + std::to_string(m_line) + " " + std::move(sentence)};
    }
}

/// The first voice takes what belongs to the whole song.
void SongReader::finishVoices() {
    for (KernVoice& voice : m_voices) {
        endGraces(voice, m_end);
    }
    const std::vector<PlayedSpan> order = m_order.spans(m_end);
    int passes = 0;
    for (const PlayedSpan& span : order) {
        passes = std::max(passes, span.pass);
    }
    if (std::any_of(m_voices.begin(), m_voices.end(),
                    [&](const KernVoice& voice) { return voice.verses > passes; })) {
        m_reading.remarks.emplace_back("verses beyond the number of repeats were left out");
    }
    auto& voices = m_reading.written.voices;
    voices = writtenVoices(std::move(m_voices), m_openingVoices, order);
    if (voices.empty()) {
        return;
    }
    WrittenVoice& first = voices.front();
    first.chords = std::move(m_chords);
    m_settings.giveTo(first);
    m_order.giveTo(first);
    if (const std::string odd = describedOddBars(first); !odd.empty()) {
        m_reading.remarks.push_back(odd);
    }
}

Result<KernSongReading> SongReader::finished() {
    if (m_fault) {
        return *m_fault;
    }
    if (m_voices.empty()) {
        return Error{ErrorCode::Unsupported, "has no **kern spine"};
    }
    if (!m_paths.empty()) {
        remark("the spines are not ended by *-");
    }
    settleWaiting(m_end);
    finishVoices();
    const auto tell = [&](std::size_t count, const std::string& noun, const std::string& fate) {
        if (count > 0) {
            m_reading.remarks.push_back(std::to_string(count) + " " + noun +
                                        (count == 1 ? "" : "s") + " " + fate);
        }
    };
    tell(m_notesOutOfRange, "note", "without a pitch that MIDI knows left out");
    tell(m_untold, "remark", "more");
    return std::move(m_reading);
}

} // namespace

Result<KernSongReading> readKernSong(const KernSongText& song) {
    return SongReader().read(song);
}

} // namespace cantilena

#include "core/formats/AbcVoice.h"

#include "core/formats/AbcLyrics.h"
#include "core/formats/Limits.h"

#include <map>
#include <utility>

namespace cantilena {

namespace {

constexpr std::size_t kMostSigns = 100'000;
constexpr int kMostVerses = 100;

constexpr std::array<int, 7> kSemitones = {0, 2, 4, 5, 7, 9, 11};

/// A length that may be added to any point of a score.
FineTick bounded(FineTick length) {
    return length.rounded() > kLongestScore ? FineTick(kLongestScore + Tick{1}) : length;
}

/// Signs that stand where a bar ends.
bool isOfEnd(RepeatMark::Kind kind) {
    return kind == RepeatMark::Kind::Fine || kind == RepeatMark::Kind::ToCoda ||
           kind == RepeatMark::Kind::DaCapo || kind == RepeatMark::Kind::DalSegno;
}

bool sameName(const AbcPitch& a, const AbcPitch& b) {
    return a.letter == b.letter && a.octave == b.octave;
}

} // namespace

AbcVoice::AbcVoice(std::string id)
    : m_id(std::move(id)) {
    setPlainLength(m_plainLength);
}

void AbcVoice::setPlainLength(AbcRatio length) {
    m_plainLength = length;
    m_plain = FineTick(kWhole).times(length.numerator, length.denominator);
}

void AbcVoice::setMeter(const std::optional<Meter>& meter) {
    m_meter = meter;
    if (meter) {
        addChange(m_written.meters, MeterChange{now(), *meter});
    }
}

void AbcVoice::setKey(const AbcKeyField& field) {
    if (field.accidentals) {
        m_key = *field.accidentals;
        m_inBar = {};
    }
    if (field.key) {
        addChange(m_written.keys, KeyChange{now(), *field.key});
    }
    setTransposition(field.transposition);
}

void AbcVoice::setTransposition(const AbcTransposition& transposition) {
    const auto take = [](std::optional<int>& setting, const std::optional<int>& value) {
        if (value) {
            setting = std::clamp(*value, -127, 127);
        }
    };
    take(m_transposition.semitones, transposition.semitones);
    take(m_transposition.octaves, transposition.octaves);
    take(m_transposition.clefOctaves, transposition.clefOctaves);
}

void AbcVoice::setName(std::string name) {
    m_written.name = std::move(name);
    m_isNamed = true;
}

void AbcVoice::setDirectiveTransposition(int semitones) {
    m_directiveTransposition = std::clamp(semitones, -127, 127);
}

void AbcVoice::setTempo(double quartersAMinute) {
    addChange(m_written.tempos, TempoChange{now(), quartersAMinute});
}

int AbcVoice::soundingPitch(const AbcPitch& pitch) {
    const std::size_t letter = abcLetterIndex(pitch.letter);
    const int shift = m_directiveTransposition + m_transposition.semitones.value_or(0) +
                      12 * m_transposition.octaves.value_or(0) +
                      12 * m_transposition.clefOctaves.value_or(0);
    const int natural = 60 + kSemitones[letter] + 12 * pitch.octave + shift;
    if (pitch.accidental) {
        m_inBar[letter] = pitch.accidental;
        return natural + *pitch.accidental;
    }
    const auto tied = std::find_if(m_tied.begin(), m_tied.end(), [&](const TiedPitch& before) {
        return sameName(before.written, pitch);
    });
    if (tied != m_tied.end()) {
        // A tie carries its accidental across the bar line.
        return tied->sounding;
    }
    return natural + m_inBar[letter].value_or(m_key[letter]);
}

FineTick AbcVoice::inContext(FineTick length) const {
    const FineTick broken = length.times(m_brokenNext.numerator, m_brokenNext.denominator);
    return m_tupletLeft > 0 ? broken.times(m_tuplet.numerator, m_tuplet.denominator) : broken;
}

void AbcVoice::play(const std::vector<AbcSound>& sounds, AbcRatio factor) {
    if (!m_fault.empty() || sounds.empty()) {
        return;
    }
    const auto lengthOf = [&](const AbcSound& sound) {
        const FineTick plain =
            bounded(m_plain.times(sound.length.numerator, sound.length.denominator));
        return bounded(inContext(bounded(plain.times(factor.numerator, factor.denominator))));
    };
    Element element{m_now, lengthOf(sounds.front()), {}, {}, m_reached, m_end};
    std::vector<TiedPitch> pitches;
    std::vector<TiedPitch> tied;
    placeSigns(m_barBegin.rounded());
    placeGraces();
    for (const AbcSound& sound : sounds) {
        const FineTick length = lengthOf(sound);
        const int pitch = soundingPitch(sound.pitch);
        pitches.push_back({sound.pitch, pitch});
        if (sound.isTied) {
            tied.push_back(pitches.back());
        }
        if (Pitch{pitch}.isValid()) {
            element.notes.push_back(m_written.notes.size());
            element.lengths.push_back(length);
            m_written.notes.push_back(
                {now(), (m_now + length).rounded(), pitch, m_velocity, sound.isTied});
        }
    }
    m_tied = std::move(tied);
    m_lastPitches = std::move(pitches);
    if (!m_isOverlay) {
        m_sung.push_back({now(), false});
    }
    advance(element.length);
    m_last = std::move(element);
}

void AbcVoice::grace(const std::vector<std::vector<AbcSound>>& chords) {
    if (!m_fault.empty()) {
        return;
    }
    for (const std::vector<AbcSound>& chord : chords) {
        ++m_gracePlace;
        for (const AbcSound& sound : chord) {
            const int pitch = soundingPitch(sound.pitch);
            if (Pitch{pitch}.isValid()) {
                m_graces.push_back(m_written.notes.size());
                m_written.notes.push_back({now(), now(), pitch, m_velocity, false, m_gracePlace});
            }
        }
    }
    reach();
}

void AbcVoice::sign(RepeatMark::Kind kind) {
    auto& signs = isOfEnd(kind) ? m_signsOfEnd : m_signsOfBegin;
    constexpr std::size_t kMostOfABar = 8;
    if (signs.size() < kMostOfABar) {
        signs.push_back(kind);
    }
}

/// The signs that wait for what begins at `begin`.
void AbcVoice::placeSigns(Tick begin) {
    for (const RepeatMark::Kind kind : std::exchange(m_signsOfBegin, {})) {
        addMark({kind, m_marks.empty() ? begin : std::max(begin, m_marks.back().at), 2, {}});
    }
}

/// What the grace notes stand before begins here.
void AbcVoice::placeGraces() {
    for (const std::size_t index : m_graces) {
        m_written.notes[index].onset = now();
        m_written.notes[index].end = now();
    }
    m_graces.clear();
    m_gracePlace = 0;
}

/// Nothing follows the grace notes here: they are played with what went before.
void AbcVoice::endGraces() {
    const std::vector<std::size_t> ending = m_graces;
    placeGraces();
    for (const std::size_t index : ending) {
        m_written.notes[index].onset = std::max(now() - Tick{1}, Tick{});
    }
}

void AbcVoice::rest(AbcRatio length) {
    if (!m_fault.empty()) {
        return;
    }
    placeSigns(m_barBegin.rounded());
    placeGraces();
    const FineTick plain = bounded(m_plain.times(length.numerator, length.denominator));
    Element element{m_now, bounded(inContext(plain)), {}, {}, m_reached, m_end};
    m_tied.clear();
    m_lastPitches.clear();
    advance(element.length);
    m_last = std::move(element);
}

void AbcVoice::advance(FineTick length) {
    m_now = m_now + length;
    m_brokenNext = {1, 1};
    m_tupletLeft = std::max(0, m_tupletLeft - 1);
    reach();
}

/// Takes note of how far the voice has come.
void AbcVoice::reach() {
    m_reached = std::max(m_reached, m_now);
    m_end = std::max(m_end, now());
    if (m_end > kLongestScore) {
        m_fault = "is longer than 100,000 bars";
    } else if (m_written.notes.size() > kMostPlayedNotes) {
        m_fault = "has more than 500,000 notes";
    }
}

void AbcVoice::restBars(int count) {
    const Tick bar = m_meter.value_or(Meter{}).barLength();
    placeSigns(m_barBegin.rounded());
    placeGraces();
    for (int done = 0; done < count && m_fault.empty(); ++done) {
        if (done > 0) {
            barline({});
        }
        m_last.reset();
        advance(bar);
    }
}

void AbcVoice::tie() {
    if (!m_last) {
        return;
    }
    for (const std::size_t note : m_last->notes) {
        m_written.notes[note].isTied = true;
    }
    m_tied = m_lastPitches;
}

void AbcVoice::breakRhythm(Broken kind, int count) {
    const int part = 1 << std::clamp(count, 1, 3);
    const AbcRatio longer{2 * part - 1, part};
    const AbcRatio shorter{1, part};
    const bool longFirst = kind == Broken::LongShort;
    rescaleLast(longFirst ? longer : shorter);
    m_brokenNext = longFirst ? shorter : longer;
}

void AbcVoice::rescaleLast(AbcRatio factor) {
    if (!m_last) {
        return;
    }
    const auto scaled = [&](FineTick length) {
        return bounded(length.times(factor.numerator, factor.denominator));
    };
    m_last->length = scaled(m_last->length);
    for (std::size_t index = 0; index < m_last->notes.size(); ++index) {
        FineTick& length = m_last->lengths[index];
        length = scaled(length);
        m_written.notes[m_last->notes[index]].end = (m_last->begin + length).rounded();
    }
    m_now = m_last->begin + m_last->length;
    m_reached = m_last->reachedBefore;
    m_end = m_last->endBefore;
    reach();
}

AbcRatio AbcVoice::tupletFactor(int p, int q) const {
    if (q == 0) {
        const bool isCompound = m_meter && m_meter->numerator % 3 == 0 && m_meter->numerator > 3;
        switch (p) {
        case 2:
        case 4:
        case 8: q = 3; break;
        case 3:
        case 6: q = 2; break;
        default: q = isCompound ? 3 : 2; break;
        }
    }
    return {q, p};
}

void AbcVoice::beginTuplet(AbcRatio factor, int count) {
    m_tuplet = factor;
    m_tupletLeft = count;
}

void AbcVoice::closeLayers() {
    if (!m_longOverlay) {
        m_now = std::max(m_now, m_reached);
        m_isOverlay = false;
    }
}

void AbcVoice::barline(const AbcBarline& line) {
    endGraces();
    closeLayers();
    const Tick at = now();
    placeSigns(at);
    for (const RepeatMark::Kind kind : std::exchange(m_signsOfEnd, {})) {
        addMark({kind, at, 2, {}});
    }
    if (m_written.barlines.empty() || m_written.barlines.back() < at) {
        m_written.barlines.push_back(at);
    }
    m_barBegin = m_now;
    if (!m_longOverlay) {
        m_reached = m_now;
    }
    m_inBar = {};
    m_tupletLeft = 0;
    if (!m_isOverlay) {
        m_sung.push_back({at, true});
    }
    if (line.endsRepeat > 0) {
        addMark({RepeatMark::Kind::End, at, std::min(line.endsRepeat, 63) + 1, {}});
    }
    if (line.isDouble) {
        addMark({RepeatMark::Kind::DoubleBar, at, 2, {}});
    }
    if (line.beginsRepeat > 0) {
        addMark({RepeatMark::Kind::Start, at, 2, {}});
    }
}

/// The first layer says how the page is played.
void AbcVoice::addMark(RepeatMark mark) {
    if (m_isOverlay) {
        return;
    }
    if (m_marks.size() + m_parts.size() >= kMostSigns) {
        m_fault = "has more than 100,000 repeats and parts";
        return;
    }
    m_marks.push_back(std::move(mark));
}

void AbcVoice::beginEnding(std::vector<int> numbers) {
    addMark({RepeatMark::Kind::Ending, now(), 2, std::move(numbers)});
}

void AbcVoice::overlay() {
    endGraces();
    m_reached = std::max(m_reached, m_now);
    m_now = m_longOverlay.value_or(m_barBegin);
    m_isOverlay = true;
    m_inBar = {};
    m_tupletLeft = 0;
    m_tied.clear();
    m_last.reset();
}

void AbcVoice::beginLongOverlay() {
    m_longOverlay = m_now;
}

void AbcVoice::endLongOverlay() {
    m_longOverlay.reset();
    closeLayers();
}

void AbcVoice::chordSymbol(std::string name) {
    addChange(m_written.chords, ChordSymbol{now(), std::move(name)});
}

void AbcVoice::beginPart(char label) {
    endLongOverlay();
    if (m_marks.size() + m_parts.size() >= kMostSigns) {
        m_fault = "has more than 100,000 repeats and parts";
        return;
    }
    m_parts.push_back({label, now()});
    m_written.markers.push_back({now(), std::string(1, label)});
}

void AbcVoice::waitUntil(FineTick time) {
    if (reached() < time) {
        barline({});
        m_last.reset();
        advance(time - m_now);
        barline({});
    }
}

void AbcVoice::beginMusicLine() {
    m_sung.clear();
    m_verse = 0;
}

void AbcVoice::addVerse(std::string_view words) {
    if (m_verse >= kMostVerses || m_written.lyrics.size() > kMostPlayedNotes) {
        return;
    }
    const std::vector<AbcSyllable> syllables = abcSyllables(words);
    std::size_t at = 0;
    for (const AbcSyllable& syllable : syllables) {
        if (syllable.kind == AbcSyllable::Kind::Barline) {
            while (at < m_sung.size() && !m_sung[at].isBarline) {
                ++at;
            }
            at = std::min(at + 1, m_sung.size());
            continue;
        }
        while (at < m_sung.size() && m_sung[at].isBarline) {
            ++at;
        }
        if (at == m_sung.size()) {
            break;
        }
        if (syllable.kind == AbcSyllable::Kind::Sung) {
            m_written.lyrics.push_back({m_sung[at].tick, m_verse, syllable.text});
        }
        ++at;
    }
    ++m_verse;
}

TickRange AbcVoice::pageOfPart(std::size_t index) const {
    const Tick end = index + 1 < m_parts.size() ? m_parts[index + 1].begin : m_end;
    return {m_parts[index].begin, end};
}

std::vector<PlayedSpan> AbcVoice::spans(const std::string& partOrder) const {
    std::vector<RepeatMark> all = m_marks;
    for (const RepeatMark::Kind kind : m_signsOfEnd) {
        all.push_back({kind, m_end, 2, {}});
    }
    const auto stretch = [&](TickRange page) {
        std::vector<RepeatMark> marks;
        for (const RepeatMark& mark : all) {
            // A sign at the seam of two parts belongs to the side that it speaks of.
            const bool looksBack = mark.kind == RepeatMark::Kind::End || isOfEnd(mark.kind);
            const bool isInside = looksBack ? mark.at > page.begin && mark.at <= page.end
                                            : mark.at >= page.begin && mark.at < page.end;
            if (isInside) {
                marks.push_back(mark);
            }
        }
        return playedSpans(marks, m_written.barlines, page);
    };
    if (m_parts.empty() || partOrder.empty()) {
        return stretch({{}, m_end});
    }
    std::vector<PlayedSpan> spans;
    const auto append = [&](const std::vector<PlayedSpan>& more) {
        spans.insert(spans.end(), more.begin(), more.end());
    };
    if (m_parts.front().begin > Tick{}) {
        append(stretch({{}, m_parts.front().begin}));
    }
    std::map<char, std::vector<PlayedSpan>> byLabel;
    for (std::size_t index = m_parts.size(); index-- > 0;) {
        // Of parts with the same label the first counts.
        byLabel[m_parts[index].label] = {};
    }
    for (auto& [label, played] : byLabel) {
        const auto first =
            std::find_if(m_parts.begin(), m_parts.end(),
                         [label = label](const Part& known) { return known.label == label; });
        played = stretch(pageOfPart(static_cast<std::size_t>(first - m_parts.begin())));
    }
    std::map<char, int> times;
    for (const char label : partOrder) {
        const auto played = byLabel.find(label);
        if (played != byLabel.end() && spans.size() <= kMostPlayedSections) {
            const int before = times[label]++;
            for (PlayedSpan span : played->second) {
                span.pass += before;
                spans.push_back(span);
            }
        }
    }
    return spans;
}

WrittenVoice AbcVoice::finished(std::vector<PlayedSpan> spans) {
    endGraces();
    std::stable_sort(m_written.lyrics.begin(), m_written.lyrics.end(),
                     [](const WrittenLyric& a, const WrittenLyric& b) { return a.tick < b.tick; });
    m_written.spans = std::move(spans);
    for (const RepeatMark& mark : m_marks) {
        m_written.seams.push_back(mark.at);
    }
    for (const Part& part : m_parts) {
        m_written.seams.push_back(part.begin);
    }
    std::sort(m_written.seams.begin(), m_written.seams.end());
    if (!m_isNamed) {
        m_written.name = m_id;
    }
    return std::move(m_written);
}

} // namespace cantilena

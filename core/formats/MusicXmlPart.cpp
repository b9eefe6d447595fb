#include "core/formats/MusicXmlPart.h"

#include "core/formats/Limits.h"
#include "core/formats/MusicXmlFields.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <tuple>

namespace cantilena {

namespace {

Tick rounded(double ticks) {
    return {std::llround(ticks)};
}

/// More than any bar holds; what is longer is a wrong number.
constexpr double kLongestBar = static_cast<double>(kLongestScore.value);

bool isTied(const pugi::xml_node& note, std::string_view type) {
    for (const pugi::xml_node& tie : note.children("tie")) {
        if (tie.attribute("type").value() == type) {
            return true;
        }
    }
    for (const pugi::xml_node& notations : note.children("notations")) {
        for (const pugi::xml_node& tied : notations.children("tied")) {
            if (tied.attribute("type").value() == type) {
                return true;
            }
        }
    }
    return false;
}

/// 0 stands for the dynamics in force, which are known when the part has been read.
int velocityOf(const pugi::xml_node& note) {
    const auto percent = decimal(note.attribute("dynamics").value());
    return percent ? velocityOfPercent(*percent) : 0;
}

/// The words of a syllable: its texts joined, with a hyphen where the word goes on.
std::string syllableText(const pugi::xml_node& lyric) {
    std::string text;
    std::string_view syllabic;
    for (const pugi::xml_node& child : lyric.children()) {
        if (std::strcmp(child.name(), "text") == 0) {
            text += child.child_value();
        } else if (std::strcmp(child.name(), "elision") == 0) {
            const std::string_view sign = child.child_value();
            text += sign.empty() ? std::string_view(" ") : sign;
        } else if (std::strcmp(child.name(), "syllabic") == 0) {
            syllabic = child.child_value();
        }
    }
    text = tidied(text);
    if (!text.empty() && (syllabic == "begin" || syllabic == "middle")) {
        text += "-";
    }
    return text;
}

std::optional<Meter> meterOf(const pugi::xml_node& time) {
    // Fractions such as 3/8+2/8+3/4 are added up over the finest of their denominators.
    std::vector<Meter> fractions;
    int finest = 1;
    for (pugi::xml_node beats = time.child("beats"); beats; beats = beats.next_sibling("beats")) {
        const auto type = wholeNumber(beats.next_sibling("beat-type").child_value());
        const auto count = sumOf(beats.child_value());
        if (!type || !count || !Meter{*count, *type}.isValid()) {
            return std::nullopt;
        }
        fractions.push_back({*count, *type});
        finest = std::max(finest, *type);
    }
    Meter meter{0, finest};
    for (const Meter& fraction : fractions) {
        meter.numerator += fraction.numerator * (finest / fraction.denominator);
    }
    return meter.isValid() ? std::optional(meter) : std::nullopt;
}

} // namespace

WrittenBar& MusicXmlReading::bar(std::size_t index) {
    if (piece.bars.size() <= index) {
        piece.bars.resize(index + 1);
    }
    return piece.bars[index];
}

MusicXmlPartReader::MusicXmlPartReader(MusicXmlReading& reading, std::size_t part,
                                       MusicXmlPartHead head)
    : m_reading(reading)
    , m_index(part)
    , m_head(std::move(head))
    , m_ticksPerDivision(static_cast<double>(kQuarter.value)) {}

Result<void> MusicXmlPartReader::readMeasure(const pugi::xml_node& measure, std::size_t bar) {
    m_bar = bar;
    m_at = 0.0;
    m_furthest = 0.0;
    m_lastOnset = 0.0;
    if (m_nextOpensRepeat) {
        m_nextOpensRepeat = false;
        this->bar().opensRepeat = true;
    }
    for (const pugi::xml_node& child : measure.children()) {
        const std::string_view name = child.name();
        if (name == "note") {
            readNote(child);
        } else if (name == "attributes") {
            readAttributes(child);
        } else if (name == "backup") {
            moveBy(-inTicks(child, "duration"));
        } else if (name == "forward") {
            moveBy(inTicks(child, "duration"));
        } else if (name == "direction") {
            readDirection(child);
        } else if (name == "sound") {
            readSound(child, offsetOf(child));
        } else if (name == "harmony") {
            readHarmony(child);
        } else if (name == "barline") {
            readBarline(child);
        }
        if (m_furthest > kLongestBar) {
            return Error{ErrorCode::OutOfRange, "is longer than any score"};
        }
    }
    finishBar();
    return {};
}

void MusicXmlPartReader::finishBar() {
    WrittenBar& written = bar();
    written.length = std::max(written.length, rounded(m_furthest));
    if (m_reading.meterPart.value_or(m_index) == m_index) {
        written.isUnmetered = m_isUnmetered;
    }
    if (m_openBracket != 0) {
        written.endingBracket = m_openBracket;
        written.endingPasses = m_openPasses;
    }
    if (m_bracketEnds) {
        m_openBracket = 0;
        m_bracketEnds = false;
    }
}

void MusicXmlPartReader::moveBy(double ticks) {
    m_at += ticks;
    if (m_at < -0.5 && !m_wentTooFarBack) {
        m_wentTooFarBack = true;
        m_reading.remarks.push_back("measure " + std::to_string(m_bar + 1) + " of part " +
                                    std::to_string(m_index + 1) +
                                    " goes back before its own beginning");
    }
    m_at = std::max(m_at, 0.0);
    m_furthest = std::max(m_furthest, m_at);
}

double MusicXmlPartReader::inTicks(const pugi::xml_node& node, const char* child) const {
    const double divisions = decimal(node.child_value(child)).value_or(0.0);
    return std::clamp(divisions, 0.0, kLongestBar) * m_ticksPerDivision;
}

Tick MusicXmlPartReader::offsetOf(const pugi::xml_node& node) const {
    const double divisions = decimal(node.child_value("offset")).value_or(0.0);
    const double at = m_at + divisions * m_ticksPerDivision;
    return rounded(std::clamp(at, 0.0, kLongestBar));
}

Tick MusicXmlPartReader::offBy(const pugi::xml_node& note, const char* attribute) const {
    const double divisions = decimal(note.attribute(attribute).value()).value_or(0.0);
    const double most = static_cast<double>(kWhole.value);
    return rounded(std::clamp(divisions * m_ticksPerDivision, -most, most));
}

WrittenMusic& MusicXmlPartReader::music() {
    if (m_part.music.size() <= m_bar) {
        m_part.music.resize(m_bar + 1);
    }
    return m_part.music[m_bar];
}

void MusicXmlPartReader::readAttributes(const pugi::xml_node& attributes) {
    if (const auto divisions = decimal(attributes.child_value("divisions"));
        divisions && *divisions > 0.0) {
        m_ticksPerDivision = static_cast<double>(kQuarter.value) / *divisions;
    }
    // A transposition rules the key that stands beside it.
    for (const pugi::xml_node& transpose : attributes.children("transpose")) {
        readTranspose(transpose);
    }
    if (const pugi::xml_node clef = attributes.child("clef")) {
        m_isPercussion = trimmed(clef.child_value("sign")) == "percussion";
    }
    const pugi::xml_node key = attributes.child("key");
    if (key && !m_isPercussion && m_reading.keyPart.value_or(m_index) == m_index) {
        m_reading.keyPart = m_index;
        readKey(key);
    }
    const pugi::xml_node time = attributes.child("time");
    if (time && m_reading.meterPart.value_or(m_index) == m_index) {
        m_reading.meterPart = m_index;
        readTime(time);
    }
}

void MusicXmlPartReader::readKey(const pugi::xml_node& key) {
    const auto written = wholeNumber(key.child_value("fifths"));
    if (!written) {
        m_reading.remarks.push_back("measure " + std::to_string(m_bar + 1) +
                                    ": a key signature that is none of major or minor is left out");
        return;
    }
    int fifths = *written + transpositionAt(1).fifths;
    if (transpositionAt(1).fifths != 0) {
        fifths += fifths > 7 ? -12 : fifths < -7 ? 12 : 0;
    }
    constexpr int kMostAccidentals = 14;
    if (std::abs(fifths) > kMostAccidentals) {
        m_reading.remarks.push_back("measure " + std::to_string(m_bar + 1) +
                                    ": a key signature of " + std::to_string(fifths) +
                                    " fifths is left out");
        return;
    }
    const Mode mode = modeFromName(trimmed(key.child_value("mode"))).value_or(Mode::Major);
    bar().keys.push_back({rounded(m_at), Key::fromSignature(fifths, mode)});
}

void MusicXmlPartReader::readTime(const pugi::xml_node& time) {
    if (time.child("senza-misura")) {
        m_isUnmetered = true;
        return;
    }
    if (const auto meter = meterOf(time)) {
        m_isUnmetered = false;
        bar().meters.push_back({rounded(m_at), *meter});
        return;
    }
    m_reading.remarks.push_back("measure " + std::to_string(m_bar + 1) +
                                ": its time signature makes no metre");
}

void MusicXmlPartReader::readTranspose(const pugi::xml_node& transpose) {
    constexpr int kFarthest = 127;
    const int chromatic =
        static_cast<int>(std::lround(decimal(transpose.child_value("chromatic")).value_or(0.0)));
    const int octaves = wholeNumber(transpose.child_value("octave-change")).value_or(0);
    Transposition transposition;
    transposition.semitones = std::clamp(chromatic, -kFarthest, kFarthest) +
                              12 * std::clamp(octaves, -kFarthest / 12, kFarthest / 12);
    // Of the keys a fifth apart that lie so many semitones higher, the one with the right letter.
    const auto diatonic = wholeNumber(transpose.child_value("diatonic"));
    const int nearest = ((transposition.semitones * 7) % 12 + 18) % 12 - 6;
    transposition.fifths = nearest;
    for (const int fifths : {nearest, nearest - 12, nearest + 12}) {
        if (diatonic && (fifths * 4 - *diatonic % 7) % 7 == 0) {
            transposition.fifths = fifths;
            break;
        }
    }
    const int staff = wholeNumber(transpose.attribute("number").value()).value_or(0);
    if (staff == 0) {
        m_transpositions.clear();
    }
    m_transpositions[staff] = transposition;
}

MusicXmlPartReader::Transposition MusicXmlPartReader::transpositionAt(int staff) const {
    for (const int number : {staff, 0}) {
        if (const auto found = m_transpositions.find(number); found != m_transpositions.end()) {
            return found->second;
        }
    }
    return {};
}

void MusicXmlPartReader::readNote(const pugi::xml_node& note) {
    if (note.child("grace") && !note.child("cue")) {
        placeGrace(note);
        return;
    }
    const double duration = inTicks(note, "duration");
    const bool isChordTone = static_cast<bool>(note.child("chord"));
    const double onset = isChordTone ? m_lastOnset : m_at;
    if (!isChordTone) {
        m_lastOnset = m_at;
        moveBy(duration);
    }
    if (note.child("cue")) {
        m_reading.cueNotes += note.child("rest") ? 0 : 1;
        return;
    }
    if (!isChordTone) {
        const int staff = wholeNumber(note.child_value("staff")).value_or(1);
        VoicePlace& place = m_voices[note.child_value("voice")];
        const bool isHere = place.bar == m_bar + 1;
        if (isHere && onset < place.end - 0.5 && staff != place.staff) {
            place.isTwoVoices = true;
        }
        place.end = isHere ? std::max(place.end, onset + duration) : onset + duration;
        place.bar = m_bar + 1;
        place.staff = staff;
    }
    if (!note.child("rest")) {
        placeNote(note, onset, duration);
    }
}

void MusicXmlPartReader::placeGrace(const pugi::xml_node& note) {
    if (note.child("rest")) {
        return;
    }
    const std::size_t number = lineOf(note);
    Line& line = m_lines[number];
    const auto pitch = pitchOf(note, line.staff);
    if (!pitch || !pitch->isValid()) {
        ++m_reading.notesOutOfRange;
        return;
    }
    const Tick offset = rounded(m_at);
    if (line.gracesBar != m_bar || line.gracesOffset != offset) {
        line.graces.clear();
        line.gracePlace = 0;
        line.gracesBar = m_bar;
        line.gracesOffset = offset;
    }
    line.gracePlace += line.gracePlace == 0 || !note.child("chord") ? 1 : 0;
    line.graces.push_back(music().notes.size());
    WrittenHead& head = music().notes.emplace_back();
    head.offset = offset;
    head.pitch = *pitch;
    head.velocity = velocityOf(note);
    head.line = number;
    head.gracePlace = line.gracePlace;
}

void MusicXmlPartReader::placeNote(const pugi::xml_node& note, double onset, double duration) {
    const std::size_t line = lineOf(note);
    const Tick offset = rounded(onset);
    const Tick length = rounded(onset + duration) - offset;
    const Tick attack = offBy(note, "attack");
    readSyllables(note, std::max(offset + attack, Tick{}), line);
    const auto pitch = pitchOf(note, m_lines[line].staff);
    if (!pitch || *pitch < kLowestPitch || *pitch > kHighestPitch) {
        ++m_reading.notesOutOfRange;
        return;
    }
    if (length <= Tick{}) {
        return;
    }
    ++(note.child("unpitched") ? m_lines[line].unpitched : m_lines[line].pitched);
    for (const std::size_t grace : m_lines[line].graces) {
        if (m_lines[line].gracesBar == m_bar && m_lines[line].gracesOffset == offset) {
            music().notes[grace].attack = attack;
        }
    }
    m_lines[line].graces.clear();
    m_lines[line].gracePlace = 0;
    music().notes.push_back({offset, length, *pitch, velocityOf(note), line, isTied(note, "stop"),
                             isTied(note, "start"), attack, offBy(note, "release")});
}

std::optional<Pitch> MusicXmlPartReader::pitchOf(const pugi::xml_node& note, int staff) const {
    if (const pugi::xml_node unpitched = note.child("unpitched")) {
        const auto key = m_head.percussionKeys.find(
            std::string_view(note.child("instrument").attribute("id").value()));
        if (key != m_head.percussionKeys.end()) {
            return Pitch{key->second};
        }
        constexpr int kAcousticSnare = 38;
        const auto octave = wholeNumber(unpitched.child_value("display-octave"));
        const auto step = stepSemitones(unpitched.child_value("display-step"));
        return step && octave ? Pitch{12 * (std::clamp(*octave, -1, 10) + 1) + *step}
                              : Pitch{kAcousticSnare};
    }
    const pugi::xml_node written = note.child("pitch");
    const auto step = stepSemitones(written.child_value("step"));
    const auto octave = wholeNumber(written.child_value("octave"));
    if (!step || !octave) {
        return std::nullopt;
    }
    const double alter = decimal(written.child_value("alter")).value_or(0.0);
    const int semitones = static_cast<int>(std::lround(std::clamp(alter, -12.0, 12.0)));
    return Pitch{12 * (std::clamp(*octave, -20, 20) + 1) + *step + semitones +
                 transpositionAt(staff).semitones};
}

std::size_t MusicXmlPartReader::lineOf(const pugi::xml_node& note) {
    const int staff = wholeNumber(note.child_value("staff")).value_or(1);
    const auto [entry, isNew] =
        m_lineNumbers.try_emplace({note.child_value("voice"), staff}, m_lines.size());
    if (isNew) {
        m_lines.push_back({entry->first.first, staff});
    }
    return entry->second;
}

void MusicXmlPartReader::readSyllables(const pugi::xml_node& note, Tick offset, std::size_t line) {
    for (const pugi::xml_node& lyric : note.children("lyric")) {
        std::string text = syllableText(lyric);
        if (!text.empty()) {
            const int verse = wholeNumber(lyric.attribute("number").value()).value_or(1);
            music().syllables.push_back({offset, line, std::max(verse, 1), std::move(text)});
        }
    }
}

WrittenPart MusicXmlPartReader::finished() {
    applyLoudness();
    const std::vector<std::size_t> places = linesInOrder();
    const std::size_t count =
        places.empty() ? 0 : *std::max_element(places.begin(), places.end()) + 1;
    m_part.lines.resize(std::max<std::size_t>(count, 1));
    std::vector<std::size_t> pitched(m_part.lines.size(), 0);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        pitched[places[i]] += m_lines[i].pitched;
        m_part.lines[places[i]].isPercussion |= m_lines[i].unpitched > 0;
    }
    for (std::size_t i = 0; i < m_part.lines.size(); ++i) {
        WrittenLine& line = m_part.lines[i];
        line.isPercussion = line.isPercussion && pitched[i] == 0;
        const std::string number = std::to_string(i + 1);
        line.name = i == 0                ? m_head.name
                    : m_head.name.empty() ? "Voice " + number
                                          : m_head.name + ", voice " + number;
    }
    for (WrittenMusic& measure : m_part.music) {
        for (WrittenHead& note : measure.notes) {
            note.line = places[note.line];
        }
        for (WrittenSyllable& syllable : measure.syllables) {
            syllable.line = places[syllable.line];
        }
        const auto earlier = [](const auto& a, const auto& b) { return a.offset < b.offset; };
        std::stable_sort(measure.notes.begin(), measure.notes.end(), earlier);
        std::stable_sort(measure.syllables.begin(), measure.syllables.end(), earlier);
    }
    m_part.isOneTrack = m_reading.tracksAreParts;
    m_part.program = m_head.program;
    m_part.channel = m_head.channel;
    m_part.mix = m_head.mix;
    return std::move(m_part);
}

/// The final number of each line: by staff, then as they come. A voice that moves between staves
/// stays one line; a number used for two voices at once on two staves does not.
std::vector<std::size_t> MusicXmlPartReader::linesInOrder() {
    using Rank = std::tuple<int, std::size_t>;
    std::map<std::string, std::size_t> firstOfVoice;
    std::vector<std::size_t> joined(m_lines.size());
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const auto [first, isNew] = firstOfVoice.try_emplace(m_lines[i].voice, i);
        joined[i] = m_voices[m_lines[i].voice].isTwoVoices ? i : first->second;
    }
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (joined[i] == i) {
            ranks.emplace_back(m_lines[i].staff, i);
        }
    }
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::size_t> places(m_lines.size());
    for (std::size_t place = 0; place < ranks.size(); ++place) {
        places[std::get<1>(ranks[place])] = place;
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        places[i] = places[joined[i]];
    }
    return places;
}

void MusicXmlPartReader::applyLoudness() {
    std::stable_sort(m_loudness.begin(), m_loudness.end(), [](const auto& a, const auto& b) {
        return std::tie(a.bar, a.offset) < std::tie(b.bar, b.offset);
    });
    for (std::size_t bar = 0; bar < m_part.music.size(); ++bar) {
        for (WrittenHead& note : m_part.music[bar].notes) {
            if (note.velocity != 0) {
                continue;
            }
            const auto after =
                std::upper_bound(m_loudness.begin(), m_loudness.end(), std::tie(bar, note.offset),
                                 [](const auto& place, const Loudness& loudness) {
                                     return place < std::tie(loudness.bar, loudness.offset);
                                 });
            note.velocity = after == m_loudness.begin() ? kDefaultVelocity : (after - 1)->velocity;
        }
    }
}

} // namespace cantilena

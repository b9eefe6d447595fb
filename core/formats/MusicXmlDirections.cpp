#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlHarmony.h"
#include "core/formats/MusicXmlPart.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cmath>

// What MusicXmlPartReader reads beside notes: directions, chord symbols and barlines.

namespace cantilena {

namespace {

/// Quarters a minute of a mark such as "dotted quarter = 96"; nothing for "quarter = half".
std::optional<double> tempoOf(const pugi::xml_node& metronome) {
    const auto unit = quartersOfType(metronome.child_value("beat-unit"));
    const auto perMinute = firstDecimal(metronome.child_value("per-minute"));
    if (!unit || !perMinute) {
        return std::nullopt;
    }
    double length = *unit;
    double dot = *unit;
    for ([[maybe_unused]] const pugi::xml_node& sign : metronome.children("beat-unit-dot")) {
        dot /= 2.0;
        length += dot;
    }
    return *perMinute * length;
}

bool isPlayableTempo(double bpm) {
    return bpm >= kSlowestTempo && bpm <= kFastestTempo;
}

/// Letters only, in lower case: "D.C. al Fine" is "dcalfine".
std::string letters(std::string_view text) {
    std::string result;
    for (const char c : lowerCase(text)) {
        if (c >= 'a' && c <= 'z') {
            result += c;
        }
    }
    return result;
}

/// Takes words for what they tell the player.
void readWords(std::string_view text, WrittenBar& bar) {
    const std::string words = letters(text);
    const auto goesTo = [&](std::string_view start) {
        if (!words.starts_with(start)) {
            return false;
        }
        const std::string_view rest = std::string_view(words).substr(start.size());
        return rest.empty() || rest == "alfine" || rest == "alcoda" || rest == "allafine" ||
               rest == "allacoda";
    };
    if (goesTo("dc") || goesTo("dacapo")) {
        bar.jump = Jump::DaCapo;
    } else if (goesTo("ds") || goesTo("dalsegno")) {
        bar.jump = Jump::DalSegno;
    } else if (words == "fine") {
        bar.isFine = true;
    } else if (words == "tocoda") {
        bar.isToCoda = true;
    }
}

std::optional<PitchSpelling> spellingOf(const pugi::xml_node& node, const char* step,
                                        const char* alter) {
    const std::string_view letter = trimmed(node.child_value(step));
    if (!stepSemitones(letter)) {
        return std::nullopt;
    }
    const double sharps = decimal(node.child_value(alter)).value_or(0.0);
    return PitchSpelling{letter[0], static_cast<int>(std::lround(std::clamp(sharps, -2.0, 2.0)))};
}

std::optional<HarmonyDegree> degreeOf(const pugi::xml_node& node) {
    HarmonyDegree degree;
    const auto value = wholeNumber(node.child_value("degree-value"));
    if (!value || *value < 1 || *value > 99) {
        return std::nullopt;
    }
    degree.value = *value;
    const double alter = decimal(node.child_value("degree-alter")).value_or(0.0);
    degree.alter = static_cast<int>(std::lround(std::clamp(alter, -3.0, 3.0)));
    const std::string_view type = trimmed(node.child_value("degree-type"));
    degree.change = type == "alter"      ? HarmonyDegree::Change::Alter
                    : type == "subtract" ? HarmonyDegree::Change::Subtract
                                         : HarmonyDegree::Change::Add;
    return degree;
}

Harmony harmonyOf(const pugi::xml_node& node) {
    Harmony harmony;
    harmony.root = spellingOf(node.child("root"), "root-step", "root-alter");
    harmony.kind = trimmed(node.child_value("kind"));
    harmony.text = tidied(node.child("kind").attribute("text").value());
    harmony.bass = spellingOf(node.child("bass"), "bass-step", "bass-alter");
    for (const pugi::xml_node& child : node.children("degree")) {
        if (const auto degree = degreeOf(child)) {
            harmony.degrees.push_back(*degree);
        }
    }
    return harmony;
}

std::optional<PitchSpelling> transposed(std::optional<PitchSpelling> spelling, int fifths) {
    return spelling && fifths != 0
               ? std::optional(PitchSpelling::fromFifths(spelling->fifths() + fifths))
               : spelling;
}

/// "1, 2" and "1-3"; nothing when it names no pass.
std::vector<int> passesIn(std::string_view text) {
    constexpr int kMostPasses = 100;
    std::vector<int> passes;
    int number = 0;
    int rangeBegin = 0;
    const auto finishNumber = [&] {
        for (int pass = rangeBegin > 0 ? rangeBegin : number; number > 0 && pass <= number;
             ++pass) {
            passes.push_back(pass);
        }
        number = 0;
        rangeBegin = 0;
    };
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            number = std::min(number * 10 + (c - '0'), kMostPasses);
        } else if (c == '-' && number > 0) {
            rangeBegin = number;
            number = 0;
        } else {
            finishNumber();
        }
        if (passes.size() > static_cast<std::size_t>(kMostPasses)) {
            break;
        }
    }
    finishNumber();
    return passes;
}

} // namespace

void MusicXmlPartReader::readHarmony(const pugi::xml_node& node) {
    Harmony harmony = harmonyOf(node);
    const int fifths = transpositionAt(wholeNumber(node.child_value("staff")).value_or(1)).fifths;
    harmony.root = transposed(harmony.root, fifths);
    harmony.bass = transposed(harmony.bass, fifths);
    std::string name = chordName(harmony);
    if (!harmony.root && harmony.kind != "none") {
        name = tidied(node.child_value("function"));
    }
    if (!name.empty()) {
        bar().chords.push_back({offsetOf(node), std::move(name)});
    }
}

void MusicXmlPartReader::readDirection(const pugi::xml_node& direction) {
    const Tick offset = offsetOf(direction);
    const pugi::xml_node sound = direction.child("sound");
    const bool soundSetsTempo = static_cast<bool>(sound.attribute("tempo"));
    const bool soundSetsLoudness = static_cast<bool>(sound.attribute("dynamics"));
    for (const pugi::xml_node& type : direction.children("direction-type")) {
        for (const pugi::xml_node& child : type.children()) {
            const std::string_view name = child.name();
            if (name == "words") {
                readWords(child.child_value(), bar());
            } else if (name == "segno") {
                bar().isSegno = true;
            } else if (name == "coda") {
                bar().isCoda = true;
            } else if (name == "rehearsal") {
                bar().markers.push_back({offset, tidied(child.child_value())});
            } else if (name == "metronome" && !soundSetsTempo) {
                if (const auto bpm = tempoOf(child); bpm && isPlayableTempo(*bpm)) {
                    bar().tempos.push_back({offset, *bpm});
                }
            } else if (name == "dynamics" && !soundSetsLoudness) {
                if (const auto velocity = velocityOfMark(child.first_child().name())) {
                    m_loudness.push_back({m_bar, offset, *velocity});
                }
            }
        }
    }
    if (sound) {
        readSound(sound, offset);
    }
}

void MusicXmlPartReader::readSound(const pugi::xml_node& sound, Tick offset) {
    if (const auto bpm = decimal(sound.attribute("tempo").value()); bpm && isPlayableTempo(*bpm)) {
        bar().tempos.push_back({offset, *bpm});
    }
    if (const auto percent = decimal(sound.attribute("dynamics").value())) {
        m_loudness.push_back({m_bar, offset, velocityOfPercent(*percent)});
    }
    const auto says = [&](const char* name) {
        const std::string_view value = sound.attribute(name).value();
        return !value.empty() && value != "no";
    };
    bar().isSegno |= says("segno");
    bar().isCoda |= says("coda");
    bar().isToCoda |= says("tocoda");
    bar().isFine |= says("fine");
    if (says("dacapo")) {
        bar().jump = Jump::DaCapo;
    } else if (says("dalsegno")) {
        bar().jump = Jump::DalSegno;
    }
}

void MusicXmlPartReader::readBarline(const pugi::xml_node& barline) {
    bar().isSegno |= static_cast<bool>(barline.child("segno"));
    bar().isCoda |= static_cast<bool>(barline.child("coda"));
    if (const pugi::xml_node ending = barline.child("ending")) {
        readEnding(ending);
    }
    const pugi::xml_node repeat = barline.child("repeat");
    const std::string_view direction = repeat.attribute("direction").value();
    if (direction == "forward") {
        const std::string_view location = barline.attribute("location").value();
        if (location == "right" || (location.empty() && m_furthest > 0.0)) {
            m_nextOpensRepeat = true;
        } else {
            bar().opensRepeat = true;
        }
    } else if (direction == "backward") {
        constexpr int kMostPlays = 100;
        const int times = wholeNumber(repeat.attribute("times").value()).value_or(2);
        bar().plays = std::max(bar().plays, std::clamp(times, 1, kMostPlays));
    }
}

void MusicXmlPartReader::readEnding(const pugi::xml_node& ending) {
    if (m_reading.endingPart.value_or(m_index) != m_index) {
        return;
    }
    m_reading.endingPart = m_index;
    if (std::string_view(ending.attribute("type").value()) != "start") {
        m_bracketEnds = true;
        return;
    }
    std::vector<int> passes = passesIn(ending.attribute("number").value());
    if (passes.empty()) {
        const bool goesOn = m_bar > 0 && m_reading.bar(m_bar - 1).endingBracket != 0;
        passes = {goesOn ? m_openPasses.back() + 1 : 1};
    }
    m_openPasses = std::move(passes);
    m_openBracket = ++m_reading.endingBrackets;
    m_bracketEnds = false;
}

} // namespace cantilena

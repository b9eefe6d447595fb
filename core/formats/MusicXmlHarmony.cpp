#include "core/formats/MusicXmlHarmony.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace cantilena {

namespace {

struct KindName {
    std::string_view suffix;
    std::string_view kind;
};

/// The first name of a kind is the one we write; the others are read as the same.
constexpr std::array kKindNames = {
    KindName{"", "major"},
    KindName{"maj", "major"},
    KindName{"M", "major"},
    KindName{"m", "minor"},
    KindName{"min", "minor"},
    KindName{"mi", "minor"},
    KindName{"-", "minor"},
    KindName{"7", "dominant"},
    KindName{"dom7", "dominant"},
    KindName{"maj7", "major-seventh"},
    KindName{"Maj7", "major-seventh"},
    KindName{"M7", "major-seventh"},
    KindName{"ma7", "major-seventh"},
    KindName{"\xE2\x96\xB3"
             "7",
             "major-seventh"},
    KindName{"m7", "minor-seventh"},
    KindName{"min7", "minor-seventh"},
    KindName{"mi7", "minor-seventh"},
    KindName{"-7", "minor-seventh"},
    KindName{"dim", "diminished"},
    KindName{"o", "diminished"},
    KindName{"\xC2\xB0", "diminished"},
    KindName{"dim7", "diminished-seventh"},
    KindName{"o7", "diminished-seventh"},
    KindName{"\xC2\xB0"
             "7",
             "diminished-seventh"},
    KindName{"m7b5", "half-diminished"},
    KindName{"\xC3\xB8", "half-diminished"},
    KindName{"\xC3\xB8"
             "7",
             "half-diminished"},
    KindName{"aug", "augmented"},
    KindName{"+", "augmented"},
    KindName{"aug7", "augmented-seventh"},
    KindName{"+7", "augmented-seventh"},
    KindName{"7+", "augmented-seventh"},
    KindName{"mMaj7", "major-minor"},
    KindName{"mmaj7", "major-minor"},
    KindName{"m(maj7)", "major-minor"},
    KindName{"6", "major-sixth"},
    KindName{"maj6", "major-sixth"},
    KindName{"m6", "minor-sixth"},
    KindName{"min6", "minor-sixth"},
    KindName{"9", "dominant-ninth"},
    KindName{"maj9", "major-ninth"},
    KindName{"M9", "major-ninth"},
    KindName{"m9", "minor-ninth"},
    KindName{"min9", "minor-ninth"},
    KindName{"11", "dominant-11th"},
    KindName{"maj11", "major-11th"},
    KindName{"m11", "minor-11th"},
    KindName{"13", "dominant-13th"},
    KindName{"maj13", "major-13th"},
    KindName{"m13", "minor-13th"},
    KindName{"sus4", "suspended-fourth"},
    KindName{"sus", "suspended-fourth"},
    KindName{"sus2", "suspended-second"},
    KindName{"5", "power"},
    KindName{"ped", "pedal"},
    KindName{"N6", "Neapolitan"},
    KindName{"It6", "Italian"},
    KindName{"Fr6", "French"},
    KindName{"Ger6", "German"},
    KindName{"Tristan", "Tristan"},
};

const KindName* named(std::string_view suffix) {
    const auto found = std::find_if(kKindNames.begin(), kKindNames.end(),
                                    [&](const KindName& name) { return name.suffix == suffix; });
    return found == kKindNames.end() ? nullptr : &*found;
}

std::string suffixOf(const Harmony& harmony) {
    if (harmony.kind == "other" || harmony.kind.empty()) {
        return harmony.text;
    }
    const KindName* asWritten = named(harmony.text);
    if (!harmony.text.empty() && asWritten != nullptr && asWritten->kind == harmony.kind) {
        return harmony.text;
    }
    const auto found =
        std::find_if(kKindNames.begin(), kKindNames.end(),
                     [&](const KindName& name) { return name.kind == harmony.kind; });
    return found == kKindNames.end() ? harmony.text : std::string(found->suffix);
}

std::string degreeName(const HarmonyDegree& degree) {
    const std::string accidentals(static_cast<std::size_t>(std::min(std::abs(degree.alter), 3)),
                                  degree.alter < 0 ? 'b' : '#');
    const std::string number = std::to_string(degree.value);
    switch (degree.change) {
    case HarmonyDegree::Change::Subtract: return "(no" + number + ")";
    case HarmonyDegree::Change::Add:
        if (degree.alter == 0) {
            return "(add" + number + ")";
        }
        break;
    case HarmonyDegree::Change::Alter: break;
    }
    return "(" + accidentals + number + ")";
}

/// Reads "(b9)", "(add9)", "(no5)" at the start of `text`, which it must fill up to a ")".
std::optional<HarmonyDegree> degreeFromName(std::string_view text) {
    HarmonyDegree degree;
    degree.change = HarmonyDegree::Change::Alter;
    if (text.starts_with("add")) {
        degree.change = HarmonyDegree::Change::Add;
        text.remove_prefix(3);
    } else if (text.starts_with("no")) {
        degree.change = HarmonyDegree::Change::Subtract;
        text.remove_prefix(2);
    }
    while (text.starts_with('#') || text.starts_with('b')) {
        degree.alter += text.front() == '#' ? 1 : -1;
        text.remove_prefix(1);
    }
    if (text.empty() || text.size() > 2) {
        return std::nullopt;
    }
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        degree.value = degree.value * 10 + (c - '0');
    }
    if (degree.alter != 0 && degree.value > 7) {
        degree.change = HarmonyDegree::Change::Add;
    }
    return degree;
}

/// Cuts a note's name off the front of `text`.
std::optional<PitchSpelling> takeSpelling(std::string_view& text) {
    if (text.empty() || text.front() < 'A' || text.front() > 'G') {
        return std::nullopt;
    }
    std::size_t length = 1;
    while (length < text.size() && length < 3 && (text[length] == '#' || text[length] == 'b')) {
        ++length;
    }
    const auto spelling = PitchSpelling::fromName(text.substr(0, length));
    if (spelling) {
        text.remove_prefix(length);
    }
    return spelling;
}

/// Cuts "/A" off the end of `text`.
std::optional<PitchSpelling> takeBass(std::string_view& text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view name = text.substr(slash + 1);
    const auto bass = takeSpelling(name);
    if (!bass || !name.empty()) {
        return std::nullopt;
    }
    text = text.substr(0, slash);
    return bass;
}

/// Cuts all "(...)" that are degrees off the end of `text`.
std::vector<HarmonyDegree> takeDegrees(std::string_view& text) {
    std::vector<HarmonyDegree> degrees;
    while (text.ends_with(')')) {
        const std::size_t open = text.rfind('(');
        if (open == std::string_view::npos) {
            break;
        }
        const auto degree = degreeFromName(text.substr(open + 1, text.size() - open - 2));
        if (!degree) {
            break;
        }
        degrees.insert(degrees.begin(), *degree);
        text = text.substr(0, open);
    }
    return degrees;
}

} // namespace

std::string chordName(const Harmony& harmony) {
    if (harmony.kind == "none") {
        return "N.C.";
    }
    std::string name = harmony.root ? harmony.root->name() : std::string();
    name += suffixOf(harmony);
    for (const HarmonyDegree& degree : harmony.degrees) {
        name += degreeName(degree);
    }
    if (harmony.bass) {
        name += "/" + harmony.bass->name();
    }
    return name;
}

std::optional<Harmony> harmonyFromName(std::string_view name) {
    Harmony harmony;
    if (name == "N.C." || name == "NC" || name == "N.C") {
        harmony.kind = "none";
        return harmony;
    }
    std::string_view rest = name;
    harmony.root = takeSpelling(rest);
    if (!harmony.root) {
        return std::nullopt;
    }
    harmony.bass = takeBass(rest);
    const std::string_view whole = rest;
    harmony.degrees = takeDegrees(rest);
    if (const KindName* kind = named(rest)) {
        harmony.kind = kind->kind;
        harmony.text = rest;
    } else {
        harmony.kind = "other";
        harmony.text = whole;
        harmony.degrees.clear();
    }
    return harmony;
}

} // namespace cantilena

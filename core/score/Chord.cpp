#include "core/score/Chord.h"

#include <algorithm>
#include <array>

namespace cantilena {

namespace {

constexpr std::array kMajor = {0, 4, 7};
constexpr std::array kMinor = {0, 3, 7};
constexpr std::array kSeventh = {0, 4, 7, 10};
constexpr std::array kMajorSeventh = {0, 4, 7, 11};
constexpr std::array kMinorSeventh = {0, 3, 7, 10};
constexpr std::array kDiminished = {0, 3, 6};
constexpr std::array kAugmented = {0, 4, 8};
constexpr std::array kSecond = {0, 2, 7};
constexpr std::array kFourth = {0, 5, 7};
constexpr std::array kSixth = {0, 4, 7, 9};
constexpr std::array kMinorSixth = {0, 3, 7, 9};
constexpr std::array kHalfDiminished = {0, 3, 6, 10};
constexpr std::array kDiminishedSeventh = {0, 3, 6, 9};
constexpr std::array kMinorMajorSeventh = {0, 3, 7, 11};
constexpr std::array kNinth = {0, 4, 7, 10, 14};
constexpr std::array kMajorNinth = {0, 4, 7, 11, 14};
constexpr std::array kMinorNinth = {0, 3, 7, 10, 14};
constexpr std::array kAddedNinth = {0, 4, 7, 14};
constexpr std::array kFifth = {0, 7};
constexpr std::array kSeventhOverFourth = {0, 5, 7, 10};
constexpr std::array kAugmentedSeventh = {0, 4, 8, 10};
constexpr std::array kEleventh = {0, 4, 7, 10, 14, 17};
constexpr std::array kMinorEleventh = {0, 3, 7, 10, 14, 17};
constexpr std::array kThirteenth = {0, 4, 7, 10, 14, 21};

constexpr std::array<ChordQuality, 24> kQualities = {{
    {"", "major", kMajor},
    {"m", "minor", kMinor},
    {"7", "seventh", kSeventh},
    {"maj7", "major seventh", kMajorSeventh},
    {"m7", "minor seventh", kMinorSeventh},
    {"dim", "diminished", kDiminished},
    {"aug", "augmented", kAugmented},
    {"sus2", "suspended second", kSecond},
    {"sus4", "suspended fourth", kFourth},
    {"6", "sixth", kSixth},
    {"m6", "minor sixth", kMinorSixth},
    {"m7b5", "half diminished", kHalfDiminished},
    {"dim7", "diminished seventh", kDiminishedSeventh},
    {"mmaj7", "minor major seventh", kMinorMajorSeventh},
    {"9", "ninth", kNinth},
    {"maj9", "major ninth", kMajorNinth},
    {"m9", "minor ninth", kMinorNinth},
    {"add9", "added ninth", kAddedNinth},
    {"5", "fifth", kFifth},
    {"7sus4", "suspended seventh", kSeventhOverFourth},
    {"aug7", "augmented seventh", kAugmentedSeventh},
    {"11", "eleventh", kEleventh},
    {"m11", "minor eleventh", kMinorEleventh},
    {"13", "thirteenth", kThirteenth},
}};

/// Other ways in which people write the same.
constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kOtherSymbols = {{
    {"maj", ""},          {"M", ""},          {"min", "m"},        {"mi", "m"},
    {"-", "m"},           {"dom7", "7"},      {"min7", "m7"},      {"mi7", "m7"},
    {"-7", "m7"},         {"M7", "maj7"},     {"Maj7", "maj7"},    {"ma7", "maj7"},
    {"\u25b37", "maj7"},  {"o", "dim"},       {"\u00b0", "dim"},   {"o7", "dim7"},
    {"\u00b07", "dim7"},  {"\u00f8", "m7b5"}, {"\u00f87", "m7b5"}, {"+", "aug"},
    {"+7", "aug7"},       {"7+", "aug7"},     {"sus", "sus4"},     {"7sus", "7sus4"},
    {"maj6", "6"},        {"min6", "m6"},     {"-6", "m6"},        {"mMaj7", "mmaj7"},
    {"m(maj7)", "mmaj7"}, {"M9", "maj9"},     {"min9", "m9"},      {"-9", "m9"},
    {"(add9)", "add9"},   {"min11", "m11"},
}};

constexpr int kOctave = 12;

/// How many characters of the name are the root: a letter and its accidentals.
std::size_t rootLength(std::string_view name) {
    std::size_t length = std::min<std::size_t>(name.size(), 1);
    while (length < name.size() && (name[length] == '#' || name[length] == 'b')) {
        ++length;
    }
    return length;
}

const ChordQuality* qualityOf(std::string_view symbol) {
    for (const auto& [other, usual] : kOtherSymbols) {
        symbol = symbol == other ? usual : symbol;
    }
    const auto found = std::find_if(kQualities.begin(), kQualities.end(),
                                    [&](const ChordQuality& q) { return q.symbol == symbol; });
    return found == kQualities.end() ? nullptr : &*found;
}

} // namespace

std::span<const ChordQuality> chordQualities() {
    return kQualities;
}

std::optional<Chord> Chord::fromName(std::string_view name) {
    const std::size_t length = rootLength(name);
    const auto root = PitchSpelling::fromName(name.substr(0, length));
    std::string_view rest = name.substr(length);
    std::optional<PitchSpelling> bass;
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        bass = PitchSpelling::fromName(rest.substr(slash + 1));
        if (!bass) {
            return std::nullopt;
        }
        rest = rest.substr(0, slash);
    }
    const ChordQuality* quality = qualityOf(rest);
    if (!root || quality == nullptr) {
        return std::nullopt;
    }
    return Chord{*root, quality, bass};
}

std::string Chord::name() const {
    const std::string over = bass ? "/" + bass->name() : "";
    return root.name() + std::string(quality->symbol) + over;
}

std::array<bool, 12> Chord::pitchClasses() const {
    std::array<bool, 12> tones{};
    for (const int interval : quality->intervals) {
        tones[static_cast<std::size_t>((root.pitchClass() + interval) % kOctave)] = true;
    }
    if (bass) {
        tones[static_cast<std::size_t>(bass->pitchClass())] = true;
    }
    return tones;
}

std::vector<Pitch> Chord::near(Pitch near) const {
    int base = near.number - near.pitchClass() + root.pitchClass();
    if (base - near.number > kOctave / 2) {
        base -= kOctave;
    } else if (near.number - base > kOctave / 2) {
        base += kOctave;
    }
    std::vector<Pitch> pitches;
    if (bass && bass->pitchClass() != root.pitchClass()) {
        pitches.push_back({base - (root.pitchClass() - bass->pitchClass() + kOctave) % kOctave});
    }
    for (const int interval : quality->intervals) {
        pitches.push_back({base + interval});
    }
    while (pitches.back() > kHighestPitch) {
        std::for_each(pitches.begin(), pitches.end(), [](Pitch& p) { p.number -= kOctave; });
    }
    while (pitches.front() < kLowestPitch) {
        std::for_each(pitches.begin(), pitches.end(), [](Pitch& p) { p.number += kOctave; });
    }
    return pitches;
}

std::vector<Pitch> stacked(Pitch root, const ChordQuality& quality) {
    std::vector<Pitch> pitches;
    for (const int interval : quality.intervals) {
        if (const Pitch pitch = root.transposed(interval); pitch.isValid()) {
            pitches.push_back(pitch);
        }
    }
    return pitches;
}

} // namespace cantilena

#include "core/formats/KernFields.h"

#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlHarmony.h"
#include "core/formats/TextEncoding.h"
#include "core/score/Tempo.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace cantilena {

namespace {

/// As far as keys are written.
constexpr int kMostFifths = 14;

/// Flats are "-" in **kern; chords may also have them as "b".
constexpr std::string_view kKernFlats = "-";
constexpr std::string_view kChordFlats = "-b";

/// Cuts sharps, flats and naturals off the front.
int takeAccidentals(std::string_view& text, std::string_view flats) {
    int accidentals = 0;
    for (; !text.empty(); text.remove_prefix(1)) {
        const char c = text.front();
        const bool isFlat = flats.find(c) != std::string_view::npos;
        if (c != '#' && c != 'n' && !isFlat) {
            break;
        }
        accidentals += c == '#' ? 1 : isFlat ? -1 : 0;
    }
    return accidentals;
}

/// Cuts "E-" off the front.
std::optional<PitchSpelling> takeSpelling(std::string_view& text, std::string_view flats) {
    constexpr int kMostAccidentals = 2;
    if (text.empty() || text.front() < 'A' || text.front() > 'G') {
        return std::nullopt;
    }
    PitchSpelling spelling{text.front(), 0};
    text.remove_prefix(1);
    spelling.accidental = takeAccidentals(text, flats);
    return std::abs(spelling.accidental) <= kMostAccidentals ? std::optional(spelling)
                                                             : std::nullopt;
}

/// Cuts that prefix off the front of the field, if it is there.
bool takePrefix(std::string_view& field, std::string_view prefix) {
    const bool isThere = field.starts_with(prefix);
    field.remove_prefix(isThere ? prefix.size() : 0);
    return isThere;
}

std::optional<int> takeInteger(std::string_view& text) {
    constexpr int kLargest = 100;
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || std::abs(number) > kLargest) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

constexpr std::array kInstruments = {
    KernInstrument{"vox", "Voice", 52},
    KernInstrument{"soprn", "Soprano", 52},
    KernInstrument{"mezzo", "Mezzo-soprano", 52},
    KernInstrument{"calto", "Contralto", 52},
    KernInstrument{"alto", "Alto", 52},
    KernInstrument{"ctenor", "Countertenor", 52},
    KernInstrument{"tenor", "Tenor", 52},
    KernInstrument{"barit", "Baritone", 52},
    KernInstrument{"bass", "Bass", 52},
    KernInstrument{"feme", "Female voice", 52},
    KernInstrument{"male", "Male voice", 52},
    KernInstrument{"piano", "Piano", 0},
    KernInstrument{"forte", "Fortepiano", 0},
    KernInstrument{"rhode", "Electric piano", 4},
    KernInstrument{"cemba", "Harpsichord", 6},
    KernInstrument{"clavi", "Clavichord", 7},
    KernInstrument{"clest", "Celesta", 8},
    KernInstrument{"glock", "Glockenspiel", 9},
    KernInstrument{"vibra", "Vibraphone", 11},
    KernInstrument{"marim", "Marimba", 12},
    KernInstrument{"xylo", "Xylophone", 13},
    KernInstrument{"chime", "Chimes", 14},
    KernInstrument{"campn", "Bell", 14},
    KernInstrument{"dulc", "Dulcimer", 15},
    KernInstrument{"hammd", "Electric organ", 16},
    KernInstrument{"organ", "Organ", 19},
    KernInstrument{"porta", "Portative organ", 19},
    KernInstrument{"reedo", "Reed organ", 20},
    KernInstrument{"accor", "Accordion", 21},
    KernInstrument{"armon", "Harmonica", 22},
    KernInstrument{"ctina", "Concertina", 23},
    KernInstrument{"guitr", "Guitar", 24},
    KernInstrument{"liuto", "Lute", 24},
    KernInstrument{"archl", "Archlute", 24},
    KernInstrument{"tiorb", "Theorbo", 24},
    KernInstrument{"mando", "Mandolin", 25},
    KernInstrument{"eguit", "Electric guitar", 27},
    KernInstrument{"bguit", "Electric bass", 33},
    KernInstrument{"violn", "Violin", 40},
    KernInstrument{"violp", "Violino piccolo", 40},
    KernInstrument{"viola", "Viola", 41},
    KernInstrument{"viold", "Viola d'amore", 41},
    KernInstrument{"viols", "Treble viol", 41},
    KernInstrument{"cello", "Violoncello", 42},
    KernInstrument{"violt", "Tenor viol", 42},
    KernInstrument{"violb", "Bass viol", 42},
    KernInstrument{"cbass", "Contrabass", 43},
    KernInstrument{"arpa", "Harp", 46},
    KernInstrument{"timpa", "Timpani", 47},
    KernInstrument{"tromp", "Trumpet", 56},
    KernInstrument{"cornt", "Cornet", 56},
    KernInstrument{"corno", "Cornett", 56},
    KernInstrument{"flugh", "Flugelhorn", 56},
    KernInstrument{"tromt", "Trombone", 57},
    KernInstrument{"tromb", "Bass trombone", 57},
    KernInstrument{"tuba", "Tuba", 58},
    KernInstrument{"cor", "Horn", 60},
    KernInstrument{"saxS", "Soprano saxophone", 64},
    KernInstrument{"saxA", "Alto saxophone", 65},
    KernInstrument{"saxT", "Tenor saxophone", 66},
    KernInstrument{"saxR", "Baritone saxophone", 67},
    KernInstrument{"oboe", "Oboe", 68},
    KernInstrument{"oboeD", "Oboe d'amore", 68},
    KernInstrument{"cangl", "English horn", 69},
    KernInstrument{"fagot", "Bassoon", 70},
    KernInstrument{"fag_c", "Contrabassoon", 70},
    KernInstrument{"clars", "Clarinet", 71},
    KernInstrument{"clarp", "Piccolo clarinet", 71},
    KernInstrument{"clara", "Alto clarinet", 71},
    KernInstrument{"clarb", "Bass clarinet", 71},
    KernInstrument{"baset", "Basset horn", 71},
    KernInstrument{"picco", "Piccolo", 72},
    KernInstrument{"fife", "Fife", 72},
    KernInstrument{"flt", "Flute", 73},
    KernInstrument{"flt_a", "Alto flute", 73},
    KernInstrument{"flt_b", "Bass flute", 73},
    KernInstrument{"fltds", "Soprano recorder", 74},
    KernInstrument{"fltdn", "Sopranino recorder", 74},
    KernInstrument{"fltda", "Alto recorder", 74},
    KernInstrument{"fltdt", "Tenor recorder", 74},
    KernInstrument{"fltdb", "Bass recorder", 74},
    KernInstrument{"panpi", "Panpipe", 75},
    KernInstrument{"shaku", "Shakuhachi", 77},
    KernInstrument{"ocari", "Ocarina", 79},
    KernInstrument{"sitar", "Sitar", 104},
    KernInstrument{"banjo", "Banjo", 105},
    KernInstrument{"shami", "Shamisen", 106},
    KernInstrument{"koto", "Koto", 107},
    KernInstrument{"bagpS", "Scottish bagpipe", 109},
    KernInstrument{"bagpI", "Irish bagpipe", 109},
    KernInstrument{"rebec", "Rebec", 110},
    KernInstrument{"steel", "Steel drum", 114},
};

std::optional<Mode> modeOf(std::string_view suffix) {
    struct Named {
        std::string_view start;
        Mode mode;
    };
    static constexpr std::array kNames = {
        Named{"ion", Mode::Major},   Named{"dor", Mode::Dorian},     Named{"phr", Mode::Phrygian},
        Named{"lyd", Mode::Lydian},  Named{"mix", Mode::Mixolydian}, Named{"aeo", Mode::Minor},
        Named{"loc", Mode::Locrian},
    };
    const std::string name = lowerCase(suffix);
    const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const Named& known) {
        return name.starts_with(known.start);
    });
    return found == kNames.end() ? std::nullopt : std::optional(found->mode);
}

} // namespace

std::optional<KernMeterField> kernMeter(std::string_view field) {
    if (!takePrefix(field, "*M")) {
        return std::nullopt;
    }
    if (field.starts_with('X') || field.starts_with('?')) {
        return KernMeterField{};
    }
    const std::size_t slash = field.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto numerator = sumOf(field.substr(0, slash));
    const auto denominator = wholeNumber(field.substr(slash + 1));
    if (!numerator || !denominator) {
        return std::nullopt;
    }
    const bool isInBreves = *denominator == 0;
    const Meter meter{isInBreves ? 2 * *numerator : *numerator, isInBreves ? 1 : *denominator};
    return meter.isValid() ? std::optional(KernMeterField{meter}) : std::nullopt;
}

std::optional<Meter> kernMeterSign(std::string_view field) {
    const std::string sign = lowerCase(field);
    if (sign == "*met(c)") {
        return Meter{4, 4};
    }
    return sign == "*met(c|)" ? std::optional(Meter{2, 2}) : std::nullopt;
}

std::optional<int> kernSignature(std::string_view field) {
    if (!takePrefix(field, "*k[")) {
        return std::nullopt;
    }
    int sharps = 0;
    int flats = 0;
    while (!field.empty() && field.front() != ']') {
        if (field.front() < 'a' || field.front() > 'g') {
            return std::nullopt;
        }
        field.remove_prefix(1);
        const int accidentals = takeAccidentals(field, kKernFlats);
        sharps += std::max(accidentals, 0);
        flats += std::max(-accidentals, 0);
    }
    const bool isClean = (sharps == 0 || flats == 0) && std::max(sharps, flats) <= kMostFifths;
    return isClean && field == "]" ? std::optional(sharps - flats) : std::nullopt;
}

std::optional<Key> kernKey(std::string_view field) {
    const std::size_t colon = field.find(':');
    if (!takePrefix(field, "*") || colon == std::string_view::npos || colon < 2) {
        return std::nullopt;
    }
    std::string name(field.substr(0, colon - 1));
    const bool isMinor = name[0] >= 'a' && name[0] <= 'g';
    if (isMinor) {
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    std::string_view rest = name;
    const auto tonic = takeSpelling(rest, kKernFlats);
    if (!tonic || !rest.empty()) {
        return std::nullopt;
    }
    const Mode plain = isMinor ? Mode::Minor : Mode::Major;
    const Key key{*tonic, modeOf(field.substr(colon)).value_or(plain)};
    return std::abs(key.fifths()) <= kMostFifths ? std::optional(key) : std::nullopt;
}

std::optional<double> kernTempo(std::string_view field) {
    if (!takePrefix(field, "*MM") || field.starts_with('[')) {
        return std::nullopt;
    }
    const auto bpm = firstDecimal(field);
    return bpm && *bpm >= kSlowestTempo && *bpm <= kFastestTempo ? bpm : std::nullopt;
}

std::optional<KernTransposition> kernTransposition(std::string_view field) {
    if (!takePrefix(field, "*Trd")) {
        return std::nullopt;
    }
    const auto diatonic = takeInteger(field);
    if (!diatonic || !takePrefix(field, "c")) {
        return std::nullopt;
    }
    const auto semitones = takeInteger(field);
    return semitones && field.empty() ? std::optional(KernTransposition{*diatonic, *semitones})
                                      : std::nullopt;
}

const KernInstrument* kernInstrument(std::string_view field) {
    if (!takePrefix(field, "*I")) {
        return nullptr;
    }
    const auto found =
        std::find_if(kInstruments.begin(), kInstruments.end(),
                     [&](const KernInstrument& known) { return known.code == field; });
    return found == kInstruments.end() ? nullptr : &*found;
}

std::vector<int> kernStaves(std::string_view field) {
    std::vector<int> staves;
    if (!takePrefix(field, "*staff")) {
        return staves;
    }
    constexpr std::size_t kMost = 8;
    while (staves.size() < kMost) {
        const auto staff = takeInteger(field);
        if (!staff) {
            break;
        }
        staves.push_back(*staff);
        if (!takePrefix(field, "/")) {
            break;
        }
    }
    return staves;
}

std::optional<std::string> kernChord(std::string_view token) {
    constexpr std::size_t kLongest = 40;
    const std::string text = tidied(token.substr(0, kLongest));
    std::string_view rest = text;
    if (rest == "N" || rest == "NC" || rest == "N.C." || rest == "r") {
        return "N.C.";
    }
    Harmony harmony;
    harmony.root = takeSpelling(rest, kChordFlats);
    if (!harmony.root) {
        return std::nullopt;
    }
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
        std::string_view bass = rest.substr(slash + 1);
        harmony.bass = takeSpelling(bass, kChordFlats);
        rest = rest.substr(0, slash);
    }
    if (rest.starts_with(':')) {
        rest.remove_prefix(1);
    }
    // Some write the kind as MusicXML does, some as it is read on a lead sheet.
    rest = trimmed(rest);
    harmony.kind = rest.empty() ? "major" : rest;
    harmony.text = rest;
    return chordName(harmony);
}

std::optional<int> kernVelocity(std::string_view token) {
    std::optional<int> velocity;
    while (!token.empty()) {
        constexpr std::string_view kMarks = "fmprsz";
        token.remove_prefix(std::min(token.find_first_of(kMarks), token.size()));
        const std::string_view mark =
            token.substr(0, std::min(token.find_first_not_of(kMarks), token.size()));
        token.remove_prefix(mark.size());
        if (const auto read = velocityOfMark(mark)) {
            velocity = read;
        }
    }
    return velocity;
}

} // namespace cantilena

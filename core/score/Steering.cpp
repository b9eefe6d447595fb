#include "core/score/Steering.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>

namespace cantilena {

namespace {

constexpr std::array<std::string_view, kSteeringKinds> kKindNames = {"range", "scale",
                                                                     "chord tones", "density"};
constexpr std::string_view kKeyInForce = "key";
constexpr std::string_view kStrongBeats = "strong beats";
constexpr std::string_view kEveryNote = "every note";
/// What may stand between two pitches, besides a hyphen.
constexpr std::array<std::string_view, 3> kUpTo = {"\u2013", "..", " to "};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<SteeringWish> rangeFrom(std::string_view low, std::string_view high) {
    const auto lowest = pitchFromName(trimmed(low));
    const auto highest = pitchFromName(trimmed(high));
    if (!lowest || !highest) {
        return std::nullopt;
    }
    return SteeredRange{std::min(*lowest, *highest), std::max(*lowest, *highest)};
}

std::optional<SteeringWish> rangeFrom(std::string_view text) {
    for (const std::string_view sign : kUpTo) {
        if (const std::size_t at = text.find(sign); at != std::string_view::npos) {
            return rangeFrom(text.substr(0, at), text.substr(at + sign.size()));
        }
    }
    // A hyphen may also belong to an octave below 0.
    for (std::size_t at = text.find('-'); at != std::string_view::npos;
         at = text.find('-', at + 1)) {
        if (auto range = rangeFrom(text.substr(0, at), text.substr(at + 1))) {
            return range;
        }
    }
    return std::nullopt;
}

std::optional<SteeringWish> scaleFrom(std::string_view text) {
    if (text == kKeyInForce) {
        return SteeredScale{};
    }
    if (const auto key = Key::fromName(text)) {
        return SteeredScale{*key};
    }
    std::vector<PitchSpelling> notes;
    for (text = trimmed(text); !text.empty();) {
        const std::size_t end = std::min(text.find_first_of(" ,"), text.size());
        const auto note = PitchSpelling::fromName(text.substr(0, end));
        if (!note) {
            return std::nullopt;
        }
        notes.push_back(*note);
        text.remove_prefix(end);
        text.remove_prefix(std::min(text.find_first_not_of(" ,"), text.size()));
    }
    return notes.empty() ? std::nullopt : std::optional<SteeringWish>(SteeredScale{notes});
}

std::optional<SteeringWish> densityFrom(std::string_view text) {
    std::string number(text);
    std::replace(number.begin(), number.end(), ',', '.');
    char* end = nullptr;
    const double value = std::strtod(number.c_str(), &end);
    const bool isNumber = end == number.c_str() + number.size() && std::isfinite(value);
    if (number.empty() || !isNumber || value <= 0.0 || value > kDensestSteering) {
        return std::nullopt;
    }
    return SteeredDensity{value};
}

std::string textOf(const SteeredRange& range) {
    return pitchName(range.lowest) + "-" + pitchName(range.highest);
}

std::string textOf(const SteeredScale& scale) {
    if (const Key* key = std::get_if<Key>(&scale.of)) {
        return key->name();
    }
    const auto* notes = std::get_if<std::vector<PitchSpelling>>(&scale.of);
    if (notes == nullptr) {
        return std::string(kKeyInForce);
    }
    std::string text;
    for (const PitchSpelling note : *notes) {
        text += (text.empty() ? "" : " ") + note.name();
    }
    return text;
}

std::string textOf(ChordToneNotes notes) {
    return std::string(notes == ChordToneNotes::Every ? kEveryNote : kStrongBeats);
}

std::string textOf(const SteeredDensity& density) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", density.notesPerBar);
    return text.data();
}

/// Joins stretches that touch and ask for the same.
Steering joined(Steering steering) {
    std::sort(steering.begin(), steering.end(), [](const SteeringSpan& a, const SteeringSpan& b) {
        return a.kind() != b.kind() ? a.kind() < b.kind() : a.time.begin < b.time.begin;
    });
    Steering result;
    for (SteeringSpan& span : steering) {
        if (!result.empty() && result.back().wish == span.wish &&
            result.back().time.end == span.time.begin) {
            result.back().time.end = span.time.end;
        } else {
            result.push_back(std::move(span));
        }
    }
    return result;
}

} // namespace

std::string_view steeringKindName(SteeringKind kind) {
    return kKindNames[static_cast<std::size_t>(kind)];
}

std::optional<SteeringKind> steeringKindFromName(std::string_view name) {
    const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
    return found == kKindNames.end()
               ? std::nullopt
               : std::optional(static_cast<SteeringKind>(found - kKindNames.begin()));
}

std::string steeringText(const SteeringWish& wish) {
    return std::visit([](const auto& what) { return textOf(what); }, wish);
}

std::optional<SteeringWish> steeringFromText(SteeringKind kind, std::string_view text) {
    text = trimmed(text);
    switch (kind) {
    case SteeringKind::Range: return rangeFrom(text);
    case SteeringKind::Scale: return scaleFrom(text);
    case SteeringKind::Density: return densityFrom(text);
    case SteeringKind::ChordTones: break;
    }
    if (text == kEveryNote || text == "all notes" || text == "all") {
        return ChordToneNotes::Every;
    }
    return text == kStrongBeats || text == "strong"
               ? std::optional<SteeringWish>(ChordToneNotes::OnStrongBeats)
               : std::nullopt;
}

Steering painted(Steering steering, TickRange time, SteeringWish wish) {
    SteeringSpan span{time, std::move(wish)};
    if (time.isEmpty()) {
        return steering;
    }
    steering = erased(steering, time, span.kind());
    steering.push_back(std::move(span));
    return joined(std::move(steering));
}

Steering erased(const Steering& steering, TickRange time, SteeringKind kind) {
    Steering result;
    for (const SteeringSpan& span : steering) {
        const bool apart = span.time.end <= time.begin || time.end <= span.time.begin;
        if (span.kind() != kind || time.isEmpty() || apart) {
            result.push_back(span);
            continue;
        }
        if (span.time.begin < time.begin) {
            result.push_back({{span.time.begin, time.begin}, span.wish});
        }
        if (time.end < span.time.end) {
            result.push_back({{time.end, span.time.end}, span.wish});
        }
    }
    return result;
}

} // namespace cantilena

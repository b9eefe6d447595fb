#pragma once

#include "core/score/Key.h"
#include "core/score/Pitch.h"
#include "core/score/Tick.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cantilena {

// What a composer paints over time for the models: in each stretch, what notes that begin in it
// keep to. A model obeys; notes that people write do not have to.

/// Pitches from here to there, both included.
struct SteeredRange {
    Pitch lowest;
    Pitch highest;

    friend constexpr bool operator==(const SteeredRange&, const SteeredRange&) = default;
};

/// Pitches of a scale: that of the key in force, that of another key, or just these notes.
struct SteeredScale {
    std::variant<std::monostate, Key, std::vector<PitchSpelling>> of;

    friend bool operator==(const SteeredScale&, const SteeredScale&) = default;
};

/// Which notes are tones of the chord in force. Where no chord is, or one of unknown name, all are
/// free.
enum class ChordToneNotes { OnStrongBeats, Every };

/// How many notes are to begin in a bar, on the average: a pull, not a rule.
struct SteeredDensity {
    double notesPerBar = 0.0;

    friend constexpr bool operator==(const SteeredDensity&, const SteeredDensity&) = default;
};

/// In the order of `SteeringKind`.
using SteeringWish = std::variant<SteeredRange, SteeredScale, ChordToneNotes, SteeredDensity>;
enum class SteeringKind { Range, Scale, ChordTones, Density };
inline constexpr std::size_t kSteeringKinds = std::variant_size_v<SteeringWish>;
inline constexpr double kDensestSteering = 64.0;

/// A wish for a stretch of time.
struct SteeringSpan {
    TickRange time;
    SteeringWish wish;

    friend bool operator==(const SteeringSpan&, const SteeringSpan&) = default;

    [[nodiscard]] SteeringKind kind() const { return static_cast<SteeringKind>(wish.index()); }
};

/// Sorted by kind, then by time; those of one kind do not overlap.
using Steering = std::vector<SteeringSpan>;

/// "range", "scale", "chord tones", "density".
[[nodiscard]] std::string_view steeringKindName(SteeringKind kind);
[[nodiscard]] std::optional<SteeringKind> steeringKindFromName(std::string_view name);

/// "C4-C5"; "key", "D dorian", "C D E G A"; "strong beats", "every note"; "8".
[[nodiscard]] std::string steeringText(const SteeringWish& wish);
/// Reads what `steeringText` writes, and the ways in which people write the same; nothing for what
/// means nothing, or leaves no pitch.
[[nodiscard]] std::optional<SteeringWish> steeringFromText(SteeringKind kind,
                                                           std::string_view text);

/// The wish of that type in force; null for none.
template <typename Wish>
[[nodiscard]] const Wish* wishAt(const Steering& steering, Tick tick) {
    for (const SteeringSpan& span : steering) {
        if (const Wish* wish = std::get_if<Wish>(&span.wish); wish && span.time.contains(tick)) {
            return wish;
        }
    }
    return nullptr;
}

/// With that wish in place of those of its kind in that time. Stretches that touch and ask for the
/// same are one.
[[nodiscard]] Steering painted(Steering steering, TickRange time, SteeringWish wish);
/// Without wishes of that kind in that time.
[[nodiscard]] Steering erased(const Steering& steering, TickRange time, SteeringKind kind);

} // namespace cantilena

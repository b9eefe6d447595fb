#pragma once

#include "core/base/Random.h"
#include "core/model/CopyGuard.h"
#include "core/model/MelodyDecoder.h"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace cantilena {

/// How freely to choose among what the model expects.
struct SamplingSettings {
    /// 0 takes the likeliest each time; 1 samples the model as it is.
    double temperature = 0.9;
    /// Only the likeliest that together have this share are in play.
    double topP = 0.95;
};

/// What one event of a phrase must be; what is not said is free.
struct EventRule {
    std::optional<EventKind> kind;
    /// Only for notes.
    std::optional<Pitch> pitch;
    std::optional<Tick> duration;
    /// Of a note against the one before it: -1 lower, 0 the same, 1 higher.
    std::optional<int> direction;
};

/// Pitches by their key numbers.
using PitchSet = std::bitset<128>;
inline const PitchSet kEveryPitch = PitchSet().set();

/// What an event keeps to that begins at `from`, counted from the phrase's beginning, or later, up
/// to where the next rule begins.
struct OnsetRule {
    Tick from;
    /// Those that a note may have; fixed pitches of an `EventRule` go before it.
    PitchSet pitches = kEveryPitch;
    /// Goes before the phrase's own, if it is not 0.
    Tick typicalDuration{};
};

/// What a phrase must keep to.
struct PhraseConstraints {
    /// The phrase is exactly this long.
    Tick length;
    Pitch lowest = kLowestPitch;
    Pitch highest = kHighestPitch;
    /// One for each event of the phrase; none: as many events as it takes. Fixed durations leave
    /// time for the free ones, or fill the phrase exactly.
    std::vector<EventRule> events{};
    /// The pitch before the first event, which its direction counts from.
    std::optional<Pitch> before{};
    /// A pitch that stands fixed behind the phrase, and its direction from the phrase's last note.
    std::optional<Pitch> after{};
    int directionAfter = 0;
    /// Pitch class, counted from C, of the phrase's last note, which then also ends it. Only
    /// without `events`.
    std::optional<int> lastPitchClass{};
    /// Where the phrase's last note, which then also ends it, may begin: times since the phrase's
    /// beginning, ascending; none for anywhere. Only without `events`.
    std::vector<Tick> lastOnsets{};
    /// Where the tune ends, on the decoder's clock, if the phrase ends it. The model is told so
    /// when no more than `endInSight` is left: known all along, the end makes it repeat itself less
    /// than tunes do.
    std::optional<Tick> tuneEnd{};
    Tick endInSight{};
    /// How long a note should be on the average; others become rarer. 0 for no wish.
    Tick typicalDuration{};
    /// Sorted by time, the first from 0 on; none: nothing more.
    std::vector<OnsetRule> onsets{};
};

/// Draws an index with `allowed` not 0 by its logit; nothing when none is allowed. Uses exactly one
/// random number, whatever the settings.
[[nodiscard]] std::optional<int> drawIndex(std::span<const float> logits,
                                           std::span<const std::uint8_t> allowed,
                                           const SamplingSettings& settings, Random& random);

/// The duration classes that may stand where `left` remains: none that overshoots or leaves less
/// than three units over, except the class nearest to `left` itself, which then means all of it.
[[nodiscard]] std::vector<std::uint8_t> allowedDurations(Tick left);

/// Events that a model made, and what it thinks of them.
struct SampledPhrase {
    std::vector<MelodyEvent> events;
    /// Information of all events, pitch and duration, under the model as it is; what it cannot say
    /// counts nothing.
    double bits = 0.0;
};

/// How much of a phrase may be copied.
struct CopyLimit {
    /// Knows what stands before the phrase.
    CopyGuard guard;
    /// A melody of the decoder that is as the phrase's is at its beginning, and stays so: where
    /// nothing is allowed any more, writing goes back and on from there.
    std::size_t origin = 1;
    /// What stands behind the phrase.
    std::vector<MelodyEvent> following{};
};

/// Lets the model write on in that melody of the decoder until the phrase is full. Nothing when
/// stopped, when no pitch is allowed, when the draw has come to where none is, or when every way
/// to go on breaks the limit (which may be null).
[[nodiscard]] std::optional<SampledPhrase>
samplePhrase(MelodyDecoder& decoder, std::size_t melody, const MelodyContext& context,
             const PhraseConstraints& constraints, const SamplingSettings& settings, Random& random,
             const std::stop_token& stop, const CopyLimit* limit = nullptr);

/// The logit of what a model has no word for: finite, and nothing beside any other.
inline constexpr float kUnsayable = -1e9F;
/// Whether the model has a word for it; what it has none for has no bits worth telling.
[[nodiscard]] inline bool canSay(std::span<const float> logits, int index) {
    return logits[static_cast<std::size_t>(index)] > kUnsayable;
}

/// Bits of the symbol at `index` under a softmax over all logits, or over the allowed ones only.
[[nodiscard]] double bitsOf(std::span<const float> logits, int index);
[[nodiscard]] double bitsOf(std::span<const float> logits, int index,
                            std::span<const std::uint8_t> allowed);

} // namespace cantilena

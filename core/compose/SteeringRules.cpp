#include "core/compose/SteeringRules.h"

#include "core/compose/ContinuationParts.h"
#include "core/score/Chord.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace cantilena {

namespace {

/// Nearer than this to a beat is on it: half of what the model's clock can tell.
constexpr Tick kOnBeat = kUnit / 2;

using PitchClasses = std::array<bool, 12>;

/// Where in its bar a strong beat lies behind its beginning; 0 where there is none.
Tick middleBeat(const Meter& meter) {
    const std::int64_t beats = meter.barLength() / meter.beatLength();
    return beats > 2 && beats % 2 == 0 ? meter.barLength() / 2 : Tick{};
}

/// The strong beat that the tick lies on.
std::optional<Tick> strongBeatAt(const MeterMap& meters, Tick tick) {
    const BarPosition place = meters.at(tick);
    const Tick middle = middleBeat(place.meter);
    for (const Tick beat : {Tick{}, middle, place.meter.barLength()}) {
        const Tick apart = place.inBar - beat;
        if (apart < kOnBeat && -apart < kOnBeat) {
            return tick - apart;
        }
    }
    return std::nullopt;
}

PitchClasses classesOf(const Key& key) {
    PitchClasses classes{};
    for (int pitchClass = 0; pitchClass < 12; ++pitchClass) {
        classes[static_cast<std::size_t>(pitchClass)] = key.contains({pitchClass});
    }
    return classes;
}

PitchClasses classesOf(const SteeredScale& scale, const Key& inForce) {
    if (const auto* notes = std::get_if<std::vector<PitchSpelling>>(&scale.of)) {
        PitchClasses classes{};
        for (const PitchSpelling note : *notes) {
            classes[static_cast<std::size_t>(note.pitchClass())] = true;
        }
        return classes;
    }
    const Key* key = std::get_if<Key>(&scale.of);
    return classesOf(key != nullptr ? *key : inForce);
}

void keepOnly(PitchSet& pitches, const PitchClasses& classes) {
    for (std::size_t pitch = 0; pitch < pitches.size(); ++pitch) {
        pitches[pitch] = pitches[pitch] && classes[pitch % 12];
    }
}

/// The chord whose tones a note that begins there must be.
std::optional<Chord> chordAsked(const Score& score, const MeterMap& meters, Tick onset) {
    const ChordToneNotes* notes = wishAt<ChordToneNotes>(score.steering, onset);
    const std::optional<Tick> beat = strongBeatAt(meters, onset);
    if (notes == nullptr || (*notes == ChordToneNotes::OnStrongBeats && !beat)) {
        return std::nullopt;
    }
    const ChordSymbol* symbol = score.chordAt(beat.value_or(onset));
    return symbol == nullptr ? std::nullopt : Chord::fromName(symbol->name);
}

PitchSet steeredPitches(const Score& score, const MeterMap& meters, Tick onset) {
    PitchSet pitches = kEveryPitch;
    if (const SteeredRange* range = wishAt<SteeredRange>(score.steering, onset)) {
        pitches = pitchesBetween(range->lowest, range->highest);
    }
    if (const SteeredScale* scale = wishAt<SteeredScale>(score.steering, onset)) {
        keepOnly(pitches, classesOf(*scale, score.keyAt(onset)));
    }
    if (const auto chord = chordAsked(score, meters, onset)) {
        keepOnly(pitches, chord->pitchClasses());
    }
    return pitches;
}

Tick wishedDuration(const Score& score, const MeterMap& meters, Tick onset) {
    const SteeredDensity* density = wishAt<SteeredDensity>(score.steering, onset);
    const auto bar = static_cast<double>(meters.meterAt(onset).barLength().value);
    return density == nullptr ? Tick{} : Tick{std::llround(bar / density->notesPerBar)};
}

/// The ticks of the range at which something else may be asked for.
std::vector<Tick> turningPoints(const Score& score, const MeterMap& meters, TickRange range) {
    std::vector<Tick> points = {range.begin};
    for (const SteeringSpan& span : score.steering) {
        points.insert(points.end(), {span.time.begin, span.time.end});
    }
    for (const ChordSymbol& chord : score.chords) {
        points.push_back(chord.tick);
    }
    for (const KeyChange& change : score.keys) {
        points.push_back(change.tick);
    }
    const auto beat = [&](Tick at) {
        points.insert(points.end(), {at - kOnBeat + Tick{1}, at + kOnBeat});
    };
    for (Tick bar = meters.barAround(range.begin).begin; bar <= range.end;
         bar = meters.barAround(bar).end) {
        const BarPosition place = meters.at(bar);
        const Tick whole = bar - place.inBar;
        beat(whole);
        beat(whole + middleBeat(place.meter));
        points.push_back(bar);
    }
    std::erase_if(points, [&](Tick point) { return !range.contains(point); });
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

/// "the range C4-C5, the scale key and tones of F#".
std::string wishesInWords(const Score& score, Tick onset) {
    std::vector<std::string> wishes;
    if (const SteeredRange* range = wishAt<SteeredRange>(score.steering, onset)) {
        wishes.push_back("the range " + steeringText(*range));
    }
    if (const SteeredScale* scale = wishAt<SteeredScale>(score.steering, onset)) {
        const bool ofKey = std::holds_alternative<std::monostate>(scale->of);
        wishes.push_back("the scale " + (ofKey ? score.keyAt(onset).name() : steeringText(*scale)));
    }
    if (const auto chord = chordAsked(score, score.meterMap(), onset)) {
        wishes.push_back("tones of " + chord->name());
    }
    std::string words;
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        words += i == 0 ? "" : i + 1 == wishes.size() ? " and " : ", ";
        words += wishes[i];
    }
    return words;
}

} // namespace

bool isOnStrongBeat(const MeterMap& meters, Tick tick) {
    return strongBeatAt(meters, tick).has_value();
}

PitchSet steeredPitches(const Score& score, Tick onset) {
    return steeredPitches(score, score.meterMap(), onset);
}

std::vector<OnsetRule> steeringRules(const Score& score, TickRange range) {
    std::vector<OnsetRule> rules;
    const bool concerned =
        std::any_of(score.steering.begin(), score.steering.end(), [&](const SteeringSpan& span) {
            return span.time.begin < range.end && range.begin < span.time.end;
        });
    if (!concerned) {
        return rules;
    }
    const MeterMap meters = score.meterMap();
    for (const Tick point : turningPoints(score, meters, range)) {
        OnsetRule rule;
        rule.from = point - range.begin;
        rule.pitches = steeredPitches(score, meters, point);
        rule.typicalDuration = wishedDuration(score, meters, point);
        const bool goesOn = !rules.empty() && rules.back().pitches == rule.pitches &&
                            rules.back().typicalDuration == rule.typicalDuration;
        if (!goesOn) {
            rules.push_back(rule);
        }
    }
    return rules;
}

PitchSet pitchesBetween(Pitch lowest, Pitch highest) {
    PitchSet pitches;
    for (int number = std::max(lowest, kLowestPitch).number;
         number <= std::min(highest, kHighestPitch).number; ++number) {
        pitches.set(static_cast<std::size_t>(number));
    }
    return pitches;
}

Result<void> checkedSteering(const Score& score, TickRange range, const PitchSet& available) {
    for (const OnsetRule& rule : steeringRules(score, range)) {
        if ((rule.pitches & available).any()) {
            continue;
        }
        const Tick at = range.begin + rule.from;
        return Error{ErrorCode::OutOfRange, "steering leaves no pitch in bar " +
                                                std::to_string(score.meterMap().at(at).bar) +
                                                ", where it asks for " + wishesInWords(score, at)};
    }
    return {};
}

std::vector<Tick> steeredEndings(const Score& score, TickRange range, const PitchSet& available,
                                 int pitchClass) {
    PitchClasses wanted{};
    wanted[static_cast<std::size_t>(pitchClass)] = true;
    PitchSet endings = available;
    keepOnly(endings, wanted);
    std::vector<Tick> beats = endingBeats(score, range);
    if (!steeringRules(score, range).empty()) {
        std::erase_if(beats, [&](Tick beat) {
            return (steeredPitches(score, range.begin + beat) & endings).none();
        });
    }
    return beats;
}

Result<void> checkedEnding(const Score& score, TickRange range, const PitchSet& available,
                           int pitchClass) {
    const Tick bar = score.meterMap().barAround(range.end - Tick{1}).begin;
    const std::vector<Tick> beats = steeredEndings(score, range, available, pitchClass);
    const bool may = !beats.empty() && range.begin + beats.back() >= bar;
    if (may || endingBeats(score, range).empty() || steeringRules(score, range).empty()) {
        return {};
    }
    const Tick at = std::max(bar, range.begin);
    return Error{ErrorCode::OutOfRange, "steering leaves no tonic to end on in bar " +
                                            std::to_string(score.meterMap().at(at).bar) +
                                            ", where it asks for " + wishesInWords(score, at)};
}

} // namespace cantilena

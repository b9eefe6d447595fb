#include "core/compose/MelodyFigures.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <tuple>

namespace cantilena {

namespace {

std::size_t pitchClassOf(Pitch pitch) {
    return static_cast<std::size_t>(pitch.number % 12);
}

std::array<std::size_t, 12> pitchClassCounts(std::span<const Note> melody) {
    std::array<std::size_t, 12> counts{};
    for (const Note& note : melody) {
        ++counts[pitchClassOf(note.pitch)];
    }
    return counts;
}

/// Something about each step from a note to the next, averaged.
template <typename Measure>
double meanOverSteps(std::span<const Note> melody, Measure measure) {
    double sum = 0.0;
    for (std::size_t i = 1; i < melody.size(); ++i) {
        sum += measure(melody[i].pitch.number - melody[i - 1].pitch.number);
    }
    return melody.size() > 1 ? sum / static_cast<double>(melody.size() - 1) : 0.0;
}

/// The notes that begin in a bar: where in it, how long and how high.
using BarContent = std::vector<std::tuple<Tick, Tick, Pitch>>;

/// By number of the bar.
std::map<int, BarContent> barsOf(const Score& melody) {
    std::map<int, BarContent> bars;
    const MeterMap meters = melody.meterMap();
    for (const Note& note : melody.tracks.front()->notes) {
        const BarPosition place = meters.at(note.onset);
        if (place.bar > 0) {
            bars[place.bar].emplace_back(place.inBar, note.duration, note.pitch);
        }
    }
    return bars;
}

} // namespace

double scaleConsistency(std::span<const Note> melody) {
    const std::array<std::size_t, 12> counts = pitchClassCounts(melody);
    const std::array<bool, 12> major = Key{}.scale();
    std::size_t most = 0;
    // A natural minor scale holds the notes of some major one.
    for (std::size_t tonic = 0; tonic < 12; ++tonic) {
        std::size_t inScale = 0;
        for (std::size_t degree = 0; degree < 12; ++degree) {
            inScale += major[degree] ? counts[(tonic + degree) % 12] : 0;
        }
        most = std::max(most, inScale);
    }
    return static_cast<double>(most) / static_cast<double>(melody.size());
}

double pitchClassEntropy(std::span<const Note> melody) {
    double entropy = 0.0;
    for (const std::size_t count : pitchClassCounts(melody)) {
        if (count > 0) {
            const double share = static_cast<double>(count) / static_cast<double>(melody.size());
            entropy -= share * std::log2(share);
        }
    }
    return entropy;
}

int pitchRange(std::span<const Note> melody) {
    const auto [lowest, highest] = std::ranges::minmax(melody, {}, &Note::pitch);
    return highest.pitch.number - lowest.pitch.number;
}

double repeatedNoteShare(std::span<const Note> melody) {
    return meanOverSteps(melody, [](int interval) { return interval == 0 ? 1.0 : 0.0; });
}

double meanInterval(std::span<const Note> melody) {
    return meanOverSteps(melody, [](int interval) { return std::abs(interval); });
}

LengthHistogram lengthHistogram(std::span<const Note> melody) {
    LengthHistogram histogram;
    for (const Note& note : melody) {
        histogram[note.duration] += 1.0 / static_cast<double>(melody.size());
    }
    return histogram;
}

double overlap(const LengthHistogram& a, const LengthHistogram& b) {
    double common = 0.0;
    for (const auto& [length, share] : a) {
        const auto other = b.find(length);
        common += other != b.end() ? std::min(share, other->second) : 0.0;
    }
    return common;
}

double repeatedBarShare(const Score& melody, int barsBack) {
    assert(barsBack > 0);
    const std::map<int, BarContent> bars = barsOf(melody);
    int compared = 0;
    int repeated = 0;
    for (const auto& [number, content] : bars) {
        if (number - barsBack < bars.begin()->first) {
            continue;
        }
        const auto before = bars.find(number - barsBack);
        ++compared;
        repeated += before != bars.end() && before->second == content ? 1 : 0;
    }
    return compared > 0 ? static_cast<double>(repeated) / compared : 0.0;
}

bool endsOnTonic(std::span<const Note> melody, const Key& key) {
    return static_cast<int>(pitchClassOf(melody.back().pitch)) == key.tonic.pitchClass();
}

bool isStrongBeat(const BarPosition& place) {
    const bool fourBeats = place.meter.barLength() == place.meter.beatLength() * 4;
    return place.offset == Tick{} && (place.beat == 1 || (fourBeats && place.beat == 3));
}

bool endsOnBeat(const Score& melody) {
    return melody.meterMap().at(melody.tracks.front()->notes.back().onset).offset == Tick{};
}

bool endsOnStrongBeat(const Score& melody) {
    return isStrongBeat(melody.meterMap().at(melody.tracks.front()->notes.back().onset));
}

double ConfidentMean::distance(double value) const {
    return contains(value) ? 0.0 : value < low ? low - value : value - high;
}

ConfidentMean bootstrapped(std::span<const double> values, std::uint64_t rng, int resamples) {
    assert(!values.empty() && resamples > 0);
    const auto count = static_cast<double>(values.size());
    Random random(rng);
    std::vector<double> means;
    for (int i = 0; i < resamples; ++i) {
        double sum = 0.0;
        for (std::size_t drawn = 0; drawn < values.size(); ++drawn) {
            sum += values[random.below(values.size())];
        }
        means.push_back(sum / count);
    }
    std::ranges::sort(means);
    const auto at = [&means](double share) {
        return means[static_cast<std::size_t>(share * static_cast<double>(means.size() - 1))];
    };
    return {std::accumulate(values.begin(), values.end(), 0.0) / count, at(0.025), at(0.975)};
}

} // namespace cantilena

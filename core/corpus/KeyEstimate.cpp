#include "core/corpus/KeyEstimate.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace cantilena {

namespace {

using Profile = std::array<double, 12>;

/// D. Temperley, "What's Key for Key?", Music Perception 17 (1999), tonic first.
constexpr Profile kMajor = {5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0};
constexpr Profile kMinor = {5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0};

Profile rotated(const Profile& profile, int tonic) {
    Profile result{};
    for (std::size_t above = 0; above < 12; ++above) {
        result[(above + static_cast<std::size_t>(tonic)) % 12] = profile[above];
    }
    return result;
}

/// Pearson's correlation; nothing where one side does not vary.
std::optional<double> correlation(const Profile& a, const Profile& b) {
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / 12.0;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / 12.0;
    double both = 0.0;
    double squaresA = 0.0;
    double squaresB = 0.0;
    for (std::size_t i = 0; i < 12; ++i) {
        both += (a[i] - meanA) * (b[i] - meanB);
        squaresA += (a[i] - meanA) * (a[i] - meanA);
        squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    const double scale = std::sqrt(squaresA * squaresB);
    return scale > 1e-12 ? std::optional(both / scale) : std::nullopt;
}

/// The key on that pitch class with the fewest sharps or flats.
Key keyOn(int pitchClass, Mode mode) {
    for (int accidentals = 0; accidentals <= 6; ++accidentals) {
        for (const int fifths : {accidentals, -accidentals}) {
            const Key key = Key::fromSignature(fifths, mode);
            if (key.tonic.pitchClass() == pitchClass) {
                return key;
            }
        }
    }
    return {};
}

} // namespace

std::array<double, 12> pitchClassDurations(std::span<const Note> notes) {
    std::array<double, 12> durations{};
    for (const Note& note : notes) {
        durations[static_cast<std::size_t>(note.pitch.pitchClass())] += inQuarters(note.duration);
    }
    return durations;
}

std::optional<KeyEstimate> estimateKey(std::span<const Note> notes) {
    const Profile sounding = pitchClassDurations(notes);
    KeyEstimate best;
    best.correlation = -2.0;
    double second = -2.0;
    for (int tonic = 0; tonic < 12; ++tonic) {
        for (const Mode mode : {Mode::Major, Mode::Minor}) {
            const Profile& profile = mode == Mode::Major ? kMajor : kMinor;
            const auto match = correlation(sounding, rotated(profile, tonic));
            if (!match) {
                return std::nullopt;
            }
            if (*match > best.correlation) {
                second = best.correlation;
                best.correlation = *match;
                best.key = keyOn(tonic, mode);
            } else {
                second = std::max(second, *match);
            }
        }
    }
    best.margin = best.correlation - second;
    return best;
}

} // namespace cantilena

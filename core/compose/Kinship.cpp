#include "core/compose/Kinship.h"

#include "core/model/EventSequence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <set>
#include <vector>

namespace cantilena {

namespace {

/// Three intervals and two proportions.
using Figure = std::array<int, 5>;

/// Steps of the staff that an interval usually spans: a second 1, a third 2, an octave 7.
int staffSteps(int semitones) {
    constexpr std::array kSteps = {0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6};
    const int size = std::abs(semitones);
    const int steps = 7 * (size / 12) + kSteps.at(static_cast<std::size_t>(size % 12));
    return semitones < 0 ? -steps : steps;
}

/// Twice the binary logarithm of the second time against the first.
int proportion(Tick first, Tick second) {
    return static_cast<int>(std::lround(2.0 * std::log2(inQuarters(second) / inQuarters(first))));
}

std::vector<Figure> figuresOf(std::span<const Note> line) {
    std::vector<Figure> figures;
    for (std::size_t i = 0; i + 3 < line.size(); ++i) {
        const auto interval = [&](std::size_t at) {
            return staffSteps(line[at + 1].pitch.number - line[at].pitch.number);
        };
        const auto time = [&](std::size_t at) { return line[at + 1].onset - line[at].onset; };
        figures.push_back({interval(i), interval(i + 1), interval(i + 2),
                           proportion(time(i), time(i + 1)), proportion(time(i + 1), time(i + 2))});
    }
    return figures;
}

} // namespace

double motifKinship(std::span<const Note> phrase, const Track& track, TickRange range) {
    std::vector<Note> before;
    std::vector<Note> after;
    for (const Note& note : track.notes) {
        if (note.onset < range.begin) {
            before.push_back(note);
        } else if (note.onset >= range.end) {
            after.push_back(note);
        }
    }
    std::set<Figure> known;
    for (const auto& part : {upperLine(before), upperLine(after)}) {
        const auto figures = figuresOf(part);
        known.insert(figures.begin(), figures.end());
    }
    const std::vector<Figure> own = figuresOf(upperLine(phrase));
    const auto shared =
        std::ranges::count_if(own, [&](const Figure& figure) { return known.contains(figure); });
    return own.empty() ? 0.0 : static_cast<double>(shared) / static_cast<double>(own.size());
}

} // namespace cantilena

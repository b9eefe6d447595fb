#include "core/formats/MusicXmlPartWriter.h"

#include <algorithm>

namespace cantilena {

namespace {

/// As long as notes of one beam last together.
Tick beamLength(Meter meter) {
    if (meter.denominator < 8) {
        return meter.beatLength();
    }
    const int count = meter.numerator % 3 == 0 ? 3 : 2;
    return kWhole * count / meter.denominator;
}

/// How many beams or flags a value has: 1 for an eighth.
std::size_t beamCount(const ValuedPiece& value) {
    std::size_t count = 0;
    if (!value.piece->isRest() && value.value) {
        for (Tick plain = value.value->plain; plain < kQuarter; plain = plain * 2) {
            ++count;
        }
    }
    return count;
}

const char* beamState(std::size_t level, std::size_t before, std::size_t after, bool isFirst) {
    if (before >= level && after >= level) {
        return "continue";
    }
    if (before >= level) {
        return "end";
    }
    if (after >= level) {
        return "begin";
    }
    return isFirst ? "forward hook" : "backward hook";
}

} // namespace

std::vector<std::vector<std::string>> beamsOf(const NotatedBar& bar,
                                              const std::vector<ValuedPiece>& layer) {
    const Tick length = beamLength(bar.meter);
    const auto beat = [&](std::size_t index) {
        return (layer[index].range.begin - bar.range.begin) / length;
    };
    std::vector<std::vector<std::string>> beams(layer.size());
    for (std::size_t first = 0; first < layer.size();) {
        std::size_t last = first + 1;
        if (beamCount(layer[first]) > 0) {
            while (last < layer.size() && beamCount(layer[last]) > 0 && beat(last) == beat(first)) {
                ++last;
            }
        }
        for (std::size_t index = first; last - first > 1 && index < last; ++index) {
            const std::size_t before = index == first ? 0 : beamCount(layer[index - 1]);
            const std::size_t after = index + 1 == last ? 0 : beamCount(layer[index + 1]);
            for (std::size_t level = 1; level <= beamCount(layer[index]); ++level) {
                beams[index].emplace_back(beamState(level, before, after, index == first));
            }
        }
        first = last;
    }
    return beams;
}

} // namespace cantilena

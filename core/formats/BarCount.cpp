#include "core/formats/BarCount.h"

#include <algorithm>

namespace cantilena {

namespace {

struct Bar {
    TickRange played;
    /// The metre in force; null while none is written.
    const MeterChange* change = nullptr;
    /// That metre is written right here.
    bool isRestated = false;
};

const MeterChange* changeAt(const std::vector<MeterChange>& meters, Tick tick) {
    const auto after = std::upper_bound(
        meters.begin(), meters.end(), tick,
        [](Tick wanted, const MeterChange& change) { return wanted < change.tick; });
    return after == meters.begin() ? nullptr : &*(after - 1);
}

/// The bars as they are played; a bar is also cut where its span begins or ends.
std::vector<Bar> playedBars(const WrittenVoice& voice) {
    std::vector<Bar> bars;
    Tick now;
    for (const PlayedSpan& span : voice.spans) {
        const Tick shift = now - span.page.begin;
        Tick begin = span.page.begin;
        const auto add = [&](Tick end) {
            if (end > begin) {
                const MeterChange* change = changeAt(voice.meters, begin);
                const bool isRestated = change != nullptr && change->tick == begin;
                bars.push_back({{begin + shift, end + shift}, change, isRestated});
            }
            begin = end;
        };
        auto line = std::upper_bound(voice.barlines.begin(), voice.barlines.end(), span.page.begin);
        for (; line != voice.barlines.end() && *line < span.page.end; ++line) {
            add(*line);
        }
        add(span.page.end);
        now += span.page.length();
    }
    return bars;
}

/// Every bar of the page that has a metre.
std::vector<OddBar> pageBars(const WrittenVoice& voice) {
    std::vector<OddBar> bars;
    Tick end;
    for (const PlayedSpan& span : voice.spans) {
        end = std::max(end, span.page.end);
    }
    Tick begin;
    int number = 1;
    const auto add = [&](Tick to) {
        const MeterChange* change = changeAt(voice.meters, begin);
        if (to <= begin || change == nullptr) {
            begin = std::max(begin, to);
            return;
        }
        const bool isPickup = begin == Tick{} && to < change->meter.barLength();
        bars.push_back({isPickup ? 0 : number, begin, to - begin, change->meter});
        number += isPickup ? 0 : 1;
        begin = to;
    };
    for (const Tick line : voice.barlines) {
        add(line);
    }
    add(end);
    return bars;
}

/// A length as a metre would write it, "5/8": in the finest parts it needs, at least `denominator`.
std::string inParts(Tick length, int denominator) {
    while (denominator < 64 && length % (kWhole / denominator) != Tick{}) {
        denominator *= 2;
    }
    const Tick part = kWhole / denominator;
    return (length % part == Tick{} ? "" : "about ") + std::to_string(length / part) + "/" +
           std::to_string(denominator);
}

} // namespace

BarCount countedBars(const WrittenVoice& voice) {
    BarCount count;
    const std::vector<Bar> bars = playedBars(voice);
    if (bars.empty()) {
        count.meters = voice.meters;
        return count;
    }
    const MeterChange* current = nullptr;
    Tick origin;
    for (const Bar& bar : bars) {
        if (bar.change == nullptr) {
            continue;
        }
        const Meter& meter = bar.change->meter;
        const Tick whole = meter.barLength();
        const Tick begin = bar.played.begin;
        const bool isWhole = bar.played.length() == whole;
        const bool isNew = current == nullptr || current->meter != meter ||
                           (bar.isRestated && current != bar.change && begin > Tick{});
        const bool isOffCount =
            isWhole && begin > count.pickup && (begin - origin) % whole != Tick{};
        if (isNew || isOffCount) {
            count.meters.push_back({begin, meter});
            origin = begin;
        }
        if (current == nullptr && begin == Tick{} && bars.size() > 1 &&
            bar.played.length() < whole) {
            count.pickup = bar.played.length();
            origin = count.pickup;
        }
        current = bar.change;
    }
    return count;
}

std::vector<OddBar> oddBars(const WrittenVoice& voice) {
    const std::vector<OddBar> bars = pageBars(voice);
    std::vector<OddBar> odd;
    const auto isSeam = [&](Tick tick) {
        return std::binary_search(voice.seams.begin(), voice.seams.end(), tick);
    };
    const auto makesWholeWith = [&](const OddBar& bar, std::size_t other) {
        return other < bars.size() && bars[other].length + bar.length == bar.meter.barLength();
    };
    for (std::size_t index = 0; index < bars.size(); ++index) {
        const OddBar& bar = bars[index];
        const Tick whole = bar.meter.barLength();
        const bool atEdge = index == 0 || index + 1 == bars.size() || isSeam(bar.begin) ||
                            isSeam(bar.begin + bar.length);
        const bool mayBeShort =
            atEdge || makesWholeWith(bar, index + 1) || makesWholeWith(bar, index - 1);
        if (bar.length > whole || (bar.length < whole && !mayBeShort)) {
            odd.push_back(bar);
        }
    }
    return odd;
}

std::string describedOddBars(const WrittenVoice& voice) {
    const std::vector<OddBar> odd = oddBars(voice);
    if (odd.empty()) {
        return {};
    }
    const OddBar& first = odd.front();
    std::string sentence = "bar " + std::to_string(first.number) + " lasts " +
                           inParts(first.length, first.meter.denominator) + " and not " +
                           first.meter.name();
    if (odd.size() > 1) {
        sentence += "; " + std::to_string(odd.size() - 1) + " more bars do not add up";
    }
    return sentence;
}

} // namespace cantilena

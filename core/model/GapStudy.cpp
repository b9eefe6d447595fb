#include "core/model/GapStudy.h"

#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"

#include <algorithm>
#include <cassert>

namespace cantilena {

namespace {

constexpr int kBarsBefore = 4;
constexpr int kBarsBehind = 2;

/// Where each event begins and, last, where the melody ends.
std::vector<Tick> onsetsOf(const EventSequence& melody) {
    std::vector<Tick> onsets{melody.context.begin};
    for (const MelodyEvent& event : melody.events) {
        onsets.push_back(onsets.back() + event.duration);
    }
    return onsets;
}

/// Whether the gap's events stand also at that distance, which may be less than nothing.
bool standsAt(const EventSequence& melody, const std::vector<Tick>& onsets, const EventRange& gap,
              Tick distance) {
    const auto first = std::lower_bound(onsets.begin(), onsets.end(), onsets[gap.begin] + distance);
    const auto there = static_cast<std::size_t>(first - onsets.begin());
    if (first == onsets.end() || *first != onsets[gap.begin] + distance ||
        there + (gap.end - gap.begin) > melody.events.size()) {
        return false;
    }
    const auto begin = melody.events.begin();
    return std::equal(begin + static_cast<std::ptrdiff_t>(gap.begin),
                      begin + static_cast<std::ptrdiff_t>(gap.end),
                      begin + static_cast<std::ptrdiff_t>(there));
}

/// Adds the melody's next event to what was scored, and what it costs.
void take(GapScoring& scoring, MelodyDecoder& decoder, std::size_t lane, const MelodyEvent& event,
          const MelodyContext& context) {
    const int symbol = symbolOf(event, context);
    ++scoring.events;
    scoring.pitchBits += bitsOf(decoder.pitchLogits(lane), symbol);
    scoring.durationBits +=
        bitsOf(decoder.durationLogits(lane, symbol), durationClass(event.duration));
}

} // namespace

GapScoring& GapScoring::operator+=(const GapScoring& other) {
    events += other.events;
    pitchBits += other.pitchBits;
    durationBits += other.durationBits;
    return *this;
}

std::vector<EventRange> wholeBarGaps(const EventSequence& melody, int bars) {
    const MeterMap& meters = melody.context.meters;
    const std::vector<Tick> onsets = onsetsOf(melody);
    const int first = std::max(1, meters.at(melody.context.begin).bar);
    const int behindLast = meters.at(onsets.back()).bar;
    std::vector<EventRange> gaps;
    for (int bar = first + kBarsBefore; bar + bars + kBarsBehind <= behindLast; ++bar) {
        const TickRange time{meters.barStart(bar), meters.barStart(bar + bars)};
        const EventRange gap = eventsWithin(melody, time);
        // Where a note is held all through the first bar, the gap would be of fewer bars.
        if (!gap.isEmpty() && onsets[gap.begin] < meters.barStart(bar + 1)) {
            gaps.push_back(gap);
        }
    }
    return gaps;
}

Recurrence recurrenceOf(const EventSequence& melody, const EventRange& gap) {
    const std::vector<Tick> onsets = onsetsOf(melody);
    const Tick bar = melody.context.meters.meterAt(onsets[gap.begin]).barLength();
    const Tick length = onsets[gap.end] - onsets[gap.begin];
    bool before = false;
    bool behind = false;
    for (Tick away = bar; away < onsets.back() - onsets.front(); away += bar) {
        // What overlaps the gap is not in place when the gap is filled.
        if (away >= length) {
            before = before || standsAt(melody, onsets, gap, Tick{} - away);
            behind = behind || standsAt(melody, onsets, gap, away);
        }
    }
    return before ? (behind ? Recurrence::Both : Recurrence::Before)
                  : (behind ? Recurrence::Behind : Recurrence::Nowhere);
}

std::vector<GapStudy> studyGaps(const MelodyModel& model, const EventSequence& melody,
                                const std::vector<EventRange>& gaps) {
    // One lane reads the whole melody, the other goes from there into each gap.
    constexpr std::size_t kReader = 0;
    constexpr std::size_t kFiller = 1;
    const auto decoder = model.decoder(2);
    decoder->begin(kReader, melody.context);
    std::vector<GapStudy> studies;
    std::vector<GapScoring> lookingBack(melody.events.size());
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < melody.events.size(); ++i) {
        if (studies.size() < gaps.size() && gaps[studies.size()].begin == i) {
            const EventRange& gap = gaps[studies.size()];
            GapStudy study{gap, recurrenceOf(melody, gap), {}, {}};
            if (model.seesFuture()) {
                decoder->copy(kReader, kFiller);
                decoder->enter(kFiller, gapAt(melody, gap));
                for (std::size_t j = i; j < gap.end; ++j) {
                    take(study.inSight, *decoder, kFiller, melody.events[j], melody.context);
                    decoder->push(kFiller, melody.events[j]);
                }
            }
            wanted = std::max(wanted, gap.end);
            studies.push_back(study);
        }
        if (i < wanted) {
            take(lookingBack[i], *decoder, kReader, melody.events[i], melody.context);
        }
        decoder->push(kReader, melody.events[i]);
    }
    assert(studies.size() == gaps.size());
    for (GapStudy& study : studies) {
        for (std::size_t i = study.gap.begin; i < study.gap.end; ++i) {
            study.lookingBack += lookingBack[i];
        }
        if (!model.seesFuture()) {
            study.inSight = study.lookingBack;
        }
    }
    return studies;
}

} // namespace cantilena

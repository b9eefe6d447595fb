#include "core/model/torch/Batch.h"

#include "core/model/FeatureMaker.h"

#include <algorithm>

namespace cantilena {

namespace {

void place(Batch& batch, const NetworkShape& shape, std::size_t cell,
           const StepFeatures& features) {
    for (std::size_t i = 0; i < shape.inputs.size(); ++i) {
        batch.categories[i * batch.cells() + cell] = features.categories[shape.inputs[i]];
    }
    const auto copy = [cell](const auto& from, std::vector<float>& to) {
        std::copy(from.begin(), from.end(),
                  to.begin() + static_cast<std::ptrdiff_t>(cell * from.size()));
    };
    copy(features.numbers, batch.numbers);
    copy(features.pitchMemory, batch.pitchMemory);
    copy(features.intervalMemory, batch.intervalMemory);
    copy(features.durationMemory, batch.durationMemory);
    batch.lastPitch[cell] = features.lastPitch;
}

} // namespace

Batch makeBatch(const NetworkShape& shape, std::span<const EventSequence* const> tunes) {
    Batch batch;
    batch.tunes = tunes.size();
    for (const EventSequence* tune : tunes) {
        batch.steps = std::max(batch.steps, tune->events.size() + 1);
        batch.events += tune->events.size() + 1;
    }
    const std::size_t cells = batch.cells();
    batch.categories.resize(cells * shape.inputs.size());
    batch.numbers.resize(cells * kInputNumberCount);
    batch.lastPitch.resize(cells, -1);
    batch.pitchMemory.resize(cells * kPitchSymbols);
    batch.intervalMemory.resize(cells * kPitchSymbols);
    batch.durationMemory.resize(cells * kDurationClasses);
    batch.pitchTargets.resize(cells, Batch::kNoTarget);
    batch.durationTargets.resize(cells, Batch::kNoTarget);
    for (std::size_t t = 0; t < tunes.size(); ++t) {
        const EventSequence& tune = *tunes[t];
        FeatureMaker maker(tune.context);
        for (std::size_t s = 0; s <= tune.events.size(); ++s) {
            const std::size_t cell = s * batch.tunes + t;
            place(batch, shape, cell, maker.next());
            if (s == tune.events.size()) {
                batch.pitchTargets[cell] = kEndSymbol;
                break;
            }
            const MelodyEvent& event = tune.events[s];
            batch.pitchTargets[cell] = symbolOf(event, tune.context);
            batch.durationTargets[cell] = durationClass(event.duration);
            maker.push(event);
        }
    }
    return batch;
}

} // namespace cantilena

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
    batch.nextPitch[cell] = features.nextPitch;
    batch.fillingDuration[cell] = features.fillingDuration;
}

} // namespace

Batch makeBatch(const NetworkShape& shape, std::span<const Lesson> lessons) {
    Batch batch;
    batch.tunes = lessons.size();
    for (const Lesson& lesson : lessons) {
        batch.steps = std::max(batch.steps, lesson.tune.events.size() + 1);
        batch.events += lesson.tune.events.size() + (lesson.endsTune ? 1 : 0);
    }
    const std::size_t cells = batch.cells();
    batch.categories.resize(cells * shape.inputs.size());
    batch.numbers.resize(cells * kInputNumberCount);
    batch.lastPitch.resize(cells, -1);
    batch.nextPitch.resize(cells, -1);
    batch.fillingDuration.resize(cells, -1);
    batch.pitchMemory.resize(cells * kPitchSymbols);
    batch.intervalMemory.resize(cells * kPitchSymbols);
    batch.durationMemory.resize(cells * kDurationClasses);
    batch.pitchTargets.resize(cells, Batch::kNoTarget);
    batch.durationTargets.resize(cells, Batch::kNoTarget);
    for (std::size_t t = 0; t < lessons.size(); ++t) {
        const EventSequence& tune = lessons[t].tune;
        const std::vector<StepFeatures> features = featuresOf(tune, lessons[t].gap);
        for (std::size_t s = 0; s < features.size(); ++s) {
            const std::size_t cell = s * batch.tunes + t;
            place(batch, shape, cell, features[s]);
            if (s < tune.events.size()) {
                batch.pitchTargets[cell] = symbolOf(tune.events[s], tune.context);
                batch.durationTargets[cell] = durationClass(tune.events[s].duration);
            } else if (lessons[t].endsTune) {
                batch.pitchTargets[cell] = kEndSymbol;
            }
        }
    }
    return batch;
}

} // namespace cantilena

#pragma once

#include "core/model/EventSequence.h"
#include "core/model/Gap.h"

#include <cstddef>
#include <memory>
#include <span>

namespace cantilena {

/// Melodies being read or written, event by event. For each: `begin`, then as often as wanted
/// `pitchLogits`, `durationLogits` and `push`. What one melody gives does not depend on the others
/// of the batch, to the last bit. One thread at a time.
class MelodyDecoder {
public:
    virtual ~MelodyDecoder() = default;

    [[nodiscard]] virtual std::size_t size() const = 0;
    /// Starts that melody afresh.
    virtual void begin(std::size_t melody, const MelodyContext& context) = 0;
    /// Makes that melody's next event known. Its pitch lies within `readableRange`.
    virtual void push(std::size_t melody, const MelodyEvent& event) = 0;
    /// From here on that melody fills a gap, whose end lies ahead, in sight of what stands behind
    /// it; past the gap's end all is as without. To be called before logits are asked for here.
    /// False, and nothing happens, with models that look only back.
    virtual bool enter(std::size_t /*melody*/, const Gap& /*gap*/) { return false; }
    /// How much what the tune itself has taught weighs in, against how much the model would let it:
    /// 0 for not at all, 1 for as learnt. False, and nothing happens, with models without such a
    /// memory.
    virtual bool weighMemory(float /*weight*/) { return false; }
    /// Makes melody `to` what melody `from` is.
    virtual void copy(std::size_t from, std::size_t to) = 0;
    /// Another decoder with melodies as these stand now, for another thread.
    [[nodiscard]] virtual std::unique_ptr<MelodyDecoder> clone() const = 0;

    /// A logit for each of kPitchSymbols, given all that was pushed. Valid until the next call for
    /// that melody.
    [[nodiscard]] virtual std::span<const float> pitchLogits(std::size_t melody) = 0;
    /// A logit for each of kDurationClasses, given also the next event's pitch symbol (not the
    /// end). Valid until the next call for that melody.
    [[nodiscard]] virtual std::span<const float> durationLogits(std::size_t melody,
                                                                int pitchSymbol) = 0;
};

} // namespace cantilena

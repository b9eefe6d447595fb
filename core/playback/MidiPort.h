#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <string>

namespace cantilena {

/// A channel or system message: status, then up to two bytes.
struct MidiMessage {
    std::array<std::uint8_t, 3> bytes{};
    std::uint8_t size = 0;

    friend constexpr bool operator==(const MidiMessage&, const MidiMessage&) = default;
};

/// An open MIDI output port. Used from one thread, the one that sends.
class MidiOut {
public:
    virtual ~MidiOut() = default;
    virtual void send(const MidiMessage& message) noexcept = 0;
    [[nodiscard]] virtual std::string name() const = 0;
};

} // namespace cantilena

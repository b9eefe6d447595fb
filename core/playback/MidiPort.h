#pragma once

#include "core/base/Result.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cantilena {

/// A channel or system message: status, then up to two bytes.
struct MidiMessage {
    std::array<std::uint8_t, 3> bytes{};
    std::uint8_t size = 0;

    friend constexpr bool operator==(const MidiMessage&, const MidiMessage&) = default;

    /// The status without its channel: 0x90 for a note-on.
    [[nodiscard]] constexpr int kind() const { return bytes[0] & 0xF0; }
    /// A note-on of velocity 0 is a note-off.
    [[nodiscard]] constexpr bool isNoteOn() const {
        return size == 3 && kind() == 0x90 && bytes[2] > 0;
    }
    [[nodiscard]] constexpr bool isNoteOff() const {
        return size == 3 && (kind() == 0x80 || (kind() == 0x90 && bytes[2] == 0));
    }
    [[nodiscard]] constexpr bool isController() const { return size == 3 && kind() == 0xB0; }
    [[nodiscard]] constexpr bool isPitchBend() const { return size == 3 && kind() == 0xE0; }
    /// Of a pitch bend: 0 to 16383.
    [[nodiscard]] constexpr int bend() const { return bytes[1] | (bytes[2] << 7); }
};

/// An open MIDI output port. Used from one thread, the one that sends.
class MidiOut {
public:
    virtual ~MidiOut() = default;
    virtual void send(const MidiMessage& message) noexcept = 0;
    [[nodiscard]] virtual std::string name() const = 0;
};

/// Called on a thread of the port's own with every channel message that arrives.
using MidiReceiver = std::function<void(const MidiMessage&)>;

/// An open MIDI input port; it calls its receiver until it is destroyed.
class MidiIn {
public:
    virtual ~MidiIn() = default;
    [[nodiscard]] virtual std::string name() const = 0;
};

/// The ports of this machine, by names that last. Each may be empty: there is then no such port.
struct MidiSystem {
    std::function<std::vector<std::string>()> outNames;
    std::function<std::vector<std::string>()> inNames;
    std::function<Result<std::unique_ptr<MidiOut>>(const std::string& name)> openOut;
    std::function<Result<std::unique_ptr<MidiIn>>(const std::string& name, MidiReceiver)> openIn;
};

} // namespace cantilena

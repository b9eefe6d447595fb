#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

/// One event of a Standard MIDI File's track chunk.
struct SmfEvent {
    /// In the file's own ticks since the track began.
    std::int64_t tick = 0;
    /// 0x80 to 0xEF for a channel message (channel in the low half), 0xF0 or 0xF7 for system
    /// exclusive, 0xFF for a meta event.
    std::uint8_t status = 0;
    /// Kind of a meta event.
    std::uint8_t type = 0;
    /// Data bytes of a channel message, 0 to 127.
    std::uint8_t first = 0;
    std::uint8_t second = 0;
    /// Bytes of a meta or system exclusive event; looks into the chunk.
    std::string_view payload;

    [[nodiscard]] bool isMeta() const { return status == 0xFF; }
    [[nodiscard]] bool isChannel() const { return status < 0xF0; }
    [[nodiscard]] int channel() const { return status & 0x0F; }
    [[nodiscard]] int command() const { return status & 0xF0; }
};

/// Kinds of meta events that mean something to a score (Standard MIDI Files 1.0, 1996).
namespace smfmeta {
inline constexpr std::uint8_t kText = 0x01;
inline constexpr std::uint8_t kTrackName = 0x03;
inline constexpr std::uint8_t kInstrument = 0x04;
inline constexpr std::uint8_t kLyric = 0x05;
inline constexpr std::uint8_t kMarker = 0x06;
inline constexpr std::uint8_t kChannelPrefix = 0x20;
inline constexpr std::uint8_t kEndOfTrack = 0x2F;
inline constexpr std::uint8_t kTempo = 0x51;
inline constexpr std::uint8_t kMeter = 0x58;
inline constexpr std::uint8_t kKey = 0x59;
} // namespace smfmeta

/// Steps through the events of one track chunk: delta times, running status (also across meta
/// events, as many programs write it), the lengths of all messages.
class SmfEventCursor {
public:
    explicit SmfEventCursor(std::string_view chunk)
        : m_chunk(chunk) {}

    /// The next event; nothing at the end of the track and at a fault.
    [[nodiscard]] std::optional<SmfEvent> next();

    /// What is wrong, to follow "track 2 "; empty while nothing is.
    [[nodiscard]] const std::string& fault() const { return m_fault; }
    /// Whether an end-of-track event was met.
    [[nodiscard]] bool ended() const { return m_ended; }
    /// Time of the last event read, the end of the track included.
    [[nodiscard]] std::int64_t tick() const { return m_tick; }
    /// System messages that belong on a wire and not in a file, passed over so far.
    [[nodiscard]] int strayMessages() const { return m_strayMessages; }

private:
    [[nodiscard]] std::optional<std::uint8_t> byte();
    [[nodiscard]] std::optional<std::uint32_t> variableLength();
    [[nodiscard]] std::optional<SmfEvent> channelMessage(std::uint8_t status);
    [[nodiscard]] std::optional<SmfEvent> longMessage(std::uint8_t status);
    void passOverSystemMessage(std::uint8_t status);
    void endsInsideAnEvent();

    std::string_view m_chunk;
    std::size_t m_at = 0;
    std::int64_t m_tick = 0;
    std::uint8_t m_runningStatus = 0;
    bool m_ended = false;
    int m_strayMessages = 0;
    std::string m_fault;
};

} // namespace cantilena

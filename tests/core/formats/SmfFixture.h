#pragma once

#include <initializer_list>
#include <string>
#include <vector>

/// Bytes of Standard MIDI Files put together by hand.
namespace smf {

inline std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) {
        text += static_cast<char>(value);
    }
    return text;
}

inline std::string chunk(const std::string& kind, const std::string& body) {
    const auto size = static_cast<int>(body.size());
    return kind + bytes({size >> 24, size >> 16 & 0xFF, size >> 8 & 0xFF, size & 0xFF}) + body;
}

inline std::string header(int format, int tracks, int division) {
    return chunk("MThd", bytes({0, format, 0, tracks, division >> 8 & 0xFF, division & 0xFF}));
}

inline const std::string kEndOfTrack = bytes({0, 0xFF, 0x2F, 0});

/// A file of the given tracks, each with its end-of-track event added.
inline std::string file(int format, int division, const std::vector<std::string>& tracks) {
    std::string text = header(format, static_cast<int>(tracks.size()), division);
    for (const std::string& track : tracks) {
        text += chunk("MTrk", track + kEndOfTrack);
    }
    return text;
}

/// A meta event after `delta` ticks (below 128).
inline std::string meta(int delta, int type, const std::string& payload) {
    return bytes({delta, 0xFF, type, static_cast<int>(payload.size())}) + payload;
}

} // namespace smf

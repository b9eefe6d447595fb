#pragma once

#include <cstddef>

namespace cantilena {

// What readers accept at most, so that a small hostile file cannot fill the memory. Each is far
// above what music needs; what exceeds one is refused by name.

/// Tracks (channels, voices, spines, parts) of one score.
inline constexpr std::size_t kMostLines = 1024;
/// Notes and signs of one score of notation after its repeats are played out.
inline constexpr std::size_t kMostPlayedNotes = 500'000;
/// Sections of one voice after its repeats are played out.
inline constexpr std::size_t kMostPlayedSections = 1'000;

} // namespace cantilena

#pragma once

#include "core/score/Score.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cantilena {

/// A note as it is played.
struct PlaybackNote {
    Tick onset;
    Tick end;
    NoteId id;
    std::uint8_t key = 0;
    std::uint8_t velocity = 0;
};

/// The playable events of one track, made once and shared by all snapshots until the track changes.
struct PlaybackTrack {
    /// What it was made of.
    std::shared_ptr<const Track> source;
    /// By onset; notes that MIDI cannot express are left out.
    std::vector<PlaybackNote> notes;
    /// Indices of `notes` by id, key and onset.
    std::vector<std::uint32_t> byIdentity;
    /// By tick; channel mode messages and values that MIDI cannot express are left out.
    std::vector<ControllerEvent> controllers;
    int program = 0;
    Mix mix;

    /// The note of that id and key that begins before `before`, the last one if there are several;
    /// null when there is none.
    [[nodiscard]] const PlaybackNote* find(NoteId id, int key, Tick before) const noexcept;
};

/// Where a track is played.
struct PlaybackLane {
    std::shared_ptr<const PlaybackTrack> track;
    /// As in `Channels.h`.
    std::uint16_t channel = 0;
    /// Not muted, and soloed if any track is.
    bool audible = true;
};

/// Tracks beyond this many are silent.
inline constexpr std::size_t kMostLanes = 1024;
/// Tracks have their synth channels in groups of 16, so that two tracks on one MIDI channel do not
/// disturb each other; this group belongs to the metronome.
inline constexpr int kTrackGroups = 14;

/// What the sequencer plays: immutable, handed over whole.
struct PlaybackSnapshot {
    /// One for each track, in the score's order.
    std::vector<PlaybackLane> lanes;
    TempoMap tempo;
    /// The source of `tempo`; snapshots with one version share their tempi.
    std::vector<TempoChange> tempos;
    std::uint64_t tempoVersion = 0;
    MeterMap meters;
    std::optional<TickRange> loop;
    /// Where playing ends by itself; nothing rolls on for ever.
    std::optional<Tick> stopAt;
};

/// The snapshot of a score, which shares with `previous` (which may be null) what did not change.
/// `ports` are the names of the external ports that are open, by their number; a track whose port
/// is not among them is played by the synth.
[[nodiscard]] PlaybackSnapshot makeSnapshot(const Score& score, const PlaybackSnapshot* previous,
                                            std::span<const std::string> ports = {});

} // namespace cantilena

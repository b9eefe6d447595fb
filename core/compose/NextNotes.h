#pragma once

#include "core/base/Result.h"
#include "core/compose/ReadLine.h"
#include "core/model/MelodyModel.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace cantilena {

/// A note that may come next.
struct LikelyNote {
    Pitch pitch;
    /// The likeliest length at that pitch.
    Tick duration;
    /// Of this pitch, given that a note begins here, 0 to 1.
    double pitchShare = 0.0;
    /// Of this length, given the pitch, 0 to 1.
    double durationShare = 0.0;
};

/// Says which notes a model expects at some point of a track. It remembers what it has read, so
/// that asking again after a small change, or a little further on, costs little. One thread at a
/// time.
class NextNoteReader {
public:
    explicit NextNoteReader(std::shared_ptr<const MelodyModel> model);
    ~NextNoteReader();
    NextNoteReader(const NextNoteReader&) = delete;
    NextNoteReader& operator=(const NextNoteReader&) = delete;

    /// The `count` likeliest notes to begin at `at` after the upper line of the track up to there,
    /// the likeliest first. Fails with one sentence when the model cannot read that line, and with
    /// `Cancelled` when stopped.
    Result<std::vector<LikelyNote>> likeliest(const Score& score, std::size_t track, Tick at,
                                              std::size_t count, const std::stop_token& stop);

private:
    /// What the events say only together with it; another one makes the reader begin afresh.
    struct Frame {
        Pitch tonic;
        std::optional<Mode> mode;
        Tick begin;
        std::vector<MeterChange> meters;
        Tick pickup;

        friend bool operator==(const Frame&, const Frame&) = default;
    };

    /// Makes the decoder's first melody what `line` is; false when stopped on the way.
    [[nodiscard]] bool readUpTo(const EventSequence& line, const Frame& frame,
                                const std::stop_token& stop);
    void begin(const EventSequence& line);

    std::shared_ptr<const MelodyModel> m_model;
    std::unique_ptr<MelodyDecoder> m_decoder;
    Frame m_frame;
    /// What melody 0 of the decoder has read.
    std::vector<MelodyEvent> m_read;
    bool m_hasBegun = false;
};

} // namespace cantilena

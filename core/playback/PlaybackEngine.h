#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/MidiPort.h"
#include "core/playback/Synth.h"
#include "core/score/Score.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cantilena {

/// How the engine gets its parts; the composition root names the adapters. Each may be empty.
struct PlaybackParts {
    std::function<Result<std::unique_ptr<Synth>>(const SynthSettings&)> makeSynth;
    std::function<Result<std::unique_ptr<AudioOutput>>(const AudioOutputSettings&)> makeOutput;
    std::function<Result<std::unique_ptr<MidiOut>>(const std::string& portName)> openMidiOut;
    std::function<std::vector<std::string>()> midiOutNames;
};

/// What the transport shows about the sound.
struct PlaybackHealth {
    /// "FluidR3_GM, PulseAudio", or the one sentence that says why nothing can be heard.
    std::string sentence;
    bool audible = false;
    double latencyMilliseconds = 0.0;
    std::uint64_t missedBuffers = 0;
    /// Of the audio period, the worst callback since the last call; 1 is all of it.
    double worstCallbackShare = 0.0;
    int voices = 0;
    /// Peaks since the last call, linear; above 1 is clipping.
    float peakLeft = 0.0F;
    float peakRight = 0.0F;
};

/// Plays scores. Lives on the thread that makes it (the GUI's); the audio thread sees only
/// snapshots, a command queue and atomics. With no device a clock drives a silent output, so the
/// playhead moves all the same. Before `open` nothing moves.
class PlaybackEngine {
public:
    explicit PlaybackEngine(PlaybackParts parts);
    ~PlaybackEngine();
    PlaybackEngine(const PlaybackEngine&) = delete;
    PlaybackEngine& operator=(const PlaybackEngine&) = delete;

    /// Opens synth and output as far as they can be had; never fails as a whole: see `health`.
    void open(const SynthSettings& synth, const AudioOutputSettings& output);

    /// What sounds from the next block on; notes that no longer exist end.
    void setScore(std::shared_ptr<const Score> score);

    /// Plays from the playhead. Playing stops by itself, as by `stop`, at the end of the last bar
    /// that holds a note; it rolls on when it began after that.
    void play();
    void pause();
    /// Stops, ends all notes and returns to where play began.
    void stop();
    void seek(Tick tick);
    /// Nothing, or a range of no length, switches looping off.
    void setLoop(std::optional<TickRange> range);
    [[nodiscard]] bool isPlaying() const;
    [[nodiscard]] Tick playhead() const;

    /// Sounds one note now, outside the score, as `track` of the present score sounds.
    void startNote(std::size_t track, Pitch pitch, int velocity);
    void endNote(std::size_t track, Pitch pitch);
    /// Silence everywhere, at once.
    void panic();

    [[nodiscard]] std::vector<std::string> midiOutputs() const;
    /// Sends the score to that port too; an empty name closes it.
    Result<void> setMidiOutput(const std::string& portName);
    [[nodiscard]] std::string midiOutput() const;

    /// Reads and resets the peaks and the worst callback. When the output has stopped calling, a
    /// silent one takes over here; call it several times a second.
    [[nodiscard]] PlaybackHealth health();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace cantilena

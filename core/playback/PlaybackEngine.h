#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/MidiPort.h"
#include "core/playback/Pacemaker.h"
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
    /// These two are called on a thread of the engine's own.
    std::function<Result<std::unique_ptr<Synth>>(const SynthSettings&)> makeSynth;
    std::function<Result<std::unique_ptr<AudioOutput>>(const AudioOutputSettings&)> makeOutput;
    std::function<Result<std::unique_ptr<MidiOut>>(const std::string& portName)> openMidiOut;
    std::function<std::vector<std::string>()> midiOutNames;
    /// What the engine keeps time by.
    std::shared_ptr<Pacemaker> time = realTime();
};

/// What the transport shows about the sound.
struct PlaybackHealth {
    /// "FluidR3_GM, PulseAudio", or the one sentence that says why nothing can be heard.
    std::string sentence;
    bool audible = false;
    /// Devices or a font are being opened; what was there plays on.
    bool opening = false;
    /// Why the last font could not be loaded while another plays on; else empty.
    std::string notice;
    double latencyMilliseconds = 0.0;
    std::uint64_t missedBuffers = 0;
    /// Of the audio period, the worst callback since the last call; 1 is all of it.
    double worstCallbackShare = 0.0;
    int voices = 0;
    /// Peaks since the last call, linear; above 1 is clipping.
    float peakLeft = 0.0F;
    float peakRight = 0.0F;
};

/// How to begin.
struct PlayOptions {
    /// Bars of clicks before the music, in the metre at the playhead.
    int countInBars = 0;
    /// Plays this once, from its begin, whatever the loop is.
    std::optional<TickRange> range;
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
    /// Returns at once: a silent output plays until the device is there, which `health` takes over.
    /// A device that is not there or dies is tried again every few seconds.
    void open(const SynthSettings& synth, const AudioOutputSettings& output);
    /// Loads another font (or the same anew); the present one plays until it is there.
    void setSoundFont(const std::filesystem::path& soundFont);
    /// Blocks until what was asked for is open or has failed.
    void finishOpening();

    /// What sounds from the next block on; notes that no longer exist end.
    void setScore(std::shared_ptr<const Score> score);

    /// Plays from the playhead. Playing stops by itself, as by `stop`, at the end of the last bar
    /// that holds a note; it rolls on when it began after that.
    void play(const PlayOptions& options = {});
    void pause();
    /// Stops, ends all notes and returns to where play began.
    void stop();
    void seek(Tick tick);
    /// Nothing, or a range of no length, switches looping off.
    void setLoop(std::optional<TickRange> range);
    [[nodiscard]] bool isPlaying() const;
    /// Lies before the point where play began while counting in, even before time zero.
    [[nodiscard]] Tick playhead() const;
    /// Scales the written tempo, within 0.25 to 4, also while playing.
    void setSpeed(double speed);
    /// Clicks on every beat, with an accent on the first of a bar.
    void setMetronome(bool on);

    /// Sounds one note now, outside the score, as `track` of the present score sounds.
    void startNote(std::size_t track, Pitch pitch, int velocity);
    void endNote(std::size_t track, Pitch pitch);
    /// Silence everywhere, at once.
    void panic();

    [[nodiscard]] std::vector<std::string> midiOutputs() const;
    /// Sends the score to that port too; an empty name closes it.
    Result<void> setMidiOutput(const std::string& portName);
    [[nodiscard]] std::string midiOutput() const;
    /// Sends MIDI clock, start, stop, continue and song position to that port too.
    void setMidiClock(bool on);
    /// Sends later (or, if negative, earlier) than the sound is heard.
    void setMidiDelay(double seconds);

    /// Reads and resets the peaks and the worst callback. What has been opened is taken over here,
    /// and a silent output takes the place of one that has stopped calling: call it several times a
    /// second.
    [[nodiscard]] PlaybackHealth health();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace cantilena

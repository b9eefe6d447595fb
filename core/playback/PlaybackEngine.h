#pragma once

#include "core/base/Result.h"
#include "core/playback/AudioOutput.h"
#include "core/playback/MidiConnections.h"
#include "core/playback/MidiPort.h"
#include "core/playback/Pacemaker.h"
#include "core/playback/Synth.h"
#include "core/score/Score.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cantilena {

/// How the engine gets its parts; the composition root names the adapters. Each may be empty.
struct PlaybackParts {
    /// These two are called on a thread of the engine's own.
    std::function<Result<std::unique_ptr<Synth>>(const SynthSettings&)> makeSynth;
    std::function<Result<std::unique_ptr<AudioOutput>>(const AudioOutputSettings&)> makeOutput;
    MidiSystem midi;
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
    /// Which MIDI port is missing and what plays its tracks instead; else empty.
    std::string midiNotice;
    /// A MIDI port is being opened; the studio's own sound plays its tracks meanwhile.
    bool midiOpening = false;
    /// "PulseAudio", and how it asks for sound.
    std::string output;
    double sampleRate = 0.0;
    int periodFrames = 0;
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
    /// Begins when a key of an input port goes down, without counting in.
    bool onFirstNote = false;
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
    /// Opens another device; the font is loaded anew only where the rate is another.
    void setOutput(const AudioOutputSettings& output);
    /// What the font that plays has to offer; null while there is none.
    [[nodiscard]] std::shared_ptr<const std::vector<Instrument>> instruments() const;
    /// A second of A4, whatever else sounds; it needs no font.
    void playTestTone();
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
    /// For the first note.
    [[nodiscard]] bool isWaiting() const;
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

    /// The ports that were there a moment ago. Those that the tracks of the score name are opened
    /// by themselves when they are there; until then the synth plays the track.
    [[nodiscard]] std::vector<std::string> midiOutputs() const;
    [[nodiscard]] std::vector<std::string> midiInputs() const;
    void setMidiOutput(const std::string& port, const MidiOutputSettings& settings);
    [[nodiscard]] MidiOutputSettings midiOutput(const std::string& port) const;
    /// Listens to these; nothing listens to all that there are.
    void setMidiInputs(std::optional<std::set<std::string>> ports);
    /// What arrives sounds as that track; nothing sounds none.
    void setInputTrack(std::optional<std::size_t> track);
    /// Of the person and the keyboard, on top of the device's: stamps so much earlier.
    void setInputDelay(double seconds);
    /// What has arrived since the last call, each at the place of the score that was heard then.
    [[nodiscard]] std::vector<PlayedEvent> takePlayed();

    /// Reads and resets the peaks and the worst callback. What has been opened is taken over here,
    /// and a silent output takes the place of one that has stopped calling: call it several times a
    /// second.
    [[nodiscard]] PlaybackHealth health();

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace cantilena

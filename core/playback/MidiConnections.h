#pragma once

#include "core/playback/MidiInput.h"
#include "core/playback/MidiRouter.h"
#include "core/playback/PortWatch.h"
#include "core/score/Score.h"

#include <array>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cantilena {

/// How an output port is used, whatever is played on it.
struct MidiOutputSettings {
    /// Sends MIDI clock, start, stop, continue and song position too.
    bool clock = false;
    /// Sends later (or, if negative, earlier) than the sound is heard.
    double delaySeconds = 0.0;

    friend bool operator==(const MidiOutputSettings&, const MidiOutputSettings&) = default;
};

/// Keeps those ports open that the score and the settings ask for and that are there; opens them
/// when they come, closes them when they go. Lives on the engine's thread, which waits for none of
/// this: ports are opened and closed on threads of their own.
class MidiConnections {
public:
    MidiConnections(const MidiSystem& system, const std::shared_ptr<Pacemaker>& time,
                    MidiRouter& outputs, MidiInput& inputs);
    ~MidiConnections();

    /// Begins to look for ports.
    void begin() { m_watch.begin(); }
    void setScore(const Score& score);
    void setOutputSettings(const std::string& name, const MidiOutputSettings& settings);
    [[nodiscard]] MidiOutputSettings outputSettings(const std::string& name) const;
    /// Nothing listens to all that there are.
    void setInputs(std::optional<std::set<std::string>> names);
    /// How long after it was rendered sound is heard.
    void setLatency(double seconds);

    /// Begins to open and close what has to be, and takes over what has been opened. True when the
    /// ports that are open are not what they were.
    bool update();
    /// A port is being opened.
    [[nodiscard]] bool isOpening() const;
    /// Names of the open output ports by their number; empty where none is open.
    [[nodiscard]] const std::vector<std::string>& openOutputs() const { return m_openOutputs; }
    [[nodiscard]] const MidiPortNames& present() const { return m_present; }
    [[nodiscard]] bool anyClock() const;
    /// One sentence about a port that is wanted and not there; else empty.
    [[nodiscard]] std::string notice() const { return m_notice; }

private:
    struct OpeningOutput {
        std::string name;
        std::future<Result<std::unique_ptr<MidiOut>>> port;
    };
    /// One of the places for inputs; not free before what was there has been closed.
    struct Input {
        std::string name;
        std::unique_ptr<MidiIn> port;
        std::future<Result<std::unique_ptr<MidiIn>>> opening;
        std::future<void> closing;

        [[nodiscard]] bool isFree() const;
    };

    [[nodiscard]] bool isPresent(const std::string& name) const;
    [[nodiscard]] std::set<std::string> wantedOutputs() const;
    bool updateOutputs();
    void openOutput(const std::string& name);
    [[nodiscard]] std::optional<int> freeOutput() const;
    bool takeOutputs();
    void takeInputs();
    void updateInputs();
    void applySettings();

    MidiSystem m_system;
    MidiRouter& m_outputs;
    MidiInput& m_inputs;
    PortWatch m_watch;
    MidiPortNames m_present;
    bool m_hasLooked = false;
    bool m_isStale = false;

    std::set<std::string> m_ofTracks;
    std::map<std::string, MidiOutputSettings> m_settings;
    std::vector<std::string> m_openOutputs{std::vector<std::string>(kMostMidiPorts)};
    /// Could not be opened; not tried again until the ports change.
    std::map<std::string, std::string> m_failed;
    std::optional<std::set<std::string>> m_listenedTo;
    double m_latency = 0.0;
    std::string m_notice;
    /// These wait for their threads when they go.
    std::vector<OpeningOutput> m_openingOutputs;
    std::array<Input, kMostMidiPorts> m_inputPlaces;
};

} // namespace cantilena

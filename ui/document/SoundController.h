#pragma once

#include "ui/document/StudioParts.h"

#include <QObject>
#include <QSettings>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cantilena {

/// Remembers through what the studio sounds and listens, and tells the engine. Lives on the GUI
/// thread.
class SoundController : public QObject {
    Q_OBJECT

public:
    SoundController(StudioParts parts, QSettings& settings, QObject* parent = nullptr);

    /// Opens what was chosen last, or what works by itself.
    void begin();

    /// The fonts that were found and those that were added, each once.
    [[nodiscard]] std::vector<std::filesystem::path> fonts() const;
    /// The one in use; empty when there is none.
    [[nodiscard]] std::filesystem::path font() const;
    /// The present one plays until the other is there.
    void setFont(const std::filesystem::path& font);
    void addFont(const std::filesystem::path& font);
    void reloadFont();

    [[nodiscard]] std::vector<std::string> drivers() const;
    [[nodiscard]] std::vector<std::string> devices(const std::string& driver) const;
    [[nodiscard]] const AudioOutputSettings& output() const { return m_output; }
    void setOutput(const AudioOutputSettings& output);
    /// Whatever device works, the best font found.
    void restoreDefaults();

    [[nodiscard]] MidiOutputSettings midiOutput(const std::string& port) const;
    void setMidiOutput(const std::string& port, const MidiOutputSettings& settings);
    /// Ports that are not listened to.
    [[nodiscard]] const std::set<std::string>& mutedInputs() const { return m_mutedInputs; }
    void setInputMuted(const std::string& port, bool muted);
    [[nodiscard]] double inputDelaySeconds() const { return m_inputDelay; }
    void setInputDelaySeconds(double seconds);
    /// What of these ports is listened to; call it when ports have come or gone.
    void listen();

    [[nodiscard]] PlaybackEngine& engine() { return *m_parts.engine; }

Q_SIGNALS:
    /// A font, a device or a port is another.
    void changed();

private:
    void readSettings();
    void writeOutput();

    StudioParts m_parts;
    QSettings& m_settings;
    AudioOutputSettings m_output;
    std::filesystem::path m_font;
    std::vector<std::filesystem::path> m_addedFonts;
    std::map<std::string, MidiOutputSettings> m_midiOutputs;
    std::set<std::string> m_mutedInputs;
    std::vector<std::string> m_heardInputs;
    double m_inputDelay = 0.0;
};

} // namespace cantilena

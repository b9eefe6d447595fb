#include "ui/document/SoundController.h"

#include <QStringList>

#include <algorithm>
#include <utility>

namespace cantilena {

namespace {

constexpr const char* kFont = "sound/font";
constexpr const char* kAddedFonts = "sound/addedFonts";
constexpr const char* kDriver = "sound/driver";
constexpr const char* kDevice = "sound/device";
constexpr const char* kRate = "sound/rate";
constexpr const char* kPeriod = "sound/period";
constexpr const char* kMutedInputs = "midi/mutedInputs";
constexpr const char* kInputDelay = "midi/inputDelay";
constexpr const char* kOutputs = "midi/outputs";

QString key(const char* name) {
    return QLatin1String(name);
}

} // namespace

SoundController::SoundController(StudioParts parts, QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_settings(settings) {
    readSettings();
}

void SoundController::readSettings() {
    m_font = m_settings.value(key(kFont)).toString().toStdString();
    for (const QString& font : m_settings.value(key(kAddedFonts)).toStringList()) {
        m_addedFonts.emplace_back(font.toStdString());
    }
    const AudioOutputSettings otherwise;
    m_output.driver = m_settings.value(key(kDriver)).toString().toStdString();
    m_output.device = m_settings.value(key(kDevice)).toString().toStdString();
    m_output.sampleRate = m_settings.value(key(kRate), otherwise.sampleRate).toDouble();
    m_output.periodFrames = m_settings.value(key(kPeriod), otherwise.periodFrames).toInt();
    for (const QString& port : m_settings.value(key(kMutedInputs)).toStringList()) {
        m_mutedInputs.insert(port.toStdString());
    }
    m_inputDelay = m_settings.value(key(kInputDelay)).toDouble();
    const int count = m_settings.beginReadArray(key(kOutputs));
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        const std::string port = m_settings.value(QStringLiteral("port")).toString().toStdString();
        m_midiOutputs[port] = {m_settings.value(QStringLiteral("clock")).toBool(),
                               m_settings.value(QStringLiteral("delay")).toDouble()};
    }
    m_settings.endArray();
}

void SoundController::begin() {
    SynthSettings synth;
    synth.soundFont = font();
    m_parts.engine->open(synth, m_output);
    m_parts.engine->setInputDelay(m_inputDelay);
    for (const auto& [port, settings] : m_midiOutputs) {
        m_parts.engine->setMidiOutput(port, settings);
    }
    listen();
}

std::vector<std::filesystem::path> SoundController::fonts() const {
    std::vector<std::filesystem::path> fonts;
    if (m_parts.soundFonts) {
        fonts = m_parts.soundFonts();
    }
    for (const std::filesystem::path& added : m_addedFonts) {
        if (std::find(fonts.begin(), fonts.end(), added) == fonts.end()) {
            fonts.push_back(added);
        }
    }
    return fonts;
}

std::filesystem::path SoundController::font() const {
    if (!m_font.empty()) {
        return m_font;
    }
    const std::vector<std::filesystem::path> all = fonts();
    return all.empty() ? std::filesystem::path() : all.front();
}

void SoundController::setFont(const std::filesystem::path& font) {
    m_font = font;
    m_settings.setValue(key(kFont), QString::fromStdString(font.string()));
    reloadFont();
}

void SoundController::addFont(const std::filesystem::path& font) {
    if (std::find(m_addedFonts.begin(), m_addedFonts.end(), font) == m_addedFonts.end()) {
        m_addedFonts.push_back(font);
        QStringList names;
        for (const std::filesystem::path& added : m_addedFonts) {
            names.append(QString::fromStdString(added.string()));
        }
        m_settings.setValue(key(kAddedFonts), names);
    }
    setFont(font);
}

void SoundController::reloadFont() {
    m_parts.engine->setSoundFont(font());
    Q_EMIT changed();
}

std::vector<std::string> SoundController::drivers() const {
    return m_parts.audioDrivers ? m_parts.audioDrivers() : std::vector<std::string>();
}

std::vector<std::string> SoundController::devices(const std::string& driver) const {
    return m_parts.audioDevices ? m_parts.audioDevices(driver) : std::vector<std::string>();
}

void SoundController::setOutput(const AudioOutputSettings& output) {
    m_output = output;
    writeOutput();
    m_parts.engine->setOutput(m_output);
    Q_EMIT changed();
}

void SoundController::writeOutput() {
    m_settings.setValue(key(kDriver), QString::fromStdString(m_output.driver));
    m_settings.setValue(key(kDevice), QString::fromStdString(m_output.device));
    m_settings.setValue(key(kRate), m_output.sampleRate);
    m_settings.setValue(key(kPeriod), m_output.periodFrames);
}

void SoundController::restoreDefaults() {
    m_output = {};
    m_font.clear();
    writeOutput();
    m_settings.remove(key(kFont));
    SynthSettings synth;
    synth.soundFont = font();
    m_parts.engine->open(synth, m_output);
    Q_EMIT changed();
}

MidiOutputSettings SoundController::midiOutput(const std::string& port) const {
    return m_parts.engine->midiOutput(port);
}

void SoundController::setMidiOutput(const std::string& port, const MidiOutputSettings& settings) {
    m_midiOutputs[port] = settings;
    m_parts.engine->setMidiOutput(port, settings);
    m_settings.beginWriteArray(key(kOutputs));
    int index = 0;
    for (const auto& [name, kept] : m_midiOutputs) {
        m_settings.setArrayIndex(index++);
        m_settings.setValue(QStringLiteral("port"), QString::fromStdString(name));
        m_settings.setValue(QStringLiteral("clock"), kept.clock);
        m_settings.setValue(QStringLiteral("delay"), kept.delaySeconds);
    }
    m_settings.endArray();
}

void SoundController::setInputMuted(const std::string& port, bool muted) {
    if (muted) {
        m_mutedInputs.insert(port);
    } else {
        m_mutedInputs.erase(port);
    }
    QStringList names;
    for (const std::string& name : m_mutedInputs) {
        names.append(QString::fromStdString(name));
    }
    m_settings.setValue(key(kMutedInputs), names);
    m_heardInputs.clear();
    listen();
}

void SoundController::setInputDelaySeconds(double seconds) {
    m_inputDelay = seconds;
    m_settings.setValue(key(kInputDelay), seconds);
    m_parts.engine->setInputDelay(seconds);
}

void SoundController::listen() {
    std::vector<std::string> present = m_parts.engine->midiInputs();
    if (present == m_heardInputs && !present.empty()) {
        return;
    }
    m_heardInputs = std::move(present);
    if (m_mutedInputs.empty()) {
        m_parts.engine->setMidiInputs(std::nullopt);
        return;
    }
    std::set<std::string> wanted;
    for (const std::string& port : m_heardInputs) {
        if (m_mutedInputs.count(port) == 0) {
            wanted.insert(port);
        }
    }
    m_parts.engine->setMidiInputs(std::move(wanted));
}

} // namespace cantilena

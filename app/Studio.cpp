#include "app/Studio.h"

#include "app/Models.h"
#include "app/SoundExport.h"

#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFonts.h"
#include "core/midi/MidiPorts.h"
#include "core/playback/PlaybackEngine.h"
#include "ui/document/SoundController.h"
#include "ui/views/MainWindow.h"
#include "ui/views/Theme.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTimer>

#include <cstdio>
#include <cstdlib>

namespace cantilena {

namespace {

constexpr const char* kNoDisplay =
    "Cantilena needs a display to open its window; see \"cantilena --help\" for what it does "
    "without one.\n";

bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return true;
        }
    }
    return false;
}

/// Qt ends the program when the display that is named cannot be reached; say it in our words.
void tellFatal(QtMsgType kind, const QMessageLogContext&, const QString& message) {
    if (kind == QtFatalMsg) {
        std::fputs(kNoDisplay, stderr);
        std::_Exit(1);
    }
    // What Qt finds noteworthy about platform plugins is of no use to a composer.
    if (kind == QtCriticalMsg && qEnvironmentVariableIsSet("CANTILENA_VERBOSE")) {
        std::fputs(qPrintable(message + "\n"), stderr);
    }
}

PlaybackParts playbackParts() {
    PlaybackParts parts;
    parts.makeSynth = makeFluidSynth;
    parts.makeOutput = makeFluidOutput;
    parts.midi = midiSystem();
    return parts;
}

StudioParts studioParts(PlaybackEngine& engine, const Places& places) {
    StudioParts parts;
    parts.engine = &engine;
    parts.loadModel = [places](const std::filesystem::path& path) {
        return loadModel(path, places);
    };
    parts.backend = [places] { return openBackend(places); };
    parts.exportSound = [places](const Score& score, const std::filesystem::path& path,
                                 const SoundExportSettings& settings, std::stop_token stop,
                                 const ProgressSink& progress) {
        return exportSound(score, path, settings, places, std::move(stop), progress);
    };
    parts.soundFonts = [places] { return findSoundFonts(places.soundFontFolders); };
    parts.audioDrivers = audioDrivers;
    parts.audioDevices = audioDevices;
    parts.defaultModel = places.defaultModel();
    parts.modelFolder = places.userData / "models";
    parts.exampleFolder = places.tunes();
    parts.firstTune = places.tunes() / "greensleeves.abc";
    parts.recoveryFolder = places.userData / "recovery";
    parts.settingsFile =
        std::filesystem::path(
            QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation).toStdString()) /
        "cantilena" / "studio.ini";
    return parts;
}

} // namespace

int runStudio(int argc, char** argv, const Places& places, const std::filesystem::path& file) {
    if (!hasDisplay()) {
        std::fputs(kNoDisplay, stderr);
        return 1;
    }
    qInstallMessageHandler(tellFatal);
    QApplication application(argc, argv);
    QApplication::setApplicationName("cantilena");
    QApplication::setApplicationDisplayName("Cantilena");
    QApplication::setApplicationVersion(CANTILENA_VERSION);
    QApplication::setDesktopFileName("cantilena");

    PlaybackEngine engine(playbackParts());
    MainWindow window(studioParts(engine, places));
    window.begin(file);
    window.show();
    // Sound comes after the first picture: a large font takes a moment to load.
    QTimer::singleShot(0, &window, [&] { window.sound().begin(); });
    return QApplication::exec();
}

} // namespace cantilena

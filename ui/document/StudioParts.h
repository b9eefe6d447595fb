#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/model/ModelBackend.h"
#include "core/model/NetworkModel.h"
#include "core/playback/PlaybackEngine.h"
#include "core/playback/SoundExport.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace cantilena {

/// What the studio is given to work with: the concrete parts behind it are named elsewhere.
struct StudioParts {
    /// Outlives the studio; opened or not, it always answers.
    PlaybackEngine* engine = nullptr;

    /// Reads a model file. Blocks; any thread.
    std::function<Result<std::shared_ptr<const MelodyModel>>(const std::filesystem::path&)>
        loadModel = loadMelodyModel;

    /// Opens the network module, needed for training alone. Blocks; any thread.
    std::function<Result<std::shared_ptr<const ModelBackend>>()> backend;

    /// Renders a score to sound files, each of which appears only when whole. Blocks; any thread.
    std::function<Result<RenderOutcome>(const Score&, const std::filesystem::path&,
                                        const SoundExportSettings&, std::stop_token,
                                        const ProgressSink&)>
        exportSound;

    /// Sound fonts that were found, the one to use first. May be empty.
    std::function<std::vector<std::filesystem::path>()> soundFonts;
    /// Ways to sound devices, and the devices of one. Either may be empty.
    std::function<std::vector<std::string>()> audioDrivers;
    std::function<std::vector<std::string>(const std::string& driver)> audioDevices;

    /// The model that the studio starts with; may not exist.
    std::filesystem::path defaultModel;
    /// Where trained models go.
    std::filesystem::path modelFolder;
    /// Example tunes in ABC.
    std::filesystem::path exampleFolder;
    /// The tune that a first run opens; may not exist.
    std::filesystem::path firstTune;
    /// Unsaved work is kept here against a crash.
    std::filesystem::path recoveryFolder;
    /// The file of window geometry, theme and recent files.
    std::filesystem::path settingsFile;
};

} // namespace cantilena

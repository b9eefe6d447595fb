#pragma once

#include "core/base/Result.h"
#include "core/model/TokenNetwork.h"
#include "core/model/Training.h"
#include "core/model/torch/Network.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace cantilena {

/// What a network of the tutorial's kind is made for.
struct TokenPlan {
    TokenShape shape;
    TokenMapping mapping;
};

/// Where a training stands after an epoch: enough to go on as if nothing had happened.
struct Checkpoint {
    /// Of a melody network; when `tokens` is there, of no meaning.
    NetworkShape shape;
    std::optional<TokenPlan> tokens;
    Snapshot network;
    std::vector<EpochReport> epochs;
    /// One of `epochs`, from 1.
    int bestEpoch = 0;
    /// Seconds of training so far.
    double seconds = 0.0;
    /// All that were chosen for it, but for the device.
    TrainingSettings settings;
    /// Of the tunes.
    std::uint64_t fingerprint = 0;
    /// Places in the task of those that are set aside.
    std::vector<std::size_t> heldOutPlaces;
};

/// The settings that a training goes on with: those it began with, on the device asked for now and,
/// if a number is asked for, for so many epochs.
[[nodiscard]] TrainingSettings resumedSettings(const Checkpoint& checkpoint,
                                               const TrainingSettings& asked);

/// "model.safetensors.checkpoint" beside "model.safetensors".
[[nodiscard]] std::filesystem::path checkpointPath(const std::filesystem::path& output);

Result<void> writeCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path);
/// Failure names the file and what is wrong with it.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);

} // namespace cantilena

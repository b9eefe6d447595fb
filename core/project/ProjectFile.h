#pragma once

#include "core/base/Result.h"
#include "core/compose/Take.h"
#include "core/score/Score.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cantilena {

/// The version that this program writes; it reads this one and older ones.
/// Version 2 has takes and locked notes, version 3 what models are steered by.
inline constexpr int kProjectVersion = 3;

/// What a project file holds: the score, what models proposed for it, and where its author left
/// off.
struct Project {
    Score score;
    /// Index of the track that was being worked on.
    std::size_t currentTrack = 0;
    std::optional<TickRange> loop;
    Tick playhead;
    TakeTree takes;

    friend bool operator==(const Project&, const Project&) = default;
};

/// JSON text, the same bytes for equal projects. Note ids are not kept: a project that is read back
/// numbers its notes anew.
[[nodiscard]] std::string projectBytes(const Project& project);

/// Reads what `projectBytes` wrote. `name` is used in messages. Refuses a newer version, and
/// anything that is not a valid score, naming the place.
Result<Project> projectFromBytes(std::string_view bytes, std::string_view name);

Result<Project> readProject(const std::filesystem::path& path);

/// Saves atomically and keeps the file that was there before as `path~`.
Result<void> writeProject(const Project& project, const std::filesystem::path& path);

} // namespace cantilena

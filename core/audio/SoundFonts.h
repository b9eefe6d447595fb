#pragma once

#include <filesystem>
#include <span>
#include <vector>

namespace cantilena {

/// The sound fonts (.sf2, .sf3) in these folders, the one to use first. An earlier folder goes
/// before a later one; within a folder FluidR3_GM, TimGM6mb and default-GM go first, the rest by
/// name. A file that can be reached in two ways is listed once. Folders that are not there are
/// passed over.
[[nodiscard]] std::vector<std::filesystem::path>
findSoundFonts(std::span<const std::filesystem::path> folders);

/// Where distributions put sound fonts.
[[nodiscard]] std::vector<std::filesystem::path> systemSoundFontFolders();

} // namespace cantilena

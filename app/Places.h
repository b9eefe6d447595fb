#pragma once

#include <filesystem>
#include <vector>

namespace cantilena {

/// Where the program finds its own files and those of its user.
struct Places {
    /// The folder with models, tunes and the user guide.
    std::filesystem::path resources;
    /// The network module, opened late.
    std::filesystem::path networkModule;
    /// Sound fonts are looked for in these, in this order.
    std::vector<std::filesystem::path> soundFontFolders;
    /// Models that a person trained, autosaves and the like.
    std::filesystem::path userData;

    [[nodiscard]] std::filesystem::path defaultModel() const {
        return resources / "models" / "default.safetensors";
    }
    [[nodiscard]] std::filesystem::path tunes() const { return resources / "tunes"; }
};

/// Looks beside the executable: first as installed (share/cantilena, lib/cantilena), then as built
/// below the source folder.
[[nodiscard]] Places findPlaces();

} // namespace cantilena

#include "app/Places.h"

#include <cstdlib>
#include <system_error>

namespace cantilena {

namespace {

namespace fs = std::filesystem;

/// The first of these that exists; the first of all when none does.
fs::path firstExisting(const std::vector<fs::path>& candidates) {
    std::error_code failure;
    for (const fs::path& candidate : candidates) {
        if (fs::exists(candidate, failure)) {
            return fs::weakly_canonical(candidate, failure);
        }
    }
    return candidates.front();
}

fs::path userDataFolder() {
    // XDG Base Directory Specification.
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') {
        return fs::path(data) / "cantilena";
    }
    const char* home = std::getenv("HOME");
    return fs::path(home != nullptr ? home : "/tmp") / ".local/share/cantilena";
}

} // namespace

Places findPlaces() {
    std::error_code failure;
    const fs::path folder = fs::read_symlink("/proc/self/exe", failure).parent_path();
    const fs::path source = folder.parent_path().parent_path();
    Places places;
    places.resources =
        firstExisting({folder.parent_path() / "share/cantilena", source / "resources"});
    places.networkModule = firstExisting(
        {folder / "cantilena-torch.so", folder.parent_path() / "lib/cantilena/cantilena-torch.so"});
    places.userData = userDataFolder();
    places.soundFontFolders = {source / "soundfonts", places.resources / "soundfonts",
                               places.userData / "soundfonts", "/usr/share/sounds/sf2",
                               "/usr/share/soundfonts"};
    return places;
}

} // namespace cantilena

#include "core/audio/SoundFonts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>

namespace cantilena {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kPreferred = {"fluidr3_gm", "timgm6mb", "default-gm"};

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isSoundFont(const fs::path& path) {
    const std::string extension = lowerCase(path.extension().string());
    std::error_code failure;
    return (extension == ".sf2" || extension == ".sf3") && fs::is_regular_file(path, failure);
}

auto rank(const fs::path& path) {
    const std::string stem = lowerCase(path.stem().string());
    const auto place = std::find(kPreferred.begin(), kPreferred.end(), stem) - kPreferred.begin();
    return std::tuple(place, stem, path);
}

std::vector<fs::path> fontsIn(const fs::path& folder) {
    std::vector<fs::path> fonts;
    std::error_code failure;
    for (fs::directory_iterator it(folder, failure), end; !failure && it != end;
         it.increment(failure)) {
        if (isSoundFont(it->path())) {
            fonts.push_back(it->path());
        }
    }
    std::sort(fonts.begin(), fonts.end(),
              [](const fs::path& a, const fs::path& b) { return rank(a) < rank(b); });
    return fonts;
}

} // namespace

std::vector<fs::path> findSoundFonts(std::span<const fs::path> folders) {
    std::vector<fs::path> found;
    std::set<fs::path> known;
    for (const fs::path& folder : folders) {
        for (fs::path& font : fontsIn(folder)) {
            std::error_code failure;
            const fs::path real = fs::canonical(font, failure);
            if (!failure && known.insert(real).second) {
                found.push_back(std::move(font));
            }
        }
    }
    return found;
}

std::vector<fs::path> systemSoundFontFolders() {
    return {"/usr/share/sounds/sf2", "/usr/share/sounds/sf3", "/usr/share/soundfonts",
            "/usr/local/share/soundfonts"};
}

} // namespace cantilena

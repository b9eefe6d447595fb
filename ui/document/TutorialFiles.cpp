#include "ui/document/TutorialFiles.h"

#include "core/corpus/TutorialDataSet.h"

#include <algorithm>
#include <cctype>
#include <system_error>

namespace cantilena {

namespace fs = std::filesystem;

namespace {

std::string endingOf(const fs::path& file) {
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

bool isWeights(const fs::path& file) {
    const std::string ending = endingOf(file);
    return ending == ".h5" || ending == ".hdf5" || ending == ".keras";
}

/// Takes a file for what it looks like, where nothing better was found yet.
void take(KerasImport& found, const fs::path& file) {
    const auto better = [&file](fs::path& slot, const char* usual) {
        if (slot.empty() || (file.filename() == usual && slot.filename() != usual)) {
            slot = file;
        }
    };
    if (isWeights(file)) {
        better(found.weights, "model.h5");
    } else if (endingOf(file) == ".json") {
        better(found.mapping, kTutorialMappingFile);
    } else if (file.filename() == kTutorialDataSetFile) {
        better(found.dataSet, kTutorialDataSetFile);
    }
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code failure;
    for (fs::directory_iterator entries(folder, failure);
         !failure && entries != fs::directory_iterator(); entries.increment(failure)) {
        files.push_back(entries->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool isFolder(const fs::path& path) {
    std::error_code failure;
    return fs::is_directory(path, failure);
}

} // namespace

KerasImport tutorialFilesIn(const std::vector<fs::path>& paths) {
    KerasImport found;
    for (const fs::path& path : paths) {
        if (!isFolder(path)) {
            take(found, path);
        }
    }
    // What was named is what is meant; the neighbours fill the gaps.
    KerasImport beside;
    for (const fs::path& path : paths) {
        for (const fs::path& file : filesIn(isFolder(path) ? path : path.parent_path())) {
            take(beside, file);
        }
    }
    const auto fill = [](fs::path& slot, const fs::path& neighbour) {
        slot = slot.empty() ? neighbour : slot;
    };
    fill(found.weights, beside.weights);
    // Any other JSON beside the weights could be anything.
    if (beside.mapping.filename() == kTutorialMappingFile) {
        fill(found.mapping, beside.mapping);
    }
    fill(found.dataSet, beside.dataSet);
    return found;
}

bool areTutorialFiles(const std::vector<fs::path>& paths) {
    const bool named = std::any_of(paths.begin(), paths.end(), [](const fs::path& path) {
        return !isFolder(path) && isWeights(path);
    });
    if (named || paths.size() != 1 || !isFolder(paths.front())) {
        return named;
    }
    const KerasImport found = tutorialFilesIn(paths);
    return !found.weights.empty() && !found.mapping.empty();
}

fs::path freeModelFile(const fs::path& folder, const std::string& name) {
    std::string stem = name;
    std::replace(stem.begin(), stem.end(), '/', '-');
    std::error_code failure;
    fs::path file = folder / (stem + ".safetensors");
    for (int number = 2; fs::exists(file, failure); ++number) {
        file = folder / (stem + " " + std::to_string(number) + ".safetensors");
    }
    return file;
}

} // namespace cantilena

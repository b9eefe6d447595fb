#pragma once

#include "core/model/ModelImport.h"

#include <filesystem>
#include <vector>

namespace cantilena {

/// Which file of the tutorial is which, by names: *.h5, *.hdf5 and *.keras are weights, of several
/// in a folder "model.h5" is taken, else the first by name; "mapping.json" or another *.json is the
/// mapping; "file_dataset" holds the songs. A folder stands for what lies in it. Where weights,
/// mapping or songs are not among the paths they are looked for beside those that are. What is not
/// found stays empty; `output` and `name` are left to others.
[[nodiscard]] KerasImport tutorialFilesIn(const std::vector<std::filesystem::path>& paths);

/// Whether the paths hold weights of the tutorial's, so that a drop of them means an import. A
/// folder must hold a mapping too: others are folders of tunes.
[[nodiscard]] bool areTutorialFiles(const std::vector<std::filesystem::path>& paths);

/// A file for an imported model in that folder, named like it and not there yet.
[[nodiscard]] std::filesystem::path freeModelFile(const std::filesystem::path& folder,
                                                  const std::string& name);

} // namespace cantilena

#pragma once

#include <filesystem>
#include <string>

namespace cantilena {

/// The files of somebody who followed the tutorial, and where a model of ours is to go.
struct KerasImport {
    /// model.h5, what `save_weights` wrote, or a .keras archive.
    std::filesystem::path weights;
    /// mapping.json.
    std::filesystem::path mapping;
    /// file_dataset; may be empty. It tells what the network was trained on.
    std::filesystem::path dataSet;
    std::filesystem::path output;
    /// Name in the model's card; when empty that of the output.
    std::string name;
};

} // namespace cantilena

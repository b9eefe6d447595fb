#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cantilena {

/// Names of tunes, one a line in a file: a tune's whole name, or its end from a folder on.
class TuneList {
public:
    [[nodiscard]] static Result<TuneList> read(const std::filesystem::path& path);

    [[nodiscard]] bool holds(const std::string& tune) const;

private:
    std::vector<std::string> m_names;
};

} // namespace cantilena

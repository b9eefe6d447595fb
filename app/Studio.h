#pragma once

#include "app/Places.h"

#include <filesystem>

namespace cantilena {

/// Opens the window, with `file` in it unless that is empty, and returns when it is closed. Without
/// a display says so in one sentence and returns 1.
int runStudio(int argc, char** argv, const Places& places, const std::filesystem::path& file);

} // namespace cantilena

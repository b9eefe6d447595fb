#pragma once

#include <string>

namespace cantilena {

/// The program's version and that of the libraries it runs with, a line each.
[[nodiscard]] std::string versionText();

} // namespace cantilena

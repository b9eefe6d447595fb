#pragma once

#include <string>

namespace cantilena {

/// A text as a field of a CSV file (RFC 4180).
inline std::string csvField(const std::string& text) {
    std::string field = "\"";
    for (const char c : text) {
        field += c == '"' ? "\"\"" : std::string(1, c);
    }
    return field + "\"";
}

} // namespace cantilena

#pragma once

namespace cantilena {

// Words that stand in project files.

inline constexpr const char* kProjectFormat = "cantilena-project";
/// Stands behind the velocity of a grace note.
inline constexpr const char* kGraceMark = "grace";
inline constexpr const char* kContinueTask = "continue";
inline constexpr const char* kFillTask = "fill";

} // namespace cantilena

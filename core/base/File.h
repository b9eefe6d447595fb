#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace cantilena {

/// Files larger than this are refused: no score, model or project comes near it.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// The whole file. Failure names the file and the reason.
Result<std::string> readFile(const std::filesystem::path& path, std::size_t largest = kLargestFile);

/// Whether an existing file is kept beside the new one, as `path~`, where the folder allows it.
enum class Backup { None, Keep };

/// Replaces `path` by `bytes` in one step: a temporary file in the same folder is written, flushed
/// to the disk and renamed. On failure (a full disk, say) the old file stands untouched and the
/// temporary file is removed.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes,
                                 Backup backup = Backup::None);

/// Runs `write` on a fresh temporary path beside `path`, then renames that to `path`. When `write`
/// fails, `path` stands untouched and the temporary file is removed.
Result<void> replaceFileAtomically(
    const std::filesystem::path& path,
    const std::function<Result<void>(const std::filesystem::path& temporary)>& write);

/// 64-bit FNV-1a: stable across builds, for identities and integrity, not for secrets.
[[nodiscard]] std::uint64_t stableHash(std::string_view bytes) noexcept;

} // namespace cantilena

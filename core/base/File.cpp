#include "core/base/File.h"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cantilena {

namespace {

ErrorCode codeOf(int reason) {
    switch (reason) {
    case ENOENT:
    case ENOTDIR: return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
    case EROFS: return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ErrorCode::NoSpace;
    default: return ErrorCode::Unavailable;
    }
}

Error systemError(const std::filesystem::path& path, const char* attempt, int reason) {
    return {codeOf(reason), path.string() + ": " + attempt + ": " + std::strerror(reason)};
}

/// Owns an open descriptor.
class Descriptor {
public:
    explicit Descriptor(int descriptor)
        : m_descriptor(descriptor) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    [[nodiscard]] int get() const { return m_descriptor; }
    int close() {
        const int descriptor = m_descriptor;
        m_descriptor = -1;
        return ::close(descriptor);
    }

private:
    int m_descriptor;
};

std::filesystem::path temporaryBeside(const std::filesystem::path& path) {
    static std::atomic<unsigned> counter{0};
    std::filesystem::path temporary = path;
    temporary += "." + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".part";
    return temporary;
}

/// The rename itself survives a power cut only once the folder is flushed too.
void flushFolderOf(const std::filesystem::path& path) {
    std::filesystem::path folder = path.parent_path();
    if (folder.empty()) {
        folder = ".";
    }
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.get() >= 0) {
        ::fsync(descriptor.get());
    }
}

Result<void> writeWhole(const std::filesystem::path& shown, const std::filesystem::path& path,
                        std::string_view bytes) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (file.get() < 0) {
        return systemError(shown, "cannot be written", errno);
    }
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return systemError(shown, "cannot be written", errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file.get()) != 0 && errno != EINVAL) {
        return systemError(shown, "cannot be written", errno);
    }
    if (file.close() != 0) {
        return systemError(shown, "cannot be written", errno);
    }
    return {};
}

Result<void> putInPlace(const std::filesystem::path& temporary, const std::filesystem::path& path) {
    struct stat old {};
    if (::stat(path.c_str(), &old) == 0) {
        ::chmod(temporary.c_str(), old.st_mode & 07777);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        return systemError(path, "cannot be replaced", errno);
    }
    flushFolderOf(path);
    return {};
}

/// What a symbolic link stands for is replaced, not the link.
std::filesystem::path resolved(const std::filesystem::path& path) {
    std::error_code failure;
    if (std::filesystem::is_symlink(path, failure)) {
        const auto target = std::filesystem::weakly_canonical(path, failure);
        if (!failure) {
            return target;
        }
    }
    return path;
}

/// Without a backup the save still goes on: the new file matters more.
void keepBackup(const std::filesystem::path& path) {
    const std::filesystem::path target = resolved(path);
    std::error_code failure;
    if (!std::filesystem::is_regular_file(target, failure)) {
        return;
    }
    std::filesystem::path kept = path;
    kept += "~";
    std::filesystem::remove(kept, failure);
    // A hard link keeps the old bytes without ever leaving `path` empty.
    std::filesystem::create_hard_link(target, kept, failure);
    if (failure) {
        std::filesystem::copy_file(target, kept, std::filesystem::copy_options::overwrite_existing,
                                   failure);
    }
}

} // namespace

Result<std::string> readFile(const std::filesystem::path& path, std::size_t largest) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) {
        return systemError(path, "cannot be opened", errno);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        return systemError(path, "cannot be read", errno);
    }
    if (S_ISDIR(status.st_mode)) {
        return Error{ErrorCode::Unsupported, path.string() + ": is a folder, not a file"};
    }
    const auto tooLarge = [&] {
        return Error{ErrorCode::OutOfRange,
                     path.string() + ": is larger than " + std::to_string(largest) + " bytes"};
    };
    if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > largest) {
        return tooLarge();
    }
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
    std::string block(std::size_t{1} << 16, '\0');
    for (;;) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return systemError(path, "cannot be read", errno);
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(block.data(), static_cast<std::size_t>(count));
        if (bytes.size() > largest) {
            return tooLarge();
        }
    }
}

Result<void> replaceFileAtomically(
    const std::filesystem::path& path,
    const std::function<Result<void>(const std::filesystem::path& temporary)>& write) {
    const std::filesystem::path target = resolved(path);
    const std::filesystem::path temporary = temporaryBeside(target);
    Result<void> outcome = write(temporary);
    if (outcome) {
        outcome = putInPlace(temporary, target);
    }
    if (!outcome) {
        ::unlink(temporary.c_str());
    }
    return outcome;
}

Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes,
                                 Backup backup) {
    return replaceFileAtomically(path, [&](const std::filesystem::path& temporary) -> Result<void> {
        if (Result<void> written = writeWhole(path, temporary, bytes); !written) {
            return written;
        }
        if (backup == Backup::Keep) {
            keepBackup(path);
        }
        return {};
    });
}

std::uint64_t stableHash(std::string_view bytes) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    }
    return hash;
}

} // namespace cantilena

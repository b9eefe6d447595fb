#include "core/formats/ZipArchive.h"

#include <zip.h>

#include <memory>
#include <optional>

namespace cantilena {

namespace {

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

/// Null when the bytes are no whole archive. They outlive it.
Archive opened(std::string_view bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_t* archive =
        source != nullptr ? zip_open_from_source(source, ZIP_RDONLY, nullptr) : nullptr;
    if (archive == nullptr && source != nullptr) {
        zip_source_free(source);
    }
    return Archive(archive);
}

/// The bytes of that file; nothing when they cannot be unpacked or are too many, whatever the
/// archive says of their number.
std::optional<std::string> unpacked(zip_t& archive, const std::string& wanted,
                                    std::size_t largest) {
    constexpr std::size_t kStep = std::size_t{1} << 16;
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen(&archive, wanted.c_str(), 0));
    std::string bytes;
    while (file) {
        const std::size_t size = bytes.size();
        bytes.resize(size + kStep);
        const zip_int64_t read = zip_fread(file.get(), bytes.data() + size, kStep);
        if (read < 0 || size + static_cast<std::size_t>(read) > largest) {
            return std::nullopt;
        }
        bytes.resize(size + static_cast<std::size_t>(read));
        if (read == 0) {
            return bytes;
        }
    }
    return std::nullopt;
}

} // namespace

bool isZip(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Result<std::map<std::string, std::string>> unzipped(std::string_view bytes,
                                                    const std::vector<std::string>& wanted,
                                                    std::size_t largest, std::string_view name) {
    const auto fault = [name](const std::string& what) {
        return Error{ErrorCode::Malformed, std::string(name) + ": " + what};
    };
    const Archive archive = opened(bytes);
    if (!archive) {
        return fault("is a broken zip archive");
    }
    std::map<std::string, std::string> files;
    for (const std::string& file : wanted) {
        if (zip_name_locate(archive.get(), file.c_str(), 0) < 0) {
            continue;
        }
        auto content = unpacked(*archive, file, largest);
        if (!content) {
            return fault("its file " + file + " cannot be unpacked");
        }
        files.emplace(file, *std::move(content));
    }
    return files;
}

} // namespace cantilena

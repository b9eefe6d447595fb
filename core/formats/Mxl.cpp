#include "core/formats/Mxl.h"

#include "core/formats/MusicXmlReader.h"
#include "core/formats/MusicXmlText.h"
#include "core/formats/MusicXmlWriter.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace cantilena {

namespace {

constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kLargestUnpacked = std::size_t{256} << 20;
/// Scores compress 20 to 60 times. What is small enough may compress as it likes.
constexpr std::size_t kGreatestRatio = 200;
constexpr std::size_t kAlwaysUnpacked = std::size_t{4} << 20;
constexpr std::string_view kContainer = "META-INF/container.xml";

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Entry = std::unique_ptr<zip_file_t, CloseEntry>;

std::string messageOf(zip_error_t& error) {
    std::string message = lowerCase(zip_error_strerror(&error));
    zip_error_fini(&error);
    return message;
}

/// Whether a name could reach beyond the archive when taken as a path.
bool leadsOutside(std::string_view path) {
    if (path.starts_with('/') || path.starts_with('\\') || path.find(':') == 1) {
        return true;
    }
    while (!path.empty()) {
        const std::size_t end = path.find_first_of("/\\");
        if (path.substr(0, end) == "..") {
            return true;
        }
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return false;
}

/// A zip archive in memory, open for reading.
class Archive {
public:
    /// `bytes` outlive the archive.
    static Result<Archive> opened(std::string_view bytes) {
        zip_error_t error;
        zip_error_init(&error);
        zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
        if (source == nullptr) {
            return Error{ErrorCode::Internal, messageOf(error)};
        }
        zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (archive == nullptr) {
            zip_source_free(source);
            return Error{ErrorCode::Malformed, "is a broken zip archive: " + messageOf(error)};
        }
        zip_error_fini(&error);
        return Archive(archive);
    }

    /// Fails on what no archive of music has.
    [[nodiscard]] Result<void> checked() const {
        if (names().size() >= kMostEntries) {
            return Error{ErrorCode::OutOfRange,
                         "holds more than " + std::to_string(kMostEntries) + " files"};
        }
        for (const std::string& name : names()) {
            if (leadsOutside(name)) {
                return Error{ErrorCode::Unsupported,
                             "holds a file whose path leads outside of it: " + tidied(name)};
            }
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        const zip_int64_t count = zip_get_num_entries(m_archive.get(), 0);
        for (zip_int64_t i = 0; i < count && names.size() < kMostEntries; ++i) {
            const char* name =
                zip_get_name(m_archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
            names.emplace_back(name != nullptr ? name : "");
        }
        return names;
    }

    /// The bytes of that entry, no more than a score may have whatever its header says.
    [[nodiscard]] Result<std::string> unpacked(const std::string& name) const {
        zip_stat_t facts;
        zip_stat_init(&facts);
        if (zip_stat(m_archive.get(), name.c_str(), ZIP_FL_ENC_GUESS, &facts) != 0) {
            return Error{ErrorCode::NotFound, "holds no file " + tidied(name)};
        }
        if ((facts.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
            facts.encryption_method != ZIP_EM_NONE) {
            return Error{ErrorCode::Unsupported, "is encrypted"};
        }
        const Entry entry(zip_fopen_index(m_archive.get(), facts.index, 0));
        if (!entry) {
            return Error{ErrorCode::Malformed,
                         "is a broken zip archive: " + lowerCase(zip_strerror(m_archive.get()))};
        }
        const std::size_t most = std::min(
            kLargestUnpacked,
            std::max(kAlwaysUnpacked, static_cast<std::size_t>(facts.comp_size) * kGreatestRatio));
        return readAll(*entry, most);
    }

private:
    explicit Archive(zip_t* archive)
        : m_archive(archive) {}

    static Result<std::string> readAll(zip_file_t& entry, std::size_t most) {
        constexpr std::size_t kStep = std::size_t{1} << 16;
        std::string bytes;
        for (;;) {
            const std::size_t size = bytes.size();
            bytes.resize(size + kStep);
            const zip_int64_t read = zip_fread(&entry, bytes.data() + size, kStep);
            if (read < 0) {
                return Error{ErrorCode::Malformed,
                             "is a broken zip archive: its score cannot be unpacked"};
            }
            bytes.resize(size + static_cast<std::size_t>(read));
            if (bytes.size() > most) {
                return Error{ErrorCode::OutOfRange,
                             "unpacks to many times more than music does: a zip bomb"};
            }
            if (read == 0) {
                return bytes;
            }
        }
    }

    std::unique_ptr<zip_t, CloseArchive> m_archive;
};

bool endsAsScore(std::string_view name) {
    const std::string lower = lowerCase(name);
    return lower.ends_with(".xml") || lower.ends_with(".musicxml");
}

bool isOwn(std::string_view name) {
    return name.starts_with("META-INF/") || name.starts_with("__MACOSX/");
}

/// A zip archive in memory that is being written.
class NewArchive {
public:
    NewArchive() {
        zip_error_t error;
        zip_error_init(&error);
        m_target.reset(zip_source_buffer_create(nullptr, 0, 0, &error));
        if (m_target) {
            zip_source_keep(m_target.get());
            m_archive.reset(zip_open_from_source(m_target.get(), ZIP_TRUNCATE, &error));
        }
        zip_error_fini(&error);
    }

    /// `bytes` outlive the archive. The same files always make the same archive.
    void add(const char* name, std::string_view bytes) {
        if (!m_archive) {
            return;
        }
        zip_source_t* source = zip_source_buffer(m_archive.get(), bytes.data(), bytes.size(), 0);
        const zip_int64_t index =
            zip_file_add(m_archive.get(), name, source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE);
        if (index < 0) {
            zip_source_free(source);
            m_isWhole = false;
            return;
        }
        constexpr zip_uint16_t kFirstDay = (1 << 5) | 1;
        zip_file_set_dostime(m_archive.get(), static_cast<zip_uint64_t>(index), 0, kFirstDay, 0);
    }

    Result<std::string> bytes() {
        const Error failure{ErrorCode::Internal, "the archive could not be packed"};
        if (!m_isWhole || !m_archive || zip_close(m_archive.get()) != 0) {
            return failure;
        }
        static_cast<void>(m_archive.release());
        zip_stat_t facts;
        if (zip_source_stat(m_target.get(), &facts) != 0 || zip_source_open(m_target.get()) != 0) {
            return failure;
        }
        std::string bytes(facts.size, '\0');
        const zip_int64_t read = zip_source_read(m_target.get(), bytes.data(), bytes.size());
        zip_source_close(m_target.get());
        if (read != static_cast<zip_int64_t>(bytes.size())) {
            return failure;
        }
        return bytes;
    }

private:
    struct FreeSource {
        void operator()(zip_source_t* source) const { zip_source_free(source); }
    };
    std::unique_ptr<zip_source_t, FreeSource> m_target;
    std::unique_ptr<zip_t, CloseArchive> m_archive;
    bool m_isWhole = true;
};

/// The path of the score by the container; nothing when that is no help.
std::optional<std::string> containerPath(const Archive& archive) {
    const auto bytes = archive.unpacked(std::string(kContainer));
    if (!bytes) {
        return std::nullopt;
    }
    const auto text = musicXmlText(*bytes);
    pugi::xml_document document;
    if (!text || !document.load_buffer(text->data(), text->size(), pugi::parse_default,
                                       pugi::encoding_utf8)) {
        return std::nullopt;
    }
    const pugi::xml_node rootfiles = document.document_element().child("rootfiles");
    for (const pugi::xml_node& file : rootfiles.children("rootfile")) {
        const std::string_view type = file.attribute("media-type").value();
        if (type.empty() || type.find("xml") != std::string_view::npos) {
            return std::string(file.attribute("full-path").value());
        }
    }
    return std::nullopt;
}

/// The first file inside that looks like a score.
Result<std::string> foundScore(const Archive& archive) {
    std::optional<Error> fault;
    for (const std::string& name : archive.names()) {
        if (isOwn(name) || !endsAsScore(name)) {
            continue;
        }
        auto bytes = archive.unpacked(name);
        if (!bytes) {
            fault = fault.value_or(bytes.error());
            continue;
        }
        if (const auto text = musicXmlText(*bytes);
            !text || text->find("<score-") != std::string::npos) {
            return bytes;
        }
    }
    return fault.value_or(Error{ErrorCode::Malformed, "holds no score"});
}

Result<std::string> scoreIn(std::string_view bytes) {
    const auto archive = Archive::opened(bytes);
    if (!archive) {
        return archive.error();
    }
    if (auto allowed = archive->checked(); !allowed) {
        return allowed.error();
    }
    if (const auto path = containerPath(*archive)) {
        if (leadsOutside(*path)) {
            return Error{ErrorCode::Unsupported,
                         "names a score outside of itself: " + tidied(*path)};
        }
        auto score = archive->unpacked(*path);
        if (score || score.error().code != ErrorCode::NotFound) {
            return score;
        }
    }
    return foundScore(*archive);
}

} // namespace

bool isMxl(std::string_view bytes) {
    return bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06");
}

Result<std::string> mxlBytes(const Score& score) {
    constexpr std::string_view kContainerText =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<container>\n <rootfiles>\n"
        "  <rootfile full-path=\"score.musicxml\" "
        "media-type=\"application/vnd.recordare.musicxml+xml\"/>\n </rootfiles>\n</container>\n";
    const std::string text = musicXmlFromScore(score);
    NewArchive archive;
    archive.add(std::string(kContainer).c_str(), kContainerText);
    archive.add("score.musicxml", text);
    return archive.bytes();
}

Result<std::vector<TuneReading>> readMxl(std::string_view bytes, std::string_view name) {
    if (!isMxl(bytes)) {
        return readMusicXml(bytes, name);
    }
    auto score = scoreIn(bytes);
    if (!score) {
        return Error{score.error().code, std::string(name) + ": " + score.error().message};
    }
    if (isMxl(*score)) {
        return Error{ErrorCode::Unsupported,
                     std::string(name) + ": holds another archive in place of a score"};
    }
    return readMusicXml(*score, name);
}

} // namespace cantilena

#include "core/formats/ScoreFile.h"

#include "core/base/File.h"
#include "core/formats/AbcReader.h"
#include "core/formats/AbcWriter.h"
#include "core/formats/KernReader.h"
#include "core/formats/MusicXmlReader.h"
#include "core/formats/MusicXmlWriter.h"
#include "core/formats/Mxl.h"
#include "core/formats/ScoreJson.h"
#include "core/formats/SmfReader.h"
#include "core/formats/SmfWriter.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>

namespace cantilena {

namespace {

/// How files of some extensions are read (null: not at all) and written (null: not at all).
struct Format {
    std::vector<std::string> extensions;
    Result<std::vector<TuneReading>> (*read)(std::string_view bytes, std::string_view name);
    Result<std::string> (*write)(const Score& score);
};

Result<std::string> smf(const Score& score) {
    return smfBytes(score);
}

/// A writer that cannot fail, as one that may.
template <std::string (*write)(const Score&)>
Result<std::string> always(const Score& score) {
    return write(score);
}

const std::vector<Format>& formats() {
    static const std::vector<Format> all = {
        {{".mid", ".midi"}, readSmf, smf},
        {{".kar", ".rmi"}, readSmf, nullptr},
        {{".abc"}, readAbc, always<abcFromScore>},
        {{".krn"}, readKern, nullptr},
        {{".musicxml", ".xml"}, readMusicXml, always<musicXmlFromScore>},
        {{".mxl"}, readMxl, mxlBytes},
        {{".json"}, nullptr, always<scoreJson>},
    };
    return all;
}

std::vector<std::string> extensionsWhere(bool (*holds)(const Format&)) {
    std::vector<std::string> extensions;
    for (const Format& format : formats()) {
        if (holds(format)) {
            extensions.insert(extensions.end(), format.extensions.begin(), format.extensions.end());
        }
    }
    return extensions;
}

/// The format of a file by its name's end, in any case; null when there is none.
const Format* formatOf(std::string_view name) {
    const std::string extension = lowerCase(std::filesystem::path(name).extension().string());
    for (const Format& format : formats()) {
        if (std::find(format.extensions.begin(), format.extensions.end(), extension) !=
            format.extensions.end()) {
            return &format;
        }
    }
    return nullptr;
}

std::string listed(const std::vector<std::string>& words) {
    std::string list;
    for (const std::string& word : words) {
        list += (list.empty() ? "" : " ") + word;
    }
    return list;
}

} // namespace

const std::vector<std::string>& readableExtensions() {
    static const std::vector<std::string> extensions =
        extensionsWhere([](const Format& format) { return format.read != nullptr; });
    return extensions;
}

const std::vector<std::string>& writableExtensions() {
    static const std::vector<std::string> extensions =
        extensionsWhere([](const Format& format) { return format.write != nullptr; });
    return extensions;
}

Result<std::vector<TuneReading>> readScoreFile(const std::filesystem::path& path) {
    const Format* format = formatOf(path.filename().string());
    if (format == nullptr || format->read == nullptr) {
        return Error{ErrorCode::Unsupported, path.string() +
                                                 ": no score format has this ending; "
                                                 "known are " +
                                                 listed(readableExtensions())};
    }
    const auto bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    return format->read(*bytes, path.filename().string());
}

Result<std::vector<TuneReading>> readScoreBytes(std::string_view bytes, std::string_view name) {
    const Format* format = formatOf(name);
    if (format == nullptr || format->read == nullptr) {
        return Error{ErrorCode::Unsupported, std::string(name) +
                                                 ": no score format has this ending; known are " +
                                                 listed(readableExtensions())};
    }
    return format->read(bytes, name);
}

Result<Score> readFirstScore(const std::filesystem::path& path) {
    auto tunes = readScoreFile(path);
    if (!tunes) {
        return tunes.error();
    }
    if (tunes->empty()) {
        return Error{ErrorCode::Malformed, path.string() + ": holds no tune"};
    }
    return std::move(tunes->front().score);
}

Result<void> writeScoreFile(const Score& score, const std::filesystem::path& path) {
    const Format* format = formatOf(path.filename().string());
    if (format == nullptr || format->write == nullptr) {
        return Error{ErrorCode::Unsupported, path.string() +
                                                 ": no score format has this ending; "
                                                 "known are " +
                                                 listed(writableExtensions())};
    }
    const auto bytes = format->write(score);
    if (!bytes) {
        return Error{bytes.error().code, path.string() + ": " + bytes.error().message};
    }
    return writeFileAtomically(path, *bytes);
}

} // namespace cantilena

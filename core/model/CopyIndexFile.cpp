#include "core/model/CopyIndexFile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <stdexcept>
#include <string>

namespace cantilena {

namespace {

using Json = nlohmann::json;
using Bytes = std::vector<std::uint8_t>;

constexpr const char* kMetadata = "copies";
constexpr std::size_t kGramBytes = 5;
constexpr std::size_t kPlaceBytes = 4;
constexpr std::size_t kWholeBytes = 8;
constexpr std::size_t kWindowBytes = 4;

std::string rowName(std::size_t layer, const char* part) {
    return "copies." + std::to_string(layer + 1) + "." + part;
}

/// Thrown inside this file only; becomes a sentence about the index.
struct Fault {
    const char* what;
};

void require(bool holds, const char* what) {
    if (!holds) {
        throw Fault{what};
    }
}

void addFixed(Bytes& bytes, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that there is more.
void addNumber(Bytes& bytes, std::uint32_t value) {
    while (value >= 0x80) {
        bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
        value >>= 7;
    }
    bytes.push_back(static_cast<std::uint8_t>(value));
}

class ByteReader {
public:
    explicit ByteReader(const Bytes& bytes)
        : m_bytes(bytes) {}

    [[nodiscard]] bool atEnd() const { return m_at == m_bytes.size(); }
    [[nodiscard]] std::uint64_t fixed(std::size_t width) {
        require(m_bytes.size() - m_at >= width, "a row of bytes ends within a number");
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < width; ++i) {
            value |= std::uint64_t{m_bytes[m_at++]} << (8 * i);
        }
        return value;
    }
    [[nodiscard]] std::uint32_t number() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            const std::uint64_t byte = fixed(1);
            value |= (byte & 0x7F) << shift;
            if ((byte & 0x80) == 0) {
                require(value <= std::numeric_limits<std::uint32_t>::max(),
                        "a number is too large");
                return static_cast<std::uint32_t>(value);
            }
        }
        throw Fault{"a number is too large"};
    }

private:
    const Bytes& m_bytes;
    std::size_t m_at = 0;
};

std::string hexadecimal(std::uint64_t value) {
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(value));
    return digits.data();
}

Json jsonOf(const CopyLayer& layer) {
    Json tunes = Json::array();
    for (const IndexedTune& tune : layer.tunes) {
        tunes.push_back({tune.name, tune.title, tune.notes});
    }
    return {{"key", {hexadecimal(layer.key.low), hexadecimal(layer.key.high)}}, {"tunes", tunes}};
}

Json jsonOf(const HumanCopies& human) {
    Json rows = Json::array();
    for (const HumanCopies::Row& row : human.rows) {
        rows.push_back({{"notes", row.phraseNotes}, {"phrases", row.phrases}, {"runs", row.runs}});
    }
    return rows;
}

void addRows(TensorFile& file, const CopyLayer& layer, std::size_t number) {
    Bytes& grams = file.bytes[rowName(number, "grams")];
    Bytes& counts = file.bytes[rowName(number, "counts")];
    for (std::size_t i = 0; i < layer.grams.size(); ++i) {
        addFixed(grams, layer.grams[i], kGramBytes);
        addNumber(counts, layer.begins[i + 1] - layer.begins[i]);
    }
    Bytes& places = file.bytes[rowName(number, "places")];
    for (const std::uint32_t place : layer.places) {
        addFixed(places, place, kPlaceBytes);
    }
    Bytes& wholes = file.bytes[rowName(number, "wholes")];
    for (const std::uint64_t whole : layer.wholes) {
        addFixed(wholes, whole, kWholeBytes);
    }
    Bytes& windows = file.bytes[rowName(number, "windows")];
    for (const auto& [hash, tune] : layer.windows) {
        addFixed(windows, hash, kWindowBytes);
        addNumber(windows, tune);
    }
    Bytes& bars = file.bytes[rowName(number, "bars")];
    for (const IndexedTune& tune : layer.tunes) {
        std::uint32_t last = 0;
        for (const auto& [bar, notes] : tune.bars) {
            addNumber(bars, bar - last);
            addNumber(bars, notes);
            last = bar;
        }
    }
}

const Bytes& rowOf(const TensorFile& file, std::size_t layer, const char* part) {
    const auto found = file.bytes.find(rowName(layer, part));
    require(found != file.bytes.end(), "a row of bytes is missing");
    return found->second;
}

std::vector<IndexedTune> tunesFrom(const Json& json, const Bytes& bars) {
    std::vector<IndexedTune> tunes;
    ByteReader reader(bars);
    std::size_t notes = 0;
    for (const Json& entry : json) {
        IndexedTune tune{entry.at(0).get<std::string>(),
                         entry.at(1).get<std::string>(),
                         entry.at(2).get<std::uint32_t>(),
                         {}};
        notes += tune.notes;
        require(notes <= kMostIndexedNotes, "it holds more notes than an index may");
        std::uint32_t last = 0;
        for (std::uint32_t left = tune.notes; left > 0; left -= tune.bars.back().second) {
            const std::uint32_t further = reader.number();
            const std::uint32_t inBar = reader.number();
            require(inBar > 0 && inBar <= left, "bars and notes do not add up");
            require(further <= std::numeric_limits<std::int32_t>::max() - last,
                    "a bar's number is too large");
            last += further;
            tune.bars.emplace_back(last, inBar);
        }
        tunes.push_back(std::move(tune));
    }
    require(reader.atEnd(), "bars and notes do not add up");
    return tunes;
}

void readGrams(CopyLayer& layer, const TensorFile& file, std::size_t number) {
    ByteReader grams(rowOf(file, number, "grams"));
    ByteReader counts(rowOf(file, number, "counts"));
    std::size_t total = 0;
    while (!grams.atEnd()) {
        layer.grams.push_back(grams.fixed(kGramBytes));
        layer.begins.push_back(static_cast<std::uint32_t>(total));
        total += counts.number();
        require(total <= kMostIndexedNotes, "it holds more places than an index may");
    }
    layer.begins.push_back(static_cast<std::uint32_t>(total));
    require(counts.atEnd() && std::ranges::adjacent_find(layer.grams, std::greater_equal<>()) ==
                                  layer.grams.end(),
            "its grams are not in order");
    ByteReader places(rowOf(file, number, "places"));
    while (!places.atEnd()) {
        layer.places.push_back(static_cast<std::uint32_t>(places.fixed(kPlaceBytes)));
    }
    require(layer.places.size() == total, "grams and places do not add up");
    require(total == 0 || !layer.tunes.empty(), "it has places, but no tunes");
}

CopyLayer layerFrom(const Json& json, const TensorFile& file, std::size_t number) {
    CopyLayer layer;
    const auto word = [&](std::size_t i) {
        return std::stoull(json.at("key").at(i).get<std::string>(), nullptr, 16);
    };
    layer.key = {word(0), word(1)};
    layer.tunes = tunesFrom(json.at("tunes"), rowOf(file, number, "bars"));
    readGrams(layer, file, number);
    ByteReader wholes(rowOf(file, number, "wholes"));
    while (!wholes.atEnd()) {
        layer.wholes.push_back(wholes.fixed(kWholeBytes));
    }
    require(layer.wholes.size() == layer.tunes.size(), "tunes do not add up");
    ByteReader windows(rowOf(file, number, "windows"));
    while (!windows.atEnd()) {
        const auto hash = static_cast<std::uint32_t>(windows.fixed(kWindowBytes));
        layer.windows.emplace_back(hash, windows.number());
        require(layer.windows.back().second < layer.tunes.size(),
                "it names a tune that is not there");
    }
    require(std::ranges::is_sorted(layer.windows), "its windows are not in order");
    return layer;
}

HumanCopies humanFrom(const Json& json) {
    HumanCopies human;
    for (const Json& entry : json) {
        HumanCopies::Row row;
        row.phraseNotes = entry.at("notes").get<std::size_t>();
        row.phrases = entry.at("phrases").get<std::size_t>();
        row.runs = entry.at("runs").get<decltype(row.runs)>();
        require(row.phraseNotes > (human.rows.empty() ? 0 : human.rows.back().phraseNotes),
                "its phrase lengths are not in order");
        human.rows.push_back(row);
    }
    return human;
}

} // namespace

TensorFile withCopyIndex(TensorFile file, const CopyIndex& index) {
    Json layers = Json::array();
    for (std::size_t number = 0; number < index.layers().size(); ++number) {
        layers.push_back(jsonOf(index.layers()[number]));
        addRows(file, index.layers()[number], number);
    }
    const Json json = {
        {"gram_steps", kGramSteps}, {"layers", layers}, {"human", jsonOf(index.human())}};
    file.metadata[kMetadata] = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return file;
}

Result<std::shared_ptr<const CopyIndex>> copyIndexOf(const TensorFile& file,
                                                     std::string_view name) {
    const auto fault = [name](const std::string& what) {
        return Error{ErrorCode::Malformed,
                     std::string(name) +
                         ": the index of its training tunes cannot be read: " + what};
    };
    const auto metadata = file.metadata.find(kMetadata);
    if (metadata == file.metadata.end()) {
        return file.bytes.empty() ? Result<std::shared_ptr<const CopyIndex>>(nullptr)
                                  : fault("its tunes are not named");
    }
    try {
        const Json json = Json::parse(metadata->second);
        require(json.at("gram_steps") == kGramSteps, "this version knows no grams of that length");
        const Json& entries = json.at("layers");
        require(entries.size() <= kMostIndexLayers, "it has too many layers");
        std::vector<CopyLayer> layers;
        for (const Json& entry : entries) {
            layers.push_back(layerFrom(entry, file, layers.size()));
        }
        constexpr std::size_t kRowsOfALayer = 6;
        require(file.bytes.size() == layers.size() * kRowsOfALayer,
                "there are rows of bytes that it does not name");
        return std::make_shared<const CopyIndex>(std::move(layers), humanFrom(json.at("human")));
    } catch (const Json::exception&) {
        return fault("its entry in the metadata is damaged");
    } catch (const std::logic_error&) {
        return fault("its key is damaged");
    } catch (const Fault& found) {
        return fault(found.what);
    }
}

} // namespace cantilena

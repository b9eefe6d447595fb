#include "core/model/Safetensors.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <set>

namespace cantilena {

static_assert(std::endian::native == std::endian::little, "tensors are read in place");

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kLongestHeader = 100'000'000;
constexpr std::size_t kMostDimensions = 8;
constexpr const char* kMetadata = "__metadata__";

float fromHalf(std::uint16_t half) {
    const int exponent = (half >> 10) & 0x1F;
    const int fraction = half & 0x3FF;
    float magnitude = 0.0F;
    if (exponent == 0x1F) {
        magnitude = fraction == 0 ? INFINITY : NAN;
    } else if (exponent == 0) {
        magnitude = std::ldexp(static_cast<float>(fraction), -24);
    } else {
        magnitude = std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
    }
    return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

float fromBrain(std::uint16_t value) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

/// Bytes a number; 0 for a type that is not read.
std::uint64_t widthOf(std::string_view type) {
    if (type == "F32") {
        return 4;
    }
    return type == "F16" || type == "BF16" ? 2 : type == "U8" ? 1 : 0;
}

/// Where a tensor lies in the data behind the header.
struct Extent {
    std::string name;
    std::uint64_t begin;
    std::uint64_t end;
};

class Reader {
public:
    Reader(std::string_view bytes, std::string_view name)
        : m_bytes(bytes)
        , m_name(name) {}

    Result<TensorFile> read() {
        if (m_bytes.size() < kLengthBytes) {
            return fault("the file ends within its first 8 bytes");
        }
        std::uint64_t headerLength = 0;
        std::memcpy(&headerLength, m_bytes.data(), kLengthBytes);
        if (headerLength > std::min(m_bytes.size() - kLengthBytes, kLongestHeader)) {
            return fault("the header's length of " + std::to_string(headerLength) +
                         " bytes goes beyond the file");
        }
        m_data = m_bytes.substr(kLengthBytes + headerLength);
        const auto header = parsedHeader(m_bytes.substr(kLengthBytes, headerLength));
        if (!header) {
            return header.error();
        }
        TensorFile file;
        for (const auto& [key, entry] : header->items()) {
            const Result<void> taken =
                key == kMetadata ? takeMetadata(entry, file) : takeTensor(key, entry, file);
            if (!taken) {
                return taken.error();
            }
        }
        if (const Result<void> whole = checkCoverage(); !whole) {
            return whole.error();
        }
        return file;
    }

private:
    [[nodiscard]] Error fault(const std::string& what) const {
        return {ErrorCode::Malformed, m_name + ": " + what};
    }
    [[nodiscard]] Error fault(const std::string& tensor, const std::string& what) const {
        return fault("tensor \"" + tensor + "\" " + what);
    }

    Result<Json> parsedHeader(std::string_view text) const {
        std::vector<std::set<std::string>> keys;
        std::optional<std::string> twice;
        const auto watch = [&](int, Json::parse_event_t event, Json& value) {
            if (event == Json::parse_event_t::object_start) {
                keys.emplace_back();
            } else if (event == Json::parse_event_t::object_end) {
                keys.pop_back();
            } else if (event == Json::parse_event_t::key) {
                const auto& key = value.get_ref<const std::string&>();
                if (!keys.back().insert(key).second) {
                    twice = key;
                }
            }
            return true;
        };
        Json header = Json::parse(text.begin(), text.end(), watch, false);
        if (!header.is_object()) {
            return fault("the header is not a JSON object");
        }
        if (twice) {
            return fault("the header holds \"" + *twice + "\" twice");
        }
        return header;
    }

    Result<void> takeMetadata(const Json& entry, TensorFile& file) const {
        if (!entry.is_object()) {
            return fault("__metadata__ is not an object");
        }
        for (const auto& [key, value] : entry.items()) {
            if (!value.is_string()) {
                return fault("__metadata__ entry \"" + key + "\" is not a string");
            }
            file.metadata[key] = value.get<std::string>();
        }
        return {};
    }

    Result<void> takeTensor(const std::string& key, const Json& entry, TensorFile& file) {
        const bool complete = entry.is_object() && entry.contains("dtype") &&
                              entry["dtype"].is_string() && entry.contains("shape") &&
                              entry["shape"].is_array() && entry.contains("data_offsets") &&
                              entry["data_offsets"].is_array() && entry["data_offsets"].size() == 2;
        if (!complete) {
            return fault(key, "has no dtype, shape and pair of data_offsets");
        }
        const auto type = entry["dtype"].get<std::string>();
        const std::uint64_t width = widthOf(type);
        if (width == 0) {
            return fault(key, "is of type " + type + ", which is not one of F32, F16, BF16, U8");
        }
        Tensor tensor;
        std::uint64_t count = 1;
        for (const Json& dimension : entry["shape"]) {
            if (!dimension.is_number_unsigned() || tensor.shape.size() == kMostDimensions) {
                return fault(key, "has a shape that is not a short list of sizes");
            }
            const auto size = dimension.get<std::uint64_t>();
            if (size != 0 && count > m_data.size() / size) {
                return fault(key, "is larger than the file");
            }
            count *= size;
            tensor.shape.push_back(static_cast<std::int64_t>(size));
        }
        const Json& offsets = entry["data_offsets"];
        if (!offsets[0].is_number_unsigned() || !offsets[1].is_number_unsigned()) {
            return fault(key, "has data_offsets that are not positions");
        }
        const Extent extent{key, offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>()};
        if (extent.begin > extent.end || extent.end > m_data.size()) {
            return fault(key, "lies outside the file");
        }
        if (extent.end - extent.begin != count * width) {
            return fault(key, "has " + std::to_string(extent.end - extent.begin) +
                                  " bytes where its shape needs " + std::to_string(count * width));
        }
        m_extents.push_back(extent);
        if (type == "U8") {
            const auto begin = m_data.begin() + static_cast<std::ptrdiff_t>(extent.begin);
            file.bytes[key].assign(begin, begin + static_cast<std::ptrdiff_t>(count));
            return {};
        }
        tensor.values = valuesAt(extent.begin, count, type);
        file.tensors.emplace(key, std::move(tensor));
        return {};
    }

    [[nodiscard]] std::vector<float> valuesAt(std::uint64_t begin, std::uint64_t count,
                                              const std::string& type) const {
        std::vector<float> values(count);
        if (type == "F32") {
            std::memcpy(values.data(), m_data.data() + begin, count * sizeof(float));
            return values;
        }
        for (std::uint64_t i = 0; i < count; ++i) {
            std::uint16_t raw = 0;
            std::memcpy(&raw, m_data.data() + begin + i * sizeof(raw), sizeof(raw));
            values[i] = type == "F16" ? fromHalf(raw) : fromBrain(raw);
        }
        return values;
    }

    /// Tensors lie end to end, so nothing overlaps and nothing is hidden between them.
    Result<void> checkCoverage() {
        std::sort(m_extents.begin(), m_extents.end(), [](const Extent& a, const Extent& b) {
            return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
        });
        std::uint64_t end = 0;
        for (const Extent& extent : m_extents) {
            if (extent.begin != end) {
                return fault(extent.name,
                             extent.begin < end ? "overlaps another" : "leaves a gap before it");
            }
            end = extent.end;
        }
        if (end != m_data.size()) {
            return fault("there are " + std::to_string(m_data.size() - end) +
                         " bytes behind the last tensor");
        }
        return {};
    }

    std::string_view m_bytes;
    std::string m_name;
    std::string_view m_data;
    std::vector<Extent> m_extents;
};

} // namespace

Result<TensorFile> parseSafetensors(std::string_view bytes, std::string_view name) {
    return Reader(bytes, name).read();
}

std::string safetensorsBytes(const TensorFile& file) {
    Json header = Json::object();
    if (!file.metadata.empty()) {
        header[kMetadata] = file.metadata;
    }
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : file.tensors) {
        const std::uint64_t size = tensor.values.size() * sizeof(float);
        header[name] = {
            {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + size}}};
        offset += size;
    }
    for (const auto& [name, row] : file.bytes) {
        header[name] = {{"dtype", "U8"},
                        {"shape", {row.size()}},
                        {"data_offsets", {offset, offset + row.size()}}};
        offset += row.size();
    }
    std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
    // Padding keeps the numbers aligned for readers that map the file.
    text.resize((text.size() + kLengthBytes - 1) / kLengthBytes * kLengthBytes, ' ');
    const std::uint64_t length = text.size();
    std::string bytes(kLengthBytes, '\0');
    std::memcpy(bytes.data(), &length, kLengthBytes);
    bytes += text;
    for (const auto& [name, tensor] : file.tensors) {
        bytes.append(reinterpret_cast<const char*>(tensor.values.data()),
                     tensor.values.size() * sizeof(float));
    }
    for (const auto& [name, row] : file.bytes) {
        bytes.append(row.begin(), row.end());
    }
    return bytes;
}

} // namespace cantilena

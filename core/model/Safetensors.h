#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// Numbers in rows: the last dimension runs fastest.
struct Tensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;

    friend bool operator==(const Tensor&, const Tensor&) = default;
};

/// What a safetensors file holds (https://github.com/huggingface/safetensors, format of 2023):
/// named tensors and named strings, nothing that could run.
struct TensorFile {
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata;
    /// Rows of bytes; their names are no tensor's.
    std::map<std::string, std::vector<std::uint8_t>> bytes = {};
};

/// Reads the bytes of a safetensors file with 32- or 16-bit floating numbers (F32, F16, BF16) and
/// rows of bytes (U8).
/// Every offset, shape and name is checked; `name` begins the message of failure.
Result<TensorFile> parseSafetensors(std::string_view bytes, std::string_view name);

/// The bytes of a safetensors file with 32-bit floating numbers and rows of bytes; the same content
/// gives the same bytes.
[[nodiscard]] std::string safetensorsBytes(const TensorFile& file);

} // namespace cantilena

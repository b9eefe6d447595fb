#pragma once

#include "core/base/Result.h"

#include <span>

namespace cantilena {

/// Receives stereo sound and writes it to a file, which is whole only after `finish`.
class AudioFileWriter {
public:
    virtual ~AudioFileWriter() = default;
    /// Interleaved left and right, nominally within -1 to 1.
    virtual Result<void> write(std::span<const float> interleaved) = 0;
    virtual Result<void> finish() = 0;
};

} // namespace cantilena

#include "core/audio/SoundFile.h"

#include "core/base/File.h"
#include "core/base/Random.h"

#include <sndfile.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace cantilena {

namespace {

constexpr std::uint64_t kDitherSeed = 0x6469'7468'6572U;
constexpr int kSides = 2;

struct SoundFileCloser {
    void operator()(SNDFILE* file) const { sf_close(file); }
};

int libraryFormat(const SoundFileFormat& format) {
    // The plain header changes to the 64-bit one only where the file needs it.
    int samples = SF_FORMAT_PCM_16;
    if (format.samples == SampleFormat::Int24) {
        samples = SF_FORMAT_PCM_24;
    } else if (format.samples == SampleFormat::Float32) {
        samples = SF_FORMAT_FLOAT;
    }
    switch (format.container) {
    case SoundContainer::Wav: return SF_FORMAT_RF64 | samples;
    case SoundContainer::Flac: return SF_FORMAT_FLAC | samples;
    case SoundContainer::Ogg: return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    }
    return 0;
}

/// Rounds to whole numbers of `bits` bits, after adding the noise.
class Quantizer {
public:
    Quantizer(int bits, Dithering dithering)
        : m_dithering(dithering)
        , m_scale(std::ldexp(1.0, bits - 1))
        , m_shift(32 - bits) {}

    [[nodiscard]] int quantized(float sample) {
        const double noise =
            m_dithering == Dithering::Off ? 0.0 : m_random.uniform() - m_random.uniform();
        const double value = std::isfinite(sample) ? sample * m_scale + noise : 0.0;
        const double rounded = std::clamp(std::nearbyint(value), -m_scale, m_scale - 1.0);
        // The library takes the top bits of 32.
        return static_cast<int>(static_cast<unsigned>(static_cast<int>(rounded)) << m_shift);
    }

private:
    Random m_random{kDitherSeed};
    Dithering m_dithering;
    double m_scale;
    int m_shift;
};

class SoundFileWriter final : public AudioFileWriter {
public:
    SoundFileWriter(std::unique_ptr<SNDFILE, SoundFileCloser> file, int descriptor,
                    const SoundFileFormat& format, std::filesystem::path shown)
        : m_file(std::move(file))
        , m_descriptor(descriptor)
        , m_shown(std::move(shown))
        , m_asFloat(format.container == SoundContainer::Ogg ||
                    format.samples == SampleFormat::Float32)
        , m_quantizer(format.samples == SampleFormat::Int24 ? 24 : 16, format.dithering) {}

    Result<void> write(std::span<const float> interleaved) override {
        const auto frames = static_cast<sf_count_t>(interleaved.size() / kSides);
        errno = 0;
        sf_count_t written = 0;
        if (m_asFloat) {
            written = sf_writef_float(m_file.get(), interleaved.data(), frames);
        } else {
            m_whole.resize(interleaved.size());
            std::transform(interleaved.begin(), interleaved.end(), m_whole.begin(),
                           [this](float sample) { return m_quantizer.quantized(sample); });
            written = sf_writef_int(m_file.get(), m_whole.data(), frames);
        }
        return written == frames ? Result<void>() : failure();
    }

    Result<void> finish() override {
        if (!m_file) {
            return {};
        }
        errno = 0;
        sf_write_sync(m_file.get());
        const int closed = sf_close(m_file.release());
        const bool stored = ::fsync(m_descriptor) == 0 || errno == EINVAL;
        return closed == SF_ERR_NO_ERROR && stored ? Result<void>() : failure();
    }

private:
    [[nodiscard]] Error failure() const {
        const int reason = errno;
        const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
        return {full ? ErrorCode::NoSpace : ErrorCode::Unavailable,
                m_shown.string() + ": cannot be written: " +
                    (reason != 0 ? std::strerror(reason) : sf_strerror(m_file.get()))};
    }

    std::unique_ptr<SNDFILE, SoundFileCloser> m_file;
    int m_descriptor;
    std::filesystem::path m_shown;
    bool m_asFloat;
    Quantizer m_quantizer;
    std::vector<int> m_whole;
};

/// Owns an open descriptor.
class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path& path)
        : m_descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

Result<void> writeTo(const std::filesystem::path& temporary, const std::filesystem::path& shown,
                     const SoundFileFormat& format,
                     const std::function<Result<void>(AudioFileWriter&)>& fill) {
    const Descriptor descriptor(temporary);
    if (descriptor.get() < 0) {
        const int reason = errno;
        return Error{reason == ENOENT ? ErrorCode::NotFound : ErrorCode::PermissionDenied,
                     shown.string() + ": cannot be written: " + std::strerror(reason)};
    }
    SF_INFO info{};
    info.samplerate = static_cast<int>(std::lround(format.sampleRate));
    info.channels = kSides;
    info.format = libraryFormat(format);
    std::unique_ptr<SNDFILE, SoundFileCloser> file(
        sf_open_fd(descriptor.get(), SFM_WRITE, &info, SF_FALSE));
    if (!file) {
        return Error{ErrorCode::Unsupported,
                     shown.string() + ": cannot be written: " + sf_strerror(nullptr)};
    }
    sf_command(file.get(), SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
    double quality = std::clamp(format.quality, 0.0, 1.0);
    sf_command(file.get(), SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    SoundFileWriter writer(std::move(file), descriptor.get(), format, shown);
    if (Result<void> filled = fill(writer); !filled) {
        return filled;
    }
    return writer.finish();
}

} // namespace

std::optional<SoundContainer> soundContainerOf(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".wav") {
        return SoundContainer::Wav;
    }
    if (extension == ".flac") {
        return SoundContainer::Flac;
    }
    return extension == ".ogg" ? std::optional(SoundContainer::Ogg) : std::nullopt;
}

Result<void> writeSoundFile(const std::filesystem::path& path, const SoundFileFormat& format,
                            const std::function<Result<void>(AudioFileWriter&)>& fill) {
    if (format.container == SoundContainer::Flac && format.samples == SampleFormat::Float32) {
        return Error{ErrorCode::Unsupported,
                     path.string() + ": FLAC holds 16 or 24 bits, not 32-bit floating point"};
    }
    return replaceFileAtomically(path, [&](const std::filesystem::path& temporary) {
        return writeTo(temporary, path, format, fill);
    });
}

std::string soundFileLibraryVersion() {
    return sf_version_string();
}

} // namespace cantilena

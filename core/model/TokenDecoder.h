#pragma once

#include "core/formats/TokenMapping.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/TokenWindows.h"

#include <array>
#include <vector>

namespace cantilena {

/// Events out of tokens: the probability of a pitch is that of its token among those that begin
/// something, that of a duration the product of so many holds and their end. Melodies are read in
/// the tutorial's key when theirs is known, and to the nearest sixteenth.
class TokenDecoder : public MelodyDecoder {
public:
    /// `begin` is the network before a song's first token. `mapping` outlives the decoder.
    TokenDecoder(const TokenMapping& mapping, const TokenWindows& begin, std::size_t batch);

    [[nodiscard]] std::size_t size() const override { return m_melodies.size(); }
    void begin(std::size_t melody, const MelodyContext& context) override;
    void push(std::size_t melody, const MelodyEvent& event) override;
    void copy(std::size_t from, std::size_t to) override { m_melodies[to] = m_melodies[from]; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<TokenDecoder>(*this);
    }
    [[nodiscard]] std::span<const float> pitchLogits(std::size_t melody) override;
    [[nodiscard]] std::span<const float> durationLogits(std::size_t melody,
                                                        int pitchSymbol) override;

private:
    struct Melody {
        TokenWindows windows;
        Pitch tonic;
        int transposed = 0;
        /// Exact time since the first note began, and the sixteenths pushed for it.
        Tick now;
        std::int64_t steps = 0;
        bool hasBegun = false;
        std::array<float, kPitchSymbols> pitchLogits{};
        std::array<float, kDurationClasses> durationLogits{};
    };
    /// Less than 0 when the network has no such token.
    [[nodiscard]] int tokenFor(const Melody& state, int pitchSymbol) const;

    const TokenMapping& m_mapping;
    TokenWindows m_begin;
    std::vector<Melody> m_melodies;
};

} // namespace cantilena

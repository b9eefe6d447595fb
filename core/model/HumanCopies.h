#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cantilena {

/// What human melodies share with a corpus that they are no part of: the yardstick for what a model
/// shares with it. People copy, too; a tune of a style has runs of others in it.
struct HumanCopies {
    /// The longest copied run of phrases of about so many notes.
    struct Row {
        std::size_t phraseNotes = 0;
        /// How many phrases were looked at.
        std::size_t phrases = 0;
        /// Percentiles 0 to 100 of the longest run, in notes; runs too short to tell count as 0.
        std::array<std::uint32_t, 101> runs{};

        friend bool operator==(const Row&, const Row&) = default;
    };
    /// By phrase length, ascending; none when nothing was held out.
    std::vector<Row> rows;

    friend bool operator==(const HumanCopies&, const HumanCopies&) = default;

    /// 0 to 1: how many of the human phrases of about that length hold a copied run of at least
    /// `run` notes. Nothing when unknown. "As a human tune would" is a share that is not small.
    [[nodiscard]] std::optional<double> shareWithRun(std::size_t phraseNotes,
                                                     std::size_t run) const;
};

/// The lengths of phrase that are looked at, in notes.
inline constexpr std::array<std::size_t, 5> kCalibratedPhrases = {16, 32, 64, 128, 256};

/// Percentile `percent` (0 to 100) of sorted values, of which there is at least one: the smallest
/// that is not below so many of them.
[[nodiscard]] std::uint32_t percentile(const std::vector<std::uint32_t>& sorted, int percent);

} // namespace cantilena

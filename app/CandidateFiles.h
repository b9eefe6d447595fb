#pragma once

#include "app/Console.h"

#include "core/compose/Continuation.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cantilena {

/// Where candidates go, and how they are told of.
struct CandidateOutput {
    /// Made where missing; empty for no files.
    std::filesystem::path folder;
    bool json = false;
};

/// Writes each candidate, with all of the score around it, and prints what there is to say.
/// Returns the program's exit status.
int writeCandidates(const std::vector<Candidate>& candidates, const Score& base, std::size_t track,
                    const CandidateOutput& output, Console& console);

/// Any number that survives every JSON reader (53 bits).
[[nodiscard]] std::uint64_t anyRng();

} // namespace cantilena

#pragma once

#include "core/base/Result.h"
#include "core/formats/KernBook.h"
#include "core/formats/WrittenScore.h"

#include <string>
#include <vector>

namespace cantilena {

/// A song's page, and sentences about what was not understood in it.
struct KernSongReading {
    WrittenScore written;
    std::vector<std::string> remarks;
};

/// Reads one song. Each **kern spine is a voice, with the spines that it splits into; the
/// rightmost, which is the highest part, comes first. Fails, without naming the file, when a line
/// does not have as many fields as there are spines, when there is no **kern spine, and when the
/// song is longer than a score may be or holds too much of something.
Result<KernSongReading> readKernSong(const KernSongText& song);

} // namespace cantilena

#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/score/Score.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// What became of one tune.
enum class Verdict {
    /// Taken as it stands.
    Taken,
    /// One line was taken out of several voices or chords.
    LineTaken,
    /// Taken with onsets or ends moved to the melody grid (and perhaps out of several voices).
    Quantised,
    /// A well-formed piece without a pitched note.
    NoNotes,
    /// Not readable, in whole or where this tune stands.
    Broken,
    /// A file given by name whose kind no reader knows.
    NotMusic,
};

/// "taken", "line taken", "quantised", "no notes", "broken", "not music".
[[nodiscard]] std::string_view verdictName(Verdict verdict);
[[nodiscard]] constexpr bool isAccepted(Verdict verdict) {
    return verdict <= Verdict::Quantised;
}

/// How the key of a tune is known.
enum class KeySource { Written, Estimated, Unknown };

/// One tune of a corpus with its verdict.
struct CorpusTune {
    /// The file as given or found below what was given; "file#X" in a file of several tunes.
    std::string name;
    std::string title;
    Verdict verdict = Verdict::Taken;
    /// One sentence: which line was taken and why, or why none was.
    std::string reason;
    /// What the reader skipped or repaired on the way.
    std::vector<std::string> remarks;
    /// One track, no two notes at once, on `kMelodyGrid`; with the estimated key where none is
    /// written. Null unless accepted.
    std::shared_ptr<const Score> melody;
    std::size_t notes = 0;
    Key key;
    KeySource keySource = KeySource::Unknown;
    /// Of an estimated key: by how much its correlation leads over the next key's.
    double keyMargin = 0.0;
    /// The first metre; nothing when none is written.
    std::optional<Meter> meter;
    /// Tunes with the same number are versions of each other; meaningful when accepted.
    std::size_t duplicateGroup = 0;
};

/// Tunes in the order of their files, as read.
struct Corpus {
    /// Music files looked into.
    std::size_t files = 0;
    std::vector<CorpusTune> tunes;
};

struct CorpusOptions {
    /// Files read at the same time; 0 takes one a core.
    unsigned threads = 0;
};

/// Reads every tune of the given files and of the folders with all below them, in parallel; the
/// result does not depend on the number of threads. Files in folders that no reader knows are
/// passed over, as are hidden ones; a broken tune gets its verdict and does not hinder the others.
/// A packed data set (see DataSet.h) among the paths gives the tunes it holds, and so does the
/// tutorial's `file_dataset`, also in a folder (see TutorialDataSet.h). Blocks; `progress`
/// is called on the calling thread. Fails when a path does not exist or is not readable, and with
/// `Cancelled` when asked to stop.
Result<Corpus> scanCorpus(std::span<const std::filesystem::path> paths,
                          const CorpusOptions& options = {}, std::stop_token stop = {},
                          const ProgressSink& progress = {});

/// The verdict on one score. `name` is what the tune is called.
[[nodiscard]] CorpusTune judged(const Score& score, std::string name);

/// A tune of a file with its verdict, and the piece that it stands in.
struct FileTune {
    CorpusTune tune;
    /// Every track as read; null when there is nothing readable.
    std::shared_ptr<const Score> piece;
};

/// Every tune of one file with the verdict that `scanCorpus` would give it, duplicates aside. A
/// file that cannot be read or holds no tune is one entry that says so. Any thread.
[[nodiscard]] std::vector<FileTune> judgedFile(const std::filesystem::path& file);

/// Numbers the duplicate groups of the accepted tunes anew.
void assignDuplicateGroups(Corpus& corpus);

} // namespace cantilena

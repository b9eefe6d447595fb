#pragma once

#include "core/corpus/Corpus.h"
#include "core/formats/TokenMapping.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// The names that the tutorial gives its files.
inline constexpr const char* kTutorialDataSetFile = "file_dataset";
inline constexpr const char* kTutorialMappingFile = "mapping.json";
/// Each song is followed by so many "/".
inline constexpr std::size_t kTutorialDelimiters = 64;

/// A song of the tutorial's data set: its symbols, or a sentence about what is wrong with it.
struct TutorialSong {
    /// 1 upwards, in the order of the file.
    std::size_t number = 1;
    Result<std::vector<GridSymbol>> symbols;
};

/// Whether most words at the beginning of the bytes are symbols of a `file_dataset`.
[[nodiscard]] bool looksLikeTutorialDataSet(std::string_view bytes);

/// The songs of a `file_dataset`, which runs of "/" part.
[[nodiscard]] std::vector<TutorialSong> tutorialSongs(std::string_view bytes);

/// The same judged as tunes of a corpus, named "name#1", ...; without key and metre, which the
/// encoding does not keep. Symbols that `mapping` lacks are remarked on.
[[nodiscard]] std::vector<CorpusTune> tutorialTunes(std::string_view bytes, const std::string& name,
                                                    const TokenMapping* mapping = nullptr);

/// A corpus as the tutorial's two files.
struct TutorialExport {
    std::string dataSet;
    std::string mapping;
    std::size_t songs = 0;
    /// A sentence for each accepted tune that the encoding cannot hold.
    std::vector<std::string> leftOut;
};

/// Every accepted tune moved to C major or A minor (other modes: to the same scale), a symbol a
/// sixteenth. Tunes with a note between two sixteenths are left out.
[[nodiscard]] TutorialExport tutorialExport(const Corpus& corpus);

/// Writes `file_dataset` and `mapping.json` into the folder, which is made where it is not there.
/// Fails when no tune is left.
Result<TutorialExport> writeTutorialDataSet(const Corpus& corpus,
                                            const std::filesystem::path& folder);

} // namespace cantilena

#include "app/CandidateFiles.h"

#include "app/ScoreInput.h"
#include "core/model/CopyIndex.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <random>
#include <string>
#include <system_error>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

/// The notes that begin in the candidate's time, those that stayed there too.
Json notesOf(const Candidate& candidate, const Track& track) {
    Json notes = Json::array();
    for (const Note& note : track.notes) {
        if (candidate.range.contains(note.onset)) {
            notes.push_back({{"onset", note.onset.value},
                             {"duration", note.duration.value},
                             {"pitch", note.pitch.number},
                             {"velocity", note.velocity}});
        }
    }
    return notes;
}

Result<Json> keep(const Candidate& candidate, const Score& base, std::size_t track,
                  const std::filesystem::path& folder) {
    const Score whole = withCandidate(base, track, candidate);
    Json json;
    json["file"] = nullptr;
    json["rng"] = candidate.rng;
    json["bits_per_note"] = candidate.bitsPerNote;
    // Known only to a model that carries an index of what it was trained on.
    json["longest_copy_notes"] = candidate.copied ? Json(candidate.copied->longest.notes) : Json();
    json["notes"] = notesOf(candidate, *whole.tracks[track]);
    if (!folder.empty()) {
        const auto path = folder / ("candidate-" + std::to_string(candidate.number) + ".mid");
        if (const Result<void> written = writeAnyScore(whole, path); !written) {
            return written.error();
        }
        json["file"] = path.string();
    }
    return json;
}

std::string textOf(const Json& candidate, int number) {
    char line[80];
    std::snprintf(line, sizeof line, "candidate %d: %zu notes, %.2f bits a note", number,
                  candidate["notes"].size(), candidate["bits_per_note"].get<double>());
    std::string text = line;
    if (candidate["longest_copy_notes"].is_number()) {
        const auto run = candidate["longest_copy_notes"].get<std::size_t>();
        text += run == 0 ? ", fewer than " + std::to_string(kShortestKnownRun)
                         : ", up to " + std::to_string(run);
        text += " notes in a row copied";
    }
    if (candidate["file"].is_string()) {
        text += ", " + candidate["file"].get<std::string>();
    }
    return text;
}

} // namespace

int writeCandidates(const std::vector<Candidate>& candidates, const Score& base, std::size_t track,
                    const CandidateOutput& output, Console& console) {
    if (!output.folder.empty()) {
        std::error_code failure;
        std::filesystem::create_directories(output.folder, failure);
        if (failure) {
            return console.fail(
                {ErrorCode::PermissionDenied, output.folder.string() + ": " + failure.message()});
        }
    }
    Json list = Json::array();
    for (const Candidate& candidate : candidates) {
        Result<Json> kept = keep(candidate, base, track, output.folder);
        if (!kept) {
            return console.fail(kept.error());
        }
        if (!output.json) {
            console.print(textOf(*kept, candidate.number));
        }
        list.push_back(*std::move(kept));
    }
    if (output.json) {
        console.print(Json{{"candidates", list}}.dump());
    }
    return 0;
}

std::uint64_t anyRng() {
    std::random_device device;
    return ((std::uint64_t{device()} << 32) | device()) >> 11;
}

} // namespace cantilena

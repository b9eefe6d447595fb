#include "core/corpus/DataSet.h"

#include "core/base/File.h"
#include "core/corpus/Melody.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "cantilena corpus";
constexpr std::string_view kBeginning = R"({"format":"cantilena corpus")";
constexpr std::array<std::pair<KeySource, std::string_view>, 3> kKeySources = {
    {{KeySource::Written, "written"},
     {KeySource::Estimated, "estimated"},
     {KeySource::Unknown, "unknown"}}};
constexpr std::array kAccepted = {Verdict::Taken, Verdict::LineTaken, Verdict::Quantised};

/// Thrown inside this file only; becomes a sentence about the tune.
struct Fault {
    std::string reason;
};

void require(bool holds, const char* reason) {
    if (!holds) {
        throw Fault{reason};
    }
}

Json packed(const CorpusTune& tune) {
    const Score& melody = *tune.melody;
    Json notes = Json::array();
    for (const Note& note : melody.tracks.front()->notes) {
        notes.push_back(note.onset / kMelodyGrid);
        notes.push_back(note.duration / kMelodyGrid);
        notes.push_back(note.pitch.number);
    }
    Json meters = Json::array();
    for (const MeterChange& change : melody.meters) {
        meters.push_back({change.tick.value, change.meter.numerator, change.meter.denominator});
    }
    Json keys = Json::array();
    for (const KeyChange& change : melody.keys) {
        keys.push_back({change.tick.value, change.key.name()});
    }
    Json tempos = Json::array();
    for (const TempoChange& change : melody.tempos) {
        tempos.push_back({change.tick.value, change.bpm});
    }
    const auto source = std::ranges::find(kKeySources, tune.keySource,
                                          &std::pair<KeySource, std::string_view>::first);
    return {{"name", tune.name},
            {"title", tune.title},
            {"verdict", verdictName(tune.verdict)},
            {"reason", tune.reason},
            {"key", tune.key.name()},
            {"key_source", source->second},
            {"key_margin", tune.keyMargin},
            {"group", tune.duplicateGroup},
            {"pickup_ticks", melody.pickup.value},
            {"meters", std::move(meters)},
            {"keys", std::move(keys)},
            {"tempos", std::move(tempos)},
            {"notes", std::move(notes)}};
}

Tick tickOf(const Json& json) {
    const Tick tick{json.get<std::int64_t>()};
    require(Tick{} <= tick && tick <= kLongestScore, "a time is out of range");
    return tick;
}

Key keyOf(const Json& json) {
    const auto key = Key::fromName(json.get<std::string>());
    require(key.has_value(), "a key is unknown");
    return *key;
}

std::vector<Note> notesOf(const Json& json) {
    require(json.is_array() && !json.empty() && json.size() % 3 == 0,
            "its notes are not in threes");
    std::vector<Note> notes;
    Tick end;
    const std::int64_t longest = kLongestScore / kMelodyGrid;
    for (std::size_t index = 0; index < json.size(); index += 3) {
        const auto onset = json[index].get<std::int64_t>();
        const auto duration = json[index + 1].get<std::int64_t>();
        require(onset >= 0 && onset <= longest && duration > 0 && duration <= longest,
                "a note's time is out of range");
        Note note;
        note.id = NoteId{notes.size() + 1};
        note.onset = kMelodyGrid * onset;
        note.duration = kMelodyGrid * duration;
        note.pitch = Pitch{json[index + 2].get<int>()};
        require(note.pitch.isValid(), "a pitch is out of range");
        require(note.onset >= end, "two notes sound at once");
        end = note.end();
        notes.push_back(note);
    }
    return notes;
}

template <typename Change>
void requireOrder(const std::vector<Change>& changes) {
    require(std::ranges::is_sorted(changes, {}, &Change::tick), "changes are out of order");
}

std::shared_ptr<const Score> melodyOf(const Json& json) {
    Score melody;
    melody.title = json.at("title").get<std::string>();
    melody.pickup = tickOf(json.at("pickup_ticks"));
    for (const Json& change : json.at("meters")) {
        const Meter meter{change.at(1).get<int>(), change.at(2).get<int>()};
        require(meter.isValid(), "a metre is out of range");
        melody.meters.push_back({tickOf(change.at(0)), meter});
    }
    for (const Json& change : json.at("keys")) {
        melody.keys.push_back({tickOf(change.at(0)), keyOf(change.at(1))});
    }
    for (const Json& change : json.at("tempos")) {
        const auto bpm = change.at(1).get<double>();
        require(bpm >= kSlowestTempo && bpm <= kFastestTempo, "a tempo is out of range");
        melody.tempos.push_back({tickOf(change.at(0)), bpm});
    }
    requireOrder(melody.meters);
    requireOrder(melody.keys);
    requireOrder(melody.tempos);
    auto track = std::make_shared<Track>();
    track->name = "Melody";
    track->notes = notesOf(json.at("notes"));
    melody.nextNoteId = NoteId{track->notes.size() + 1};
    melody.tracks.push_back(std::move(track));
    return std::make_shared<const Score>(std::move(melody));
}

CorpusTune unpacked(const Json& json) {
    CorpusTune tune;
    tune.name = json.at("name").get<std::string>();
    tune.title = json.at("title").get<std::string>();
    tune.reason = json.at("reason").get<std::string>();
    const auto verdict =
        std::ranges::find(kAccepted, json.at("verdict").get<std::string>(), verdictName);
    require(verdict != kAccepted.end(), "its verdict is unknown");
    tune.verdict = *verdict;
    const auto source = std::ranges::find(kKeySources, json.at("key_source").get<std::string>(),
                                          &std::pair<KeySource, std::string_view>::second);
    require(source != kKeySources.end(), "the source of its key is unknown");
    tune.keySource = source->first;
    tune.key = keyOf(json.at("key"));
    tune.keyMargin = json.at("key_margin").get<double>();
    tune.duplicateGroup = json.at("group").get<std::size_t>();
    tune.melody = melodyOf(json);
    tune.notes = tune.melody->noteCount();
    if (!tune.melody->meters.empty()) {
        tune.meter = tune.melody->meters.front().meter;
    }
    return tune;
}

Error malformed(std::string_view name, const std::string& reason) {
    return {ErrorCode::Malformed, std::string(name) + ": " + reason};
}

} // namespace

std::string packedDataSet(const Corpus& corpus) {
    Json json = {{"format", kFormat},
                 {"version", kDataSetVersion},
                 {"steps_per_quarter", kQuarter / kMelodyGrid},
                 {"ticks_per_quarter", kQuarter.value},
                 {"files", corpus.files},
                 {"tunes", Json::array()}};
    for (const CorpusTune& tune : corpus.tunes) {
        if (isAccepted(tune.verdict)) {
            json["tunes"].push_back(packed(tune));
        }
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Corpus> unpackedDataSet(std::string_view bytes, std::string_view name) {
    if (!looksLikeDataSet(bytes)) {
        return Error{ErrorCode::Unsupported,
                     std::string(name) + ": is neither music nor a packed data set"};
    }
    std::string place = "its head";
    try {
        const Json json = Json::parse(bytes);
        const int version = json.at("version").get<int>();
        if (version != kDataSetVersion) {
            return Error{ErrorCode::Unsupported, std::string(name) + ": is a data set of version " +
                                                     std::to_string(version) +
                                                     "; this program reads version " +
                                                     std::to_string(kDataSetVersion)};
        }
        require(json.at("steps_per_quarter") == kQuarter / kMelodyGrid &&
                    json.at("ticks_per_quarter") == kQuarter.value,
                "its time is in other units");
        Corpus corpus;
        corpus.files = json.at("files").get<std::size_t>();
        for (const Json& tune : json.at("tunes")) {
            place = "tune " + std::to_string(corpus.tunes.size() + 1);
            corpus.tunes.push_back(unpacked(tune));
        }
        return corpus;
    } catch (const Fault& fault) {
        return malformed(name, place + ": " + fault.reason);
    } catch (const Json::exception& failure) {
        return malformed(name, place + ": " + failure.what());
    }
}

bool looksLikeDataSet(std::string_view bytes) {
    return bytes.starts_with(kBeginning);
}

Result<void> writeDataSet(const Corpus& corpus, const std::filesystem::path& path) {
    return writeFileAtomically(path, packedDataSet(corpus));
}

Result<Corpus> readDataSet(const std::filesystem::path& path) {
    const Result<std::string> bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    return unpackedDataSet(*bytes, path.string());
}

} // namespace cantilena

#include "core/project/ProjectFile.h"

#include "core/base/File.h"
#include "core/project/ProjectWords.h"
#include "core/score/Edits.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

/// What ids and indices in a file stay below.
constexpr std::int64_t kMostTakes = 1'000'000'000;

/// What is wrong and where; caught at the end of `projectFromBytes` and never seen outside.
struct Fault {
    std::string sentence;
};

/// A JSON value together with the place it has in the file, for messages.
class Place {
public:
    Place(const Json& json, std::string path)
        : m_json(json)
        , m_path(std::move(path)) {}

    [[nodiscard]] Place operator[](const char* key) const {
        if (!m_json.is_object() || !m_json.contains(key)) {
            throw Fault{"\"" + joined(key) + "\" is missing"};
        }
        return {m_json[key], joined(key)};
    }
    [[nodiscard]] bool has(const char* key) const {
        return m_json.is_object() && m_json.contains(key);
    }
    [[nodiscard]] std::vector<Place> items() const {
        if (!m_json.is_array()) {
            throw Fault{"\"" + m_path + "\" is not a list"};
        }
        std::vector<Place> places;
        places.reserve(m_json.size());
        for (std::size_t i = 0; i < m_json.size(); ++i) {
            places.emplace_back(m_json[i], m_path + "[" + std::to_string(i) + "]");
        }
        return places;
    }
    /// The fields of a short list such as [tick, text].
    [[nodiscard]] std::vector<Place> fields(std::size_t count) const {
        std::vector<Place> places = items();
        if (places.size() != count) {
            throw Fault{"\"" + m_path + "\" has " + std::to_string(places.size()) +
                        " values instead of " + std::to_string(count)};
        }
        return places;
    }
    [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high) const {
        // A number past the signed range would turn negative when converted.
        const bool fits = m_json.is_number_integer() &&
                          !(m_json.is_number_unsigned() &&
                            m_json.get<std::uint64_t>() >
                                std::uint64_t{std::numeric_limits<std::int64_t>::max()});
        if (fits) {
            const auto value = m_json.get<std::int64_t>();
            if (value >= low && value <= high) {
                return value;
            }
        }
        throw Fault{"\"" + m_path + "\" is not a whole number from " + std::to_string(low) +
                    " to " + std::to_string(high)};
    }
    [[nodiscard]] int small(int low, int high) const {
        return static_cast<int>(integer(low, high));
    }
    [[nodiscard]] Tick tick() const { return {integer(0, kLongestScore.value)}; }
    [[nodiscard]] double number() const {
        if (!m_json.is_number()) {
            throw Fault{"\"" + m_path + "\" is not a number"};
        }
        return m_json.get<double>();
    }
    [[nodiscard]] bool boolean() const {
        if (!m_json.is_boolean()) {
            throw Fault{"\"" + m_path + "\" is neither true nor false"};
        }
        return m_json.get<bool>();
    }
    [[nodiscard]] std::string text() const {
        if (!m_json.is_string()) {
            throw Fault{"\"" + m_path + "\" is not a text"};
        }
        return m_json.get<std::string>();
    }
    [[nodiscard]] Fault fault(const std::string& complaint) const {
        return {"\"" + m_path + "\" " + complaint};
    }

private:
    [[nodiscard]] std::string joined(const char* key) const {
        return m_path.empty() ? key : m_path + "." + key;
    }

    const Json& m_json;
    std::string m_path;
};

Note noteOf(const Place& place) {
    std::vector<Place> fields = place.items();
    const bool isGrace = fields.size() == 5 && fields[4].text() == kGraceMark;
    if (!isGrace) {
        fields = place.fields(4);
    }
    Note note;
    note.isGrace = isGrace;
    note.onset = fields[0].tick();
    note.duration = Tick{fields[1].integer(1, kLongestScore.value)};
    note.pitch = Pitch{fields[2].small(0, 127)};
    note.velocity = fields[3].small(1, 127);
    return note;
}

Track trackOf(const Place& place) {
    Track track;
    track.name = place["name"].text();
    track.program = place["program"].small(0, 127);
    track.channel = place["channel"].small(0, 15);
    if (place.has("midi_port")) {
        track.midiPort = place["midi_port"].text();
    }
    track.mix.volume = place["volume"].small(0, 127);
    track.mix.pan = place["pan"].small(0, 127);
    track.mix.reverb = place["reverb"].small(0, 127);
    track.mix.chorus = place["chorus"].small(0, 127);
    track.mix.muted = place["muted"].boolean();
    track.mix.soloed = place["soloed"].boolean();
    // Files from before tracks had looks of their own lack them.
    if (place.has("color")) {
        track.look.color = place["color"].small(0, kTrackColors - 1);
    }
    if (place.has("pattern")) {
        track.look.pattern = place["pattern"].small(0, kTrackPatterns - 1);
    }
    for (const Place& note : place["notes"].items()) {
        track.notes.push_back(noteOf(note));
    }
    if (place.has("locked")) {
        const auto last = static_cast<std::int64_t>(track.notes.size()) - 1;
        for (const Place& index : place["locked"].items()) {
            track.notes[static_cast<std::size_t>(index.integer(0, last))].locked = true;
        }
    }
    for (const Place& event : place["controllers"].items()) {
        const auto fields = event.fields(3);
        track.controllers.push_back({fields[0].tick(), fields[1].small(0, kPitchBendController),
                                     fields[2].small(0, 16383)});
    }
    for (const Place& lyric : place["lyrics"].items()) {
        const auto fields = lyric.fields(2);
        track.lyrics.push_back({fields[0].tick(), fields[1].text()});
    }
    return track;
}

double tempoOf(const Place& place) {
    const double bpm = place.number();
    if (!(bpm >= kSlowestTempo && bpm <= kFastestTempo)) {
        throw place.fault("is not a tempo from 5 to 1000");
    }
    return bpm;
}

Meter meterOf(const Place& numerator, const Place& denominator) {
    const Meter meter{numerator.small(1, 128), denominator.small(1, 64)};
    if (!meter.isValid()) {
        throw denominator.fault("is not a power of two");
    }
    return meter;
}

Key keyOf(const Place& tonic, const Place& mode) {
    const auto spelling = PitchSpelling::fromName(tonic.text());
    if (!spelling) {
        throw tonic.fault("is not a tonic");
    }
    const auto known = modeFromName(mode.text());
    if (!known) {
        throw mode.fault("is not a mode");
    }
    return {*spelling, *known};
}

/// Entries must be in order, at most one a tick: everything else relies on it.
template <typename Entry>
void requireOrder(const std::vector<Entry>& entries, const char* name, bool onePerTick) {
    for (std::size_t i = 1; i < entries.size(); ++i) {
        if (entries[i].tick < entries[i - 1].tick ||
            (onePerTick && entries[i].tick == entries[i - 1].tick)) {
            throw Fault{"\"score." + std::string(name) + "[" + std::to_string(i) +
                        "]\" is out of order"};
        }
    }
}

SteeringSpan steeringOf(const Place& place) {
    const auto fields = place.fields(4);
    const auto kind = steeringKindFromName(fields[2].text());
    const auto wish = kind ? steeringFromText(*kind, fields[3].text()) : std::nullopt;
    if (!wish) {
        throw fields[kind ? 3 : 2].fault("asks for nothing that is known");
    }
    const TickRange time{fields[0].tick(), fields[1].tick()};
    if (time.isEmpty()) {
        throw place.fault("ends before it begins");
    }
    return {time, *wish};
}

/// Of a later kind, or when what stands before it is over.
bool mayFollow(const SteeringSpan& span, const SteeringSpan& before) {
    return span.kind() != before.kind() ? before.kind() < span.kind()
                                        : before.time.end <= span.time.begin;
}

Steering allSteeringOf(const Place& place) {
    Steering steering;
    for (const Place& entry : place.items()) {
        SteeringSpan span = steeringOf(entry);
        if (!steering.empty() && !mayFollow(span, steering.back())) {
            throw entry.fault("is out of order");
        }
        steering.push_back(std::move(span));
    }
    return steering;
}

Score scoreOf(const Place& place) {
    Score score;
    score.title = place["title"].text();
    score.composer = place["composer"].text();
    score.origin = place["origin"].text();
    if (place["ticks_per_quarter"].integer(1, std::numeric_limits<int>::max()) != kQuarter.value) {
        throw place["ticks_per_quarter"].fault("is not " + std::to_string(kQuarter.value));
    }
    score.pickup = place["pickup"].tick();
    for (const Place& entry : place["tempos"].items()) {
        const auto fields = entry.fields(2);
        score.tempos.push_back({fields[0].tick(), tempoOf(fields[1])});
    }
    for (const Place& entry : place["meters"].items()) {
        const auto fields = entry.fields(3);
        score.meters.push_back({fields[0].tick(), meterOf(fields[1], fields[2])});
    }
    for (const Place& entry : place["keys"].items()) {
        const auto fields = entry.fields(3);
        score.keys.push_back({fields[0].tick(), keyOf(fields[1], fields[2])});
    }
    for (const Place& entry : place["chords"].items()) {
        const auto fields = entry.fields(2);
        score.chords.push_back({fields[0].tick(), fields[1].text()});
    }
    for (const Place& entry : place["markers"].items()) {
        const auto fields = entry.fields(2);
        score.markers.push_back({fields[0].tick(), fields[1].text()});
    }
    if (place.has("steering")) {
        score.steering = allSteeringOf(place["steering"]);
    }
    requireOrder(score.tempos, "tempos", true);
    requireOrder(score.meters, "meters", true);
    requireOrder(score.keys, "keys", true);
    requireOrder(score.chords, "chords", false);
    requireOrder(score.markers, "markers", false);
    for (const Place& entry : place["tracks"].items()) {
        score.tracks.push_back(std::make_shared<const Track>(trackOf(entry)));
    }
    return withFreshNoteIds(std::move(score));
}

std::uint64_t rngOf(const Place& place) {
    const std::string text = place.text();
    std::uint64_t rng = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), rng);
    if (failure != std::errc() || end != text.data() + text.size()) {
        throw place.fault("is not a random seed");
    }
    return rng;
}

Take takeOf(const Place& place) {
    Take take;
    take.id.value = static_cast<std::uint64_t>(place["id"].integer(1, kMostTakes));
    take.number = place["number"].small(1, std::numeric_limits<int>::max());
    take.rng = rngOf(place["rng"]);
    for (const Place& note : place["notes"].items()) {
        take.notes.push_back(noteOf(note));
    }
    take.bitsPerNote = place["bits_per_note"].number();
    take.heard = place["heard"].boolean();
    take.kept = place["kept"].boolean();
    take.starred = place["starred"].boolean();
    if (place.has("remark")) {
        take.remark = place["remark"].text();
    }
    return take;
}

/// Notes of the track, by their number from 0, rising.
std::vector<std::size_t> noteNumbersOf(const Place& place, const Track& track) {
    std::vector<std::size_t> numbers;
    const auto least = [&] {
        return numbers.empty() ? 0 : static_cast<std::int64_t>(numbers.back()) + 1;
    };
    for (const Place& number : place.items()) {
        numbers.push_back(static_cast<std::size_t>(
            number.integer(least(), static_cast<std::int64_t>(track.notes.size()) - 1)));
    }
    return numbers;
}

TakeSettings settingsOf(const Place& place, const Track& track) {
    TakeSettings settings;
    const std::string task = place["task"].text();
    if (task != kFillTask && task != kContinueTask) {
        throw place["task"].fault("is neither \"continue\" nor \"fill\"");
    }
    settings.task = task == kFillTask ? TakeTask::Fill : TakeTask::Continue;
    const auto range = place["range"].fields(2);
    settings.range = {range[0].tick(), range[1].tick()};
    settings.temperature = place["temperature"].number();
    settings.topP = place["top_p"].number();
    settings.draws = place["draws"].small(1, std::numeric_limits<int>::max());
    settings.lowest = Pitch{place["lowest"].small(0, 127)};
    settings.highest = Pitch{place["highest"].small(0, 127)};
    settings.style = place["style"].text();
    settings.memory = place["memory"].number();
    settings.density = place["density"].number();
    settings.cadence = place["cadence"].boolean();
    if (place.has("key")) {
        const auto key = place["key"].fields(2);
        settings.key = keyOf(key[0], key[1]);
    }
    if (place.has("meter")) {
        const auto meter = place["meter"].fields(2);
        settings.meter = meterOf(meter[0], meter[1]);
    }
    if (place.has("most_copied_notes")) {
        settings.mostCopiedNotes =
            static_cast<std::size_t>(place["most_copied_notes"].integer(1, kMostTakes));
    }
    if (settings.task == TakeTask::Fill) {
        settings.keep = {place["keep_rhythm"].boolean(), place["keep_pitches"].boolean(),
                         place["keep_contour"].boolean()};
        if (place.has("selected")) {
            settings.selected = noteNumbersOf(place["selected"], track);
        }
    }
    return settings;
}

TakeSet takeSetOf(const Place& place, const std::vector<Score>& bases) {
    TakeSet set;
    set.parent.value = static_cast<std::uint64_t>(place["parent"].integer(0, kMostTakes));
    set.base = static_cast<std::size_t>(
        place["base"].integer(0, static_cast<std::int64_t>(bases.size()) - 1));
    set.track = static_cast<std::size_t>(place["track"].integer(0, kMostTakes));
    set.trackName = place["track_name"].text();
    set.modelName = place["model"].text();
    set.modelHash = place["model_hash"].text();
    set.settings = settingsOf(place["settings"], *bases[set.base].tracks.front());
    set.asked = place["asked"].small(1, std::numeric_limits<int>::max());
    for (const Place& take : place["takes"].items()) {
        set.takes.push_back(takeOf(take));
    }
    return set;
}

/// Ids rise, and a parent is older than its children: everything else relies on it.
void requireRisingIds(const TakeTree& tree, const Place& place) {
    TakeId last;
    for (const TakeSet& set : tree.sets) {
        if (set.parent > last) {
            throw place.fault("holds a set that descends from a later take");
        }
        for (const Take& take : set.takes) {
            if (take.id <= last) {
                throw place.fault("holds takes out of order");
            }
            last = take.id;
        }
    }
}

TakeTree takesOf(const Place& place) {
    TakeTree tree;
    for (const Place& base : place["bases"].items()) {
        tree.bases.push_back(scoreOf(base));
        if (tree.bases.back().tracks.size() != 1) {
            throw base.fault("does not hold exactly one track");
        }
    }
    for (const Place& set : place["sets"].items()) {
        tree.sets.push_back(takeSetOf(set, tree.bases));
        for (const Take& take : tree.sets.back().takes) {
            tree.next.value = take.id.value + 1;
        }
    }
    requireRisingIds(tree, place["sets"]);
    return tree;
}

Project projectOf(const Place& place) {
    if (!place.has("format") || place["format"].text() != kProjectFormat) {
        throw Fault{"it is not a Cantilena project"};
    }
    const std::int64_t version = place["version"].integer(1, 1'000'000);
    if (version > kProjectVersion) {
        throw Fault{"it was written by a newer Cantilena (project version " +
                    std::to_string(version) + "; this one reads up to " +
                    std::to_string(kProjectVersion) + ")"};
    }
    Project project;
    project.score = scoreOf(place["score"]);
    if (project.score.tracks.empty()) {
        throw place["score"]["tracks"].fault("holds no track");
    }
    const auto last = static_cast<std::int64_t>(project.score.tracks.size()) - 1;
    project.currentTrack = static_cast<std::size_t>(place["current_track"].integer(0, last));
    project.playhead = place["playhead"].tick();
    if (place.has("loop")) {
        const auto fields = place["loop"].fields(2);
        project.loop = TickRange{fields[0].tick(), fields[1].tick()};
        if (project.loop->isEmpty()) {
            throw place["loop"].fault("ends before it begins");
        }
    }
    if (place.has("takes")) {
        project.takes = takesOf(place["takes"]);
    }
    return project;
}

} // namespace

Result<Project> projectFromBytes(std::string_view bytes, std::string_view name) {
    try {
        const Json json = Json::parse(bytes);
        return projectOf({json, ""});
    } catch (const Fault& fault) {
        return Error{ErrorCode::Malformed, std::string(name) + ": " + fault.sentence};
    } catch (const nlohmann::json::parse_error& error) {
        return Error{ErrorCode::Malformed,
                     std::string(name) + ": it is not a whole project: the text breaks at byte " +
                         std::to_string(error.byte)};
    } catch (const nlohmann::json::exception& error) {
        return Error{ErrorCode::Malformed, std::string(name) + ": " + error.what()};
    }
}

Result<Project> readProject(const std::filesystem::path& path) {
    const Result<std::string> bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    return projectFromBytes(*bytes, path.string());
}

Result<void> writeProject(const Project& project, const std::filesystem::path& path) {
    return writeFileAtomically(path, projectBytes(project), Backup::Keep);
}

} // namespace cantilena

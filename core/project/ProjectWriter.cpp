#include "core/project/ProjectFile.h"
#include "core/project/ProjectWords.h"

#include <nlohmann/json.hpp>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const std::vector<Note>& notes) {
    Json json = Json::array();
    for (const Note& note : notes) {
        json.push_back({note.onset.value, note.duration.value, note.pitch.number, note.velocity});
        if (note.isGrace) {
            json.back().push_back(kGraceMark);
        }
    }
    return json;
}

Json jsonOf(const Track& track) {
    Json controllers = Json::array();
    for (const ControllerEvent& event : track.controllers) {
        controllers.push_back({event.tick.value, event.controller, event.value});
    }
    Json lyrics = Json::array();
    for (const Lyric& lyric : track.lyrics) {
        lyrics.push_back({lyric.tick.value, lyric.text});
    }
    Json json = {{"name", track.name},
                 {"program", track.program},
                 {"channel", track.channel},
                 {"volume", track.mix.volume},
                 {"pan", track.mix.pan},
                 {"reverb", track.mix.reverb},
                 {"chorus", track.mix.chorus},
                 {"muted", track.mix.muted},
                 {"soloed", track.mix.soloed},
                 {"color", track.look.color},
                 {"pattern", track.look.pattern},
                 {"notes", jsonOf(track.notes)},
                 {"controllers", controllers},
                 {"lyrics", lyrics}};
    if (!track.midiPort.empty()) {
        json["midi_port"] = track.midiPort;
    }
    Json locked = Json::array();
    for (std::size_t i = 0; i < track.notes.size(); ++i) {
        if (track.notes[i].locked) {
            locked.push_back(i);
        }
    }
    if (!locked.empty()) {
        json["locked"] = locked;
    }
    return json;
}

Json jsonOf(const Score& score) {
    Json json = {{"title", score.title},
                 {"composer", score.composer},
                 {"origin", score.origin},
                 {"ticks_per_quarter", kQuarter.value},
                 {"pickup", score.pickup.value}};
    Json& tempos = json["tempos"] = Json::array();
    for (const TempoChange& change : score.tempos) {
        tempos.push_back({change.tick.value, change.bpm});
    }
    Json& meters = json["meters"] = Json::array();
    for (const MeterChange& change : score.meters) {
        meters.push_back({change.tick.value, change.meter.numerator, change.meter.denominator});
    }
    Json& keys = json["keys"] = Json::array();
    for (const KeyChange& change : score.keys) {
        keys.push_back(
            {change.tick.value, change.key.tonic.name(), std::string(modeName(change.key.mode))});
    }
    Json& chords = json["chords"] = Json::array();
    for (const ChordSymbol& chord : score.chords) {
        chords.push_back({chord.tick.value, chord.name});
    }
    Json& markers = json["markers"] = Json::array();
    for (const Marker& marker : score.markers) {
        markers.push_back({marker.tick.value, marker.name});
    }
    for (const SteeringSpan& span : score.steering) {
        json["steering"].push_back({span.time.begin.value, span.time.end.value,
                                    std::string(steeringKindName(span.kind())),
                                    steeringText(span.wish)});
    }
    Json& tracks = json["tracks"] = Json::array();
    for (const auto& track : score.tracks) {
        tracks.push_back(jsonOf(*track));
    }
    return json;
}

Json jsonOf(const Take& take) {
    Json json = {{"id", take.id.value},
                 {"number", take.number},
                 {"rng", std::to_string(take.rng)},
                 {"notes", jsonOf(take.notes)},
                 {"bits_per_note", take.bitsPerNote},
                 {"heard", take.heard},
                 {"kept", take.kept},
                 {"starred", take.starred}};
    if (!take.remark.empty()) {
        json["remark"] = take.remark;
    }
    return json;
}

Json jsonOf(const TakeSettings& settings) {
    Json json = {{"task", settings.task == TakeTask::Fill ? kFillTask : kContinueTask},
                 {"range", {settings.range.begin.value, settings.range.end.value}},
                 {"temperature", settings.temperature},
                 {"top_p", settings.topP},
                 {"draws", settings.draws},
                 {"lowest", settings.lowest.number},
                 {"highest", settings.highest.number},
                 {"style", settings.style},
                 {"memory", settings.memory},
                 {"density", settings.density},
                 {"cadence", settings.cadence}};
    if (settings.key) {
        json["key"] = {settings.key->tonic.name(), std::string(modeName(settings.key->mode))};
    }
    if (settings.meter) {
        json["meter"] = {settings.meter->numerator, settings.meter->denominator};
    }
    if (settings.mostCopiedNotes) {
        json["most_copied_notes"] = *settings.mostCopiedNotes;
    }
    if (settings.task == TakeTask::Fill) {
        json["keep_rhythm"] = settings.keep.rhythm;
        json["keep_pitches"] = settings.keep.pitches;
        json["keep_contour"] = settings.keep.contour;
        if (!settings.selected.empty()) {
            json["selected"] = settings.selected;
        }
    }
    return json;
}

Json jsonOf(const TakeTree& tree) {
    Json bases = Json::array();
    for (const Score& base : tree.bases) {
        bases.push_back(jsonOf(base));
    }
    Json sets = Json::array();
    for (const TakeSet& set : tree.sets) {
        Json takes = Json::array();
        for (const Take& take : set.takes) {
            takes.push_back(jsonOf(take));
        }
        sets.push_back({{"parent", set.parent.value},
                        {"base", set.base},
                        {"track", set.track},
                        {"track_name", set.trackName},
                        {"model", set.modelName},
                        {"model_hash", set.modelHash},
                        {"settings", jsonOf(set.settings)},
                        {"asked", set.asked},
                        {"takes", takes}});
    }
    return {{"bases", bases}, {"sets", sets}};
}

} // namespace

std::string projectBytes(const Project& project) {
    Json json = {{"format", kProjectFormat}, {"version", kProjectVersion}};
    json["current_track"] = project.currentTrack;
    json["playhead"] = project.playhead.value;
    if (project.loop) {
        json["loop"] = {project.loop->begin.value, project.loop->end.value};
    }
    json["score"] = jsonOf(project.score);
    if (!project.takes.isEmpty()) {
        json["takes"] = jsonOf(project.takes);
    }
    // Text that is no valid UTF-8 (from a foreign file, say) must not make saving impossible.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cantilena

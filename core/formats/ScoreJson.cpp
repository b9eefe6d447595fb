#include "core/formats/ScoreJson.h"

#include <nlohmann/json.hpp>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

template <typename Change>
bool startsLate(const std::vector<Change>& changes) {
    return changes.empty() || changes.front().tick > Tick{};
}

Json tempos(const Score& score) {
    Json list = Json::array();
    if (startsLate(score.tempos)) {
        list.push_back({{"tick", 0}, {"bpm", kDefaultTempo}});
    }
    for (const TempoChange& change : score.tempos) {
        list.push_back({{"tick", change.tick.value}, {"bpm", change.bpm}});
    }
    return list;
}

Json meters(const Score& score) {
    Json list = Json::array();
    const auto add = [&](Tick tick, Meter meter) {
        list.push_back({{"tick", tick.value},
                        {"numerator", meter.numerator},
                        {"denominator", meter.denominator}});
    };
    if (startsLate(score.meters)) {
        add({}, Meter{});
    }
    for (const MeterChange& change : score.meters) {
        add(change.tick, change.meter);
    }
    return list;
}

Json keys(const Score& score) {
    Json list = Json::array();
    for (const KeyChange& change : score.keys) {
        list.push_back({{"tick", change.tick.value},
                        {"tonic", change.key.tonic.name()},
                        {"mode", std::string(modeName(change.key.mode))}});
    }
    return list;
}

Json notes(const Track& track) {
    Json list = Json::array();
    for (const Note& note : track.notes) {
        list.push_back({{"onset", note.onset.value},
                        {"duration", note.duration.value},
                        {"pitch", note.pitch.number},
                        {"velocity", note.velocity}});
        if (note.isGrace) {
            list.back()["grace"] = true;
        }
    }
    return list;
}

} // namespace

std::string scoreJson(const Score& score) {
    Json root;
    root["ticks_per_quarter"] = kQuarter.value;
    root["pickup_ticks"] = score.pickup.value;
    root["tempos"] = tempos(score);
    root["meters"] = meters(score);
    root["keys"] = keys(score);
    root["tracks"] = Json::array();
    for (const auto& track : score.tracks) {
        root["tracks"].push_back(
            {{"name", track->name}, {"program", track->program}, {"notes", notes(*track)}});
    }
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cantilena

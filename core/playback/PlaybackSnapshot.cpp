#include "core/playback/PlaybackSnapshot.h"

#include "core/playback/Channels.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace cantilena {

namespace {

constexpr int kFirstChannelMode = 120;

auto identity(const PlaybackNote& note) {
    return std::tuple(note.id, note.key, note.onset);
}

bool isPlayable(const ControllerEvent& event) {
    if (event.controller == kPitchBendController) {
        return event.value >= 0 && event.value <= 16383;
    }
    return event.controller >= 0 && event.controller < kFirstChannelMode && event.value >= 0 &&
           event.value <= 127;
}

std::vector<PlaybackNote> playableNotes(const Track& track) {
    std::vector<PlaybackNote> notes;
    notes.reserve(track.notes.size());
    for (const Note& note : track.notes) {
        if (note.pitch.isValid() && note.duration > Tick{}) {
            notes.push_back({note.onset, note.end(), note.id,
                             static_cast<std::uint8_t>(note.pitch.number),
                             static_cast<std::uint8_t>(std::clamp(note.velocity, 1, 127))});
        }
    }
    std::stable_sort(notes.begin(), notes.end(), [](const PlaybackNote& a, const PlaybackNote& b) {
        return a.onset < b.onset;
    });
    return notes;
}

std::shared_ptr<const PlaybackTrack> playable(std::shared_ptr<const Track> source) {
    auto track = std::make_shared<PlaybackTrack>();
    track->notes = playableNotes(*source);
    track->byIdentity.resize(track->notes.size());
    std::iota(track->byIdentity.begin(), track->byIdentity.end(), 0U);
    std::sort(track->byIdentity.begin(), track->byIdentity.end(),
              [&notes = track->notes](std::uint32_t a, std::uint32_t b) {
                  return identity(notes[a]) < identity(notes[b]);
              });
    std::copy_if(source->controllers.begin(), source->controllers.end(),
                 std::back_inserter(track->controllers), isPlayable);
    std::stable_sort(track->controllers.begin(), track->controllers.end(),
                     [](const auto& a, const auto& b) { return a.tick < b.tick; });
    track->program = std::clamp(source->program, 0, 127);
    track->mix = source->mix;
    track->source = std::move(source);
    return track;
}

int channelOf(const Track& track, std::size_t index, std::span<const std::string> ports) {
    const int midiChannel = std::clamp(track.channel, 0, 15);
    const auto port = std::find(ports.begin(), ports.end(), track.midiPort);
    if (!track.midiPort.empty() && port != ports.end()) {
        return midiPortChannel(static_cast<int>(port - ports.begin()), midiChannel);
    }
    return 16 * static_cast<int>(index % kTrackGroups) + midiChannel;
}

std::uint64_t nextTempoVersion() {
    static std::atomic<std::uint64_t> counter{0};
    return ++counter;
}

} // namespace

const PlaybackNote* PlaybackTrack::find(NoteId id, int key, Tick before) const noexcept {
    const auto wanted = std::tuple(id, static_cast<std::uint8_t>(key), before);
    const auto after =
        std::partition_point(byIdentity.begin(), byIdentity.end(),
                             [&](std::uint32_t index) { return identity(notes[index]) < wanted; });
    if (after == byIdentity.begin()) {
        return nullptr;
    }
    const PlaybackNote& note = notes[*(after - 1)];
    return note.id == id && note.key == key ? &note : nullptr;
}

PlaybackSnapshot makeSnapshot(const Score& score, const PlaybackSnapshot* previous,
                              std::span<const std::string> ports) {
    std::unordered_map<const Track*, std::shared_ptr<const PlaybackTrack>> known;
    PlaybackSnapshot snapshot;
    if (previous) {
        for (const PlaybackLane& lane : previous->lanes) {
            known.emplace(lane.track->source.get(), lane.track);
        }
    }
    const bool anySolo = std::any_of(score.tracks.begin(), score.tracks.end(),
                                     [](const auto& track) { return track->mix.soloed; });
    const std::size_t count = std::min(score.tracks.size(), kMostLanes);
    snapshot.lanes.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        const std::shared_ptr<const Track>& track = score.tracks[index];
        const auto found = known.find(track.get());
        const bool audible = !track->mix.muted && (!anySolo || track->mix.soloed);
        snapshot.lanes.push_back({found != known.end() ? found->second : playable(track),
                                  static_cast<std::uint16_t>(channelOf(*track, index, ports)),
                                  audible});
    }
    snapshot.tempos = score.tempos;
    snapshot.tempo = score.tempoMap();
    const bool sameTempo = previous && previous->tempos == score.tempos;
    snapshot.tempoVersion = sameTempo ? previous->tempoVersion : nextTempoVersion();
    snapshot.meters = score.meterMap();
    return snapshot;
}

} // namespace cantilena

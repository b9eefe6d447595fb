// Plays a busy score for some minutes and prints how the sound kept up. See tests/bench/soak.

#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFonts.h"
#include "core/playback/PlaybackEngine.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

using namespace cantilena;

namespace {

/// Four tracks of chords and runs, four bars long.
Score busyScore() {
    Score score;
    std::uint64_t id = 0;
    for (int t = 0; t < 4; ++t) {
        Track track;
        track.program = 12 * t;
        track.channel = t;
        for (int i = 0; i < 64; ++i) {
            for (const int interval : {0, 4, 7}) {
                Note note;
                note.id = NoteId{++id};
                note.onset = quarters(i, 4);
                note.duration = quarters(1, 2);
                note.pitch = Pitch{48 + 5 * t + interval + i % 5};
                track.notes.push_back(note);
            }
        }
        score.tracks.push_back(std::make_shared<const Track>(std::move(track)));
    }
    return score;
}

} // namespace

int main(int argc, char** argv) {
    const double minutes = argc > 1 ? std::atof(argv[1]) : 10.0;
    const auto fonts = findSoundFonts(systemSoundFontFolders());
    SynthSettings synth;
    if (!fonts.empty()) {
        synth.soundFont = fonts.front();
    }
    PlaybackEngine engine({makeFluidSynth, makeFluidOutput, {}, realTime()});
    engine.open(synth, {});
    engine.finishOpening();
    engine.setScore(std::make_shared<const Score>(busyScore()));
    engine.setLoop(TickRange{{}, kWhole * 4});
    const PlaybackHealth before = engine.health();
    if (!before.audible) {
        std::fprintf(stderr, "%s\n", before.sentence.c_str());
        return 1;
    }
    engine.play();
    double worst = 0.0;
    PlaybackHealth health = before;
    const auto end = Pacemaker::Clock::now() + std::chrono::duration<double>(60.0 * minutes);
    while (Pacemaker::Clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        health = engine.health();
        worst = std::max(worst, health.worstCallbackShare);
    }
    std::printf("%s, %d frames: %llu buffers missed, worst callback %.1f %% of its period\n",
                health.sentence.c_str(), health.periodFrames,
                static_cast<unsigned long long>(health.missedBuffers - before.missedBuffers),
                100.0 * worst);
    return health.audible ? 0 : 1;
}

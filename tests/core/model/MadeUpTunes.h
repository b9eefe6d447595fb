#pragma once

#include "core/base/Random.h"
#include "core/model/Training.h"
#include "core/score/Score.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cantilena::test {

/// A score of one track in that key and metre.
inline Score melodyOf(std::vector<Note> notes, Key key = {}, Meter meter = {4, 4},
                      Tick pickup = {}) {
    Score score = newScore();
    score.keys = {{{}, key}};
    score.meters = {{{}, meter}};
    score.pickup = pickup;
    Track track;
    track.notes = std::move(notes);
    score.tracks = {std::make_shared<const Track>(std::move(track))};
    return score;
}

/// Notes one after the other: pitch (0 for a rest) and length in quarters.
struct Sound {
    int pitch;
    double quarters;
};
inline std::vector<Note> line(std::span<const Sound> sounds, Tick begin = {}) {
    std::vector<Note> notes;
    Tick now = begin;
    for (const Sound& sound : sounds) {
        const Tick length{static_cast<std::int64_t>(sound.quarters * 6720.0)};
        if (sound.pitch > 0) {
            notes.push_back({{}, now, length, {sound.pitch}});
        }
        now += length;
    }
    return notes;
}

/// A small dance that keeps to rules a network can learn: eighths by step in the scale, every
/// second bar the one before again, a long tonic at the end.
inline Score madeUpTune(std::uint64_t rng) {
    constexpr std::array kScale = {0, 2, 4, 5, 7, 9, 11};
    Random random(rng);
    const std::array tonics = {"C", "D", "F", "G", "A"};
    const Key key = *Key::fromName(tonics[random.below(tonics.size())]);
    const int tonic = 60 + key.tonic.pitchClass();
    const auto pitchAt = [&](int degree) {
        const int octave = degree >= 0 ? degree / 7 : -1;
        return tonic + 12 * octave + kScale[static_cast<std::size_t>(degree - 7 * octave)];
    };
    std::vector<Sound> sounds;
    int degree = static_cast<int>(random.below(5));
    std::vector<Sound> bar;
    for (int i = 0; i < 8; ++i) {
        if (i % 2 == 0) {
            bar.clear();
            for (int j = 0; j < 6; ++j) {
                degree += random.below(2) == 0 ? -1 : 1;
                degree = degree < -3 ? -2 : degree > 9 ? 8 : degree;
                bar.push_back({pitchAt(degree), j < 4 ? 0.5 : 1.0});
            }
        }
        sounds.insert(sounds.end(), bar.begin(), bar.end());
    }
    sounds.push_back({pitchAt(0), 4.0});
    return melodyOf(line(sounds), key);
}

inline TrainingTask madeUpTask(std::size_t tunes, const std::filesystem::path& output) {
    TrainingTask task;
    for (std::size_t i = 0; i < tunes; ++i) {
        task.tunes.push_back(
            {"tune " + std::to_string(i), std::make_shared<const Score>(madeUpTune(100 + i)), i});
    }
    task.settings.units = 32;
    task.settings.epochs = 4;
    task.settings.threads = 2;
    task.settings.device = "cpu";
    task.output = output;
    task.modelName = "made-up dances";
    task.sources = {"made up (public domain)"};
    return task;
}

} // namespace cantilena::test

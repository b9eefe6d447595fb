// How long the next-note overlay takes to follow: after an edit at the end of the tune, after a
// step of the cursor, and from a cold start. Prints milliseconds; usage: NextNoteSpeed MODEL.
#include "core/compose/NextNotes.h"
#include "core/compose/Surprise.h"
#include "core/model/NetworkModel.h"
#include "core/score/Edits.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace cantilena;

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

Score tuneOf(int count) {
    constexpr std::array kScale = {0, 2, 4, 5, 7, 9, 11, 12};
    std::vector<Note> notes;
    for (int i = 0; i < count; ++i) {
        const int step = kScale.at(static_cast<std::size_t>((i * 5) % 8));
        notes.push_back({{}, kQuarter / 2 * i, kQuarter / 2, {60 + step}});
    }
    return withKey(withNotes(newScore(), 0, notes).score, {}, Key{{'C', 0}, Mode::Major});
}

void print(const char* what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    std::printf("  %-34s median %6.2f ms, longest %6.2f ms\n", what, times[times.size() / 2],
                times.back());
}

void measure(const std::shared_ptr<const MelodyModel>& model, int count) {
    std::printf("%d notes\n", count);
    Score score = tuneOf(count);
    std::vector<double> cold;
    std::vector<double> edited;
    std::vector<double> moved;
    for (int round = 0; round < 5; ++round) {
        NextNoteReader reader(model);
        const auto begin = Clock::now();
        (void)reader.likeliest(score, 0, score.end(), 5, {});
        cold.push_back(millisecondsSince(begin));
    }
    NextNoteReader reader(model);
    (void)reader.likeliest(score, 0, score.end(), 5, {});
    for (int round = 0; round < 50; ++round) {
        const Note note{{}, score.end(), kQuarter / 2, {60 + round % 12}};
        score = withNotes(score, 0, std::array{note}).score;
        const auto begin = Clock::now();
        (void)reader.likeliest(score, 0, score.end(), 5, {});
        edited.push_back(millisecondsSince(begin));
    }
    for (int round = 0; round < 50; ++round) {
        const Tick at = score.end() - kQuarter / 2 * (round % 20);
        const auto begin = Clock::now();
        (void)reader.likeliest(score, 0, at, 5, {});
        moved.push_back(millisecondsSince(begin));
    }
    const auto begin = Clock::now();
    (void)surpriseOfTrack(*model, score, 0);
    const double map = millisecondsSince(begin);
    print("next notes, from a cold start", cold);
    print("next notes, after a note is added", edited);
    print("next notes, after a step back", moved);
    std::printf("  %-34s %13.2f ms\n", "surprise map of all notes", map);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: NextNoteSpeed MODEL\n");
        return 2;
    }
    const auto model = loadMelodyModel(argv[1]);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        return 1;
    }
    for (const int count : {32, 128, 320, 1000}) {
        measure(*model, count);
    }
    return 0;
}

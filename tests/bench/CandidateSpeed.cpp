// How soon candidates are there, through the call that the studio makes: 16 bars of 4/4 that go on
// from a seed of 8. Prints wall times of the first and of the last candidate, medians of 10 runs;
// usage: CandidateSpeed MODEL.
#include "core/compose/Continuation.h"
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

constexpr int kRuns = 10;
constexpr int kBars = 16;
constexpr int kMostAsked = 8;

/// Eight bars of eighths and quarters.
Score seed() {
    constexpr std::array kScale = {0, 4, 7, 4, 5, 9, 7, 2};
    std::vector<Note> notes;
    Tick now;
    for (int i = 0; now < kWhole * 8; ++i) {
        Note note;
        note.onset = now;
        note.duration = i % 3 == 0 ? kQuarter : kQuarter / 2;
        note.pitch = {62 + kScale.at(static_cast<std::size_t>(i) % kScale.size())};
        notes.push_back(note);
        now = note.end();
    }
    return withKey(withNotes(newScore(), 0, notes).score, {}, *Key::fromName("D"));
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2.0;
}

void measure(const MelodyModel& model, ContinuationRequest request, int candidates) {
    request.candidates = candidates;
    std::vector<double> first;
    std::vector<double> last;
    std::size_t notes = 0;
    for (int run = 0; run < kRuns; ++run) {
        request.rng = static_cast<std::uint64_t>(run) + 1;
        const auto begin = Clock::now();
        const auto milliseconds = [begin] {
            return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
        };
        const auto made = continueMelody(model, request, {}, [&](const Candidate& candidate) {
            notes += candidate.notes.size();
            if (candidate.number == 1) {
                first.push_back(milliseconds());
            }
        });
        last.push_back(milliseconds());
        if (!made) {
            std::fprintf(stderr, "%s\n", made.error().message.c_str());
            return;
        }
    }
    std::printf("| %d | %.0f ms | %.0f ms | %zu |\n", candidates, median(first), median(last),
                notes / static_cast<std::size_t>(kRuns * candidates));
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: CandidateSpeed MODEL\n");
        return 2;
    }
    const auto model = loadMelodyModel(argv[1]);
    if (!model) {
        std::fprintf(stderr, "%s\n", model.error().message.c_str());
        return 1;
    }
    ContinuationRequest request;
    request.base = std::make_shared<const Score>(seed());
    request.range = barsFrom(*request.base, continuationStart(*request.base, 0), kBars);
    std::printf("| candidates of %d bars | first | last | notes of each |\n"
                "| --- | --- | --- | --- |\n",
                kBars);
    for (int candidates = 1; candidates <= kMostAsked; ++candidates) {
        measure(**model, request, candidates);
    }
    return 0;
}

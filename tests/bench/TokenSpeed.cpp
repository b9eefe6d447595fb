// How fast a tutorial model writes: tokens a second, each token from a window of 64 that starts at
// rest. Run it on a machine that does nothing else; arguments: widths of the layers, default 256.

#include "core/base/Random.h"
#include "core/model/TokenModel.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>
#include <vector>

using namespace cantilena;

namespace {

using Clock = std::chrono::steady_clock;

TokenNetworkFile someNetwork(std::vector<int> units) {
    std::vector<GridSymbol> symbols = {kGridRest};
    for (GridSymbol pitch = 47; pitch < 82; ++pitch) {
        symbols.push_back(pitch);
    }
    TokenNetworkFile file{{std::move(units), kTutorialWindow}, TokenMapping::of(symbols), {}, {}};
    Random random(1);
    for (const WeightPlan& plan : weightPlan(file.shape, file.mapping.size())) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.1);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    return file;
}

/// Writes on by always taking the likeliest token.
void write(TokenWindows& windows, int tokens) {
    for (int i = 0; i < tokens; ++i) {
        const auto logits = windows.logits();
        windows.push(
            static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin()));
    }
}

struct Speed {
    /// Tokens a second by the clock.
    double tokens = 0.0;
    /// Tokens a second of processor time: what the clock would show on an idle machine, but for
    /// caches and clock rates that others share.
    double perProcessor = 0.0;
};

/// Of so many melodies on so many threads; the best of a few runs.
Speed speed(const TokenModel& model, int batch, int threads) {
    constexpr int kTokens = 256;
    constexpr int kRuns = 7;
    Speed best;
    for (int run = 0; run < kRuns; ++run) {
        std::vector<TokenWindows> melodies(static_cast<std::size_t>(batch), model.begin());
        std::atomic<std::size_t> next{0};
        const auto begin = Clock::now();
        const std::clock_t processor = std::clock();
        {
            std::vector<std::jthread> workers;
            for (int i = 0; i < threads; ++i) {
                workers.emplace_back([&] {
                    for (std::size_t m = next++; m < melodies.size(); m = next++) {
                        write(melodies[m], kTokens);
                    }
                });
            }
        }
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        const double used = static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
        best.tokens = std::max(best.tokens, batch * kTokens / seconds);
        best.perProcessor = std::max(best.perProcessor, batch * kTokens / used);
    }
    return best;
}

} // namespace

int main(int argc, char** argv) {
    std::vector<int> units;
    for (int i = 1; i < argc; ++i) {
        units.push_back(std::atoi(argv[i]));
    }
    const TokenModel model(someNetwork(units.empty() ? std::vector{256} : units));
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    for (const auto& [batch, threads] : {std::pair{1, 1}, {16, 1}, {16, cores}}) {
        const Speed measured = speed(model, batch, threads);
        std::printf("batch %2d, %d thread(s): %.0f tokens a second in all; %.0f a second of "
                    "processor time\n",
                    batch, threads, measured.tokens, measured.perProcessor);
    }
}

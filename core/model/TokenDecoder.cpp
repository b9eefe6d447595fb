#include "core/model/TokenDecoder.h"

#include "core/model/Sampling.h"
#include "core/model/TokenMelody.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace cantilena {

namespace {

/// Longer holds all count as the longest duration class.
constexpr int kMostSixteenths = static_cast<int>(quarters(16) / kSixteenth);

} // namespace

TokenDecoder::TokenDecoder(const TokenMapping& mapping, const TokenWindows& begin,
                           std::size_t batch)
    : m_mapping(mapping)
    , m_begin(begin)
    , m_melodies(batch, Melody{begin, {}, 0, {}, 0, false, {}, {}}) {}

void TokenDecoder::begin(std::size_t melody, const MelodyContext& context) {
    m_melodies[melody] =
        Melody{m_begin, context.tonic, tokenTransposition(context), {}, 0, false, {}, {}};
}

int TokenDecoder::tokenFor(const Melody& state, int pitchSymbol) const {
    if (pitchSymbol >= kRestSymbol) {
        const GridSymbol symbol = pitchSymbol == kRestSymbol ? kGridRest : kGridEnd;
        return m_mapping.token(symbol).value_or(-1);
    }
    const Pitch pitch = symbolPitch(pitchSymbol, state.tonic).transposed(state.transposed);
    return isOnset(pitch.number) ? m_mapping.token(pitch.number).value_or(-1) : -1;
}

void TokenDecoder::push(std::size_t melody, const MelodyEvent& event) {
    Melody& state = m_melodies[melody];
    if (!state.hasBegun && event.kind == EventKind::Rest) {
        // A song begins with its first note.
        return;
    }
    state.hasBegun = true;
    state.now += event.duration;
    const std::int64_t end = snapped(state.now, kSixteenth) / kSixteenth;
    const int symbol =
        event.kind == EventKind::Rest ? kRestSymbol : pitchSymbol(event.pitch, state.tonic);
    // What the network does not know is read as going on.
    const int token = tokenFor(state, symbol);
    for (bool first = true; state.steps < end; ++state.steps, first = false) {
        state.windows.push(first && token >= 0 ? token : m_mapping.hold());
    }
}

std::span<const float> TokenDecoder::pitchLogits(std::size_t melody) {
    Melody& state = m_melodies[melody];
    const std::span<const float> logits = state.windows.logits();
    for (int symbol = 0; symbol < kPitchSymbols; ++symbol) {
        const int token = tokenFor(state, symbol);
        state.pitchLogits[static_cast<std::size_t>(symbol)] =
            token >= 0 ? logits[static_cast<std::size_t>(token)] : kUnsayable;
    }
    return state.pitchLogits;
}

std::span<const float> TokenDecoder::durationLogits(std::size_t melody, int pitchSymbol) {
    assert(pitchSymbol >= 0 && pitchSymbol < kEndSymbol);
    Melody& state = m_melodies[melody];
    TokenWindows windows = state.windows;
    const int token = tokenFor(state, pitchSymbol);
    windows.push(token >= 0 ? token : m_mapping.hold());
    std::array<double, kDurationClasses> shares{};
    double held = 1.0;
    for (int steps = 1; steps < kMostSixteenths; ++steps) {
        const double hold = std::exp2(-bitsOf(windows.logits(), m_mapping.hold()));
        shares[static_cast<std::size_t>(durationClass(kSixteenth * steps))] += held * (1.0 - hold);
        held *= hold;
        windows.push(m_mapping.hold());
    }
    shares.back() += held;
    std::transform(shares.begin(), shares.end(), state.durationLogits.begin(), [](double share) {
        return share > 0.0 ? std::max(static_cast<float>(std::log(share)), kUnsayable) : kUnsayable;
    });
    return state.durationLogits;
}

} // namespace cantilena

#include "core/compose/Duet.h"

#include "core/compose/Continuation.h"

#include <algorithm>

namespace cantilena {

namespace {

/// A bar line that is no further behind than this is the one that was meant.
constexpr Tick kGrace = kQuarter / 2;
/// A playhead that goes back further than this has jumped: devices' own reckoning trembles less.
constexpr Tick kJump = kQuarter / 4;

Tick barLineFrom(const Score& score, Tick from) {
    const TickRange bar = score.meterMap().barAround(std::max(from, Tick{}));
    return from - bar.begin <= kGrace ? bar.begin : bar.end;
}

DuetTurn turnAt(const Score& score, Tick begin, int bars) {
    const TickRange phrase = barsFrom(score, begin, bars);
    return {phrase, barsFrom(score, phrase.end, bars)};
}

} // namespace

std::optional<DuetTurn> duetTurnFrom(const Score& score, Tick from,
                                     const std::optional<TickRange>& loop, int bars) {
    const DuetTurn next = turnAt(score, barLineFrom(score, from), bars);
    if (!loop || (next.phrase.begin >= loop->begin && next.answer.end <= loop->end)) {
        return next;
    }
    const TickRange firstBar = score.meterMap().barAround(loop->begin);
    const DuetTurn first =
        turnAt(score, firstBar.begin == loop->begin ? firstBar.begin : firstBar.end, bars);
    return first.answer.end <= loop->end ? std::optional(first) : std::nullopt;
}

void Duet::waitFor(const DuetTurn& turn, Tick now) {
    m_state = DuetState::Waiting;
    m_turn = turn;
    m_furthest = now;
    m_isBehind = now > turn.phrase.begin + kGrace;
}

DuetNews Duet::look(Tick playhead, Tick lead) {
    const bool jumped = playhead + kJump < m_furthest;
    m_furthest = jumped ? playhead : std::max(m_furthest, playhead);
    const auto over = [this](DuetNews news) {
        m_state = DuetState::Off;
        return news;
    };
    switch (m_state) {
    case DuetState::Off: return DuetNews::None;
    case DuetState::Waiting:
        m_isBehind = m_isBehind && !jumped;
        if (m_isBehind || playhead < m_turn.phrase.begin) {
            return DuetNews::None;
        }
        if (playhead >= m_turn.phrase.end) {
            return over(DuetNews::Over);
        }
        m_state = DuetState::Listening;
        return DuetNews::PhraseBegan;
    case DuetState::Listening:
        if (jumped || playhead >= m_turn.phrase.end) {
            return over(DuetNews::Over);
        }
        if (playhead >= m_turn.phrase.end - lead) {
            m_state = DuetState::Thinking;
            return DuetNews::AnswerDue;
        }
        return DuetNews::None;
    case DuetState::Thinking:
        if (jumped) {
            return over(DuetNews::Over);
        }
        return playhead >= m_turn.answer.begin ? over(DuetNews::AnswerLate) : DuetNews::None;
    case DuetState::Answering:
        return jumped || playhead >= m_turn.answer.end ? over(DuetNews::Over) : DuetNews::None;
    }
    return DuetNews::None;
}

bool Duet::answer(Tick playhead, Tick margin) {
    const bool inTime = m_state == DuetState::Thinking && playhead + margin < m_turn.answer.begin;
    m_state = inTime ? DuetState::Answering : DuetState::Off;
    return inTime;
}

} // namespace cantilena

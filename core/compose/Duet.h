#pragma once

#include "core/score/Score.h"

#include <optional>

namespace cantilena {

/// One exchange: the bars in which a person plays, and those in which the model answers.
struct DuetTurn {
    TickRange phrase;
    TickRange answer;

    friend bool operator==(const DuetTurn&, const DuetTurn&) = default;
};

/// The exchange of so many bars each that begins at the first bar line from `from` on; a bar line
/// that is an eighth behind at most still counts. With a loop it lies within it: where it would not
/// end in time, it begins with the next pass. Nothing when the loop is too short for one.
[[nodiscard]] std::optional<DuetTurn> duetTurnFrom(const Score& score, Tick from,
                                                   const std::optional<TickRange>& loop, int bars);

enum class DuetState {
    /// There is no exchange to come.
    Off,
    /// For the playhead to reach the phrase.
    Waiting,
    /// To what the person plays.
    Listening,
    /// The phrase is nearly over, and its answer is being made.
    Thinking,
    /// The answer is there; it is heard from its first bar on.
    Answering
};

/// What a look at the playhead has brought.
enum class DuetNews { None, PhraseBegan, AnswerDue, AnswerLate, Over };

/// Keeps the time of one exchange after the other. All it knows of time is where the playhead is;
/// no thread, no clock.
class Duet {
public:
    [[nodiscard]] DuetState state() const { return m_state; }
    /// The exchange under way, or the last one.
    [[nodiscard]] const DuetTurn& turn() const { return m_turn; }

    /// Waits for that exchange, the playhead being at `now`.
    void waitFor(const DuetTurn& turn, Tick now);
    /// What has happened up to there, one thing at a time: to be called until there is no news. The
    /// answer is due `lead` before the phrase's end. After `AnswerLate` and `Over`, which also
    /// comes of a jump, nothing is waited for.
    [[nodiscard]] DuetNews look(Tick playhead, Tick lead);
    /// The answer has been made. False, and the exchange is over, when the playhead is less than
    /// `margin` before its first bar: it could not be heard from its beginning.
    [[nodiscard]] bool answer(Tick playhead, Tick margin);
    /// There is nothing to answer.
    void end() { m_state = DuetState::Off; }

private:
    DuetState m_state = DuetState::Off;
    DuetTurn m_turn;
    /// How far the playhead has been seen since waiting began.
    Tick m_furthest;
    /// What is waited for begins with the loop's next pass.
    bool m_isBehind = false;
};

} // namespace cantilena

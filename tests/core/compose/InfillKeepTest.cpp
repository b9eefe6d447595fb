#include "core/compose/Infill.h"

#include "core/compose/Take.h"
#include "core/model/Vocabulary.h"
#include "core/score/Edits.h"
#include "tests/core/compose/ScriptedModel.h"
#include "tests/core/model/MadeUpTunes.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

const std::vector<Note>& notesOf(const Score& score) {
    return score.tracks.front()->notes;
}

/// Where the second track parts from the first, ids aside.
QString difference(const Score& first, const Score& second) {
    return QString::fromStdString(differenceOf(notesOf(first), notesOf(second)));
}

NoteId firstIn(const Score& score, TickRange range) {
    const auto found = std::ranges::find_if(
        notesOf(score), [&](const Note& note) { return range.contains(note.onset); });
    return found->id;
}

} // namespace

/// What gives way when a filling is put into a score that is no longer what it was made for.
class InfillKeepTest : public QObject {
    Q_OBJECT

private:
    /// Any of five notes in quarters.
    const ScriptedModel m_model{[](int, std::size_t) -> Expected {
        return {{{60, 0.0F}, {62, 0.0F}, {64, 0.0F}, {67, 0.0F}, {69, 0.0F}}, kQuarter};
    }};
    const Score m_score = withFreshNoteIds(madeUpTune(4));
    const TickRange m_range = barRange(m_score, 2, 3);
    std::vector<Candidate> m_made;

    [[nodiscard]] std::vector<Candidate> fillings(const Score& score) const {
        InfillRequest request;
        request.asked.base = std::make_shared<const Score>(score);
        request.asked.range = m_range;
        request.asked.candidates = 3;
        request.asked.draws = 1;
        request.locked = lockedWithin(*score.tracks.front(), m_range);
        const auto made = fillIn(m_model, request, {}, {});
        return made ? *made : std::vector<Candidate>();
    }

private Q_SLOTS:
    void initTestCase() {
        m_made = fillings(m_score);
        QCOMPARE(m_made.size(), std::size_t{3});
        QVERIFY(
            !difference(withCandidate(m_score, 0, m_made[0]), withCandidate(m_score, 0, m_made[2]))
                 .isEmpty());
    }

    void oneKeptAfterAnotherTakesItsPlace() {
        const Score once = withCandidate(m_score, 0, m_made[2]);
        const Score twice = withCandidate(withCandidate(m_score, 0, m_made[0]), 0, m_made[2]);
        QCOMPARE(difference(once, twice), QString());
        QCOMPARE(difference(once, withCandidate(once, 0, m_made[2])), QString());
    }

    /// What is said to give way is what goes.
    void whatGivesWayIsWhatGoes() {
        const std::array first = {firstIn(m_score, m_range)};
        const Score locked = withNotesLocked(m_score, 0, first);
        Candidate beside = m_made[0];
        beside.stays = {notesOf(m_score)[10]};
        QVERIFY(m_range.contains(beside.stays[0].onset));
        Candidate goesOn = m_made[0];
        goesOn.fills = false;
        for (const Candidate& candidate : {m_made[0], beside, goesOn}) {
            for (const Score& score : {m_score, locked}) {
                const Score kept = withCandidate(score, 0, candidate);
                for (const Note& note : notesOf(score)) {
                    QCOMPARE(givesWay(note, candidate),
                             findNote(*kept.tracks[0], note.id) == nullptr);
                }
            }
        }
    }

    /// Notes added, moved within the range and moved into it are part of what gives way; those
    /// moved out of it are not.
    void whatWasEditedInTheRangeGivesWay() {
        Note added;
        added.onset = m_range.begin + kUnit * 5;
        added.duration = kQuarter;
        added.pitch = {43};
        Score edited = withNotes(m_score, 0, std::array{added}).score;
        const std::array first = {firstIn(m_score, m_range)};
        edited = withNotesMoved(edited, 0, first, kUnit, 3);
        QCOMPARE(
            difference(withCandidate(m_score, 0, m_made[0]), withCandidate(edited, 0, m_made[0])),
            QString());
        const Score left = withNotesMoved(m_score, 0, first, m_range.length() * 9, 0);
        const Score kept = withCandidate(left, 0, m_made[0]);
        QCOMPARE(findNote(*kept.tracks[0], first[0])->onset, m_range.begin + m_range.length() * 9);
    }

    void whatWasLockedWhenItWasMadeStaysThoughItIsUnlocked() {
        const std::array first = {firstIn(m_score, m_range)};
        const Score locked = withNotesLocked(m_score, 0, first);
        const std::vector<Candidate> made = fillings(locked);
        QVERIFY(!made.empty());
        QCOMPARE(difference(withCandidate(locked, 0, made[0]), withCandidate(m_score, 0, made[0])),
                 QString());
        QVERIFY(findNote(*withCandidate(m_score, 0, made[0]).tracks[0], first[0]) != nullptr);
    }

    /// A note locked since stays to the tick, and the filling keeps clear of it.
    void whatIsLockedSinceStaysAndSoundsAlone() {
        for (const Note& note : notesOf(m_score)) {
            if (!m_range.contains(note.onset)) {
                continue;
            }
            const Score locked = withNotesLocked(m_score, 0, std::array{note.id});
            for (const Candidate& candidate : m_made) {
                const Score kept = withCandidate(locked, 0, candidate);
                QCOMPARE(*findNote(*kept.tracks[0], note.id),
                         *findNote(*locked.tracks[0], note.id));
                for (const Note& other : notesOf(kept)) {
                    const bool together = other.onset < note.end() && note.onset < other.end();
                    QVERIFY(!together || other.id == note.id);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(InfillKeepTest)
#include "InfillKeepTest.moc"

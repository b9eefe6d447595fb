#include "core/compose/Infill.h"
#include "core/compose/MelodyAutomaton.h"
#include "core/model/CopyGuard.h"
#include "core/model/FeatureMaker.h"
#include "core/model/NetworkModel.h"
#include "core/score/Edits.h"
#include "tests/support/RandomMelodies.h"

#include <QTest>

#include <algorithm>
#include <memory>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr std::size_t kLimit = 6;

/// Quarters on three pitches: whatever is made of those is full of copies.
std::vector<Note> quartersOnThreePitches(Random& random, int notes) {
    std::vector<Note> melody;
    for (int i = 0; i < notes; ++i) {
        const int pitch = 60 + 2 * static_cast<int>(random.below(3));
        melody.push_back({{}, kQuarter * i, kQuarter, {pitch}});
    }
    return melody;
}

std::vector<SourceTune> tunesToCopy() {
    Random random(3);
    std::vector<SourceTune> tunes;
    for (int i = 0; i < 4; ++i) {
        tunes.push_back(sourceOf("tune " + std::to_string(i), quartersOnThreePitches(random, 40)));
    }
    return tunes;
}

/// A small network of random weights that says it was trained on those tunes.
std::shared_ptr<const MelodyModel> modelOf(const std::vector<SourceTune>& tunes) {
    NetworkFile file;
    file.shape = NetworkShape::full(16);
    Random random(3);
    for (const WeightPlan& plan : weightPlan(file.shape)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.3);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    file.copies = tunes.empty() ? nullptr : trainedIndex({}, tunes, {});
    return runnableModel(file);
}

/// Four bars of other notes are to be written in the middle, in the rhythm that stands there.
InfillRequest requestFor(std::uint64_t rng) {
    Random random(rng);
    InfillRequest request;
    request.asked.base = std::make_shared<const Score>(
        withNotes(newScore(), 0, quartersOnThreePitches(random, 48)).score);
    request.asked.range = barRange(*request.asked.base, 5, 8);
    request.asked.lowest = {60};
    request.asked.highest = {64};
    request.asked.rng = rng;
    request.asked.candidates = 4;
    request.asked.draws = 2;
    request.asked.temperature = 1.0;
    request.keep.rhythm = true;
    return request;
}

} // namespace

/// The copy guard in what a composer asks for.
class CopyLimitTest : public QObject {
    Q_OBJECT

private:
    const std::vector<SourceTune> m_tunes = tunesToCopy();
    const MelodyAutomaton m_automaton{m_tunes};
    const std::shared_ptr<const MelodyModel> m_model = modelOf(m_tunes);

    /// The longest run that holds one of the new notes, in the whole melody.
    std::size_t longestIn(const InfillRequest& request, const Candidate& candidate) const {
        const Score whole = withCandidate(*request.asked.base, 0, candidate);
        const std::vector<Note>& notes = whole.tracks.front()->notes;
        NoteRange range{notes.size(), 0};
        for (std::size_t i = 0; i < notes.size(); ++i) {
            if (request.asked.range.contains(notes[i].onset)) {
                range.begin = std::min(range.begin, i);
                range.end = i + 1;
            }
        }
        return m_automaton.report(notes, range).longest.notes;
    }

private Q_SLOTS:
    void withoutALimitFillsCopy() {
        std::size_t longest = 0;
        for (std::uint64_t rng = 1; rng <= 5; ++rng) {
            const InfillRequest request = requestFor(rng);
            const auto candidates = fillIn(*m_model, request, {}, {});
            QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
            for (const Candidate& candidate : *candidates) {
                QVERIFY(candidate.copied.has_value());
                const std::size_t run = longestIn(request, candidate);
                QCOMPARE(candidate.copied->longest.notes, run >= kShortestKnownRun ? run : 0);
                longest = std::max(longest, run);
            }
        }
        QVERIFY(longest > kLimit);
    }

    /// With it none does, and what stands before and behind the gap counts with the fill.
    void fillsKeepToTheLimit() {
        int made = 0;
        for (std::uint64_t rng = 1; rng <= 25; ++rng) {
            InfillRequest request = requestFor(rng);
            request.asked.mostCopiedNotes = kLimit;
            const auto candidates = fillIn(*m_model, request, {}, {});
            QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
            for (const Candidate& candidate : *candidates) {
                QCOMPARE(candidate.notes.size(), std::size_t{16});
                QVERIFY(longestIn(request, candidate) <= kLimit);
                QVERIFY(candidate.copied->longest.notes <= kLimit);
                ++made;
            }
        }
        QCOMPARE(made, 100);
    }

    void continuationsKeepToTheLimit() {
        for (std::uint64_t rng = 1; rng <= 25; ++rng) {
            ContinuationRequest request = requestFor(rng).asked;
            request.range = barsFrom(*request.base, continuationStart(*request.base, 0), 8);
            request.mostCopiedNotes = kLimit;
            const auto candidates = continueMelody(*m_model, request, {}, {});
            QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
            for (const Candidate& candidate : *candidates) {
                const Score whole = withCandidate(*request.base, 0, candidate);
                const CopyReport report = m_automaton.report(whole.tracks.front()->notes, {48});
                QVERIFY(report.longest.notes <= kLimit);
                QVERIFY(candidate.copied->longest.notes <= kLimit);
            }
        }
    }

    void aLimitNeedsAModelThatSaysWhatItLearned() {
        InfillRequest request = requestFor(1);
        request.asked.mostCopiedNotes = kLimit;
        const auto silent = modelOf({});
        const auto filled = fillIn(*silent, request, {}, {});
        QVERIFY(!filled.ok());
        QVERIFY(filled.error().message.starts_with("copying cannot be limited"));
        QVERIFY(!continueMelody(*silent, request.asked, {}, {}).ok());
        request.asked.mostCopiedNotes.reset();
        const auto free = fillIn(*silent, request, {}, {});
        QVERIFY(free.ok());
        QVERIFY(!free->front().copied.has_value());
    }

    void aLimitTighterThanCanBeToldIsRefused() {
        InfillRequest request = requestFor(1);
        request.asked.mostCopiedNotes = kTightestCopyLimit - 1;
        const auto filled = fillIn(*m_model, request, {}, {});
        QVERIFY(!filled.ok());
        QCOMPARE(filled.error().code, ErrorCode::OutOfRange);
    }
};

QTEST_GUILESS_MAIN(CopyLimitTest)
#include "CopyLimitTest.moc"

#include "core/compose/Take.h"
#include "core/score/Edits.h"
#include "core/score/Timeline.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// C D E F in quarters, and a second track that no take is about.
Score sketch() {
    std::vector<Note> notes;
    for (int i = 0; i < 4; ++i) {
        notes.push_back({{}, kQuarter * i, kQuarter, {60 + 2 * i}, 90});
    }
    Track other;
    other.notes = {{{}, {}, kWhole, {36}}};
    return withTrackAdded(withNotes(newScore(), 0, notes).score, other);
}

ContinuationRequest requestFor(const Score& score, int candidates = 3) {
    ContinuationRequest request;
    request.base = std::make_shared<const Score>(score);
    request.range = barsFrom(score, continuationStart(score, 0), 2);
    request.candidates = candidates;
    request.rng = 4127;
    request.temperature = 0.8;
    request.lowest = {55};
    return request;
}

/// What the studio does: ask, and note down all that comes.
TakeTree withGenerated(TakeTree tree, const MelodyModel& model, const Score& score) {
    const ContinuationRequest request = requestFor(score);
    tree = withTakeSet(std::move(tree), request, model);
    const auto candidates = continueMelody(model, request, {}, {});
    for (const Candidate& candidate : *candidates) {
        tree = withTake(std::move(tree), candidate);
    }
    return tree;
}

TakeTree withKept(TakeTree tree, TakeId id) {
    Take take = *placeOf(tree, id).take;
    take.kept = true;
    return withTakeChanged(std::move(tree), take);
}

Score withTakeIn(const Score& score, const TakeTree& tree, TakeId id) {
    return withCandidate(score, 0, candidateOf(tree, placeOf(tree, id)));
}

} // namespace

class TakeTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someNetwork(3, "Folk");

private Q_SLOTS:
    void everyCandidateIsATakeWithWhatMadeIt() {
        const TakeTree tree = withGenerated({}, *m_model, sketch());
        QCOMPARE(tree.sets.size(), std::size_t{1});
        const TakeSet& set = tree.sets.front();
        QCOMPARE(set.takes.size(), std::size_t{3});
        QCOMPARE(set.asked, 3);
        QCOMPARE(set.modelName, std::string("Folk"));
        QCOMPARE(set.modelHash, m_model->hash());
        QCOMPARE(set.settings.temperature, 0.8);
        QCOMPARE(set.settings.lowest, Pitch{55});
        QCOMPARE(set.parent, TakeId{});
        QCOMPARE(set.takes[0].rng, std::uint64_t{4127});
        QCOMPARE(set.takes[2].id, TakeId{3});
        QCOMPARE(tree.next, TakeId{4});
        QVERIFY(placeOf(tree, {4}).take == nullptr);
    }

    void aStateOfTheScoreIsKeptOnce() {
        TakeTree tree = withGenerated({}, *m_model, sketch());
        Score other = sketch();
        other = withTempo(withTitle(other, "Other"), {}, 60.0);
        tree = withGenerated(std::move(tree), *m_model, other);
        QCOMPARE(tree.bases.size(), std::size_t{1});
        const NoteId first = other.tracks[0]->notes.front().id;
        tree =
            withGenerated(std::move(tree), *m_model, withNotesLocked(other, 0, std::array{first}));
        QCOMPARE(tree.bases.size(), std::size_t{2});
        QVERIFY(tree.bases[1].tracks[0]->notes.front().locked);
        QCOMPARE(tree.bases[0].tracks.size(), std::size_t{1});
    }

    void everyTakeReplaysToTheLastByte() {
        const TakeTree tree = withGenerated({}, *m_model, sketch());
        for (const Take& take : tree.sets.front().takes) {
            const auto replay = replayed(*m_model, tree, take.id, {});
            QVERIFY2(replay.ok(), replay.ok() ? "" : replay.error().message.c_str());
            QVERIFY2(replay->isSame(), replay->difference.c_str());
            QVERIFY(replay->notes == take.notes);
        }
    }

    void fillingsReplayWithTheirLocks() {
        Score score = sketch();
        const NoteId third = score.tracks[0]->notes[2].id;
        score = withNotesLocked(score, 0, std::array{third});
        InfillRequest request;
        request.asked = requestFor(score);
        request.asked.range = {kQuarter, kQuarter * 3};
        request.locked = lockedWithin(*score.tracks[0], request.asked.range);
        QCOMPARE(request.locked, std::vector<NoteId>{third});
        request.asked.temperature = 1.0;
        request.asked.memory = 0.5;
        TakeTree tree = withTakeSet({}, request, *m_model);
        const auto candidates = fillIn(*m_model, request, {}, {});
        QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
        for (const Candidate& candidate : *candidates) {
            tree = withTake(std::move(tree), candidate);
        }
        QCOMPARE(tree.sets.front().settings.task, TakeTask::Fill);
        for (const Take& take : tree.sets.front().takes) {
            const auto replay = replayed(*m_model, tree, take.id, {});
            QVERIFY2(replay.ok(), replay.ok() ? "" : replay.error().message.c_str());
            QVERIFY2(replay->isSame(), replay->difference.c_str());
            // What it puts into the score is what the candidate would have put there.
            const Candidate& made = (*candidates)[static_cast<std::size_t>(take.number - 1)];
            const Score kept = withTakeIn(score, tree, take.id);
            QVERIFY(
                differenceOf(kept.tracks[0]->notes, withCandidate(score, 0, made).tracks[0]->notes)
                    .empty());
            QCOMPARE(findNote(*kept.tracks[0], third)->onset, kQuarter * 2);
        }
    }

    /// The bass is held from beat 1, the filling begins on beat 2: it sounds on beneath it.
    void aFilledTakeLeavesTheOtherVoiceAsItsCandidateDoes() {
        Note bass;
        bass.duration = kWhole;
        bass.pitch = {48};
        const EditWithNotes withBass = withNotes(sketch(), 0, std::array{bass});
        const Score& score = withBass.score;
        InfillRequest request;
        request.asked = requestFor(score, 1);
        request.asked.range = {kQuarter, kWhole};
        const auto candidates = fillIn(*m_model, request, {}, {});
        QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
        QVERIFY(!candidates->front().notes.empty());
        const TakeTree tree = withTake(withTakeSet({}, request, *m_model), candidates->front());
        const Score kept = withTakeIn(score, tree, {1});
        QCOMPARE(findNote(*kept.tracks[0], withBass.notes.front())->duration, kWhole);
        QCOMPARE(QString::fromStdString(
                     differenceOf(withCandidate(score, 0, candidates->front()).tracks[0]->notes,
                                  kept.tracks[0]->notes)),
                 QString());
        // Kept once more, it takes the place of itself.
        QCOMPARE(QString::fromStdString(differenceOf(withTakeIn(kept, tree, {1}).tracks[0]->notes,
                                                     kept.tracks[0]->notes)),
                 QString());
    }

    /// The tree keeps what steered a take; repainting the score since does not matter.
    void steeredTakesReplayAsTheyWereSteered() {
        Score score = withChord(sketch(), kWhole, "F#");
        score = withSteering(score, {kWhole, kWhole * 2}, ChordToneNotes::Every);
        score = withSteering(score, {kWhole, kWhole * 3}, SteeredRange{{66}, {80}});
        const TakeTree tree = withGenerated({}, *m_model, score);
        QCOMPARE(tree.bases.front().steering, score.steering);
        for (const Take& take : tree.sets.front().takes) {
            const auto replay = replayed(*m_model, tree, take.id, {});
            QVERIFY2(replay.ok(), replay.ok() ? "" : replay.error().message.c_str());
            QVERIFY2(replay->isSame(), replay->difference.c_str());
        }
        TakeTree unsteered = tree;
        unsteered.bases.front().steering.clear();
        QVERIFY(!replayed(*m_model, unsteered, {1}, {})->isSame());
        QCOMPARE(withGenerated(tree, *m_model, sketch()).bases.size(), std::size_t{2});
    }

    void aReplayThatPartsSaysWhere() {
        TakeTree tree = withGenerated({}, *m_model, sketch());
        Take take = tree.sets.front().takes[1];
        QVERIFY(!take.notes.empty());
        take.notes[0].pitch = take.notes[0].pitch.transposed(1);
        tree = withTakeChanged(std::move(tree), take);
        const auto replay = replayed(*m_model, tree, take.id, {});
        QVERIFY(replay.ok());
        QVERIFY(!replay->isSame());
        QVERIFY2(replay->difference.starts_with("note 1 is "), replay->difference.c_str());
        QVERIFY(replay->difference.find("instead of " + pitchName(take.notes[0].pitch)) !=
                std::string::npos);
    }

    void anotherModelIsNotAskedToReplay() {
        const TakeTree tree = withGenerated({}, *m_model, sketch());
        const auto replay = replayed(*someNetwork(4, "Hymns"), tree, {1}, {});
        QVERIFY(!replay.ok());
        QCOMPARE(replay.error().code, ErrorCode::Unavailable);
        QVERIFY(replay.error().message.find("\"Folk\" (" + m_model->hash() + ")") !=
                std::string::npos);
        QVERIFY(!replayed(*m_model, tree, {9}, {}).ok());
    }

    void setsDescendFromTheTakeThatStandsInTheirScore() {
        const Score first = sketch();
        TakeTree tree = withGenerated({}, *m_model, first);
        tree = withKept(std::move(tree), {2});
        const Score second = withTakeIn(first, tree, {2});
        tree = withGenerated(std::move(tree), *m_model, second);
        QCOMPARE(tree.sets.back().parent, TakeId{2});
        // Undone: what is asked for now goes back to the beginning.
        tree = withGenerated(std::move(tree), *m_model, first);
        QCOMPARE(tree.sets.back().parent, TakeId{});
    }

    void aTakeLivesOnWhileHalfOfItStands() {
        const Score first = sketch();
        TakeTree tree = withGenerated({}, *m_model, first);
        tree = withKept(std::move(tree), {1});
        Score score = withTakeIn(first, tree, {1});
        const std::size_t count = placeOf(tree, {1}).take->notes.size();
        std::vector<NoteId> theirs;
        for (const Note& note : score.tracks[0]->notes) {
            if (note.onset >= kWhole) {
                theirs.push_back(note.id);
            }
        }
        QCOMPARE(theirs.size(), count);
        const std::span<const NoteId> half = std::span(theirs).first(count / 2);
        QCOMPARE(lineage(tree, *withoutNotes(score, 0, half).tracks[0]), TakeId{1});
        const std::span<const NoteId> more = std::span(theirs).first(count / 2 + 1);
        QCOMPARE(lineage(tree, *withoutNotes(score, 0, more).tracks[0]), TakeId{});
    }

    void differencesAreSaid_data() {
        QTest::addColumn<int>("change");
        QTest::addColumn<QString>("said");
        QTest::newRow("none") << 0 << "";
        QTest::newRow("one more") << 1 << "note 3 is one too many: G4 of 1 quarters at 2";
        QTest::newRow("one less") << 2 << "note 2 is missing: D4 of 0.5 quarters at 1";
        QTest::newRow("longer") << 3
                                << "note 2 is D4 of 1 quarters at 1 instead of D4 of 0.5 "
                                   "quarters at 1";
    }
    void differencesAreSaid() {
        QFETCH(int, change);
        QFETCH(QString, said);
        const std::vector<Note> before = {{{}, {}, kQuarter, {60}},
                                          {{}, kQuarter, kQuarter / 2, {62}}};
        std::vector<Note> after = before;
        after[0].id = {7};
        if (change == 1) {
            after.push_back({{}, kQuarter * 2, kQuarter, {67}});
        } else if (change == 2) {
            after.pop_back();
        } else if (change == 3) {
            after[1].duration = kQuarter;
        }
        QCOMPARE(QString::fromStdString(differenceOf(before, after)), said);
    }
};

QTEST_GUILESS_MAIN(TakeTest)
#include "TakeTest.moc"

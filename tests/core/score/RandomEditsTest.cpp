#include "core/base/Random.h"
#include "core/score/Edits.h"
#include "core/score/Shapes.h"

#include <QTest>

#include <algorithm>
#include <set>
#include <vector>

using namespace cantilena;

namespace {

/// Ticks around the size of the piece, negative ones too.
Tick anyTick(Random& random) {
    return Tick{static_cast<std::int64_t>(random.below(60'000)) - 30'000};
}

std::vector<Note> anyNotes(Random& random) {
    std::vector<Note> notes(random.below(4));
    for (Note& note : notes) {
        note.onset = anyTick(random);
        note.duration = anyTick(random);
        note.pitch = Pitch{static_cast<int>(random.below(140)) - 6};
        note.velocity = static_cast<int>(random.below(200)) - 30;
    }
    return notes;
}

std::vector<NoteId> anySelection(const Score& score, std::size_t track, Random& random) {
    std::vector<NoteId> ids;
    for (const Note& note : score.tracks[track]->notes) {
        if (random.below(3) == 0) {
            ids.push_back(note.id);
        }
    }
    return ids;
}

TickRange anyRange(Random& random) {
    const Tick begin = anyTick(random);
    return {begin, begin + Tick{1 + static_cast<std::int64_t>(random.below(50'000))}};
}

Score randomlyEdited(const Score& score, std::size_t track, Random& random) {
    const std::vector<NoteId> ids = anySelection(score, track, random);
    const int semitones = static_cast<int>(random.below(300)) - 150;
    const Tick grid{1 + static_cast<std::int64_t>(random.below(7000))};
    const NoteEdge edge = random.below(2) == 0 ? NoteEdge::Start : NoteEdge::End;
    switch (random.below(20)) {
    case 0: return withNotes(score, track, anyNotes(random)).score;
    case 1: return withoutNotes(score, track, ids);
    case 2: return withNotesMoved(score, track, ids, anyTick(random), semitones);
    case 3: return withNotesResized(score, track, ids, edge, anyTick(random), anyTick(random));
    case 4: return withVelocitiesChanged(score, track, ids, semitones);
    case 5: return withNotesDuplicated(score, track, ids, anyTick(random), semitones).score;
    case 6:
        return withNotesQuantized(score, track, ids, grid,
                                  random.below(2) == 0 ? Quantize::Starts
                                                       : Quantize::StartsAndEnds);
    case 7: return withNotesSplit(score, track, ids, anyTick(random)).score;
    case 8: return withNotesGlued(score, track, ids).score;
    case 9: return withArticulation(score, track, ids, 0.25 + random.uniform());
    case 10: return withNotesReversed(score, track, ids);
    case 11: return withNotesInverted(score, track, ids);
    case 12: return withNotesFitted(score, track, ids, anyRange(random), anyRange(random));
    case 13: return withNotesHumanized(score, track, ids, {grid, 20}, random.below(99));
    case 14: return withNotesMovedByDegrees(score, track, ids, semitones / 10);
    case 15: return withoutOverlaps(score, track, ids);
    case 16:
        return withNotesDrawnToGrid(score, track, ids,
                                    {grid, random.uniform(), random.uniform() / 3, true, true});
    case 17: return withArpeggio(score, track, ids, Arpeggio::Up, grid);
    case 18: return withVelocityRamp(score, track, ids, semitones, -semitones);
    default: {
        const Tick begin = std::max(anyTick(random), Tick{});
        return withPhrase(score, track, {begin, begin + kWhole}, anyNotes(random)).score;
    }
    }
}

/// A sentence about what is wrong; empty when nothing is.
QString fault(const Score& score) {
    std::set<std::uint64_t> ids;
    for (const auto& track : score.tracks) {
        if (!std::is_sorted(track->notes.begin(), track->notes.end(), precedes)) {
            return "notes are out of order";
        }
        for (const Note& note : track->notes) {
            if (note.onset < Tick{} || note.duration <= Tick{} || !note.pitch.isValid() ||
                note.velocity < 1 || note.velocity > 127) {
                return QString("a note is outside its range: onset %1, duration %2")
                    .arg(note.onset.value)
                    .arg(note.duration.value);
            }
            if (!ids.insert(note.id.value).second || note.id >= score.nextNoteId) {
                return "an id is not unique";
            }
        }
    }
    return {};
}

} // namespace

class RandomEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyChainOfEditsKeepsTheScoreSound_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 40; ++seed) {
            QTest::addRow("seed %d", seed) << seed;
        }
    }
    void everyChainOfEditsKeepsTheScoreSound() {
        QFETCH(int, seed);
        Random random(static_cast<std::uint64_t>(seed));
        Score score = withTrackAdded(newScore(), Track{});
        for (int step = 0; step < 150; ++step) {
            const auto track = static_cast<std::size_t>(random.below(2));
            const Score before = score;
            score = randomlyEdited(before, track, random);
            const QString sentence = fault(score);
            QVERIFY2(sentence.isEmpty(),
                     qPrintable(QString("step %1: %2").arg(step).arg(sentence)));
            QVERIFY2(score.tracks[1 - track] == before.tracks[1 - track],
                     "an untouched track was not shared");
            if (score.tracks[track]->notes == before.tracks[track]->notes) {
                QVERIFY2(score.tracks[track] == before.tracks[track],
                         "an unchanged track was not shared");
            }
        }
    }

    void movingThereAndBackIsNothing() {
        Random random(11);
        Score score = newScore();
        std::vector<Note> notes(40);
        for (Note& note : notes) {
            note.onset = Tick{50'000 + static_cast<std::int64_t>(random.below(50'000))};
            note.duration = Tick{1 + static_cast<std::int64_t>(random.below(5'000))};
            note.pitch = Pitch{40 + static_cast<int>(random.below(40))};
        }
        score = withNotes(score, 0, notes).score;
        for (int round = 0; round < 100; ++round) {
            const std::vector<NoteId> ids = anySelection(score, 0, random);
            const Tick by = anyTick(random);
            const int semitones = static_cast<int>(random.below(60)) - 30;
            const Score there = withNotesMoved(score, 0, ids, by, semitones);
            QVERIFY(withNotesMoved(there, 0, ids, -by, -semitones) == score);
        }
    }
};

QTEST_GUILESS_MAIN(RandomEditsTest)
#include "RandomEditsTest.moc"

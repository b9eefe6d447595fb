#include "core/compose/Infill.h"

#include "core/compose/Take.h"
#include "core/score/Edits.h"
#include "tests/core/compose/FillRequest.h"
#include "tests/core/compose/ScriptedModel.h"
#include "tests/core/model/MadeUpTunes.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

const std::vector<Note>& notesOf(const Score& score) {
    return score.tracks.front()->notes;
}

/// A made-up tune with other voices in the same track: two chord notes under each of its notes, or
/// a bass of whole notes that may meet the tune's pitches.
enum class Under { Chords, Bass };
Score withVoices(std::uint64_t rng, Under under) {
    const Score tune = madeUpTune(rng);
    std::vector<Note> notes;
    for (Note note : notesOf(tune)) {
        for (const int below : {3, 7}) {
            note.pitch = notesOf(tune)[0].pitch.transposed(-below);
            notes.push_back(note);
        }
    }
    if (under == Under::Bass) {
        notes.clear();
        for (int bar = 0; bar < 9; ++bar) {
            Note bass;
            bass.onset = kWhole * bar;
            bass.duration = kWhole;
            bass.pitch = notesOf(tune)[0].pitch.transposed(-(bar % 3));
            notes.push_back(bass);
        }
    }
    return withFreshNoteIds(withNotes(tune, 0, notes).score);
}

/// The notes of the tune that begin in the range.
std::vector<NoteId> tuneIn(const Score& score, const Score& tune, TickRange range) {
    std::vector<NoteId> ids;
    for (const Note& note : notesOf(tune)) {
        const auto found = std::ranges::find_if(notesOf(score), [&](const Note& other) {
            return other.onset == note.onset && other.pitch == note.pitch &&
                   other.duration == note.duration;
        });
        if (range.contains(note.onset)) {
            ids.push_back(found->id);
        }
    }
    return ids;
}

/// Two of every three notes that begin in the range.
std::vector<NoteId> twoOfThree(const Score& score, TickRange range) {
    std::vector<NoteId> ids;
    int place = 0;
    for (const Note& note : notesOf(score)) {
        if (range.contains(note.onset) && place++ % 3 != 1) {
            ids.push_back(note.id);
        }
    }
    return ids;
}

InfillRequest requestFor(const Score& score, int first, int last) {
    return fillRequest(score, first, last, 1, 2);
}

bool isAmong(NoteId id, const std::vector<NoteId>& ids) {
    return std::ranges::find(ids, id) != ids.end();
}

} // namespace

/// Only what is selected gives way.
class InfillSelectionTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someNetwork(3);

private Q_SLOTS:
    /// Every other note stays to the tick, and none of the new ones sounds a pitch that another
    /// voice is sounding.
    void theOtherVoicesStay_data() {
        QTest::addColumn<bool>("chords");
        QTest::addColumn<bool>("rhythm");
        QTest::newRow("chords") << true << false;
        QTest::newRow("bass") << false << false;
        QTest::newRow("chords, the rhythm kept") << true << true;
        QTest::newRow("bass, the rhythm kept") << false << true;
    }
    void theOtherVoicesStay() {
        QFETCH(bool, chords);
        QFETCH(bool, rhythm);
        Random random(5);
        for (int round = 0; round < 60; ++round) {
            const std::uint64_t number = random.below(40);
            const Score score = withVoices(number, chords ? Under::Chords : Under::Bass);
            const int first = 1 + static_cast<int>(random.below(6));
            InfillRequest request = requestFor(score, first, first + 1);
            request.selected = tuneIn(score, madeUpTune(number), request.asked.range);
            QVERIFY(!request.selected.empty());
            request.keep.rhythm = rhythm;
            request.asked.rng = random();
            request.asked.temperature = round % 4 == 0 ? 0.0 : 1.0;
            const auto made = fillIn(*m_model, request, {}, {});
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
            const Candidate& candidate = made->front();
            const Score after = withCandidate(score, 0, candidate);
            for (const Note& note : notesOf(score)) {
                const Note* kept = findNote(*after.tracks[0], note.id);
                QCOMPARE(kept == nullptr, isAmong(note.id, request.selected));
                if (kept == nullptr) {
                    continue;
                }
                QVERIFY(*kept == note);
                for (const Note& other : candidate.notes) {
                    QVERIFY(other.pitch != note.pitch || other.onset >= note.end() ||
                            note.onset >= other.end());
                }
            }
            QVERIFY(!rhythm || candidate.notes.size() == request.selected.size());
        }
    }

    /// A model that wants nothing but the bass's own pitch is kept off it while it sounds.
    void theBassIsNotDoubled() {
        const ScriptedModel model([](int, std::size_t) -> Expected {
            return {{{48, 0.0F}, {72, -4.0F}}, kQuarter};
        });
        std::vector<Sound> sounds(4, {67, 1.0});
        Score score = melodyOf(line(sounds));
        Note bass;
        bass.onset = kQuarter * 2;
        bass.duration = kQuarter * 2;
        bass.pitch = {48};
        score = withFreshNoteIds(withNotes(score, 0, std::array{bass}).score);
        InfillRequest request = requestFor(score, 1, 1);
        for (const Note& note : notesOf(score)) {
            if (note.pitch != bass.pitch) {
                request.selected.push_back(note.id);
            }
        }
        const auto made = fillIn(model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QStringList pitches;
        for (const Note& note : made->front().notes) {
            pitches << QString::number(note.pitch.number);
        }
        QCOMPARE(pitches.join(QLatin1Char(' ')), QStringLiteral("48 48 72 72"));
    }

    /// Of one line, those between the selected ones stay where they are, and are all that sounds
    /// there.
    void ofASingleLineTheOthersAreKeptClearOf() {
        const Score score = withFreshNoteIds(madeUpTune(8));
        InfillRequest request = requestFor(score, 2, 3);
        request.selected = twoOfThree(score, request.asked.range);
        const std::vector<Note> stay = staying(request);
        QVERIFY(stay.size() > 3);
        const auto made = fillIn(*m_model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        const Score after = withCandidate(score, 0, made->front());
        for (const Note& note : stay) {
            for (const Note& other : notesOf(after)) {
                const bool together = other.onset < note.end() && note.onset < other.end();
                QVERIFY(!together || other == note);
            }
        }
    }

    /// The take knows which notes were selected: it replays, and keeping it spares the others.
    void takesRememberTheSelection() {
        const Score score = withFreshNoteIds(madeUpTune(8));
        InfillRequest request = requestFor(score, 2, 3);
        request.selected = twoOfThree(score, request.asked.range);
        const auto made = fillIn(*m_model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        const TakeTree tree = withTake(withTakeSet({}, request, *m_model), made->front());
        const auto replay = replayed(*m_model, tree, {1}, {});
        QVERIFY2(replay.ok(), replay.ok() ? "" : replay.error().message.c_str());
        QVERIFY2(replay->isSame(), replay->difference.c_str());
        const Score kept = withCandidate(score, 0, candidateOf(tree, placeOf(tree, {1})));
        QCOMPARE(QString::fromStdString(
                     differenceOf(notesOf(withCandidate(score, 0, made->front())), notesOf(kept))),
                 QString());
        TakeTree forgetful = tree;
        forgetful.sets.front().settings.selected.clear();
        QVERIFY(!replayed(*m_model, forgetful, {1}, {})->isSame());
    }
};

QTEST_GUILESS_MAIN(InfillSelectionTest)
#include "InfillSelectionTest.moc"

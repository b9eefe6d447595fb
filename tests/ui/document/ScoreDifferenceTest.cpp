#include "ui/document/ScoreDifference.h"
#include "core/score/Edits.h"

#include <QTest>

using namespace cantilena;

namespace {

Score base() {
    Score score = newScore();
    std::vector<Note> notes;
    for (int i = 0; i < 500; ++i) {
        notes.push_back({{}, quarters(i), quarters(1), {60 + i % 12}, 80});
    }
    score = withNotes(score, 0, notes).score;
    Track bass;
    bass.name = "Bass";
    bass.notes = {notes[3], notes[9]};
    return withTrackAdded(score, bass);
}

} // namespace

class ScoreDifferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void carriesEveryPartBothWays_data() {
        QTest::addColumn<std::size_t>("edit");
        const char* names[] = {
            "title",       "composer", "origin",    "tempo",       "metre",        "key",
            "chords",      "markers",  "pickup",    "notes moved", "notes erased", "notes added",
            "velocity",    "program",  "lyrics",    "track added", "track gone",   "locks",
            "grace notes", "steering", "everything"};
        for (std::size_t i = 0; i < std::size(names); ++i) {
            QTest::newRow(names[i]) << i;
        }
    }
    void carriesEveryPartBothWays() {
        QFETCH(std::size_t, edit);
        const Score before = base();
        const Score after = edited(before, edit);
        QVERIFY(!(before == after));
        const ScoreDifference difference(before, after);
        QVERIFY(!difference.isEmpty());
        QVERIFY(difference.appliedTo(before) == after);
        QVERIFY(difference.revertedFrom(after) == before);
    }

    void equalScoresDifferInNothing() {
        const Score score = base();
        const ScoreDifference difference(score, score);
        QVERIFY(difference.isEmpty());
        QVERIFY(difference.appliedTo(score) == score);
    }

    void keepsChangedNotesAlone() {
        const Score before = base();
        const NoteId id = before.tracks[0]->notes[10].id;
        const Score after = withNotesMoved(before, 0, std::span(&id, 1), quarters(7), 1);
        QCOMPARE(ScoreDifference(before, after).noteCount(), 2u);
    }

    void untouchedTracksStayShared() {
        const Score before = base();
        const ScoreDifference difference(before, edited(before, 9));
        QVERIFY(difference.appliedTo(before).tracks[1] == before.tracks[1]);
    }

private:
    static Score edited(const Score& before, std::size_t edit) {
        Score next = before;
        std::vector<NoteId> ids;
        for (std::size_t i = 0; i < 40; i += 4) {
            ids.push_back(before.tracks[0]->notes[i].id);
        }
        const Note added{{}, quarters(1, 3), quarters(1), {77}, 90};
        Track track = *before.tracks[0];
        switch (edit) {
        case 0: next.title = "Another"; break;
        case 1: next.composer = "Anon"; break;
        case 2: next.origin = "The hills"; break;
        case 3: next = withTempo(before, quarters(4), 140.0); break;
        case 4: next = withMeter(before, quarters(4), {6, 8}); break;
        case 5: next = withKey(before, quarters(4), *Key::fromName("D dorian")); break;
        case 6: next.chords.push_back({quarters(2), "Am7"}); break;
        case 7: next.markers.push_back({quarters(2), "Bridge"}); break;
        case 8: next.pickup = quarters(1); break;
        case 9: next = withNotesMoved(before, 0, ids, quarters(3), -5); break;
        case 10: next = withoutNotes(before, 0, ids); break;
        case 11: next = withNotes(before, 1, std::span(&added, 1)).score; break;
        case 12: next = withVelocitiesChanged(before, 0, ids, 20); break;
        case 13:
            track.program = 40;
            next = withTrack(before, 0, track);
            break;
        case 14:
            track.lyrics.push_back({quarters(1), "la"});
            track.controllers.push_back({quarters(1), 7, 99});
            next = withTrack(before, 0, track);
            break;
        case 15: next = withTrackAdded(before, Track{}); break;
        case 16: next = withoutTrack(before, 0); break;
        case 17: next = withNotesLocked(before, 0, ids); break;
        case 18:
            track.notes[7].isGrace = true;
            next = withTrack(before, 0, track);
            break;
        case 19: next.steering.push_back({{{}, quarters(4)}, ChordToneNotes::Every}); break;
        default:
            for (std::size_t i = 0; i < 15; ++i) {
                next = edited(next, i);
            }
            next = edited(next, 18);
        }
        return next;
    }
};

QTEST_GUILESS_MAIN(ScoreDifferenceTest)
#include "ScoreDifferenceTest.moc"

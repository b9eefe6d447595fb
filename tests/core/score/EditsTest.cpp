#include "core/score/Edits.h"

#include <QTest>

#include <array>
#include <string>
#include <vector>

using namespace cantilena;

namespace {

/// Two tracks; the first holds C, E, G and high C as quarters from tick 0.
Score example() {
    Score score = newScore();
    std::vector<Note> notes;
    for (const int number : {60, 64, 67, 72}) {
        const auto index = static_cast<std::int64_t>(notes.size());
        notes.push_back({NoteId{}, kQuarter * index, kQuarter, Pitch{number}});
    }
    Track bass;
    bass.name = "Bass";
    bass.notes.push_back({NoteId{}, Tick{}, kWhole, Pitch{36}});
    return withTrackAdded(withNotes(score, 0, notes).score, bass);
}

const std::vector<Note>& notesOf(const Score& score, std::size_t track = 0) {
    return score.tracks[track]->notes;
}

std::vector<NoteId> idsOf(const Score& score, std::size_t track = 0) {
    std::vector<NoteId> ids;
    for (const Note& note : notesOf(score, track)) {
        ids.push_back(note.id);
    }
    return ids;
}

/// "0:60+1" for a quarter note on C at 0; lengths and onsets in quarters.
QString written(const Score& score, std::size_t track = 0) {
    QStringList words;
    for (const Note& note : notesOf(score, track)) {
        words << QString("%1:%2+%3")
                     .arg(inQuarters(note.onset))
                     .arg(note.pitch.number)
                     .arg(inQuarters(note.duration));
    }
    return words.join(' ');
}

Note noteAt(Tick onset, int number, Tick duration = kQuarter) {
    return {NoteId{}, onset, duration, Pitch{number}};
}

} // namespace

class EditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addedNotesTakeTheirPlaceAndNewIds() {
        const Score before = example();
        const std::array added = {noteAt(kQuarter, 50), noteAt(kQuarter / 2, 51)};
        const EditWithNotes edit = withNotes(before, 0, added);
        QCOMPARE(written(edit.score), QString("0:60+1 0.5:51+1 1:50+1 1:64+1 2:67+1 3:72+1"));
        QCOMPARE(edit.notes.size(), std::size_t{2});
        QVERIFY(edit.notes[0] == before.nextNoteId);
        QVERIFY(edit.notes[0] != edit.notes[1]);
        QCOMPARE(findNote(*edit.score.tracks[0], edit.notes[0])->pitch.number, 50);
        QVERIFY(edit.score.nextNoteId > edit.notes[1]);
    }

    void whatIsNoNoteIsLeftOut() {
        const Score before = example();
        const std::array bad = {noteAt(Tick{}, 128), noteAt(Tick{}, -1), noteAt(Tick{-1}, 60),
                                noteAt(Tick{}, 60, Tick{}), noteAt(Tick{}, 60, -kQuarter)};
        const EditWithNotes edit = withNotes(before, 0, bad);
        QVERIFY(edit.notes.empty());
        QVERIFY(edit.score == before);
        QVERIFY(edit.score.tracks[0] == before.tracks[0]);
    }

    void addedVelocitiesAreKeptInRange() {
        std::array notes = {noteAt(Tick{}, 60), noteAt(kQuarter, 60)};
        notes[0].velocity = 0;
        notes[1].velocity = 500;
        const Score score = withNotes(newScore(), 0, notes).score;
        QCOMPARE(notesOf(score)[0].velocity, 1);
        QCOMPARE(notesOf(score)[1].velocity, 127);
    }

    void removedNotesAreGone() {
        const Score before = example();
        const std::array chosen = {idsOf(before)[1], idsOf(before)[3], NoteId{999}};
        QCOMPARE(written(withoutNotes(before, 0, chosen)), QString("0:60+1 2:67+1"));
        QVERIFY(withoutNotes(before, 0, std::array{NoteId{999}}) == before);
    }

    void movesTheBlock_data() {
        QTest::addColumn<double>("quartersBy");
        QTest::addColumn<int>("semitones");
        QTest::addColumn<QString>("expected");
        QTest::newRow("up a fifth") << 0.0 << 7 << QString("0:67+1 1:71+1 2:74+1 3:79+1");
        QTest::newRow("a quarter later") << 1.0 << 0 << QString("1:60+1 2:64+1 3:67+1 4:72+1");
        QTest::newRow("clamped as a block at zero")
            << -2.0 << 0 << QString("0:60+1 1:64+1 2:67+1 3:72+1");
        QTest::newRow("clamped as a block at the top")
            << 0.0 << 90 << QString("0:115+1 1:119+1 2:122+1 3:127+1");
        QTest::newRow("clamped as a block at the bottom")
            << 0.0 << -90 << QString("0:0+1 1:4+1 2:7+1 3:12+1");
    }
    void movesTheBlock() {
        QFETCH(double, quartersBy);
        QFETCH(int, semitones);
        QFETCH(QString, expected);
        const Score before = example();
        const Tick by{static_cast<std::int64_t>(quartersBy * 6720)};
        const Score after = withNotesMoved(before, 0, idsOf(before), by, semitones);
        QCOMPARE(written(after), expected);
        QVERIFY(after.tracks[1] == before.tracks[1]);
    }

    void aMoveLeavesTheOthersAndKeepsTheOrder() {
        const Score before = example();
        const NoteId first = idsOf(before)[0];
        const Score after = withNotesMoved(before, 0, std::array{first}, kQuarter * 2, 0);
        QCOMPARE(written(after), QString("1:64+1 2:60+1 2:67+1 3:72+1"));
        QCOMPARE(findNote(*after.tracks[0], first)->pitch.number, 60);
    }

    void aBlockAtItsLimitDoesNotMove() {
        const Score before = example();
        const Score after = withNotesMoved(before, 0, idsOf(before), -kQuarter, 0);
        QVERIFY(after == before);
        QVERIFY(after.tracks[0] == before.tracks[0]);
    }

    void resizes_data() {
        QTest::addColumn<bool>("start");
        QTest::addColumn<double>("quartersBy");
        QTest::addColumn<double>("shortest");
        QTest::addColumn<QString>("expected");
        QTest::newRow("longer") << false << 1.0 << 0.25 << QString("1:64+2");
        QTest::newRow("shorter") << false << -0.5 << 0.25 << QString("1:64+0.5");
        QTest::newRow("not below the shortest") << false << -5.0 << 0.25 << QString("1:64+0.25");
        QTest::newRow("begins earlier") << true << -0.5 << 0.25 << QString("0.5:64+1.5");
        QTest::newRow("begins at zero at the earliest")
            << true << -5.0 << 0.25 << QString("0:64+2");
        QTest::newRow("begins later") << true << 0.5 << 0.25 << QString("1.5:64+0.5");
        QTest::newRow("start leaves the shortest")
            << true << 5.0 << 0.25 << QString("1.75:64+0.25");
        QTest::newRow("a short note keeps its length") << false << -1.0 << 4.0 << QString("1:64+1");
    }
    void resizes() {
        QFETCH(bool, start);
        QFETCH(double, quartersBy);
        QFETCH(double, shortest);
        QFETCH(QString, expected);
        const Score before = example();
        const NoteId second = idsOf(before)[1];
        const auto ticks = [](double count) {
            return Tick{static_cast<std::int64_t>(count * 6720)};
        };
        const Score after =
            withNotesResized(before, 0, std::array{second}, start ? NoteEdge::Start : NoteEdge::End,
                             ticks(quartersBy), ticks(shortest));
        const Score only =
            withNotes(newScore(), 0, std::array{*findNote(*after.tracks[0], second)}).score;
        QCOMPARE(written(only), expected);
        QCOMPARE(notesOf(after).size(), std::size_t{4});
    }

    void withoutAShortestLengthANoteStaysANote() {
        const Score before = example();
        for (const NoteEdge edge : {NoteEdge::Start, NoteEdge::End}) {
            const Tick by = edge == NoteEdge::Start ? kWhole : -kWhole;
            const Score after = withNotesResized(before, 0, idsOf(before), edge, by, Tick{});
            for (const Note& note : notesOf(after)) {
                QVERIFY(note.duration > Tick{});
            }
        }
    }

    void changesVelocitiesWithinTheirRange_data() {
        QTest::addColumn<int>("by");
        QTest::addColumn<int>("velocity");
        QTest::newRow("louder") << 10 << 90;
        QTest::newRow("loudest") << 100 << 127;
        QTest::newRow("softest") << -100 << 1;
        QTest::newRow("the same") << 0 << 80;
    }
    void changesVelocitiesWithinTheirRange() {
        QFETCH(int, by);
        QFETCH(int, velocity);
        const Score before = example();
        const Score after = withVelocitiesChanged(before, 0, std::array{idsOf(before)[2]}, by);
        QCOMPARE(notesOf(after)[2].velocity, velocity);
        QCOMPARE(notesOf(after)[1].velocity, kDefaultVelocity);
        QCOMPARE(after == before, by == 0);
    }

    void copiesTheBlock() {
        const Score before = example();
        const std::array chosen = {idsOf(before)[2], idsOf(before)[3]};
        const EditWithNotes edit = withNotesDuplicated(before, 0, chosen, kQuarter * 2, 90);
        QCOMPARE(written(edit.score), QString("0:60+1 1:64+1 2:67+1 3:72+1 4:122+1 5:127+1"));
        QCOMPARE(edit.notes.size(), std::size_t{2});
        QVERIFY(findNote(*edit.score.tracks[0], edit.notes[1])->pitch == Pitch{127});
    }

    void quantises_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("expected");
        QTest::newRow("starts") << static_cast<int>(Quantize::Starts)
                                << QString("0:60+0.9375 1:62+0.0625");
        QTest::newRow("starts and ends")
            << static_cast<int>(Quantize::StartsAndEnds) << QString("0:60+1 1:62+0.5");
    }
    void quantises() {
        QFETCH(int, what);
        QFETCH(QString, expected);
        const std::array notes = {noteAt(kQuarter / 8, 60, kQuarter * 15 / 16),
                                  noteAt(kQuarter * 7 / 8, 62, kQuarter / 16)};
        const Score before = withNotes(newScore(), 0, notes).score;
        const Score after =
            withNotesQuantized(before, 0, idsOf(before), kQuarter / 2, static_cast<Quantize>(what));
        QCOMPARE(written(after), expected);
        const Score again =
            withNotesQuantized(after, 0, idsOf(after), kQuarter / 2, static_cast<Quantize>(what));
        QVERIFY(again == after);
    }

    void aPhraseReplacesWhatBeginsInItsRange() {
        const Score before = example();
        const std::array phrase = {noteAt(kQuarter, 80, kQuarter / 2),
                                   noteAt(kQuarter * 3 / 2, 81, kQuarter * 3 / 2)};
        const EditWithNotes edit = withPhrase(before, 0, {kQuarter, kQuarter * 3}, phrase);
        QCOMPARE(written(edit.score), QString("0:60+1 1:80+0.5 1.5:81+1.5 3:72+1"));
        QCOMPARE(edit.notes.size(), std::size_t{2});
        QVERIFY(edit.score.tracks[1] == before.tracks[1]);
    }

    void aNoteThatSoundsIntoThePhraseIsCutWhereItBegins_data() {
        QTest::addColumn<double>("phraseOnset");
        QTest::addColumn<QString>("expected");
        QTest::newRow("at the range's beginning") << 4.0 << QString("0:36+4 4:80+1");
        QTest::newRow("later in the range") << 5.0 << QString("0:36+5 5:80+1");
        QTest::newRow("after the note's end") << 8.0 << QString("0:36+8 8:80+1");
    }
    void aNoteThatSoundsIntoThePhraseIsCutWhereItBegins() {
        QFETCH(double, phraseOnset);
        QFETCH(QString, expected);
        const std::array held = {noteAt(Tick{}, 36, kWhole * 2)};
        const Score before = withNotes(newScore(), 0, held).score;
        const std::array phrase = {noteAt(Tick{static_cast<std::int64_t>(phraseOnset * 6720)}, 80)};
        QCOMPARE(written(withPhrase(before, 0, {kWhole, kWhole * 3}, phrase).score), expected);
    }

    void locksAreEditsOfTheirOwn() {
        const Score before = example();
        const std::vector<NoteId> ids = idsOf(before);
        const Score locked = withNotesLocked(before, 0, std::array{ids[1], ids[2]});
        for (std::size_t i = 0; i < ids.size(); ++i) {
            QCOMPARE(notesOf(locked)[i].locked, i == 1 || i == 2);
        }
        QVERIFY(withNotesUnlocked(locked, 0, ids) == before);
        QVERIFY(withNotesLocked(before, 0, {}) == before);
    }

    void lockedNotesStayWhereAPhraseGoes() {
        const Score before = example();
        const std::vector<NoteId> ids = idsOf(before);
        const Score locked = withNotesLocked(before, 0, std::array{ids[1]});
        const std::vector<Note> phrase = {noteAt(kQuarter * 2, 70)};
        const Score after = withPhrase(locked, 0, {Tick{}, kQuarter * 3}, phrase).score;
        QCOMPARE(written(after), QString("1:64+1 2:70+1 3:72+1"));
        QVERIFY(notesOf(after)[0] == notesOf(locked)[1]);
    }

    void lockedNotesAreNotCutWhereAPhraseBegins() {
        Score score = withNotes(newScore(), 0, std::array{noteAt({}, 60, kWhole * 2)}).score;
        score = withNotesLocked(score, 0, idsOf(score));
        const std::vector<Note> phrase = {noteAt(kWhole, 70)};
        QCOMPARE(written(withPhrase(score, 0, {kWhole, kWhole * 3}, phrase).score),
                 QString("0:60+8 4:70+1"));
    }

    void aCopyOfALockedNoteIsFree() {
        const Score before = example();
        const std::vector<NoteId> ids = idsOf(before);
        const Score locked = withNotesLocked(before, 0, ids);
        const EditWithNotes copied = withNotesDuplicated(locked, 0, std::array{ids[0]}, kWhole, 0);
        QVERIFY(!findNote(*copied.score.tracks[0], copied.notes.front())->locked);
        QVERIFY(findNote(*copied.score.tracks[0], ids[0])->locked);
    }

    void anEmptyPhraseClearsItsRangeAndCutsNothing() {
        const std::array notes = {noteAt(Tick{}, 36, kWhole * 4), noteAt(kWhole, 60)};
        const Score before = withNotes(newScore(), 0, notes).score;
        const EditWithNotes edit = withPhrase(before, 0, {kWhole, kWhole * 2}, {});
        QCOMPARE(written(edit.score), QString("0:36+16"));
        QVERIFY(withPhrase(before, 0, {kWhole * 2, kWhole * 3}, {}).score == before);
    }

    void tracksAreAddedReplacedAndRemoved() {
        const Score before = example();
        Track flute;
        flute.name = "Flute";
        flute.notes = {noteAt(kQuarter, 80), noteAt(Tick{}, 81)};
        const Score added = withTrackAdded(before, flute);
        QCOMPARE(added.tracks.size(), std::size_t{3});
        QCOMPARE(written(added, 2), QString("0:81+1 1:80+1"));
        QVERIFY(added.tracks[0] == before.tracks[0]);
        QVERIFY(notesOf(added, 2)[0].id != notesOf(added, 2)[1].id);
        QVERIFY(added.nextNoteId > notesOf(added, 2)[1].id);

        Track renamed = *before.tracks[1];
        QVERIFY(withTrack(before, 1, renamed).tracks[1] == before.tracks[1]);
        renamed.name = "Cello";
        const Score replaced = withTrack(before, 1, renamed);
        QCOMPARE(replaced.tracks[1]->name, std::string("Cello"));
        QVERIFY(replaced.tracks[0] == before.tracks[0]);

        const Score removed = withoutTrack(before, 0);
        QCOMPARE(removed.tracks.size(), std::size_t{1});
        QVERIFY(removed.tracks[0] == before.tracks[1]);
    }

    void changesStaySortedOnePerTick() {
        Score score = example();
        score = withTempo(score, kWhole * 2, 90.0);
        score = withTempo(score, kWhole, 80.0);
        score = withTempo(score, kWhole, 70.0);
        QCOMPARE(score.tempos.size(), std::size_t{3});
        QCOMPARE(score.tempoMap().bpmAt(kWhole), 70.0);
        QCOMPARE(score.tempoMap().bpmAt(kWhole * 2), 90.0);
        QCOMPARE(withTempo(score, Tick{}, 1e9).tempos.front().bpm, kFastestTempo);

        score = withMeter(score, Tick{}, {3, 4});
        QCOMPARE(score.meters.size(), std::size_t{1});
        QVERIFY((score.meterMap().meterAt(kWhole) == Meter{3, 4}));

        score = withKey(score, kWhole, *Key::fromName("D dorian"));
        QCOMPARE(score.keyAt(kWhole).name(), std::string("D dorian"));
        QCOMPARE(score.keyAt(Tick{}).name(), std::string("C major"));
        QVERIFY(withKey(score, kWhole, *Key::fromName("D dorian")) == score);
    }

    void theTitleChangesAlone() {
        const Score before = example();
        const Score after = withTitle(before, "Aria");
        QCOMPARE(after.title, std::string("Aria"));
        QVERIFY(withTitle(after, before.title) == before);
    }

    void freshIdsRunThroughTheTracks() {
        Score score = example();
        score = withoutNotes(score, 0, std::array{idsOf(score)[0]});
        const Score fresh = withFreshNoteIds(score);
        std::uint64_t expected = 1;
        for (std::size_t track = 0; track < fresh.tracks.size(); ++track) {
            for (const NoteId id : idsOf(fresh, track)) {
                QCOMPARE(std::uint64_t{id.value}, expected++);
            }
        }
        QCOMPARE(std::uint64_t{fresh.nextNoteId.value}, expected);
        QCOMPARE(written(fresh), written(score));
    }

    void tracksChangePlaces_data() {
        QTest::addColumn<std::size_t>("from");
        QTest::addColumn<std::size_t>("to");
        QTest::addColumn<QString>("order");
        QTest::newRow("down") << std::size_t(0) << std::size_t(2) << "bca";
        QTest::newRow("up") << std::size_t(2) << std::size_t(0) << "cab";
        QTest::newRow("by one") << std::size_t(1) << std::size_t(2) << "acb";
        QTest::newRow("nowhere") << std::size_t(1) << std::size_t(1) << "abc";
    }
    void tracksChangePlaces() {
        QFETCH(std::size_t, from);
        QFETCH(std::size_t, to);
        QFETCH(QString, order);
        Score score;
        for (const char* name : {"a", "b", "c"}) {
            Track track;
            track.name = name;
            score = withTrackAdded(score, track);
        }
        const Score next = withTrackMoved(score, from, to);
        QString seen;
        for (const auto& track : next.tracks) {
            seen += QString::fromStdString(track->name);
        }
        QCOMPARE(seen, order);
        QVERIFY(withTrackMoved(next, to, from) == score);
    }

    void theArgumentNeverChanges() {
        const Score before = example();
        const Score copy = before;
        const std::vector<NoteId> ids = idsOf(before);
        (void)withNotesMoved(before, 0, ids, kQuarter, 3);
        (void)withNotesResized(before, 0, ids, NoteEdge::End, kQuarter, Tick{1});
        (void)withoutNotes(before, 0, ids);
        (void)withPhrase(before, 0, {Tick{}, kWhole}, {});
        QVERIFY(before == copy);
        QCOMPARE(written(before), QString("0:60+1 1:64+1 2:67+1 3:72+1"));
    }
};

QTEST_GUILESS_MAIN(EditsTest)
#include "EditsTest.moc"

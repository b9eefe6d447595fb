#include "core/compose/MelodyAutomaton.h"
#include "tests/support/RandomMelodies.h"

#include "core/corpus/Corpus.h"
#include "core/score/Edits.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <filesystem>

using namespace cantilena;
using namespace cantilena::test;

namespace {

std::vector<Note> transposed(std::vector<Note> notes, int semitones) {
    for (Note& note : notes) {
        note.pitch.number += semitones;
    }
    return notes;
}

std::vector<Note> slower(std::vector<Note> notes, std::int64_t times) {
    for (Note& note : notes) {
        note.onset = note.onset * times;
        note.duration = note.duration * times;
    }
    return notes;
}

} // namespace

class MelodyAutomatonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatComparingEverythingFinds_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("tunes");
        QTest::addColumn<int>("notes");
        for (int seed = 1; seed <= 12; ++seed) {
            QTest::newRow(("short " + std::to_string(seed)).c_str()) << seed << 30 << 12;
            QTest::newRow(("long " + std::to_string(seed)).c_str()) << seed + 100 << 6 << 300;
        }
    }
    void findsWhatComparingEverythingFinds() {
        QFETCH(int, seed);
        QFETCH(int, tunes);
        QFETCH(int, notes);
        const auto rng = static_cast<std::uint64_t>(seed);
        const std::vector<SourceTune> corpus =
            randomTunes(rng, static_cast<std::size_t>(tunes), static_cast<std::size_t>(notes));
        const MelodyAutomaton automaton(corpus);
        Random random(rng + 1000);
        for (int i = 0; i < 5; ++i) {
            const std::vector<Note> melody = randomMelody(random, 120);
            const std::vector<RunEnd> ends = automaton.runEnds(melody);
            const std::vector<std::size_t> expected = longestRunsByForce(melody, corpus);
            for (std::size_t note = 0; note < melody.size(); ++note) {
                QCOMPARE(ends[note].notes, expected[note]);
            }
        }
    }

    /// Every run that is named stands where it is said to stand, by as much higher.
    void namesThePlace() {
        const std::vector<SourceTune> corpus = randomTunes(5, 20, 60);
        const MelodyAutomaton automaton(corpus);
        Random random(6);
        const std::vector<Note> melody = transposed(randomMelody(random, 400), 3);
        const std::vector<RunEnd> ends = automaton.runEnds(melody);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const RunEnd& end = ends[i];
            for (std::size_t n = 0; n < end.notes; ++n) {
                const Note& mine = melody[i + 1 - end.notes + n];
                const Note& theirs = notesOf(corpus[end.tune])[end.note + n];
                QCOMPARE(mine.pitch.number, theirs.pitch.number + end.transposedBy);
            }
        }
    }

    void aWholeTuneIsFoundInAnyKeyAndSpeed_data() {
        QTest::addColumn<int>("semitones");
        QTest::addColumn<int>("times");
        QTest::newRow("as it is") << 0 << 1;
        QTest::newRow("higher") << 7 << 1;
        QTest::newRow("lower") << -5 << 1;
        QTest::newRow("half as fast") << 0 << 2;
        QTest::newRow("higher and slower") << 2 << 3;
    }
    void aWholeTuneIsFoundInAnyKeyAndSpeed() {
        QFETCH(int, semitones);
        QFETCH(int, times);
        Random random(8);
        std::vector<SourceTune> corpus;
        for (int i = 0; i < 10; ++i) {
            corpus.push_back(sourceOf("tune " + std::to_string(i), randomMelody(random, 50, 12)));
        }
        const MelodyAutomaton automaton(corpus);
        const auto melody = slower(transposed(notesOf(corpus[7]), semitones), times);
        const CopyReport report = automaton.report(melody);
        QCOMPARE(report.longest.notes, std::size_t{50});
        QCOMPARE(report.longest.tune, std::string("tune 7"));
        QCOMPARE(report.longest.title, std::string("The tune 7"));
        QCOMPARE(report.longest.firstNote, std::size_t{0});
        QCOMPARE(report.longest.tuneNote, std::size_t{0});
        QCOMPARE(report.longest.tuneBar, 1);
        QCOMPARE(report.longest.transposedBy, semitones);
        QCOMPARE(report.shareCopied, 1.0);
    }

    /// A passage of one tune amid other notes: where it begins here and there, and in which bar.
    void aPassageIsFoundAmidOtherNotes() {
        Random random(9);
        const std::vector<SourceTune> corpus = {sourceOf("a", randomMelody(random, 80, 24)),
                                                sourceOf("b", randomMelody(random, 80, 24))};
        std::vector<Note> melody;
        const auto append = [&melody](const Note& note) {
            const Tick onset = melody.empty() ? Tick{} : melody.back().end();
            melody.push_back({{}, onset, note.duration, note.pitch});
        };
        for (const Note& note : randomMelody(random, 20, 24)) {
            append(note);
        }
        for (std::size_t i = 30; i < 50; ++i) {
            append(notesOf(corpus[1])[i]);
        }
        for (const Note& note : randomMelody(random, 20, 24)) {
            append(note);
        }
        const CopyReport report = MelodyAutomaton(corpus).report(melody);
        QCOMPARE(report.longest.notes, std::size_t{20});
        QCOMPARE(report.longest.tune, std::string("b"));
        QCOMPARE(report.longest.firstNote, std::size_t{20});
        QCOMPARE(report.longest.tuneNote, std::size_t{30});
        const Tick onset = notesOf(corpus[1])[30].onset;
        QCOMPARE(report.longest.tuneBar, corpus[1].melody->meterMap().at(onset).bar);
        QCOMPARE(report.shareCopied, 20.0 / 60.0);
        // Of the last 25 notes five are copied, in a run that begins before them.
        QCOMPARE(MelodyAutomaton(corpus).report(melody, {35}).shareCopied, 5.0 / 25.0);
        QCOMPARE(MelodyAutomaton(corpus).report(melody, {35}).longest.notes, std::size_t{20});
        // Of the ten in the middle all are, and of those before the passage none.
        QCOMPARE(MelodyAutomaton(corpus).report(melody, {25, 35}).shareCopied, 1.0);
        QCOMPARE(MelodyAutomaton(corpus).report(melody, {25, 35}).longest.notes, std::size_t{20});
        QVERIFY(MelodyAutomaton(corpus).report(melody, {0, 20}).longest.notes < 20);
        QCOMPARE(MelodyAutomaton(corpus).report(melody, {0, 20}).shareCopied, 0.0);
    }

    /// A silence that is only how the note was played changes nothing; a rest stands between notes
    /// and takes no part.
    void articulationIsNoRest() {
        Random random(4);
        const std::vector<SourceTune> corpus = {sourceOf("a", randomMelody(random, 30, 12))};
        std::vector<Note> melody = notesOf(corpus[0]);
        for (std::size_t i = 0; i + 1 < melody.size(); ++i) {
            if (melody[i].end() == melody[i + 1].onset) {
                melody[i].duration = melody[i].duration - Tick{500};
            }
        }
        QCOMPARE(MelodyAutomaton(corpus).report(melody).longest.notes, std::size_t{30});
    }

    void nothingIsNoCopy_data() {
        QTest::addColumn<int>("tunes");
        QTest::addColumn<int>("notes");
        QTest::newRow("no corpus") << 0 << 10;
        QTest::newRow("no melody") << 5 << 0;
        QTest::newRow("one note") << 5 << 1;
    }
    void nothingIsNoCopy() {
        QFETCH(int, tunes);
        QFETCH(int, notes);
        Random random(1);
        const MelodyAutomaton automaton(randomTunes(1, static_cast<std::size_t>(tunes), 30));
        const auto melody = randomMelody(random, static_cast<std::size_t>(notes));
        const CopyReport report = automaton.report(melody);
        QCOMPARE(report.longest.notes, std::size_t{0});
        QVERIFY(report.longest.tune.empty());
        QCOMPARE(report.shareCopied, 0.0);
    }

    void tunesWithoutNotesAreNoHindrance() {
        Random random(2);
        std::vector<SourceTune> corpus = {
            sourceOf("empty", {}), sourceOf("a", randomMelody(random, 20, 12)),
            sourceOf("one", randomMelody(random, 1)), sourceOf("b", randomMelody(random, 20, 12)),
            sourceOf("nothing", {})};
        const MelodyAutomaton automaton(corpus);
        QCOMPARE(automaton.report(notesOf(corpus[3])).longest.tune, std::string("b"));
        QCOMPARE(automaton.report(notesOf(corpus[1])).longest.tune, std::string("a"));
    }

    /// The public corpora: each tune is found whole, and at the latest by its own beginning.
    void knowsTheTrainingTunes() {
        const std::filesystem::path folder = CANTILENA_DATA_FOLDER;
        if (!std::filesystem::exists(folder)) {
            QSKIP("the folder of training tunes is not here");
        }
        const auto corpus = scanCorpus(std::array{folder});
        QVERIFY(corpus.ok());
        std::vector<SourceTune> tunes;
        for (const CorpusTune& tune : corpus->tunes) {
            if (isAccepted(tune.verdict)) {
                tunes.push_back({tune.name, tune.title, tune.melody});
            }
        }
        QElapsedTimer timer;
        timer.start();
        const MelodyAutomaton automaton(tunes);
        qInfo("%zu tunes in %lld ms", tunes.size(), static_cast<long long>(timer.elapsed()));
        for (std::size_t i = 0; i < tunes.size(); i += 10) {
            const CopyReport report = automaton.report(notesOf(tunes[i]));
            QCOMPARE(report.longest.notes, notesOf(tunes[i]).size());
            QCOMPARE(report.longest.firstNote, std::size_t{0});
        }
    }
};

QTEST_GUILESS_MAIN(MelodyAutomatonTest)
#include "MelodyAutomatonTest.moc"

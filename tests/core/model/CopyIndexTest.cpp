#include "core/model/CopyIndex.h"
#include "tests/support/RandomMelodies.h"

#include "core/compose/MelodyAutomaton.h"
#include "core/corpus/Corpus.h"
#include "core/corpus/Duplicates.h"
#include "core/model/CopyIndexFile.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>

using namespace cantilena;
using namespace cantilena::test;

namespace {

CopyIndex indexOf(const std::vector<SourceTune>& tunes) {
    return CopyIndex({copyLayer(tunes)}, {});
}

/// That the index says of every note what the automaton says, runs too short to tell aside.
void compare(const CopyIndex& index, const MelodyAutomaton& automaton,
             const std::vector<Note>& melody) {
    const std::vector<RunEnd> exact = automaton.runEnds(melody);
    const std::vector<RunEnd> hashed = index.runEnds(melody);
    QCOMPARE(hashed.size(), exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
        const bool told = exact[i].notes >= kShortestKnownRun;
        QCOMPARE(hashed[i].notes, told ? exact[i].notes : 0);
        if (told) {
            QCOMPARE(hashed[i].tune, exact[i].tune);
            QCOMPARE(hashed[i].note, exact[i].note);
            QCOMPARE(hashed[i].transposedBy, exact[i].transposedBy);
        }
    }
}

TensorFile fileOf(const CopyIndex& index) {
    return withCopyIndex({{{"w", {{1}, {0.5F}}}}, {{"format", "x"}}}, index);
}

std::vector<SourceTune> trainingTunes() {
    std::vector<SourceTune> tunes;
    const std::filesystem::path folder = CANTILENA_DATA_FOLDER;
    if (!std::filesystem::exists(folder)) {
        return tunes;
    }
    const auto corpus = scanCorpus(std::array{folder});
    for (const CorpusTune& tune : corpus->tunes) {
        if (isAccepted(tune.verdict)) {
            tunes.push_back({tune.name, tune.title, tune.melody});
        }
    }
    return tunes;
}

} // namespace

class CopyIndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheAutomatonSays_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 10; ++seed) {
            QTest::newRow(std::to_string(seed).c_str()) << seed;
        }
    }
    void saysWhatTheAutomatonSays() {
        QFETCH(int, seed);
        const auto tunes = randomTunes(static_cast<std::uint64_t>(seed), 40, 80);
        const CopyIndex index = indexOf(tunes);
        const MelodyAutomaton automaton(tunes);
        Random random(static_cast<std::uint64_t>(seed) + 50);
        for (int i = 0; i < 10; ++i) {
            compare(index, automaton, randomMelody(random, 150));
        }
        for (const SourceTune& tune : tunes) {
            compare(index, automaton, notesOf(tune));
        }
    }

    /// The public corpora: tunes held out of the index against those in it, and some of those.
    void saysWhatTheAutomatonSaysOfRealTunes() {
        const std::vector<SourceTune> all = trainingTunes();
        if (all.empty()) {
            QSKIP("the folder of training tunes is not here");
        }
        std::vector<SourceTune> known;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i % 10 != 0) {
                known.push_back(all[i]);
            }
        }
        const CopyIndex index = indexOf(known);
        const MelodyAutomaton automaton(known);
        for (std::size_t i = 0; i < all.size(); i += 5) {
            compare(index, automaton, notesOf(all[i]));
        }
        const std::string bytes = safetensorsBytes(fileOf(index));
        qInfo("%zu tunes: %zu bytes", known.size(), bytes.size());
        QVERIFY(bytes.size() < 6'000'000);
    }

    void theReportNamesTuneAndBar() {
        Random random(3);
        std::vector<SourceTune> tunes;
        for (int i = 0; i < 6; ++i) {
            tunes.push_back(sourceOf("tune " + std::to_string(i), randomMelody(random, 60, 24)));
        }
        const CopyIndex index = indexOf(tunes);
        std::vector<Note> passage(notesOf(tunes[4]).begin() + 25, notesOf(tunes[4]).begin() + 45);
        for (Note& note : passage) {
            note.pitch.number -= 4;
        }
        const CopyReport report = index.report(passage);
        QCOMPARE(report.longest.notes, std::size_t{20});
        QCOMPARE(report.longest.tune, std::string("tune 4"));
        QCOMPARE(report.longest.title, std::string("The tune 4"));
        QCOMPARE(report.longest.tuneNote, std::size_t{25});
        const Tick onset = notesOf(tunes[4])[25].onset;
        QCOMPARE(report.longest.tuneBar, tunes[4].melody->meterMap().at(onset).bar);
        QCOMPARE(report.longest.transposedBy, -4);
        QCOMPARE(report.shareCopied, 1.0);
    }

    void comesBackFromAFile() {
        const auto tunes = randomTunes(7, 25, 60);
        const auto index =
            trainedIndex({copyLayer(randomTunes(8, 5, 40))}, tunes, randomTunes(9, 10, 200));
        QVERIFY(index != nullptr);
        QVERIFY(!index->human().rows.empty());
        const TensorFile file = *parseSafetensors(safetensorsBytes(fileOf(*index)), "m");
        const auto read = copyIndexOf(file, "m");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY((*read)->layers() == index->layers());
        QVERIFY((*read)->human() == index->human());
        QCOMPARE((*read)->tuneCount(), std::size_t{30});
        QCOMPARE(file.tensors.size(), std::size_t{1});
    }

    void theSameTunesGiveTheSameBytes() {
        QCOMPARE(safetensorsBytes(fileOf(indexOf(randomTunes(7, 25, 60)))),
                 safetensorsBytes(fileOf(indexOf(randomTunes(7, 25, 60)))));
        QVERIFY(copyLayer(randomTunes(7, 25, 60)).key != copyLayer(randomTunes(8, 25, 60)).key);
    }

    void aFileWithoutAnIndexHasNone() {
        const auto read = copyIndexOf({{{"w", {{1}, {0.5F}}}}, {}}, "m");
        QVERIFY(read.ok());
        QVERIFY(*read == nullptr);
    }

    /// Neither notes nor the order of grams stand in the file in any form that equal tunes would
    /// give away: one more tune changes the key and with it every byte of the hashes.
    void theHashesAreKeyed() {
        auto tunes = randomTunes(7, 25, 60);
        const CopyLayer layer = copyLayer(tunes);
        tunes.push_back(sourceOf("one more", notesOf(tunes[0])));
        const CopyLayer more = copyLayer(tunes);
        std::size_t same = 0;
        for (const std::uint64_t gram : layer.grams) {
            same += std::ranges::binary_search(more.grams, gram) ? 1 : 0;
        }
        QCOMPARE(same, std::size_t{0});
    }

    /// A place is told only by the gram that stands there: places in the file are in no order.
    void placesAreHidden() {
        const CopyLayer layer = copyLayer(randomTunes(7, 100, 200));
        std::size_t withinReach = 0;
        for (const std::uint32_t place : layer.places) {
            withinReach += (place >> 8) < layer.places.size() ? 1 : 0;
        }
        // Of 2^24 numbers these few are as likely as any other.
        QVERIFY(withinReach < layer.places.size() / 100);
    }

    void brokenIndicesAreRefused_data() {
        QTest::addColumn<QString>("row");
        QTest::addColumn<int>("change");
        for (const char* row : {"grams", "counts", "places", "wholes", "windows", "bars"}) {
            QTest::newRow((std::string(row) + " missing").c_str()) << row << 0;
            QTest::newRow((std::string(row) + " cut").c_str()) << row << 1;
            QTest::newRow((std::string(row) + " longer").c_str()) << row << 2;
        }
        QTest::newRow("unknown row") << "more" << 3;
        QTest::newRow("no metadata") << "" << 4;
        QTest::newRow("damaged metadata") << "" << 5;
        QTest::newRow("another gram") << "" << 6;
        QTest::newRow("grams out of order") << "grams" << 7;
    }
    void brokenIndicesAreRefused() {
        QFETCH(QString, row);
        QFETCH(int, change);
        TensorFile file = fileOf(indexOf(randomTunes(7, 25, 60)));
        const std::string name = "copies.1." + row.toStdString();
        std::string& text = file.metadata["copies"];
        switch (change) {
        case 0: file.bytes.erase(name); break;
        case 1: file.bytes[name].pop_back(); break;
        case 2: file.bytes[name].push_back(0x81); break;
        case 3: file.bytes[name] = {1, 2, 3}; break;
        case 4: file.metadata.erase("copies"); break;
        case 5: text.pop_back(); break;
        case 6: text.replace(text.find("\"gram_steps\":5"), 14, "\"gram_steps\":9"); break;
        default: std::ranges::reverse(file.bytes[name]); break;
        }
        const auto read = copyIndexOf(file, "m");
        QVERIFY(!read.ok());
        QVERIFY(read.error().message.starts_with("m: the index of its training tunes"));
    }

    /// Whatever bytes stand in a row, reading it and asking it is harmless.
    void noiseIsHarmless() {
        Random random(5);
        const TensorFile good = fileOf(indexOf(randomTunes(7, 25, 60)));
        const auto melody = randomMelody(random, 100);
        for (int i = 0; i < 500; ++i) {
            TensorFile file = good;
            for (auto& [name, row] : file.bytes) {
                if (!row.empty() && random.below(2) == 0) {
                    row[random.below(row.size())] = static_cast<std::uint8_t>(random.below(256));
                }
            }
            if (const auto read = copyIndexOf(file, "m"); read.ok()) {
                const CopyReport report = (*read)->report(melody);
                QVERIFY(report.longest.notes <= melody.size());
            }
        }
    }

    /// As duplicate groups are made: every tune that would join a training tune's group, no other.
    void knowsVersionsOfItsTunes() {
        std::vector<SourceTune> all = trainingTunes();
        if (all.empty()) {
            QSKIP("the folder of training tunes is not here");
        }
        std::vector<SourceTune> known;
        std::vector<IntervalSequence> others;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i % 2 == 0) {
                known.push_back(all[i]);
            } else {
                others.push_back(intervalsOf(notesOf(all[i])));
            }
        }
        const CopyIndex index = indexOf(known);
        std::vector<IntervalSequence> intervals;
        for (const SourceTune& tune : known) {
            intervals.push_back(intervalsOf(notesOf(tune)));
            QVERIFY(index.knowsVersionOf(intervals.back()));
        }
        // By pairs, since what joins a group by way of another newcomer is no version by itself.
        std::vector<std::vector<IntervalWindow>> windows;
        for (const IntervalSequence& other : intervals) {
            windows.push_back(distinctWindows(other));
        }
        const auto isVersion = [&](const IntervalSequence& tune) {
            const std::vector<IntervalWindow> own = distinctWindows(tune);
            for (std::size_t i = 0; i < intervals.size(); ++i) {
                std::vector<IntervalWindow> shared;
                std::ranges::set_intersection(own, windows[i], std::back_inserter(shared));
                const bool half = 2 * shared.size() >= std::min(own.size(), windows[i].size());
                if (intervals[i] == tune || (half && !shared.empty())) {
                    return true;
                }
            }
            return false;
        };
        std::size_t versions = 0;
        std::size_t judged = 0;
        for (std::size_t i = 0; i < others.size(); i += 10, ++judged) {
            const bool expected = isVersion(others[i]);
            QCOMPARE(index.knowsVersionOf(others[i]), expected);
            versions += expected ? 1 : 0;
        }
        qInfo("%zu of %zu are versions", versions, judged);
        QVERIFY(versions > 0 && versions < judged);
    }

    void largeCorporaAreNotIndexed() {
        Random random(1);
        const std::vector<SourceTune> tunes(9, sourceOf("long", randomMelody(random, 100'000)));
        QVERIFY(trainedIndex({}, tunes, {}) == nullptr);
    }

    void humanPhrasesAreMeasured() {
        Random random(11);
        const std::vector<SourceTune> known = {sourceOf("a", randomMelody(random, 400, 24))};
        // Half of the held-out tune is copied, the other half is its own.
        std::vector<Note> notes = randomMelody(random, 128, 24);
        for (std::size_t i = 0; i < 64; ++i) {
            const Note& copied = notesOf(known[0])[100 + i];
            notes[i].pitch = copied.pitch;
            notes[i].duration = copied.duration;
        }
        Tick now;
        for (Note& note : notes) {
            note.onset = now;
            now += note.duration;
        }
        const auto index = trainedIndex({}, known, std::vector{sourceOf("b", notes)});
        const HumanCopies& human = index->human();
        QCOMPARE(human.rows.size(), std::size_t{4});
        QCOMPARE(human.rows[1].phraseNotes, std::size_t{32});
        QCOMPARE(human.rows[1].phrases, std::size_t{7});
        QCOMPARE(human.rows[1].runs.back(), 32U);
        QCOMPARE(human.rows[1].runs.front(), 0U);
        // Phrases from 0, 16 and 32 are copied whole, that from 48 by half.
        QVERIFY(std::abs(*human.shareWithRun(32, 32) - 3.0 / 7.0) < 0.02);
        QVERIFY(std::abs(*human.shareWithRun(32, 16) - 4.0 / 7.0) < 0.02);
        QVERIFY(std::abs(*human.shareWithRun(32, 33) - 0.0) < 0.02);
        QCOMPARE(*human.shareWithRun(1000, 64), *human.shareWithRun(128, 64));
        QVERIFY(*human.shareWithRun(45, 16) > 0.0);
        QVERIFY(!HumanCopies().shareWithRun(32, 8).has_value());
    }
};

QTEST_GUILESS_MAIN(CopyIndexTest)
#include "CopyIndexTest.moc"

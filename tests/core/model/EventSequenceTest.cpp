#include "MadeUpTunes.h"

#include "core/corpus/Corpus.h"
#include "core/model/EventSequence.h"

#include <QTest>

#include <algorithm>
#include <filesystem>

using namespace cantilena;
using namespace cantilena::test;

namespace {

bool sameNotes(const std::vector<Note>& a, const std::vector<Note>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Note& x, const Note& y) {
        return x.onset == y.onset && x.duration == y.duration && x.pitch == y.pitch;
    });
}

bool comesBack(const Score& melody) {
    const auto sequence = encode(melody);
    return sequence.ok() && sameNotes(decode(*sequence), melody.tracks.front()->notes);
}

Score withMeterChange() {
    const std::array<Sound, 6> sounds = {
        {{60, 4.0}, {62, 3.0}, {64, 1.5}, {65, 1.5}, {67, 2.5}, {60, 0.5}}};
    Score score = melodyOf(line(sounds));
    score.meters = {{{}, {4, 4}}, {kQuarter * 4, {3, 4}}, {kQuarter * 7, {6, 8}}};
    return score;
}

} // namespace

class EventSequenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void melodiesComeBackExactly_data() {
        QTest::addColumn<Score>("melody");
        const auto row = [](const char* name, std::initializer_list<Sound> sounds, Tick pickup = {},
                            Tick begin = {}) {
            QTest::newRow(name) << melodyOf(line(std::span(sounds.begin(), sounds.size()), begin),
                                            {}, {4, 4}, pickup);
        };
        row("no notes", {});
        row("one note", {{60, 1.0}});
        row("rests between", {{60, 1.0}, {0, 0.5}, {62, 0.5}, {0, 6.0}, {64, 2.0}});
        row("triplets", {{60, 1.0 / 3}, {62, 1.0 / 3}, {64, 1.0 / 3}, {65, 1.0}});
        row("quintuplets and septuplets", {{60, 0.2}, {62, 0.2}, {64, 0.6}, {65, 1.0 / 7}});
        row("tied over five bars", {{60, 21.25}, {62, 0.75}});
        row("a pickup", {{60, 1.0}, {62, 4.0}}, kQuarter);
        row("a rest first", {{60, 1.0}}, {}, kQuarter * 3);
        row("bars of silence first", {{60, 1.0}, {62, 1.0}}, {}, kQuarter * 4 * 9 + Tick{6720});
        row("off every grid", {{60, 0.123}, {0, 0.456}, {61, 0.789}});
        QTest::newRow("metre changes") << withMeterChange();
        QTest::newRow("made up") << madeUpTune(3);
    }
    void melodiesComeBackExactly() {
        QFETCH(Score, melody);
        QVERIFY(comesBack(melody));
    }

    void barsOfSilenceAreNoEvent() {
        const std::array<Sound, 2> sounds = {{{60, 1.0}, {62, 1.0}}};
        const auto sequence = encode(melodyOf(line(sounds, kWhole * 3 + kQuarter)));
        QVERIFY(sequence.ok());
        QCOMPARE(sequence->context.begin, kWhole * 3);
        QCOMPARE(sequence->events.size(), std::size_t{3});
        QCOMPARE(sequence->events.front().kind, EventKind::Rest);
        QCOMPARE(sequence->events.front().duration, kQuarter);
    }

    void theTonicLiesBetweenC4AndB4_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("tonic");
        QTest::newRow("C") << "C major" << 60;
        QTest::newRow("F") << "F minor" << 65;
        QTest::newRow("F sharp") << "F# major" << 66;
        QTest::newRow("B flat") << "Bb dorian" << 70;
    }
    void theTonicLiesBetweenC4AndB4() {
        QFETCH(QString, key);
        QFETCH(int, tonic);
        const Score score = melodyOf({}, *Key::fromName(key.toStdString()));
        const MelodyContext context = melodyContext(score, {}, {});
        QCOMPARE(context.tonic.number, tonic);
        QCOMPARE(context.mode, Key::fromName(key.toStdString())->mode);
    }

    void whatIsNotWrittenIsUnknown() {
        Score score = newScore();
        score.keys.clear();
        score.meters.clear();
        const MelodyContext context = melodyContext(score, {}, {});
        QVERIFY(!context.mode.has_value());
        QVERIFY(!context.meterKnown);
    }

    void aLaterKeyHoldsBeforeItsPlace() {
        Score score = newScore();
        score.keys = {{kWhole, *Key::fromName("D")}};
        QCOMPARE(melodyContext(score, {}, {}).tonic, Pitch{62});
    }

    void whatCannotBeReadIsNamed_data() {
        QTest::addColumn<Score>("melody");
        QTest::addColumn<QString>("sentence");
        const std::array<Sound, 2> high = {{{60, 4.0}, {120, 1.0}}};
        QTest::newRow("too high") << melodyOf(line(high))
                                  << "the note C9 in bar 2 lies outside the range that the model "
                                     "knows in this key, F#1 to F#6";
        QTest::newRow("two at once")
            << melodyOf({{{1}, {}, kQuarter, {60}}, {{2}, Tick{100}, kQuarter, {64}}})
            << "the note E4 in bar 1 begins before the one before it ends";
        QTest::newRow("two tracks") << withTwoTracks() << "a melody has one track";
    }
    void whatCannotBeReadIsNamed() {
        QFETCH(Score, melody);
        QFETCH(QString, sentence);
        const auto sequence = encode(melody);
        QVERIFY(!sequence.ok());
        QVERIFY2(sequence.error().message.starts_with(sentence.toStdString()),
                 sequence.error().message.c_str());
    }

    void theUpperLineIsMonophonic_data() {
        QTest::addColumn<std::vector<Note>>("notes");
        QTest::addColumn<std::vector<Note>>("upper");
        const Tick q = kQuarter;
        const auto note = [](Tick onset, Tick duration, int pitch) {
            return Note{{}, onset, duration, {pitch}};
        };
        using Notes = std::vector<Note>;
        QTest::newRow("a chord") << Notes{note({}, q, 60), note({}, q, 64), note({}, q, 67)}
                                 << Notes{note({}, q, 67)};
        QTest::newRow("legato") << Notes{note({}, q + Tick{50}, 67), note(q, q, 65)}
                                << Notes{note({}, q, 67), note(q, q, 65)};
        QTest::newRow("beneath a held note")
            << Notes{note({}, q * 4, 72), note(q, q, 60), note(q * 2, q, 62)}
            << Notes{note({}, q * 4, 72)};
        QTest::newRow("above a held note")
            << Notes{note({}, q * 4, 60), note(q, q, 72)} << Notes{note({}, q, 60), note(q, q, 72)};
        QTest::newRow("already a line")
            << Notes{note({}, q, 60), note(q, q, 62)} << Notes{note({}, q, 60), note(q, q, 62)};
        QTest::newRow("nothing") << Notes{} << Notes{};
    }
    void theUpperLineIsMonophonic() {
        QFETCH(std::vector<Note>, notes);
        QFETCH(std::vector<Note>, upper);
        QVERIFY(sameNotes(upperLine(notes), upper));
    }

    /// Nearly every melody of the training data, to the tick; the model's range bounds the rest.
    void trainingDataComesBackExactly() {
        const std::filesystem::path folder(CANTILENA_DATA_FOLDER);
        if (!std::filesystem::exists(folder)) {
            QSKIP("the training data is not here");
        }
        const auto corpus = scanCorpus({&folder, 1});
        QVERIFY(corpus.ok());
        std::size_t notes = 0;
        std::size_t exact = 0;
        for (const CorpusTune& tune : corpus->tunes) {
            if (!isAccepted(tune.verdict)) {
                continue;
            }
            notes += tune.notes;
            if (comesBack(*tune.melody)) {
                exact += tune.notes;
            } else {
                qInfo("%s: %s", tune.name.c_str(), encode(*tune.melody).error().message.c_str());
            }
        }
        qInfo("%zu of %zu notes come back", exact, notes);
        QVERIFY(notes > 100'000);
        QVERIFY(static_cast<double>(exact) >= 0.995 * static_cast<double>(notes));
    }

private:
    static Score withTwoTracks() {
        Score score = newScore();
        score.tracks.push_back(score.tracks.front());
        return score;
    }
};

QTEST_GUILESS_MAIN(EventSequenceTest)
#include "EventSequenceTest.moc"

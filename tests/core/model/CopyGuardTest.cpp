#include "core/model/CopyGuard.h"
#include "tests/support/RandomMelodies.h"

#include "core/compose/MelodyAutomaton.h"
#include "core/model/Sampling.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <vector>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A model that has learned its tunes by heart: after each event it is all but sure of that which
/// follows in the first tune where the last few events stand, and else indifferent.
class Parrot : public MelodyDecoder {
public:
    explicit Parrot(const std::vector<SourceTune>& tunes) {
        for (const SourceTune& tune : tunes) {
            m_tunes.push_back(encode(MelodyContext{}, notesOf(tune))->events);
        }
    }

    [[nodiscard]] std::size_t size() const override { return m_pushed.size(); }
    void begin(std::size_t melody, const MelodyContext&) override { m_pushed[melody].clear(); }
    void push(std::size_t melody, const MelodyEvent& event) override {
        m_pushed[melody].push_back(event);
    }
    void copy(std::size_t from, std::size_t to) override { m_pushed[to] = m_pushed[from]; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<Parrot>(*this);
    }
    [[nodiscard]] std::span<const float> pitchLogits(std::size_t melody) override {
        m_pitches.fill(0.0F);
        if (const auto next = expected(melody)) {
            m_pitches[static_cast<std::size_t>(symbolOf(*next, {}))] = 12.0F;
        }
        return m_pitches;
    }
    [[nodiscard]] std::span<const float> durationLogits(std::size_t melody, int) override {
        m_durations.fill(0.0F);
        if (const auto next = expected(melody)) {
            m_durations[static_cast<std::size_t>(durationClass(next->duration))] = 12.0F;
        }
        return m_durations;
    }

    [[nodiscard]] const std::vector<MelodyEvent>& pushed(std::size_t melody) const {
        return m_pushed[melody];
    }

private:
    [[nodiscard]] std::optional<MelodyEvent> expected(std::size_t melody) const {
        const std::vector<MelodyEvent>& past = m_pushed[melody];
        const std::size_t known = std::min<std::size_t>(past.size(), 3);
        for (const auto& tune : m_tunes) {
            const auto found =
                std::search(tune.begin(), tune.end(),
                            past.end() - static_cast<std::ptrdiff_t>(known), past.end());
            if (tune.end() - found > static_cast<std::ptrdiff_t>(known)) {
                return *(found + static_cast<std::ptrdiff_t>(known));
            }
        }
        return std::nullopt;
    }

    std::vector<std::vector<MelodyEvent>> m_tunes;
    std::array<std::vector<MelodyEvent>, 2> m_pushed;
    std::array<float, kPitchSymbols> m_pitches{};
    std::array<float, kDurationClasses> m_durations{};
};

std::vector<SourceTune> tunesToLearn() {
    Random random(21);
    std::vector<SourceTune> tunes;
    for (int i = 0; i < 8; ++i) {
        tunes.push_back(sourceOf("tune " + std::to_string(i), randomMelody(random, 150, 12)));
    }
    return tunes;
}

std::shared_ptr<const CopyIndex> indexOf(const std::vector<SourceTune>& tunes) {
    return trainedIndex({}, tunes, {});
}

std::vector<Note> notesFrom(const std::vector<MelodyEvent>& events) {
    return decode({MelodyContext{}, events});
}

std::size_t longestIn(const std::vector<RunEnd>& ends) {
    const auto longest = longestRun(ends);
    return longest ? longest->end.notes : 0;
}

} // namespace

class CopyGuardTest : public QObject {
    Q_OBJECT

private:
    const std::vector<SourceTune> m_tunes = tunesToLearn();
    const std::shared_ptr<const CopyIndex> m_index = indexOf(m_tunes);
    const MelodyAutomaton m_automaton{m_tunes};

private Q_SLOTS:
    void withoutALimitTheParrotCopies() {
        Parrot parrot(m_tunes);
        Random random(1);
        const auto phrase = samplePhrase(parrot, 1, {}, {kWhole * 16}, {}, random, {});
        QVERIFY(phrase.has_value());
        QVERIFY(longestIn(m_automaton.runEnds(notesFrom(phrase->events))) > 30);
    }

    /// The claim: whatever is drawn, no run is longer than allowed, by index and by automaton.
    void noRunIsLongerThanAllowed_data() {
        QTest::addColumn<int>("most");
        QTest::addColumn<double>("temperature");
        for (const int most : {5, 6, 8, 12, 20}) {
            QTest::newRow(("sampled, " + std::to_string(most)).c_str()) << most << 0.9;
            QTest::newRow(("greedy, " + std::to_string(most)).c_str()) << most << 0.0;
        }
    }
    void noRunIsLongerThanAllowed() {
        QFETCH(int, most);
        QFETCH(double, temperature);
        const auto limit = static_cast<std::size_t>(most);
        std::size_t longest = 0;
        for (std::uint64_t rng = 0; rng < 40; ++rng) {
            Parrot parrot(m_tunes);
            Random random(rng);
            const CopyLimit copyLimit{CopyGuard(m_index, limit), 0};
            const auto phrase = samplePhrase(parrot, 1, {}, {kWhole * 16}, {temperature, 0.95},
                                             random, {}, &copyLimit);
            QVERIFY(phrase.has_value());
            QCOMPARE(parrot.pushed(1), phrase->events);
            Tick length;
            for (const MelodyEvent& event : phrase->events) {
                length += event.duration;
            }
            QCOMPARE(length, kWhole * 16);
            const std::vector<Note> notes = notesFrom(phrase->events);
            longest = std::max(longest, longestIn(m_automaton.runEnds(notes)));
            QVERIFY(longestIn(m_index->runEnds(notes)) <= limit);
        }
        QVERIFY(longest <= limit);
        // The limit is used, so that it is the limit that holds.
        QVERIFY(longest + 1 >= limit);
    }

    /// A run that begins in the seed counts whole; a longer one is left at once.
    void theSeedCounts_data() {
        QTest::addColumn<int>("seedNotes");
        for (const int notes : {0, 1, 5, 9, 10, 11, 40}) {
            QTest::newRow(std::to_string(notes).c_str()) << notes;
        }
    }
    void theSeedCounts() {
        QFETCH(int, seedNotes);
        constexpr std::size_t kLimit = 10;
        for (std::uint64_t rng = 0; rng < 10; ++rng) {
            Parrot parrot(m_tunes);
            CopyLimit limit{CopyGuard(m_index, kLimit), 0};
            std::vector<MelodyEvent> events = encode(MelodyContext{}, notesOf(m_tunes[3]))->events;
            std::size_t notes = 0;
            const auto enough = std::ranges::find_if(events, [&](const MelodyEvent& event) {
                notes += event.kind == EventKind::Note ? 1 : 0;
                return notes > static_cast<std::size_t>(seedNotes);
            });
            events.erase(enough, events.end());
            for (const MelodyEvent& event : events) {
                parrot.push(0, event);
                limit.guard.push(event);
            }
            parrot.copy(0, 1);
            Random random(rng);
            const auto phrase = samplePhrase(parrot, 1, {}, {kWhole * 4}, {}, random, {}, &limit);
            QVERIFY(phrase.has_value());
            const std::size_t before = notesFrom(events).size();
            events.insert(events.end(), phrase->events.begin(), phrase->events.end());
            const auto ends = m_automaton.runEnds(notesFrom(events));
            const auto longest = longestRun(ends, {before});
            QVERIFY(!longest || longest->end.notes <= kLimit);
        }
    }

    /// Fixed notes behind a gap make no longer run with what fills it.
    void whatFollowsCounts() {
        constexpr std::size_t kLimit = 8;
        const std::vector<MelodyEvent> tune = encode(MelodyContext{}, notesOf(m_tunes[2]))->events;
        // Two bars in the middle are taken out; what fills them meets the rest of the tune.
        std::size_t begin = 40;
        std::size_t end = 52;
        Tick gap;
        for (std::size_t i = begin; i < end; ++i) {
            gap += tune[i].duration;
        }
        int met = 0;
        for (std::uint64_t rng = 0; rng < 30; ++rng) {
            Parrot parrot(m_tunes);
            CopyLimit limit{CopyGuard(m_index, kLimit), 0};
            for (std::size_t i = 0; i < begin; ++i) {
                parrot.push(0, tune[i]);
                limit.guard.push(tune[i]);
            }
            limit.following.assign(tune.begin() + static_cast<std::ptrdiff_t>(end), tune.end());
            parrot.copy(0, 1);
            Random random(rng);
            const auto phrase = samplePhrase(parrot, 1, {}, {gap}, {}, random, {}, &limit);
            QVERIFY(phrase.has_value());
            CopyGuard guard = limit.guard;
            for (const MelodyEvent& event : phrase->events) {
                QVERIFY(guard.allows(event));
                guard.push(event);
            }
            QVERIFY(guard.allowsBefore(limit.following));
            met += guard.allowsBefore({}) ? 1 : 0;
            std::vector<MelodyEvent> whole(tune.begin(),
                                           tune.begin() + static_cast<std::ptrdiff_t>(begin));
            whole.insert(whole.end(), phrase->events.begin(), phrase->events.end());
            const std::size_t firstNote = notesFrom(whole).size();
            whole.insert(whole.end(), limit.following.begin(), limit.following.end());
            const auto ends = m_automaton.runEnds(notesFrom(whole));
            const std::size_t gapBegin =
                notesFrom({tune.begin(), tune.begin() + static_cast<std::ptrdiff_t>(begin)}).size();
            for (std::size_t i = gapBegin; i < ends.size(); ++i) {
                const bool holdsTheFill = i + 1 - ends[i].notes < firstNote;
                QVERIFY(!holdsTheFill || ends[i].notes <= kLimit);
            }
        }
        QCOMPARE(met, 30);
    }

    /// One pitch, and every row of equal lengths on it is copied: other lengths are what is left.
    void findsAWayOutOfACorner() {
        std::vector<Note> beats;
        for (int i = 0; i < 60; ++i) {
            beats.push_back({{}, kQuarter * i, kQuarter, {60}});
        }
        const std::vector<SourceTune> tunes = {sourceOf("beats", beats)};
        const auto index = indexOf(tunes);
        for (std::uint64_t rng = 0; rng < 40; ++rng) {
            Parrot parrot(tunes);
            Random random(rng);
            const CopyLimit limit{CopyGuard(index, 5), 0};
            const auto phrase =
                samplePhrase(parrot, 1, {}, {kWhole * 6, {60}, {60}}, {}, random, {}, &limit);
            QVERIFY(phrase.has_value());
            QVERIFY(longestIn(MelodyAutomaton(tunes).runEnds(notesFrom(phrase->events))) <= 5);
        }
    }

    /// The last note has one length only, and its pitch is settled: the way out lies further back.
    void goesBackWhereTheEndIsForced() {
        std::vector<Note> beats;
        for (int i = 0; i < 60; ++i) {
            beats.push_back({{}, kUnit * 3 * i, kUnit * 3, {60}});
        }
        const std::vector<SourceTune> tunes = {sourceOf("beats", beats)};
        const auto index = indexOf(tunes);
        Parrot parrot(tunes);
        CopyLimit limit{CopyGuard(index, 5), 0};
        const MelodyEvent beat{EventKind::Note, {60}, kUnit * 3};
        limit.following.assign(4, beat);
        for (std::uint64_t rng = 0; rng < 40; ++rng) {
            Random random(rng);
            parrot.copy(0, 1);
            const auto phrase = samplePhrase(parrot, 1, {}, {kUnit * 12, {60}, {60}}, {0.0, 1.0},
                                             random, {}, &limit);
            QVERIFY(phrase.has_value());
            std::vector<MelodyEvent> whole = phrase->events;
            whole.insert(whole.end(), limit.following.begin(), limit.following.end());
            QVERIFY(longestIn(MelodyAutomaton(tunes).runEnds(notesFrom(whole))) <= 5);
        }
    }

    /// Where nothing at all is possible that is said, not passed over.
    void givesUpWhenThereIsNoWay() {
        std::vector<Note> beats;
        for (int i = 0; i < 60; ++i) {
            beats.push_back({{}, kUnit * 3 * i, kUnit * 3, {60}});
        }
        const std::vector<SourceTune> tunes = {sourceOf("beats", beats)};
        CopyLimit limit{CopyGuard(indexOf(tunes), 5), 0};
        const MelodyEvent beat{EventKind::Note, {60}, kUnit * 3};
        for (int i = 0; i < 5; ++i) {
            limit.guard.push(beat);
        }
        Parrot parrot(tunes);
        Random random(1);
        // Too short for a rest, and a note of that pitch and length would be the sixth.
        QVERIFY(!limit.guard.allows(beat));
        QVERIFY(limit.guard.allows({EventKind::Rest, {}, kUnit * 3}));
        QVERIFY(!limit.guard.allows({EventKind::Rest, {}, kUnit * 2}));
        limit.following.assign(4, beat);
        limit.guard = CopyGuard(indexOf(tunes), 5);
        limit.guard.push(beat);
        limit.guard.push(beat);
        // A rest takes no part, so the run goes on behind it; only another length or pitch breaks
        // it, and three units on one pitch leave neither.
        QVERIFY(!samplePhrase(parrot, 1, {}, {kUnit * 3, {60}, {60}}, {}, random, {}, &limit));
    }

    void withRoomToSpareNothingChanges() {
        Parrot free(m_tunes);
        Parrot guarded(m_tunes);
        Random first(3);
        Random second(3);
        const CopyLimit limit{CopyGuard(m_index, 1000), 0};
        const auto a = samplePhrase(free, 1, {}, {kWhole * 8}, {}, first, {});
        const auto b = samplePhrase(guarded, 1, {}, {kWhole * 8}, {}, second, {}, &limit);
        QCOMPARE(a->events, b->events);
        QCOMPARE(a->bits, b->bits);
    }
};

QTEST_GUILESS_MAIN(CopyGuardTest)
#include "CopyGuardTest.moc"

#include "core/compose/NextNotes.h"
#include "core/compose/Surprise.h"
#include "core/model/MelodyDecoder.h"
#include "core/score/Edits.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A long tune that wanders, all in C.
std::vector<Note> wandering(int count, std::uint64_t seed = 1) {
    Random random(seed);
    std::vector<Note> notes;
    Tick now;
    int step = 0;
    for (int i = 0; i < count; ++i) {
        constexpr std::array kScale = {0, 2, 4, 5, 7, 9, 11, 12};
        step = std::clamp(step + static_cast<int>(random.below(5)) - 2, 0, 7);
        const Tick length = random.below(2) == 0 ? kQuarter : kQuarter / 2;
        notes.push_back({{}, now, length, {60 + kScale.at(static_cast<std::size_t>(step))}});
        now += length;
    }
    return notes;
}

Score scoreOf(const std::vector<Note>& notes) {
    Score score = withNotes(newScore(), 0, notes).score;
    score.keys = {{{}, Key{{'C', 0}, Mode::Major}}};
    return score;
}

bool same(const std::vector<LikelyNote>& a, const std::vector<LikelyNote>& b) {
    return std::ranges::equal(a, b, [](const LikelyNote& x, const LikelyNote& y) {
        return x.pitch == y.pitch && x.duration == y.duration && x.pitchShare == y.pitchShare &&
               x.durationShare == y.durationShare;
    });
}

} // namespace

class NextNotesTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someNetwork(5);

    std::vector<LikelyNote> fresh(const Score& score, Tick at, std::size_t count = 5) const {
        NextNoteReader reader(m_model);
        return *reader.likeliest(score, 0, at, count, {});
    }

private Q_SLOTS:
    void theLikeliestComesFirst() {
        const Score score = scoreOf(wandering(20));
        const auto likely = fresh(score, score.end(), 5);
        QCOMPARE(likely.size(), std::size_t{5});
        for (std::size_t i = 0; i < likely.size(); ++i) {
            QVERIFY(likely[i].pitch.isValid());
            QVERIFY(likely[i].duration > Tick{});
            QVERIFY(likely[i].pitchShare > 0.0 && likely[i].pitchShare <= 1.0);
            QVERIFY(i == 0 || likely[i - 1].pitchShare >= likely[i].pitchShare);
        }
    }

    void allSharesMakeAWhole() {
        const Score score = scoreOf(wandering(20));
        const auto all = fresh(score, score.end(), 1000);
        const double sum =
            std::accumulate(all.begin(), all.end(), 0.0,
                            [](double s, const LikelyNote& n) { return s + n.pitchShare; });
        QVERIFY(std::abs(sum - 1.0) < 1e-9);
    }

    /// The overlay and the surprise map tell of the same note the same.
    void agreesWithTheSurpriseOfTheNoteThatComes() {
        const std::vector<Note> notes = wandering(20);
        const Score whole = scoreOf(notes);
        const auto surprise = surpriseOfTrack(*m_model, whole, 0);
        QVERIFY(surprise.ok());
        const auto all = fresh(whole, notes.back().onset, 1000);
        const auto found = std::ranges::find(all, notes.back().pitch, &LikelyNote::pitch);
        QVERIFY(found != all.end());
        QVERIFY(std::abs(-std::log2(found->pitchShare) - surprise->back().pitchBits) < 1e-9);
    }

    /// Whatever was asked before, the answer is that of a reader who was asked nothing else.
    void earlierQuestionsLeaveNoTrace() {
        std::vector<Note> notes = wandering(600);
        Score score = scoreOf(notes);
        NextNoteReader reader(m_model);
        Random random(9);
        for (int round = 0; round < 60; ++round) {
            const Note& some = notes[random.below(notes.size())];
            const Tick at = random.below(3) == 0 ? some.onset + some.duration / 2 : some.onset;
            if (random.below(2) == 0) {
                notes[random.below(notes.size())].pitch = {60 + static_cast<int>(random.below(12))};
                score = scoreOf(notes);
            }
            const auto likely = reader.likeliest(score, 0, at, 5, {});
            QVERIFY(likely.ok());
            QVERIFY2(same(*likely, fresh(score, at)), qPrintable(QString("round %1").arg(round)));
        }
    }

    void aStoppedReaderGoesOnLater() {
        const Score score = scoreOf(wandering(100));
        NextNoteReader reader(m_model);
        std::stop_source stop;
        stop.request_stop();
        const auto none = reader.likeliest(score, 0, score.end(), 5, stop.get_token());
        QVERIFY(!none.ok());
        QCOMPARE(none.error().code, ErrorCode::Cancelled);
        const auto likely = reader.likeliest(score, 0, score.end(), 5, {});
        QVERIFY(likely.ok());
        QVERIFY(same(*likely, fresh(score, score.end())));
    }

    void aTuneMayBeginWithAnything() {
        const auto likely = fresh(newScore(), {}, 3);
        QCOMPARE(likely.size(), std::size_t{3});
    }
};

QTEST_GUILESS_MAIN(NextNotesTest)
#include "NextNotesTest.moc"

#include "core/compose/Continuation.h"
#include "core/compose/Surprise.h"
#include "core/score/Edits.h"
#include "core/score/Timeline.h"
#include "tests/core/model/TokenNetworks.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// C D E F in quarters.
Score seed(int first = 60) {
    std::vector<Note> notes;
    for (int i = 0; i < 4; ++i) {
        notes.push_back({{}, kQuarter * i, kQuarter, {first + 2 * i}, 90});
    }
    return withNotes(newScore(), 0, notes).score;
}

ContinuationRequest requestFor(const Score& base, int bars = 4) {
    ContinuationRequest request;
    request.range = barsFrom(base, continuationStart(base, 0), bars);
    request.base = std::make_shared<const Score>(base);
    return request;
}

} // namespace

class GridContinuationTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const TokenModel> m_model = someTokenModel({24});

    Result<std::vector<Candidate>> ask(const ContinuationRequest& request) const {
        return continueMelody(*m_model, request, {}, {});
    }

private Q_SLOTS:
    void keepsToTheGridAndTheRange() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 16;
        request.lowest = {60};
        request.highest = {72};
        const auto candidates = ask(request);
        QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
        QCOMPARE(candidates->size(), std::size_t{16});
        for (const Candidate& candidate : *candidates) {
            QVERIFY(!candidate.notes.empty());
            Tick end = request.range.begin;
            for (const Note& note : candidate.notes) {
                QVERIFY(note.onset >= end && note.end() <= request.range.end);
                QCOMPARE((note.onset - request.range.begin) % kSixteenth, Tick{});
                QVERIFY(note.pitch.number >= 60 && note.pitch.number <= 72);
                QCOMPARE(note.velocity, 90);
                end = note.end();
            }
        }
    }

    /// Whoever writes beside it, and in whatever order: the number gives the candidate.
    void aCandidateComesBackAlone() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 8;
        const auto all = ask(request);
        QVERIFY(all.ok());
        std::set<std::uint64_t> numbers;
        for (const Candidate& candidate : *all) {
            numbers.insert(candidate.rng);
            ContinuationRequest again = request;
            again.candidates = 1;
            again.rng = candidate.rng;
            const auto alone = ask(again);
            QVERIFY(alone.ok());
            QVERIFY(alone->front().notes == candidate.notes);
            QCOMPARE(alone->front().bitsPerNote, candidate.bitsPerNote);
        }
        QCOMPARE(numbers.size(), std::size_t{8});
    }

    void candidatesArriveInOrder() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 8;
        std::vector<int> numbers;
        const auto all = continueMelody(*m_model, request, {}, [&](const Candidate& candidate) {
            numbers.push_back(candidate.number);
        });
        QVERIFY(all.ok());
        QCOMPARE(numbers, (std::vector{1, 2, 3, 4, 5, 6, 7, 8}));
    }

    void aCadenceEndsOnTheTonicOnABeat_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<int>("beat");
        QTest::addColumn<double>("temperature");
        const auto beatOf = [](const Meter& meter) {
            return static_cast<int>(meter.beatLength().value);
        };
        QTest::newRow("4/4") << 4 << 4 << beatOf({4, 4}) << 0.9;
        QTest::newRow("3/4") << 3 << 4 << beatOf({3, 4}) << 0.9;
        QTest::newRow("6/8") << 6 << 8 << beatOf({6, 8}) << 0.9;
        QTest::newRow("without chance") << 4 << 4 << beatOf({4, 4}) << 0.0;
        QTest::newRow("wildly") << 4 << 4 << beatOf({4, 4}) << 2.0;
    }
    void aCadenceEndsOnTheTonicOnABeat() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(int, beat);
        QFETCH(double, temperature);
        const Score base = withKey(withMeter(seed(), kWhole, {numerator, denominator}), kWhole,
                                   *Key::fromName("G major"));
        ContinuationRequest request = requestFor(base, 2);
        request.candidates = 16;
        request.temperature = temperature;
        request.cadence = true;
        const auto candidates = ask(request);
        QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
        const Tick lastBar = request.range.begin + request.range.length() / 2;
        for (const Candidate& candidate : *candidates) {
            const Note& last = candidate.notes.back();
            QCOMPARE(last.pitch.pitchClass(), 7);
            QVERIFY(last.onset >= lastBar);
            QCOMPARE((last.onset - lastBar) % Tick{beat}, Tick{});
            QCOMPARE(last.end(), request.range.end);
        }
        ContinuationRequest alone = request;
        alone.candidates = 1;
        alone.rng = candidates->back().rng;
        const auto again = ask(alone);
        QVERIFY(again.ok() && again->front().notes == candidates->back().notes);
    }

    void aCadenceThatCannotBeIsRefused_data() {
        QTest::addColumn<bool>("steered");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no tonic in the range")
            << false << "the model has no tonic to end on from C#4 to B4";
        QTest::newRow("steered away from the tonic")
            << true
            << "steering leaves no tonic to end on in bar 3, where it asks for the range C#4-B4";
    }
    void aCadenceThatCannotBeIsRefused() {
        QFETCH(bool, steered);
        QFETCH(QString, sentence);
        Score base = seed();
        if (steered) {
            base = withSteering(base, {kWhole * 2, kWhole * 3}, SteeredRange{{61}, {71}});
        }
        ContinuationRequest request = requestFor(base, 2);
        request.cadence = true;
        if (!steered) {
            request.lowest = {61};
            request.highest = {71};
        }
        const auto candidates = ask(request);
        QVERIFY(!candidates.ok());
        QCOMPARE(QString::fromStdString(candidates.error().message), sentence);
    }

    void aStyleThatItDoesNotKnowIsRefused() {
        ContinuationRequest request = requestFor(seed());
        request.style = "jig";
        const auto candidates = ask(request);
        QVERIFY(!candidates.ok());
        QCOMPARE(QString::fromStdString(candidates.error().message),
                 QString("the model has no style \"jig\"; it tells no styles apart"));
    }

    void theSeedMatters() {
        ContinuationRequest request = requestFor(seed(60));
        request.temperature = 0.0;
        const auto one = ask(request);
        ContinuationRequest other = requestFor(seed(61));
        other.temperature = 0.0;
        const auto two = ask(other);
        QVERIFY(one.ok() && two.ok());
        QVERIFY(one->front().notes != two->front().notes);
    }

    void anUnknownSymbolOfTheSeedIsNamed() {
        const auto candidates = ask(requestFor(seed(80)));
        QVERIFY(!candidates.ok());
        QCOMPARE(QString::fromStdString(candidates.error().message),
                 QString("the model cannot read the seed: the note D6 in bar 1 is symbol 86, which "
                         "the model's mapping lacks: its pitches are 48 (C3) to 84 (C6); D5 is the "
                         "nearest octave that it has"));
    }

    /// What lies further back than the model looks is no obstacle.
    void whatTheWindowDoesNotReachIsNoObstacle() {
        Score score = seed();
        std::vector<Note> notes = {{{}, kWhole * 20, kQuarter, {60}}};
        notes.push_back({{}, kWhole, kQuarter, {100}});
        score = withNotes(score, 0, notes).score;
        QVERIFY(ask(requestFor(score)).ok());
    }

    void aRangeWithoutAPitchIsNamed() {
        ContinuationRequest request = requestFor(seed());
        request.lowest = {100};
        const auto candidates = ask(request);
        QVERIFY(!candidates.ok());
        QVERIFY(candidates.error().message.find("48 (C3) to 84 (C6)") != std::string::npos);
    }

    void playedSeedsAreReadToTheNearestSixteenth() {
        std::vector<Note> played;
        for (int i = 0; i < 4; ++i) {
            played.push_back(
                {{}, kQuarter * i + Tick{100 * (i % 2)}, kQuarter - Tick{300}, {60 + 2 * i}, 90});
        }
        const Score score = withNotes(newScore(), 0, played).score;
        ContinuationRequest request = requestFor(seed());
        ContinuationRequest other = requestFor(score);
        QCOMPARE(other.range.begin, request.range.begin);
        const auto a = ask(request);
        const auto b = ask(other);
        QVERIFY(a.ok() && b.ok());
        QVERIFY(a->front().notes == b->front().notes);
    }

    void withoutASeedItBeginsASong() {
        const auto candidates = ask(requestFor(newScore()));
        QVERIFY2(candidates.ok(), candidates.ok() ? "" : candidates.error().message.c_str());
        QCOMPARE(candidates->front().notes.front().onset % kSixteenth, Tick{});
    }

    void stoppingIsCancelling() {
        std::stop_source stop;
        stop.request_stop();
        const auto candidates = continueMelody(*m_model, requestFor(seed()), stop.get_token(), {});
        QVERIFY(!candidates.ok());
        QCOMPARE(candidates.error().code, ErrorCode::Cancelled);
    }

    void everyNoteIsASurpriseOfItsOwn() {
        const auto notes = surpriseOf(*m_model, seed());
        QVERIFY2(notes.ok(), notes.ok() ? "" : notes.error().message.c_str());
        QCOMPARE(notes->size(), std::size_t{4});
        QCOMPARE((*notes)[2].note.onset, kQuarter * 2);
        for (const SurprisingNote& note : *notes) {
            QVERIFY(note.pitchBits > 0.0 && note.durationBits > 0.0);
        }
    }

    void aMelodyThatCannotBeReadIsNamed() {
        QVERIFY(surpriseOf(*m_model, seed(80)).error().message.find("mapping lacks") !=
                std::string::npos);
        QCOMPARE(surpriseOf(*m_model, newScore()).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(GridContinuationTest)
#include "GridContinuationTest.moc"

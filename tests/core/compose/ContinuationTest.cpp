#include "core/compose/Continuation.h"
#include "core/base/Random.h"
#include "core/model/FeatureMaker.h"
#include "core/model/NetworkModel.h"
#include "core/score/Edits.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

using namespace cantilena;

namespace {

/// A small network of random weights: what it says is nonsense, but how it is asked is not.
std::shared_ptr<const MelodyModel> someModel() {
    NetworkFile file;
    file.shape = NetworkShape::full(16);
    file.card.validationBits = 7.0;
    Random random(3);
    for (const WeightPlan& plan : weightPlan(file.shape)) {
        Tensor tensor{plan.shape, std::vector<float>(plan.size())};
        for (float& value : tensor.values) {
            value = static_cast<float>(random.normal() * 0.3);
        }
        file.weights[plan.name] = std::move(tensor);
    }
    return runnableModel(file);
}

std::shared_ptr<const Score> scoreOf(const std::vector<Note>& notes) {
    return std::make_shared<const Score>(withNotes(newScore(), 0, notes).score);
}

/// C D E F in quarters.
std::shared_ptr<const Score> seed() {
    std::vector<Note> notes;
    for (int i = 0; i < 4; ++i) {
        notes.push_back({{}, kQuarter * i, kQuarter, {60 + 2 * i}, 90});
    }
    return scoreOf(notes);
}

ContinuationRequest requestFor(std::shared_ptr<const Score> base, int bars = 4) {
    ContinuationRequest request;
    request.range = barsFrom(*base, continuationStart(*base, 0), bars);
    request.base = std::move(base);
    return request;
}

bool sameMusic(const Candidate& a, const Candidate& b) {
    return a.notes == b.notes && a.bitsPerNote == b.bitsPerNote && a.range == b.range;
}

} // namespace

class ContinuationTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someModel();

    Result<std::vector<Candidate>> ask(const ContinuationRequest& request) const {
        return continueMelody(*m_model, request, {}, {});
    }

private Q_SLOTS:
    void beginsWhereTheLastNoteEnds_data() {
        QTest::addColumn<qint64>("end");
        QTest::addColumn<qint64>("start");
        QTest::newRow("nothing") << qint64{0} << qint64{0};
        QTest::newRow("on the beat") << qint64{6720} << qint64{6720};
        QTest::newRow("off the beat") << qint64{6720 * 5 / 2} << qint64{6720 * 5 / 2};
        QTest::newRow("played short") << qint64{6720 - 500} << qint64{6720};
        QTest::newRow("off the grid") << qint64{6720 + 1000} << qint64{6720 + 1120};
    }
    void beginsWhereTheLastNoteEnds() {
        QFETCH(qint64, end);
        QFETCH(qint64, start);
        const Score score =
            withNotes(newScore(), 0, std::vector<Note>{{{}, {}, Tick{end}, {60}}}).score;
        QCOMPARE(continuationStart(score, 0).value, start);
    }

    /// The last note to begin need not be the last to end.
    void beginsAfterTheLongestNote() {
        const auto score = scoreOf({{{}, {}, kWhole, {60}}, {{}, kQuarter, kQuarter, {64}}});
        QCOMPARE(continuationStart(*score, 0), kWhole);
    }

    void barsFollowTheMetres() {
        Score score = newScore();
        QCOMPARE(barsFrom(score, {}, 2), (TickRange{{}, kWhole * 2}));
        QCOMPARE(barsFrom(score, kQuarter, 2), (TickRange{kQuarter, kWhole * 2 + kQuarter}));
        score.meters = {{{}, {4, 4}}, {kWhole, {3, 4}}};
        QCOMPARE(barsFrom(score, {}, 3), (TickRange{{}, kQuarter * 10}));
        score.meters = {{{}, {4, 4}}};
        score.pickup = kQuarter;
        QCOMPARE(barsFrom(score, {}, 1), (TickRange{{}, kWhole}));
        QCOMPARE(barsFrom(score, kQuarter, 1), (TickRange{kQuarter, kQuarter * 5}));
    }

    void candidatesFillTheRangeAndNothingElse() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 8;
        const auto candidates = ask(request);
        QVERIFY(candidates.ok());
        QCOMPARE(candidates->size(), std::size_t{8});
        std::set<std::uint64_t> seeds;
        for (const Candidate& candidate : *candidates) {
            seeds.insert(candidate.rng);
            QCOMPARE(candidate.range, request.range);
            QVERIFY(candidate.bitsPerNote > 0.0);
            QVERIFY(candidate.inKeyShare >= 0.0 && candidate.inKeyShare <= 1.0);
            Tick now = request.range.begin;
            for (const Note& note : candidate.notes) {
                QVERIFY(note.onset >= now);
                QCOMPARE(note.velocity, 90);
                now = note.end();
            }
            QVERIFY(now <= request.range.end);
        }
        QCOMPARE(seeds.size(), std::size_t{8});
        QVERIFY(!sameMusic((*candidates)[0], (*candidates)[1]));
    }

    void theSameSeedGivesTheSame() {
        const auto first = ask(requestFor(seed()));
        const auto again = ask(requestFor(seed()));
        QVERIFY(first.ok() && again.ok());
        QVERIFY(std::equal(first->begin(), first->end(), again->begin(), again->end(), sameMusic));
        ContinuationRequest other = requestFor(seed());
        other.rng = 2;
        const auto different = ask(other);
        QVERIFY(different.ok());
        QVERIFY(!sameMusic(first->front(), different->front()));
    }

    /// Each candidate's own number gives it again, alone.
    void eachCandidateComesBackAlone() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 5;
        request.rng = 77;
        const auto all = ask(request);
        QVERIFY(all.ok());
        request.candidates = 1;
        for (const Candidate& candidate : *all) {
            request.rng = candidate.rng;
            const auto alone = ask(request);
            QVERIFY(alone.ok());
            QVERIFY(sameMusic(alone->front(), candidate));
            QCOMPARE(alone->front().rng, candidate.rng);
        }
    }

    void candidatesArriveOneByOne() {
        std::vector<int> numbers;
        const auto made = [&](const Candidate& candidate) { numbers.push_back(candidate.number); };
        QVERIFY(continueMelody(*m_model, requestFor(seed()), {}, made).ok());
        QCOMPARE(numbers, (std::vector<int>{1, 2, 3}));
    }

    void stopsAfterTheCandidateUnderWay() {
        std::stop_source stop;
        int made = 0;
        const auto outcome =
            continueMelody(*m_model, requestFor(seed()), stop.get_token(), [&](const Candidate&) {
                ++made;
                stop.request_stop();
            });
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QCOMPARE(made, 1);
    }

    /// Of many draws the one kept is nearer to what the card says of human tunes.
    void moreDrawsComeNearerToHumanTunes() {
        ContinuationRequest request = requestFor(seed());
        request.candidates = 12;
        const auto distance = [&](int draws) {
            request.draws = draws;
            const auto candidates = ask(request);
            double sum = 0.0;
            for (const Candidate& candidate : *candidates) {
                sum += std::abs(candidate.bitsPerNote - m_model->card().validationBits);
            }
            return sum;
        };
        QVERIFY(distance(8) < distance(1));
    }

    void zeroTemperatureIsOneMelody() {
        ContinuationRequest request = requestFor(seed());
        request.temperature = 0.0;
        const auto candidates = ask(request);
        QVERIFY(candidates.ok());
        QVERIFY(sameMusic((*candidates)[0], (*candidates)[1]));
    }

    void keepsToTheRange() {
        ContinuationRequest request = requestFor(seed(), 16);
        request.lowest = {62};
        request.highest = {65};
        const auto candidates = ask(request);
        QVERIFY(candidates.ok());
        for (const Note& note : candidates->front().notes) {
            QVERIFY(note.pitch >= Pitch{62} && note.pitch <= Pitch{65});
        }
    }

    /// Whatever the metre, the pickup, the seed and the settings.
    void aCadenceEndsOnTheTonicOnABeat() {
        Random random(17);
        constexpr std::array kMeters = {Meter{4, 4}, Meter{3, 4}, Meter{6, 8},
                                        Meter{2, 2}, Meter{5, 8}, Meter{12, 8}};
        for (int round = 0; round < 150; ++round) {
            Score base = newScore();
            base.meters = {{{}, kMeters.at(random.below(kMeters.size()))}};
            base.pickup = kQuarter / 2 * static_cast<std::int64_t>(random.below(3));
            const Key key = *Key::fromName(random.below(2) == 0 ? "D" : "G minor");
            base.keys = {{{}, key}};
            std::vector<Note> notes;
            Tick now;
            for (std::uint64_t i = random.below(5); i > 0; --i) {
                Note note;
                note.onset = now;
                note.duration = kQuarter / 4 * static_cast<std::int64_t>(1 + random.below(5));
                note.pitch = {67};
                notes.push_back(note);
                now = note.end() - Tick{static_cast<std::int64_t>(random.below(2) * 137)};
            }
            ContinuationRequest request =
                requestFor(std::make_shared<const Score>(withNotes(base, 0, notes).score),
                           1 + static_cast<int>(random.below(4)));
            request.cadence = true;
            request.candidates = 1;
            request.rng = random();
            request.temperature = random.below(5) == 0 ? 0.0 : 1.1;
            request.density = random.below(3) == 0 ? 6.0 : 0.0;
            const auto made = ask(request);
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
            const Note& last = made->front().notes.back();
            QCOMPARE(last.end(), request.range.end);
            QCOMPARE(last.pitch.number % 12, key.tonic.pitchClass());
            QCOMPARE(request.base->meterMap().at(last.onset).offset, Tick{});
        }
    }

    void needsNoSeed() {
        const auto candidates = ask(requestFor(std::make_shared<const Score>(newScore())));
        QVERIFY(candidates.ok());
        QCOMPARE(candidates->front().range.begin, Tick{});
    }

    /// What sounds below the line, after the range and in other tracks does not count.
    void readsTheUpperLineBeforeTheRange() {
        const auto plain = ask(requestFor(seed()));
        Score busy = *seed();
        busy = withNotes(busy, 0,
                         std::vector<Note>{{{}, {}, kQuarter, {48}},
                                           {{}, kQuarter, kQuarter, {45}},
                                           {{}, kWhole * 9, kQuarter, {50}, 90}})
                   .score;
        busy = withTrackAdded(busy, Track{});
        busy = withNotes(busy, 1, std::vector<Note>{{{}, {}, kWhole, {30}}}).score;
        ContinuationRequest request = requestFor(seed());
        request.base = std::make_shared<const Score>(busy);
        const auto candidates = ask(request);
        QVERIFY(plain.ok() && candidates.ok());
        QCOMPARE(candidates->front().notes, plain->front().notes);
    }

    void whatCannotBeDoneIsSaid_data() {
        QTest::addColumn<ContinuationRequest>("request");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, auto change, const char* sentence) {
            ContinuationRequest request = requestFor(seed());
            change(request);
            QTest::newRow(name) << request << QString(sentence);
        };
        row(
            "a seed too high",
            [](auto& r) {
                r = requestFor(scoreOf({{{}, {}, kQuarter, {120}}}));
            },
            "the note C9 in bar 1 lies outside the range that the model knows in this key, F#1 to "
            "F#6");
        row(
            "no track", [](auto& r) { r.track = 5; }, "there is no track to continue");
        row(
            "no score", [](auto& r) { r.base.reset(); }, "there is no track to continue");
        row(
            "no time", [](auto& r) { r.range.end = r.range.begin; }, "there is no time to fill");
        row(
            "upside down",
            [](auto& r) {
                r.lowest = {70};
                r.highest = {60};
            },
            "the lowest pitch allowed, A#4, lies above the highest, C4");
        row(
            "cold", [](auto& r) { r.temperature = -1.0; }, "the temperature must not be negative");
        row(
            "nothing likely", [](auto& r) { r.topP = 0.0; }, "top-p lies between 0 and 1");
    }
    void whatCannotBeDoneIsSaid() {
        QFETCH(ContinuationRequest, request);
        QFETCH(QString, sentence);
        const auto outcome = ask(request);
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.find(sentence.toStdString()) != std::string::npos,
                 outcome.error().message.c_str());
    }

    /// D major under the C major of a new score: the written key is doubted; asked for, it is not.
    void aSeedInAnotherKeyIsHeard_data() {
        QTest::addColumn<bool>("asked");
        QTest::newRow("never set") << false;
        QTest::newRow("asked for") << true;
    }
    void aSeedInAnotherKeyIsHeard() {
        QFETCH(bool, asked);
        std::vector<Note> notes;
        const std::array scale = {62, 64, 66, 67, 69, 71, 73, 74, 73, 69, 66, 62};
        for (std::size_t i = 0; i < scale.size(); ++i) {
            notes.push_back({{}, kQuarter * static_cast<std::int64_t>(i), kQuarter, {scale[i]}});
        }
        const auto inDoubt = scoreOf(notes);
        const Score inD = withKey(*inDoubt, {}, *Key::fromName("D"));
        const Score inC = withKey(inD, continuationStart(inD, 0), *Key::fromName("C"));
        const auto doubted = ask(requestFor(inDoubt));
        const auto other = ask(requestFor(std::make_shared<const Score>(asked ? inC : inD)));
        QVERIFY(doubted.ok() && other.ok());
        QCOMPARE(sameMusic(doubted->front(), other->front()), !asked);
    }

    void aKeyThatNobodyWroteIsHeard() {
        Score bare = *seed();
        bare.keys.clear();
        QVERIFY(ask(requestFor(std::make_shared<const Score>(bare))).ok());
    }

    void acceptedNotesStandInTheScore() {
        const auto base = seed();
        const auto candidates = ask(requestFor(base));
        QVERIFY(candidates.ok());
        const Score with = withCandidate(*base, 0, candidates->front());
        QCOMPARE(with.noteCount(), base->noteCount() + candidates->front().notes.size());
        // A second one takes the first one's place.
        const Score other = withCandidate(with, 0, (*candidates)[1]);
        QCOMPARE(other.noteCount(), base->noteCount() + (*candidates)[1].notes.size());
    }
};

QTEST_GUILESS_MAIN(ContinuationTest)
#include "ContinuationTest.moc"

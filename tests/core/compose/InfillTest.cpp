#include "core/compose/Infill.h"

#include "core/base/Random.h"
#include "core/compose/InfillPlan.h"
#include "core/model/NetworkModel.h"
#include "core/score/Edits.h"
#include "tests/core/compose/FillRequest.h"
#include "tests/core/compose/ListeningModel.h"
#include "tests/core/model/MadeUpTunes.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <span>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A small network of random weights: what it says is nonsense, but how it is asked is not.
std::shared_ptr<const MelodyModel> someModel(bool seesFuture) {
    NetworkFile file;
    file.shape = NetworkShape::full(12);
    if (!seesFuture) {
        file.shape.leaveOut("future");
    }
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

/// A made-up tune whose notes have ids.
Score tune(std::uint64_t rng) {
    return withFreshNoteIds(madeUpTune(rng));
}

const std::vector<Note>& notesOf(const Score& score) {
    return score.tracks.front()->notes;
}

std::vector<Note> notesIn(const Score& score, TickRange range) {
    std::vector<Note> notes;
    for (const Note& note : notesOf(score)) {
        if (range.contains(note.onset)) {
            notes.push_back(note);
        }
    }
    return notes;
}

bool samePlace(const Note& a, const Note& b) {
    return a.onset == b.onset && a.duration == b.duration && a.pitch == b.pitch &&
           a.velocity == b.velocity;
}

InfillRequest requestFor(const Score& score, int first, int last) {
    return fillRequest(score, first, last, 2, 2);
}

int signOf(int value) {
    return (value > 0) - (value < 0);
}

} // namespace

class InfillTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const ListeningModel> m_model =
        std::make_shared<const ListeningModel>(someModel(true));

    Result<std::vector<Candidate>> ask(const InfillRequest& request) const {
        return fillIn(*m_model, request, {}, {});
    }

private Q_SLOTS:
    /// Whatever is asked: every other note stays, the filling keeps to its time and range, locked
    /// notes stay to the tick, and what is to be kept is kept.
    void everyConstraintHoldsInEveryCandidate() {
        Random random(11);
        int candidates = 0;
        int variations = 0;
        for (int round = 0; round < 1000; ++round) {
            const Score score = tune(random.below(40));
            const int bars = score.meterMap().at(notesOf(score).back().onset).bar;
            const int first = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(bars)));
            const int last = std::min(bars, first + static_cast<int>(random.below(3)));
            InfillRequest request = requestFor(score, first, last);
            const TickRange range = request.asked.range;
            const std::vector<Note> before = notesIn(score, range);
            request.asked.rng = random();
            request.asked.candidates = 1 + static_cast<int>(random.below(2));
            request.asked.temperature = random.below(4) == 0 ? 0.0 : 1.1;
            const std::uint64_t kind = random.below(5);
            request.keep.rhythm = kind == 1 || (kind == 3 && random.below(2) == 0);
            request.keep.pitches = kind == 2;
            request.keep.contour = kind == 3;
            if (kind == 0) {
                request.asked.lowest = {60};
                request.asked.highest = {79};
            }
            for (const Note& note : before) {
                if (random.below(5) == 0) {
                    request.locked.push_back(note.id);
                }
            }
            if (request.locked.size() == before.size()) {
                request.locked.clear();
            }
            const auto made = ask(request);
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
            const ListeningModel::Draws draws = m_model->takeDraws();
            for (const Candidate& candidate : *made) {
                ++candidates;
                variations += request.keep.any() ? 1 : 0;
                const Score after = withCandidate(score, 0, candidate);
                checkOutside(score, after, range);
                checkLocked(request, before, notesIn(after, range));
                checkTimes(candidate, range);
                checkIsFull(candidate, request, draws);
                checkKept(request, before, notesIn(after, range), candidate);
            }
        }
        QVERIFY(candidates > 1400);
        QVERIFY(variations > 700);
    }

    /// In the middle of a tune as at its end.
    void aCadenceEndsOnTheTonicOnABeat() {
        Random random(23);
        for (int round = 0; round < 100; ++round) {
            const Score score = tune(random.below(40));
            const int bars = score.meterMap().at(notesOf(score).back().onset).bar;
            const int first = 1 + static_cast<int>(random.below(static_cast<std::uint64_t>(bars)));
            InfillRequest request =
                requestFor(score, first, std::min(bars, first + static_cast<int>(random.below(3))));
            request.asked.cadence = true;
            request.asked.candidates = 1;
            request.asked.rng = random();
            const auto made = ask(request);
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
            const Note& last = made->front().notes.back();
            QCOMPARE(last.end(), request.asked.range.end);
            QCOMPARE(last.pitch.number % 12,
                     score.keyAt(request.asked.range.begin).tonic.pitchClass());
            QCOMPARE(score.meterMap().at(last.onset).offset, Tick{});
        }
    }

    /// Asked for another key, the filling is in it, and the score says so up to the filling's end.
    void anotherKeyEndsWithTheFilling() {
        const Score score = tune(5);
        InfillRequest request = requestFor(score, 2, 3);
        const TickRange range = request.asked.range;
        const Key before = score.keyAt(range.end);
        request.asked.key = *Key::fromName("F# minor");
        request.asked.cadence = true;
        const auto made = ask(request);
        QVERIFY(made.ok());
        const Score after = withCandidate(score, 0, made->front());
        QCOMPARE(made->front().notes.back().pitch.number % 12, 6);
        QCOMPARE(after.keyAt(range.begin), *request.asked.key);
        QCOMPARE(after.keyAt(range.end), before);
        QCOMPARE(after.keyAt(range.begin - Tick{1}), score.keyAt(range.begin - Tick{1}));
        QCOMPARE(after.meters, score.meters);
    }

    /// To the tick, rests included: that is where the model goes on with what follows.
    void theFillingEndsWhereTheRangeDoes() {
        const InfillRequest request = requestFor(tune(5), 3, 4);
        static_cast<void>(m_model->takeDraws());
        const auto made = ask(request);
        QVERIFY(made.ok());
        const auto plan = infillPlan(request, {});
        QVERIFY(plan.ok());
        QVERIFY(plan->judged > 0);
        const ListeningModel::Draws draws = m_model->takeDraws();
        QVERIFY(draws.size() >= 4);
        for (const std::vector<MelodyEvent>& draw : draws) {
            const auto filling = draw.size() - plan->judged;
            QCOMPARE(lengthOf(std::span(draw).first(filling)), request.asked.range.length());
            QVERIFY(std::equal(draw.begin() + static_cast<std::ptrdiff_t>(filling), draw.end(),
                               plan->after.begin()));
        }
        for (const Candidate& candidate : *made) {
            QVERIFY(candidate.joinBits.has_value());
            checkIsFull(candidate, request, draws);
        }
    }

    void theSameNumberMakesTheSameAlone() {
        const Score score = tune(7);
        InfillRequest request = requestFor(score, 2, 3);
        request.asked.candidates = 3;
        const auto three = ask(request);
        QVERIFY(three.ok());
        request.asked.candidates = 1;
        for (const Candidate& candidate : *three) {
            request.asked.rng = candidate.rng;
            const auto alone = ask(request);
            QVERIFY(alone.ok());
            QCOMPARE(alone->front().notes, candidate.notes);
            QCOMPARE(alone->front().bitsPerNote, candidate.bitsPerNote);
        }
    }

    void candidatesDifferFromWhatGaveWayAndFromEachOther() {
        const Score score = tune(9);
        InfillRequest request = requestFor(score, 2, 2);
        request.asked.candidates = 4;
        const auto made = ask(request);
        QVERIFY(made.ok());
        std::vector<std::vector<int>> seen;
        std::vector<int> original;
        for (const Note& note : notesIn(score, request.asked.range)) {
            original.push_back(note.pitch.number);
            original.push_back(static_cast<int>(note.onset.value));
        }
        seen.push_back(original);
        for (const Candidate& candidate : *made) {
            std::vector<int> pitches;
            for (const Note& note : candidate.notes) {
                pitches.push_back(note.pitch.number);
                pitches.push_back(static_cast<int>(note.onset.value));
            }
            QVERIFY(std::find(seen.begin(), seen.end(), pitches) == seen.end());
            seen.push_back(pitches);
        }
    }

    /// What follows changes what is drawn only with a model that sees it.
    void whatFollowsShapesTheFilling_data() {
        QTest::addColumn<bool>("seesFuture");
        QTest::newRow("in sight") << true;
        QTest::newRow("looking back") << false;
    }
    void whatFollowsShapesTheFilling() {
        QFETCH(bool, seesFuture);
        const auto model = someModel(seesFuture);
        QCOMPARE(model->seesFuture(), seesFuture);
        const Score score = tune(3);
        InfillRequest request = requestFor(score, 3, 4);
        // One draw: nothing is ranked by what follows.
        request.asked.draws = 1;
        request.asked.candidates = 1;
        const auto made = fillIn(*model, request, {}, {});
        std::vector<NoteId> behind;
        for (const Note& note : notesOf(score)) {
            if (note.onset >= request.asked.range.end) {
                behind.push_back(note.id);
            }
        }
        request.asked.base = std::make_shared<const Score>(withNotesMoved(score, 0, behind, {}, 5));
        const auto other = fillIn(*model, request, {}, {});
        QVERIFY(made.ok() && other.ok());
        QCOMPARE(made->front().bitsPerNote != other->front().bitsPerNote, seesFuture);
    }

    void notesLockedInTheScoreStay() {
        Score score = tune(4);
        const auto inRange = notesIn(score, barRange(score, 2, 3));
        const std::array<NoteId, 1> locked = {inRange[2].id};
        score = withNotesLocked(score, 0, locked);
        const auto made = ask(requestFor(score, 2, 3));
        QVERIFY(made.ok());
        const Score after = withCandidate(score, 0, made->front());
        const auto stayed = std::find_if(notesOf(after).begin(), notesOf(after).end(),
                                         [&](const Note& n) { return n.id == locked[0]; });
        QVERIFY(stayed != notesOf(after).end());
        QVERIFY(samePlace(*stayed, inRange[2]));
    }

    void asksThatCannotBeMetAreRefused_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("message");
        QTest::newRow("all locked") << 0 << "no time to fill";
        QTest::newRow("nothing to keep") << 1 << "no note";
        QTest::newRow("no such style") << 2 << "no style";
        QTest::newRow("no pitch between these") << 3 << "above the highest";
    }
    void asksThatCannotBeMetAreRefused() {
        QFETCH(int, what);
        QFETCH(QString, message);
        Score score = tune(6);
        InfillRequest request = requestFor(score, 2, 2);
        if (what == 0) {
            for (const Note& note : notesIn(score, request.asked.range)) {
                request.locked.push_back(note.id);
            }
        } else if (what == 1) {
            std::vector<NoteId> ids;
            for (const Note& note : notesIn(score, request.asked.range)) {
                ids.push_back(note.id);
            }
            request.asked.base = std::make_shared<const Score>(withoutNotes(score, 0, ids));
            request.keep.rhythm = true;
        } else if (what == 2) {
            request.asked.style = "polka";
        } else {
            request.asked.lowest = {70};
            request.asked.highest = {60};
        }
        const auto made = ask(request);
        QVERIFY(!made.ok());
        QVERIFY2(QString::fromStdString(made.error().message).contains(message),
                 made.error().message.c_str());
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();
        const auto made = fillIn(*m_model, requestFor(tune(1), 2, 3), stop.get_token(), {});
        QVERIFY(!made.ok());
        QCOMPARE(made.error().code, ErrorCode::Cancelled);
    }

    void barsAreCountedFromThePickup() {
        Score score = tune(1);
        QCOMPARE(barRange(score, 1, 1).begin, Tick{});
        score.pickup = kQuarter;
        QCOMPARE(barRange(score, 0, 0).begin, Tick{});
        QCOMPARE(barRange(score, 0, 0).end, kQuarter);
        QCOMPARE(barRange(score, 1, 1).begin, kQuarter);
        QCOMPARE(barRange(score, 1, 2).length(), barRange(score, 2, 2).length() * 2);
    }

private:
    static void checkOutside(const Score& score, const Score& after, TickRange range) {
        std::vector<Note> was;
        std::vector<Note> is;
        for (const Note& note : notesOf(score)) {
            if (!range.contains(note.onset)) {
                was.push_back(note);
            }
        }
        for (const Note& note : notesOf(after)) {
            if (!range.contains(note.onset)) {
                is.push_back(note);
            }
        }
        QCOMPARE(is, was);
    }

    static void checkLocked(const InfillRequest& request, const std::vector<Note>& before,
                            const std::vector<Note>& after) {
        for (const Note& note : before) {
            const bool locked = std::find(request.locked.begin(), request.locked.end(), note.id) !=
                                request.locked.end();
            QVERIFY(!locked || std::find(after.begin(), after.end(), note) != after.end());
        }
    }

    static void checkTimes(const Candidate& candidate, TickRange range) {
        Tick last = range.begin;
        for (const Note& note : candidate.notes) {
            QVERIFY(note.onset >= last);
            QVERIFY(note.duration > Tick{});
            last = note.end();
        }
        QVERIFY(last <= range.end);
    }

    /// That one of the draws is the candidate's, and that with its rests and the locked notes it
    /// takes all the time up to where what follows begins.
    static void checkIsFull(const Candidate& candidate, const InfillRequest& request,
                            const ListeningModel::Draws& draws) {
        const auto plan = infillPlan(request, {});
        QVERIFY(plan.ok());
        const Tick begin = plan->stretches.front().range.begin;
        std::size_t locked = 0;
        Tick end = begin;
        for (const Stretch& stretch : plan->stretches) {
            QCOMPARE(stretch.range.begin, end);
            end = stretch.range.end + lengthOf(stretch.then);
            locked += decode({plan->context, stretch.then}).size();
        }
        QVERIFY(end >= request.asked.range.end);
        QVERIFY(plan->after.empty() || end == plan->tailBegin);
        const bool full = std::ranges::any_of(draws, [&](const std::vector<MelodyEvent>& draw) {
            if (draw.size() < plan->judged) {
                return false;
            }
            const auto events = std::span(draw).first(draw.size() - plan->judged);
            EventSequence filling{plan->context, {events.begin(), events.end()}};
            filling.context.begin = begin;
            const std::vector<Note> notes = decode(filling);
            return begin + lengthOf(events) == end &&
                   notes.size() == candidate.notes.size() + locked &&
                   std::ranges::all_of(candidate.notes, [&](const Note& note) {
                       return std::ranges::any_of(notes, [&](const Note& drawn) {
                           return drawn.onset == note.onset && drawn.pitch == note.pitch;
                       });
                   });
        });
        QVERIFY(full);
    }

    static Tick lengthOf(std::span<const MelodyEvent> events) {
        Tick length;
        for (const MelodyEvent& event : events) {
            length += event.duration;
        }
        return length;
    }

    static void checkKept(const InfillRequest& request, const std::vector<Note>& before,
                          const std::vector<Note>& after, const Candidate& candidate) {
        for (const Note& note : candidate.notes) {
            QVERIFY(request.asked.lowest <= note.pitch && note.pitch <= request.asked.highest);
        }
        if (request.keep.any()) {
            QCOMPARE(after.size(), before.size());
        }
        for (std::size_t i = 0; request.keep.any() && i < after.size(); ++i) {
            if (request.keep.rhythm) {
                QCOMPARE(after[i].onset, before[i].onset);
                QCOMPARE(after[i].duration, before[i].duration);
            }
            if (request.keep.pitches) {
                QCOMPARE(after[i].pitch, before[i].pitch);
            }
            if (request.keep.contour && i > 0) {
                QCOMPARE(signOf(after[i].pitch.number - after[i - 1].pitch.number),
                         signOf(before[i].pitch.number - before[i - 1].pitch.number));
            }
        }
    }
};

QTEST_GUILESS_MAIN(InfillTest)
#include "InfillTest.moc"

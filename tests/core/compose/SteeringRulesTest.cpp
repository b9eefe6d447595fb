#include "core/compose/SteeringRules.h"

#include "core/base/Random.h"
#include "core/compose/Infill.h"
#include "core/score/Chord.h"
#include "core/score/Edits.h"
#include "core/score/Timeline.h"
#include "tests/core/model/MadeUpTunes.h"
#include "tests/core/model/TokenNetworks.h"
#include "tests/support/SomeNetwork.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr std::array<const char*, 8> kChords = {"C",  "Am7",  "F#dim", "G7/B",
                                                "Bb", "N.C.", "what?", "E7"};

/// What a judge makes of steering, from the spans themselves; metres are 4/4, 3/4 or 6/8 alone.
class Judge {
public:
    explicit Judge(const Score& score)
        : m_score(score) {}

    [[nodiscard]] bool allows(const Note& note) const {
        for (const SteeringSpan& span : m_score.steering) {
            const bool holds = span.time.begin <= note.onset && note.onset < span.time.end;
            if (holds && !std::visit([&](const auto& w) { return allows(w, note); }, span.wish)) {
                return false;
            }
        }
        return true;
    }

private:
    [[nodiscard]] static bool allows(const SteeredRange& range, const Note& note) {
        return note.pitch.number >= range.lowest.number &&
               note.pitch.number <= range.highest.number;
    }
    [[nodiscard]] static bool allows(const SteeredDensity&, const Note&) { return true; }
    [[nodiscard]] bool allows(const SteeredScale& scale, const Note& note) const {
        if (const auto* notes = std::get_if<std::vector<PitchSpelling>>(&scale.of)) {
            return std::any_of(notes->begin(), notes->end(), [&](PitchSpelling spelling) {
                return spelling.pitchClass() == note.pitch.pitchClass();
            });
        }
        const Key* key = std::get_if<Key>(&scale.of);
        return (key != nullptr ? *key : m_score.keyAt(note.onset)).contains(note.pitch);
    }
    [[nodiscard]] bool allows(ChordToneNotes notes, const Note& note) const {
        const Meter meter = m_score.meters.front().meter;
        const Tick inBar = (note.onset - m_score.pickup) % meter.barLength();
        const bool strong = inBar == Tick{} || (meter == Meter{4, 4} && inBar == kQuarter * 2);
        if (notes == ChordToneNotes::OnStrongBeats && !strong) {
            return true;
        }
        std::optional<Chord> chord;
        for (const ChordSymbol& symbol : m_score.chords) {
            chord = symbol.tick <= note.onset ? Chord::fromName(symbol.name) : chord;
        }
        return !chord || chord->pitchClasses()[static_cast<std::size_t>(note.pitch.pitchClass())];
    }

    const Score& m_score;
};

SteeringWish someWish(Random& random) {
    const auto pitch = [&](int from, std::uint64_t width) {
        return Pitch{from + static_cast<int>(random.below(width))};
    };
    switch (random.below(6)) {
    case 0: return SteeredRange{pitch(52, 8), pitch(64, 12)};
    case 1: return SteeredScale{};
    case 2: return SteeredScale{Key{{'D', 0}, kModes[random.below(kModes.size())]}};
    case 3: {
        std::vector<PitchSpelling> notes;
        for (int fifths = -1; fifths < 4; ++fifths) {
            notes.push_back(PitchSpelling::fromFifths(fifths + static_cast<int>(random.below(3))));
        }
        return SteeredScale{notes};
    }
    case 4: return random.below(2) == 0 ? ChordToneNotes::Every : ChordToneNotes::OnStrongBeats;
    default: return SteeredDensity{1.0 + static_cast<double>(random.below(12))};
    }
}

/// The score with up to six strokes and four chords, on quarters, from that tick on.
Score steered(Score score, Random& random, TickRange range) {
    const auto moment = [&] {
        const auto quarters = static_cast<std::uint64_t>(range.length() / kQuarter);
        return range.begin + kQuarter * static_cast<std::int64_t>(random.below(quarters + 1));
    };
    for (std::uint64_t i = random.below(5); i > 0; --i) {
        score = withChord(score, moment(), kChords[random.below(kChords.size())]);
    }
    for (std::uint64_t i = 1 + random.below(6); i > 0; --i) {
        const Tick a = moment();
        const Tick b = moment();
        score = withSteering(score, {std::min(a, b), std::max(a, b) + kQuarter}, someWish(random));
    }
    return score;
}

int eventsIn(const std::vector<Note>& notes, TickRange range) {
    return static_cast<int>(std::count_if(
        notes.begin(), notes.end(), [&](const Note& note) { return range.contains(note.onset); }));
}

Score sketch(Meter meter = {4, 4}) {
    std::vector<Note> notes;
    for (int i = 0; i < 4; ++i) {
        notes.push_back({{}, kQuarter * i, kQuarter, {60 + 2 * i}, 90});
    }
    Score score = withNotes(newScore(), 0, notes).score;
    score.meters = {{{}, meter}};
    return score;
}

} // namespace

class SteeringRulesTest : public QObject {
    Q_OBJECT

private:
    const std::shared_ptr<const MelodyModel> m_model = someNetwork(3, "Folk", 12);
    /// What was asked for, obeyed or refused.
    struct Count {
        int obeyed = 0;
        int refused = 0;
        int notes = 0;
    };

    static void judge(Count& count, const Score& score,
                      const Result<std::vector<Candidate>>& made) {
        if (!made.ok()) {
            const std::string& sentence = made.error().message;
            QVERIFY2(sentence.starts_with("steering leaves no "), sentence.c_str());
            ++count.refused;
            return;
        }
        const Judge judge(score);
        ++count.obeyed;
        for (const Candidate& candidate : *made) {
            for (const Note& note : candidate.notes) {
                QVERIFY2(judge.allows(note), pitchName(note.pitch).c_str());
                ++count.notes;
            }
        }
    }

private Q_SLOTS:
    /// Every note of every continuation keeps to all that was painted, or the request is refused
    /// before anything is written.
    void everyContinuationObeys() {
        Random random(17);
        Count count;
        const std::array<Meter, 3> meters = {Meter{4, 4}, Meter{3, 4}, Meter{6, 8}};
        for (int round = 0; round < 1000; ++round) {
            ContinuationRequest request;
            Score score = sketch(meters[random.below(meters.size())]);
            request.range = barsFrom(score, continuationStart(score, 0), 4);
            score = steered(score, random, request.range);
            request.base = std::make_shared<const Score>(score);
            request.candidates = 2;
            request.draws = 1;
            request.rng = random();
            request.temperature = random.below(4) == 0 ? 0.0 : 1.1;
            request.cadence = random.below(4) == 0;
            const auto made = continueMelody(*m_model, request, {}, {});
            judge(count, score, made);
            for (const Candidate& candidate : made.ok() ? *made : std::vector<Candidate>()) {
                QVERIFY(!request.cadence || candidate.notes.back().pitch.pitchClass() == 0);
                QVERIFY(!request.cadence || candidate.notes.back().end() == request.range.end);
            }
        }
        QVERIFY2(count.obeyed > 850, qPrintable(QString::number(count.obeyed)));
        QVERIFY(count.refused > 10);
        QVERIFY(count.notes > 10'000);
    }

    /// The same between what stands before and behind, around locked notes.
    void everyFillingObeys() {
        Random random(23);
        Count count;
        for (int round = 0; round < 1000; ++round) {
            Score score = withFreshNoteIds(madeUpTune(random.below(40)));
            const int first = 1 + static_cast<int>(random.below(8));
            InfillRequest request;
            request.asked.range = barRange(score, first, first + static_cast<int>(random.below(2)));
            score = steered(score, random, request.asked.range);
            request.asked.base = std::make_shared<const Score>(score);
            request.asked.candidates = 2;
            request.asked.draws = 2;
            request.asked.rng = random();
            request.keep.rhythm = random.below(3) == 0;
            request.asked.cadence = random.below(4) == 0;
            for (const Note& note : score.tracks[0]->notes) {
                if (request.asked.range.contains(note.onset) && random.below(6) == 0) {
                    request.locked.push_back(note.id);
                }
            }
            judge(count, score, fillIn(*m_model, request, {}, {}));
        }
        QVERIFY2(count.obeyed > 850, qPrintable(QString::number(count.obeyed)));
        QVERIFY(count.notes > 5'000);
    }

    /// Imported models, too; they know no density.
    void everyContinuationByTokensObeys() {
        const auto tokens = someTokenModel({24});
        Random random(29);
        Count count;
        for (int round = 0; round < 100; ++round) {
            ContinuationRequest request;
            Score score = sketch();
            request.range = barsFrom(score, continuationStart(score, 0), 2);
            score = steered(score, random, request.range);
            request.base = std::make_shared<const Score>(score);
            request.candidates = 2;
            request.rng = random();
            judge(count, score, continueMelody(*tokens, request, {}, {}));
        }
        QVERIFY2(count.obeyed > 60, qPrintable(QString::number(count.obeyed)));
        QVERIFY(count.notes > 500);
    }

    void aVariationMayBeSteered() {
        Score score = withFreshNoteIds(madeUpTune(3));
        InfillRequest request;
        request.asked.range = barRange(score, 3, 4);
        score = withSteering(score, request.asked.range, SteeredScale{*Key::fromName("Eb")});
        request.asked.base = std::make_shared<const Score>(score);
        request.keep.rhythm = true;
        request.keep.contour = true;
        const auto made = fillIn(*m_model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        for (const Candidate& candidate : *made) {
            for (const Note& note : candidate.notes) {
                QVERIFY(Key::fromName("Eb")->contains(note.pitch));
            }
        }
    }

    void densityPullsWhereItIsPainted() {
        const Score bare = sketch();
        const TickRange range = barsFrom(bare, continuationStart(bare, 0), 8);
        const TickRange begin{range.begin, range.begin + kWhole * 4};
        const TickRange end{begin.end, range.end};
        Score score = withSteering(bare, begin, SteeredDensity{12.0});
        score = withSteering(score, end, SteeredDensity{2.0});
        ContinuationRequest request;
        request.base = std::make_shared<const Score>(score);
        request.range = range;
        request.candidates = 12;
        const auto made = continueMelody(*m_model, request, {}, {});
        QVERIFY(made.ok());
        int dense = 0;
        int sparse = 0;
        for (const Candidate& candidate : *made) {
            dense += eventsIn(candidate.notes, begin);
            sparse += eventsIn(candidate.notes, end);
        }
        const auto bars = static_cast<double>(4 * made->size());
        QVERIFY2(std::abs(dense / bars - 12.0) < 2.0, qPrintable(QString::number(dense / bars)));
        QVERIFY2(std::abs(sparse / bars - 2.0) < 0.5, qPrintable(QString::number(sparse / bars)));
    }

    void unsteeredTimeMakesWhatItMade() {
        const Score bare = sketch();
        ContinuationRequest request;
        request.base = std::make_shared<const Score>(bare);
        request.range = barsFrom(bare, continuationStart(bare, 0), 2);
        const auto before = continueMelody(*m_model, request, {}, {});
        const Score score = withChord(
            withSteering(bare, {kWhole * 9, kWhole * 10}, ChordToneNotes::Every), {}, "F#");
        request.base = std::make_shared<const Score>(score);
        const auto after = continueMelody(*m_model, request, {}, {});
        QVERIFY(before.ok() && after.ok());
        QVERIFY(before->front().notes == after->front().notes);
    }

    void whatCannotBeMetIsSaidAtOnce_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("wish");
        QTest::addColumn<QString>("chord");
        QTest::addColumn<bool>("cadence");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("chord outside the scale")
            << 2 << "every note"
            << "F#" << false
            << "steering leaves no pitch in bar 3, where it asks for the scale C major and tones "
               "of F#";
        QTest::newRow("out of the model's reach")
            << 0 << "C-1-C0"
            << "" << false
            << "steering leaves no pitch in bar 3, where it asks for the range C-1-C0 and the "
               "scale C major";
        QTest::newRow("no tonic to end on")
            << 2 << "every note"
            << "G7" << true
            << "steering leaves no tonic to end on in bar 3, where it asks for the scale C major "
               "and tones of G7";
    }
    void whatCannotBeMetIsSaidAtOnce() {
        QFETCH(int, kind);
        QFETCH(QString, wish);
        QFETCH(QString, chord);
        QFETCH(bool, cadence);
        QFETCH(QString, sentence);
        Score score = withSteering(sketch(), {{}, kWhole * 9}, SteeredScale{});
        score = withChord(score, kWhole * 2, chord.toStdString());
        score =
            withSteering(score, {kWhole * 2, kWhole * 3},
                         *steeringFromText(static_cast<SteeringKind>(kind), wish.toStdString()));
        ContinuationRequest request;
        request.base = std::make_shared<const Score>(score);
        request.range = {kWhole, kWhole * 3};
        request.cadence = cadence;
        const auto made = continueMelody(*m_model, request, {}, {});
        QVERIFY(!made.ok());
        QCOMPARE(made.error().code, ErrorCode::OutOfRange);
        QCOMPARE(QString::fromStdString(made.error().message), sentence);
    }

    void strongBeatsAreTheFirstAndTheMiddleOne_data() {
        QTest::addColumn<int>("numerator");
        QTest::addColumn<int>("denominator");
        QTest::addColumn<std::vector<int>>("eighths");
        QTest::newRow("4/4") << 4 << 4 << std::vector{0, 4, 8, 12, 16};
        QTest::newRow("3/4") << 3 << 4 << std::vector{0, 6, 12};
        QTest::newRow("2/4") << 2 << 4 << std::vector{0, 4, 8, 12, 16};
        QTest::newRow("6/8") << 6 << 8 << std::vector{0, 6, 12};
        QTest::newRow("12/8") << 12 << 8 << std::vector{0, 6, 12};
        QTest::newRow("5/4") << 5 << 4 << std::vector{0, 10};
    }
    void strongBeatsAreTheFirstAndTheMiddleOne() {
        QFETCH(int, numerator);
        QFETCH(int, denominator);
        QFETCH(std::vector<int>, eighths);
        const MeterMap meters(std::vector<MeterChange>{{{}, {numerator, denominator}}});
        std::vector<int> strong;
        for (int i = 0; i <= eighths.back(); ++i) {
            if (isOnStrongBeat(meters, kQuarter * i / 2)) {
                strong.push_back(i);
            }
        }
        QCOMPARE(strong, eighths);
        QVERIFY(isOnStrongBeat(meters, meters.barStart(2) - kUnit / 3));
        QVERIFY(!isOnStrongBeat(meters, meters.barStart(2) + kUnit));
    }

    void aPickupLeadsToTheFirstStrongBeat() {
        const MeterMap meters(std::vector<MeterChange>{{{}, {4, 4}}}, kQuarter);
        QVERIFY(!isOnStrongBeat(meters, {}));
        QVERIFY(isOnStrongBeat(meters, kQuarter));
        QVERIFY(!isOnStrongBeat(meters, kQuarter * 2));
        QVERIFY(isOnStrongBeat(meters, kQuarter * 3));
    }
};

QTEST_GUILESS_MAIN(SteeringRulesTest)
#include "SteeringRulesTest.moc"

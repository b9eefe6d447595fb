#include "core/compose/Infill.h"

#include "core/score/Edits.h"
#include "core/score/Timeline.h"
#include "tests/core/compose/FillRequest.h"
#include "tests/core/compose/ScriptedModel.h"
#include "tests/core/model/MadeUpTunes.h"

#include <QTest>

#include <array>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// C4 and D4 in halves, which give way, and a bar of E4 behind them unless that is left out.
enum class Behind { Note, Nothing };
Score halves(Behind behind) {
    std::vector<Sound> sounds = {{60, 2.0}, {62, 2.0}};
    if (behind == Behind::Note) {
        sounds.push_back({64, 4.0});
    }
    return withFreshNoteIds(melodyOf(line(sounds)));
}

InfillRequest requestFor(const Score& score) {
    return fillRequest(score, 1, 1, 1, 1);
}

/// The second note can be D4 alone, and the contour asks for a rise: E4 leads nowhere.
InfillRequest requestWithADeadEnd() {
    InfillRequest request = requestFor(
        withSteering(halves(Behind::Note), {kQuarter * 2, kWhole}, SteeredRange{{62}, {62}}));
    request.keep.rhythm = true;
    request.keep.contour = true;
    return request;
}

/// "60 62", a pitch for each note.
QString pitchesOf(const Candidate& candidate) {
    QStringList pitches;
    for (const Note& note : candidate.notes) {
        pitches << QString::number(note.pitch.number);
    }
    return pitches.join(QLatin1Char(' '));
}

} // namespace

/// How a filling is chosen among the draws of a model whose every word is known.
class InfillDrawTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Every draw is the original or comes to no end.
    void aDrawThatComesToNoEndLeavesTheOriginalWhole() {
        const ScriptedModel model([](int draw, std::size_t event) -> Expected {
            const int first = draw % 2 == 1 ? 60 : 64;
            return {{{event == 0 ? first : 62, 0.0F}}, kQuarter * 2};
        });
        const auto made = fillIn(model, requestWithADeadEnd(), {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QCOMPARE(pitchesOf(made->front()), QStringLiteral("60 62"));
    }

    /// A careful musician gets the likelier of two, however many draws came to no end before.
    void deadEndsMakeNobodyAdventurous() {
        for (std::uint64_t rng = 1; rng <= 20; ++rng) {
            const ScriptedModel model([](int draw, std::size_t event) -> Expected {
                if (event > 0) {
                    return {{{62, 0.0F}}, kQuarter * 2};
                }
                return draw <= 9 ? Expected{{{64, 0.0F}}, kQuarter * 2}
                                 : Expected{{{57, 0.0F}, {59, -1.0F}}, kQuarter * 2};
            });
            InfillRequest request = requestWithADeadEnd();
            request.asked.temperature = 0.5;
            request.asked.topP = 0.8;
            request.asked.rng = rng;
            const auto made = fillIn(model, request, {}, {});
            QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
            QCOMPARE(pitchesOf(made->front()), QStringLiteral("57 62"));
        }
    }

    /// The likeliest is the original; what is likeliest beside it comes, at temperature 0 too.
    void theOriginalGivesWay_data() {
        QTest::addColumn<double>("temperature");
        QTest::newRow("at 0") << 0.0;
        QTest::newRow("careful") << 0.5;
    }
    void theOriginalGivesWay() {
        QFETCH(double, temperature);
        const ScriptedModel model([](int, std::size_t event) -> Expected {
            return event > 0 ? Expected{{{62, 0.0F}}, kQuarter * 2}
                             : Expected{{{60, 0.0F}, {57, -2.0F}}, kQuarter * 2};
        });
        InfillRequest request = requestFor(halves(Behind::Note));
        request.asked.temperature = temperature;
        const auto made = fillIn(model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QCOMPARE(pitchesOf(made->front()), QStringLiteral("57 62"));
    }

    /// At the end of a tune nothing follows to judge by. The first draw repeats one pitch, of which
    /// the model is sure; the second is as surprising as human tunes are to it.
    void atTheEndOfATuneAHumanDrawIsPreferredToTheLikeliest() {
        const ScriptedModel model(
            [](int draw, std::size_t) -> Expected {
                if (draw % 2 == 1) {
                    return {{{72, 0.0F}}, kQuarter};
                }
                return {{{60, 0.0F}, {62, 0.0F}, {64, 0.0F}, {65, 0.0F}}, kQuarter};
            },
            2.0);
        InfillRequest request = requestFor(halves(Behind::Nothing));
        request.asked.draws = 2;
        const auto made = fillIn(model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QVERIFY(!made->front().joinBits);
        QCOMPARE(made->front().bitsPerNote, 2.0);
    }

    /// Of a model that does not say what human tunes are to it, the first draw is taken.
    void withNothingToJudgeByTheFirstDrawIsTaken() {
        const ScriptedModel model([](int draw, std::size_t) -> Expected {
            return draw == 1 ? Expected{{{60, 0.0F}, {62, 0.0F}}, kQuarter}
                             : Expected{{{72, 0.0F}}, kQuarter};
        });
        InfillRequest request = requestFor(halves(Behind::Nothing));
        request.asked.draws = 12;
        const auto made = fillIn(model, request, {}, {});
        QVERIFY2(made.ok(), made.ok() ? "" : made.error().message.c_str());
        QCOMPARE(made->front().bitsPerNote, 1.0);
    }
};

QTEST_GUILESS_MAIN(InfillDrawTest)
#include "InfillDrawTest.moc"

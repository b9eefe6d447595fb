#include "core/compose/Duet.h"
#include "core/score/Edits.h"

#include <QTest>

#include <vector>

using namespace cantilena;

namespace {

constexpr Tick kEighth = kQuarter / 2;

TickRange barsOf(int first, int count) {
    return {kWhole * (first - 1), kWhole * (first - 1 + count)};
}

/// All that there is to tell at that place.
std::vector<DuetNews> newsAt(Duet& duet, Tick playhead) {
    std::vector<DuetNews> all;
    for (DuetNews news = duet.look(playhead, kEighth); news != DuetNews::None;
         news = duet.look(playhead, kEighth)) {
        all.push_back(news);
    }
    return all;
}

using NewsList = std::vector<DuetNews>;

} // namespace

class DuetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsBeginAtBarLines_data() {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<int>("bars");
        QTest::addColumn<int>("bar");
        QTest::newRow("at the beginning") << qint64{0} << 2 << 1;
        QTest::newRow("counting in") << qint64{-kWhole.value} << 2 << 1;
        QTest::newRow("on a bar line") << qint64{(kWhole * 3).value} << 1 << 4;
        QTest::newRow("just after one") << qint64{(kWhole * 3 + kEighth).value} << 4 << 4;
        QTest::newRow("in a bar") << qint64{(kWhole * 3 + kQuarter).value} << 4 << 5;
    }
    void turnsBeginAtBarLines() {
        QFETCH(qint64, from);
        QFETCH(int, bars);
        QFETCH(int, bar);
        const auto turn = duetTurnFrom(newScore(), Tick{from}, {}, bars);
        QVERIFY(turn.has_value());
        QCOMPARE(turn->phrase, barsOf(bar, bars));
        QCOMPARE(turn->answer, barsOf(bar + bars, bars));
    }

    void turnsFollowTheMetres() {
        Score score = newScore();
        score.meters = {{{}, {4, 4}}, {kWhole, {3, 4}}};
        const auto turn = duetTurnFrom(score, {}, {}, 2);
        QCOMPARE(turn->phrase, (TickRange{{}, kQuarter * 7}));
        QCOMPARE(turn->answer, (TickRange{kQuarter * 7, kQuarter * 13}));
    }

    void turnsLieWithinTheLoop_data() {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<int>("loopBars");
        QTest::addColumn<int>("bar");
        QTest::newRow("ahead of it") << qint64{0} << 4 << 3;
        QTest::newRow("at its beginning") << qint64{(kWhole * 2).value} << 4 << 3;
        QTest::newRow("room for another") << qint64{(kWhole * 6).value} << 8 << 7;
        QTest::newRow("no room for another") << qint64{(kWhole * 6).value} << 7 << 3;
        QTest::newRow("no room for one") << qint64{(kWhole * 2).value} << 3 << 0;
    }
    void turnsLieWithinTheLoop() {
        QFETCH(qint64, from);
        QFETCH(int, loopBars);
        QFETCH(int, bar);
        const auto turn = duetTurnFrom(newScore(), Tick{from}, barsOf(3, loopBars), 2);
        QCOMPARE(turn.has_value(), bar > 0);
        if (turn) {
            QCOMPARE(turn->phrase.begin, kWhole * (bar - 1));
        }
    }

    /// A loop from the middle of a bar: the first bar line in it counts.
    void aCrookedLoopHasItsBarLinesToo() {
        const TickRange loop{kQuarter, kWhole * 3};
        QCOMPARE(duetTurnFrom(newScore(), kQuarter, loop, 1)->phrase, barsOf(2, 1));
        QVERIFY(!duetTurnFrom(newScore(), kQuarter, loop, 2));
    }

    void aTurnHasItsCourse() {
        Duet duet;
        duet.waitFor({barsOf(2, 1), barsOf(3, 1)}, {});
        QVERIFY(newsAt(duet, kWhole - Tick{1}).empty());
        QCOMPARE(newsAt(duet, kWhole), NewsList{DuetNews::PhraseBegan});
        QCOMPARE(duet.state(), DuetState::Listening);
        QVERIFY(newsAt(duet, kWhole * 2 - kEighth - Tick{1}).empty());
        QCOMPARE(newsAt(duet, kWhole * 2 - kEighth), NewsList{DuetNews::AnswerDue});
        QCOMPARE(duet.state(), DuetState::Thinking);
        QVERIFY(duet.answer(kWhole * 2 - Tick{1000}, Tick{999}));
        QCOMPARE(duet.state(), DuetState::Answering);
        QVERIFY(newsAt(duet, kWhole * 3 - Tick{1}).empty());
        QCOMPARE(newsAt(duet, kWhole * 3), NewsList{DuetNews::Over});
        QCOMPARE(duet.state(), DuetState::Off);
        QVERIFY(newsAt(duet, kWhole * 4).empty());
    }

    /// Looks that come seldom miss nothing that still matters.
    void oneLookMayTellTwoThings() {
        Duet duet;
        duet.waitFor({barsOf(1, 1), barsOf(2, 1)}, {});
        QCOMPARE(newsAt(duet, kWhole - Tick{1}),
                 (NewsList{DuetNews::PhraseBegan, DuetNews::AnswerDue}));
    }

    void anAnswerThatCannotBeHeardFromItsBeginningIsLate_data() {
        QTest::addColumn<int>("before");
        QTest::newRow("within the margin") << 1000;
        QTest::newRow("on the bar line") << 0;
        QTest::newRow("behind it") << -1;
    }
    void anAnswerThatCannotBeHeardFromItsBeginningIsLate() {
        QFETCH(int, before);
        Duet duet;
        duet.waitFor({barsOf(1, 1), barsOf(2, 1)}, {});
        newsAt(duet, kWhole - kEighth);
        QVERIFY(!duet.answer(kWhole - Tick{before}, Tick{1000}));
        QCOMPARE(duet.state(), DuetState::Off);
    }

    void anAnswerThatDoesNotComeIsLate() {
        Duet duet;
        duet.waitFor({barsOf(1, 1), barsOf(2, 1)}, {});
        newsAt(duet, kWhole - kEighth);
        QVERIFY(newsAt(duet, kWhole - Tick{1}).empty());
        QCOMPARE(newsAt(duet, kWhole), NewsList{DuetNews::AnswerLate});
        QVERIFY(!duet.answer(kWhole, {}));
    }

    /// An answer to a phrase that nobody waits for any more is none.
    void anAnswerOutOfTurnIsNone() {
        Duet duet;
        QVERIFY(!duet.answer({}, {}));
        duet.waitFor({barsOf(1, 1), barsOf(2, 1)}, {});
        QVERIFY(!duet.answer({}, {}));
    }

    void aJumpEndsTheTurn_data() {
        QTest::addColumn<qint64>("to");
        QTest::newRow("back") << qint64{0};
        QTest::newRow("back within the phrase") << qint64{kWhole.value};
        QTest::newRow("ahead") << qint64{(kWhole * 9).value};
    }
    void aJumpEndsTheTurn() {
        QFETCH(qint64, to);
        Duet duet;
        duet.waitFor({barsOf(2, 2), barsOf(4, 2)}, {});
        newsAt(duet, kWhole * 2);
        QCOMPARE(newsAt(duet, Tick{to}), NewsList{DuetNews::Over});
    }

    /// What a device says of its delay may tremble.
    void aPlayheadThatTremblesHasNotJumped() {
        Duet duet;
        duet.waitFor({barsOf(1, 1), barsOf(2, 1)}, {});
        newsAt(duet, kQuarter);
        QVERIFY(newsAt(duet, kQuarter - Tick{500}).empty());
        QCOMPARE(duet.state(), DuetState::Listening);
    }

    /// A turn that fills the loop begins anew with each pass.
    void aLoopBringsTheNextTurn() {
        const TickRange loop = barsOf(1, 2);
        Duet duet;
        duet.waitFor(*duetTurnFrom(newScore(), {}, loop, 1), {});
        newsAt(duet, kWhole - kEighth);
        QVERIFY(duet.answer(kWhole - kEighth, {}));
        newsAt(duet, kWhole * 2 - Tick{1});
        QCOMPARE(newsAt(duet, Tick{50}), NewsList{DuetNews::Over});
        duet.waitFor(*duetTurnFrom(newScore(), Tick{50}, loop, 1), Tick{50});
        QCOMPARE(newsAt(duet, Tick{60}), NewsList{DuetNews::PhraseBegan});
    }

    /// Where nothing was played the same phrase is waited for, from the next pass on.
    void aPhraseOfALoopBeginsOnceAPass() {
        const DuetTurn turn{barsOf(1, 1), barsOf(2, 1)};
        Duet duet;
        duet.waitFor(turn, kWhole - kEighth);
        QVERIFY(newsAt(duet, kWhole - kEighth).empty());
        QVERIFY(newsAt(duet, kWhole * 2 - Tick{1}).empty());
        QCOMPARE(newsAt(duet, Tick{30}), NewsList{DuetNews::PhraseBegan});
    }

    /// Behind the last turn of a loop the first one is waited for.
    void theRestOfALoopIsWaitedThrough() {
        const TickRange loop = barsOf(1, 3);
        Duet duet;
        duet.waitFor(*duetTurnFrom(newScore(), kWhole * 2, loop, 1), kWhole * 2);
        QVERIFY(newsAt(duet, kWhole * 3 - Tick{1}).empty());
        QCOMPARE(newsAt(duet, Tick{30}), NewsList{DuetNews::PhraseBegan});
    }
};

QTEST_GUILESS_MAIN(DuetTest)
#include "DuetTest.moc"

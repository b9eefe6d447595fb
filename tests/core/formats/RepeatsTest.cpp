#include <QTest>

#include "core/formats/Limits.h"
#include "core/formats/Repeats.h"

using namespace cantilena;
using Kind = RepeatMark::Kind;

namespace {

/// A page of ten bars, each one tick long.
const std::vector<Tick> kBarlines = {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}};

/// The bars that are played, in order, as digits.
QString played(const std::vector<RepeatMark>& marks) {
    QString bars;
    for (const PlayedSpan& span : playedSpans(marks, kBarlines, {{}, {10}})) {
        for (Tick bar = span.page.begin; bar < span.page.end; bar += Tick{1}) {
            bars += QString::number(bar.value);
        }
    }
    return bars;
}

} // namespace

class RepeatsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutMarksThePageIsPlayedOnce() { QCOMPARE(played({}), QString("0123456789")); }

    void aRepeatPlaysItsSectionAgain() {
        QCOMPARE(played({{Kind::Start, {2}, 2, {}}, {Kind::End, {4}, 2, {}}}),
                 QString("012323456789"));
    }

    void aRepeatMayPlayThrice() {
        QCOMPARE(played({{Kind::Start, {2}, 2, {}}, {Kind::End, {3}, 3, {}}}),
                 QString("012223456789"));
    }

    void endingsAreChosenByTheirNumbers() {
        QCOMPARE(played({{Kind::Ending, {2}, 2, {1, 2}},
                         {Kind::End, {3}, 2, {}},
                         {Kind::Ending, {3}, 2, {3}},
                         {Kind::EndingStop, {4}, 2, {}}}),
                 QString("0120120"
                         "13456789"));
    }

    void aSectionsEndIsNotRepeatedAcross() {
        QCOMPARE(played({{Kind::SectionEnd, {3}, 2, {}}, {Kind::End, {5}, 2, {}}}),
                 QString("012"
                         "34"
                         "34"
                         "56789"));
    }

    void anEndingOutOfOrderIsPlayedOnce() {
        QCOMPARE(played({{Kind::Ending, {3}, 2, {2}}, {Kind::EndingStop, {5}, 2, {}}}),
                 QString("0123456789"));
    }

    void eachPassIsCounted() {
        const auto spans =
            playedSpans(std::vector<RepeatMark>{{Kind::End, {10}, 3, {}}}, kBarlines, {{}, {10}});
        QCOMPARE(spans.size(), std::size_t(3));
        QCOMPARE(spans[2], (PlayedSpan{{{}, {10}}, 3}));
        QCOMPARE(playedLength(spans), Tick{30});
    }

    void endlessRepeatsAreCutOff() {
        std::vector<RepeatMark> marks;
        for (int bar = 1; bar <= 9; ++bar) {
            marks.push_back({Kind::End, {bar}, 1'000'000, {}});
        }
        QVERIFY(playedSpans(marks, kBarlines, {{}, {10}}).size() <= kMostPlayedSections + 2);
    }
};

QTEST_GUILESS_MAIN(RepeatsTest)
#include "RepeatsTest.moc"

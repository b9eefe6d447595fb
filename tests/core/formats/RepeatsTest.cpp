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

    void aDaCapoBeginsAgain_data() {
        QTest::addColumn<QList<int>>("kinds");
        QTest::addColumn<QList<int>>("bars");
        QTest::addColumn<QString>("order");
        const auto row = [](const char* name, const std::vector<std::pair<Kind, int>>& marks,
                            const char* order) {
            QList<int> kinds;
            QList<int> bars;
            for (const auto& [kind, bar] : marks) {
                kinds.append(static_cast<int>(kind));
                bars.append(bar);
            }
            QTest::newRow(name) << kinds << bars << QString(order);
        };
        row("da capo", {{Kind::DaCapo, 4}}, "01230123456789");
        row("da capo al fine", {{Kind::Fine, 2}, {Kind::DaCapo, 10}}, "012345678901");
        row("dal segno", {{Kind::Segno, 1}, {Kind::DalSegno, 4}}, "0123123456789");
        row("dal segno al fine", {{Kind::Segno, 1}, {Kind::Fine, 3}, {Kind::DalSegno, 10}},
            "012345678912");
        row("dal segno al coda",
            {{Kind::Segno, 1}, {Kind::ToCoda, 3}, {Kind::DalSegno, 6}, {Kind::Coda, 6}},
            "012345126789");
        row("without a sign", {{Kind::DalSegno, 2}},
            "0101"
            "23456789");
        row("a fine before the sign", {{Kind::Fine, 1}, {Kind::Segno, 2}, {Kind::DalSegno, 4}},
            "012323456789");
        row("repeats are played once when it is begun again",
            {{Kind::Start, 1}, {Kind::End, 3}, {Kind::Fine, 4}, {Kind::DaCapo, 6}},
            "01212"
            "345"
            "0123");
        row("two of them", {{Kind::DaCapo, 1}, {Kind::DaCapo, 2}}, "0010123456789");
        row("a fine that nothing leads to", {{Kind::Fine, 3}}, "0123456789");
    }
    void aDaCapoBeginsAgain() {
        QFETCH(QList<int>, kinds);
        QFETCH(QList<int>, bars);
        QFETCH(QString, order);
        std::vector<RepeatMark> marks;
        for (qsizetype index = 0; index < kinds.size(); ++index) {
            marks.push_back({static_cast<Kind>(kinds[index]), {bars[index]}, 2, {}});
        }
        QCOMPARE(played(marks), order);
    }

    void aDaCapoTakesTheLastEnding() {
        QCOMPARE(played({{Kind::Ending, {2}, 2, {1}},
                         {Kind::End, {3}, 2, {}},
                         {Kind::Ending, {3}, 2, {2}},
                         {Kind::EndingStop, {4}, 2, {}},
                         {Kind::Fine, {4}, 2, {}},
                         {Kind::DaCapo, {5}, 2, {}}}),
                 QString("012013"
                         "4"
                         "013"));
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

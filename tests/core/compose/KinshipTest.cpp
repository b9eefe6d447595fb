#include "core/compose/Kinship.h"

#include <QTest>

#include <vector>

using namespace cantilena;

namespace {

/// Notes one after the other from a tick on: pitch and length in eighths.
std::vector<Note> line(Tick begin, const std::vector<std::pair<int, int>>& notes) {
    std::vector<Note> made;
    for (const auto& [pitch, eighths] : notes) {
        made.push_back({{}, begin, kQuarter / 2 * eighths, {pitch}});
        begin += made.back().duration;
    }
    return made;
}

Track trackOf(std::vector<Note> notes) {
    Track track;
    track.notes = std::move(notes);
    return track;
}

const std::vector<std::pair<int, int>> kMotif = {{60, 2}, {62, 1}, {64, 1}, {60, 2}, {60, 2}};

} // namespace

class KinshipTest : public QObject {
    Q_OBJECT

    static double kinship(const std::vector<std::pair<int, int>>& phrase,
                          const std::vector<std::pair<int, int>>& before) {
        const Track track = trackOf(line({}, before));
        const TickRange range{kWhole * 2, kWhole * 4};
        return motifKinship(line(range.begin, phrase), track, range);
    }

private Q_SLOTS:
    void sharesOfFigures_data() {
        using Notes = std::vector<std::pair<int, int>>;
        QTest::addColumn<Notes>("phrase");
        QTest::addColumn<double>("share");
        QTest::newRow("the motif itself") << kMotif << 1.0;
        QTest::newRow("higher") << Notes{{67, 2}, {69, 1}, {71, 1}, {67, 2}, {67, 2}} << 1.0;
        QTest::newRow("a step higher in the scale, a minor third for a major one")
            << Notes{{62, 2}, {64, 1}, {65, 1}, {62, 2}, {62, 2}} << 1.0;
        QTest::newRow("twice as slow") << Notes{{60, 4}, {62, 2}, {64, 2}, {60, 4}, {60, 4}} << 1.0;
        QTest::newRow("another rhythm")
            << Notes{{60, 1}, {62, 2}, {64, 1}, {60, 1}, {60, 2}} << 0.0;
        QTest::newRow("upside down") << Notes{{60, 2}, {58, 1}, {56, 1}, {60, 2}, {60, 2}} << 0.0;
        QTest::newRow("its first half")
            << Notes{{60, 2}, {62, 1}, {64, 1}, {60, 2}, {71, 2}} << 0.5;
        QTest::newRow("too short to tell") << Notes{{60, 2}, {62, 1}, {64, 1}} << 0.0;
        QTest::newRow("nothing") << Notes{} << 0.0;
    }
    void sharesOfFigures() {
        using Notes = std::vector<std::pair<int, int>>;
        QFETCH(Notes, phrase);
        QFETCH(double, share);
        QCOMPARE(kinship(phrase, kMotif), share);
    }

    void nothingAroundIsNoKin() { QCOMPARE(kinship(kMotif, {}), 0.0); }

    /// What the phrase takes the place of does not count, and neither does a figure across it.
    void onlyWhatStandsOutsideCounts() {
        const TickRange range{kQuarter * 2, kQuarter * 20};
        const Track track = trackOf(line({}, kMotif));
        QCOMPARE(motifKinship(line(range.begin, kMotif), track, range), 0.0);
    }

    void whatFollowsCountsToo() {
        const TickRange range{{}, kWhole * 2};
        const Track track = trackOf(line(kWhole * 2, kMotif));
        QCOMPARE(motifKinship(line({}, kMotif), track, range), 1.0);
    }
};

QTEST_GUILESS_MAIN(KinshipTest)
#include "KinshipTest.moc"

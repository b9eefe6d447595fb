#include "ui/views/NoteIndex.h"
#include "core/base/Random.h"

#include <QTest>

using namespace cantilena;

namespace {

std::shared_ptr<const Track> randomTrack(std::size_t notes) {
    Random random(7);
    auto track = std::make_shared<Track>();
    for (std::size_t i = 0; i < notes; ++i) {
        Note note;
        note.id = {i + 1};
        note.onset = {static_cast<std::int64_t>(random.below(100'000))};
        // Mostly short, a few that sound on and on.
        note.duration = {1 + static_cast<std::int64_t>(random.below(i % 50 == 0 ? 50'000 : 200))};
        note.pitch = {static_cast<int>(random.below(128))};
        track->notes.push_back(note);
    }
    std::sort(track->notes.begin(), track->notes.end(), precedes);
    return track;
}

} // namespace

class NoteIndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatALinearSearchFinds() {
        const auto track = randomTrack(3000);
        const NoteIndex index(track);
        Random random(8);
        for (int i = 0; i < 200; ++i) {
            const Tick begin{static_cast<std::int64_t>(random.below(160'000))};
            const TickRange range{begin,
                                  begin + Tick{static_cast<std::int64_t>(random.below(9000))}};
            std::vector<Note> expected;
            std::size_t onsets = 0;
            for (const Note& note : track->notes) {
                if (note.onset < range.end && note.end() > range.begin) {
                    expected.push_back(note);
                }
                onsets += range.contains(note.onset) ? 1 : 0;
            }
            QVERIFY(index.overlapping(range) == expected);
            QCOMPARE(index.onsetsWithin(range), onsets);
        }
    }

    void knowsItsEndAndPitches() {
        auto track = std::make_shared<Track>();
        track->notes = {{{1}, {0}, {900}, {70}, 80}, {{2}, {10}, {20}, {50}, 80}};
        const NoteIndex index(track);
        QCOMPARE(index.end(), Tick{900});
        QCOMPARE(index.pitches(), (std::pair{Pitch{50}, Pitch{70}}));
        QCOMPARE(index.firstFrom(Tick{1}), 1u);
        QCOMPARE(index.firstFrom(Tick{11}), 2u);
    }

    void isEmptyWithoutNotes() {
        for (const NoteIndex& index : {NoteIndex(), NoteIndex(std::make_shared<const Track>())}) {
            QVERIFY(index.overlapping({Tick{0}, Tick{1000}}).empty());
            QCOMPARE(index.end(), Tick{});
            QCOMPARE(index.onsetsWithin({Tick{0}, Tick{1000}}), 0u);
        }
    }
};

QTEST_GUILESS_MAIN(NoteIndexTest)
#include "NoteIndexTest.moc"

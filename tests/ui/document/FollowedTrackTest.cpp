#include "ui/document/FollowedTrack.h"
#include "core/score/Edits.h"
#include "ui/document/ScoreDocument.h"

#include <QTest>

#include <functional>

using namespace cantilena;

namespace {

using Step = std::function<void(ScoreDocument&)>;

/// Three tracks, of which the last two differ in their name alone.
Score threeTracks() {
    Score score = newScore();
    score = withTrack(score, 0, [] {
        Track track;
        track.name = "Flute";
        track.program = 73;
        return track;
    }());
    for (const char* name : {"Harp", "Viol"}) {
        Track track;
        track.name = name;
        score = withTrackAdded(score, std::move(track));
    }
    return score;
}

void addNote(ScoreDocument& document, std::size_t track) {
    Note note;
    note.pitch = Pitch{60};
    note.duration = kQuarter;
    document.apply(withNotes(*document.score(), track, std::span(&note, 1)).score, "note");
}

} // namespace

class FollowedTrackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTrackInTheMiddleIsFollowed_data() {
        QTest::addColumn<Step>("step");
        QTest::addColumn<int>("place");
        const auto row = [](const char* name, int place, Step step) {
            QTest::newRow(name) << std::move(step) << place;
        };
        row("written in", 1, [](ScoreDocument& d) { addNote(d, 1); });
        row("another written in", 1, [](ScoreDocument& d) { addNote(d, 0); });
        row("moved up", 0, [](ScoreDocument& d) { d.apply(withTrackMoved(*d.score(), 1, 0), ""); });
        row("moved down", 2,
            [](ScoreDocument& d) { d.apply(withTrackMoved(*d.score(), 1, 2), ""); });
        row("the first moved past it", 0,
            [](ScoreDocument& d) { d.apply(withTrackMoved(*d.score(), 0, 2), ""); });
        row("moved, written in and moved back", 1, [](ScoreDocument& d) {
            d.apply(withTrackMoved(*d.score(), 1, 2), "");
            addNote(d, 2);
            d.apply(withTrackMoved(*d.score(), 2, 1), "");
        });
        row("a move taken back", 1, [](ScoreDocument& d) {
            d.apply(withTrackMoved(*d.score(), 1, 2), "");
            addNote(d, 0);
            d.undoStack().undo();
            d.undoStack().undo();
        });
        row("one added", 1, [](ScoreDocument& d) { d.apply(withTrackAdded(*d.score(), {}), ""); });
        row("the first removed", 0,
            [](ScoreDocument& d) { d.apply(withoutTrack(*d.score(), 0), ""); });
        row("the last removed", 1,
            [](ScoreDocument& d) { d.apply(withoutTrack(*d.score(), 2), ""); });
        row("removed", -1, [](ScoreDocument& d) { d.apply(withoutTrack(*d.score(), 1), ""); });
        row("removed and put back", -1, [](ScoreDocument& d) {
            d.apply(withoutTrack(*d.score(), 1), "");
            d.undoStack().undo();
        });
    }
    void theTrackInTheMiddleIsFollowed() {
        QFETCH(Step, step);
        QFETCH(int, place);
        ScoreDocument document;
        document.reset(threeTracks());
        FollowedTrack track(document.score(), 1);
        connect(&document, &ScoreDocument::scoreChanged, this,
                [&track](const std::shared_ptr<const Score>& score) { track.follow(score); });
        step(document);
        QCOMPARE(track.index() ? static_cast<int>(*track.index()) : -1, place);
        disconnect(&document, nullptr, this, nullptr);
    }

    void noneIsNowhere() {
        FollowedTrack track;
        track.follow(std::make_shared<const Score>(threeTracks()));
        QVERIFY(!track.index());
    }
};

QTEST_GUILESS_MAIN(FollowedTrackTest)
#include "FollowedTrackTest.moc"

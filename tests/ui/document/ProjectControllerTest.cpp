#include "ui/document/ProjectController.h"
#include "tests/support/StudioBench.h"

#include <QSignalSpy>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

class ProjectControllerTest : public QObject {
    Q_OBJECT

    struct Desk {
        StudioBench bench;
        ScoreDocument document;
        PlaybackController playback{document, bench.engine};
        ProjectController project{document, playback};
    };

private Q_SLOTS:
    void savedWorkOpensAsItWas() {
        Desk desk;
        desk.project.openScore(sketch());
        desk.playback.setLoop(TickRange{kWhole, kWhole * 2});
        const auto path = desk.bench.path("song.cantilena");
        QVERIFY(desk.project.saveAs(path));
        const std::string saved = projectBytes(desk.project.project());

        desk.project.startNew();
        QCOMPARE(desk.document.score()->noteCount(), 0U);
        QVERIFY(desk.project.path().empty());
        QVERIFY(desk.project.openProject(path));
        QCOMPARE(projectBytes(desk.project.project()), saved);
        QCOMPARE(desk.project.name(), QString("song"));
        QVERIFY(!desk.document.isModified());
    }

    void savingClearsTheModifiedMark() {
        Desk desk;
        desk.document.apply(sketch(), "sketch");
        QVERIFY(desk.document.isModified());
        QVERIFY(desk.project.saveAs(desk.bench.path("a.cantilena")));
        QVERIFY(!desk.document.isModified());
    }

    void aBrokenFileLeavesEverythingAsItWas() {
        Desk desk;
        desk.document.apply(sketch(), "sketch");
        const auto before = desk.document.score();
        const auto read =
            desk.project.openProject(desk.bench.write("broken.cantilena", "{\"version\": 1,"));
        QVERIFY(!read);
        QVERIFY(QString::fromStdString(read.error().message).contains("broken.cantilena"));
        QCOMPARE(desk.document.score(), before);
        QVERIFY(desk.document.isModified());
    }

    void aFailedSaveKeepsTheMarkAndThePath() {
        Desk desk;
        desk.document.apply(sketch(), "sketch");
        const auto saved = desk.project.saveAs(desk.bench.path("no/such/folder/a.cantilena"));
        QVERIFY(!saved);
        QVERIFY(desk.document.isModified());
        QVERIFY(desk.project.path().empty());
    }

    void importAddsTracksWithNotesAsOneStep() {
        Desk desk;
        desk.project.openScore(sketch());
        Score other = withTrackAdded(sketch(), Track{});
        desk.project.importTracks({std::make_shared<const Score>(other)});
        QCOMPARE(desk.document.score()->tracks.size(), 2U);
        QCOMPARE(desk.document.undoStack().count(), 1);
        QVERIFY(desk.document.score()->tracks[0]->channel !=
                desk.document.score()->tracks[1]->channel);
        QVERIFY(findNote(*desk.document.score()->tracks[0],
                         desk.document.score()->tracks[1]->notes.front().id) == nullptr);
    }

    void aScoreWithoutTracksGetsOneToDrawOn() {
        Desk desk;
        desk.project.openScore(Score{});
        QCOMPARE(desk.document.score()->tracks.size(), 1U);
    }

    void freeChannelPassesOverTheDrums() {
        Score score;
        for (int channel = 0; channel < kDrumChannel; ++channel) {
            Track track;
            track.channel = channel;
            score = withTrackAdded(score, track);
        }
        QCOMPARE(freeChannel(score), kDrumChannel + 1);
        QCOMPARE(freeChannel(Score{}), 0);
    }
};

QTEST_GUILESS_MAIN(ProjectControllerTest)
#include "ProjectControllerTest.moc"

#include "tests/support/RollFixture.h"
#include "tests/support/StudioDriver.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QUndoView>

using namespace cantilena;
using namespace cantilena::test;

/// What the real window offers around the roll: gestures on show, loop, history, tracks, bars.
class RollDeskTest : public QObject {
    Q_OBJECT

    static void key(StudioDriver& studio, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(studio.canvas(), key, modifiers);
    }
    static const Score& score(StudioDriver& studio) { return *studio.window.document().score(); }

    static void addTracks(StudioDriver& studio, std::initializer_list<const char*> names) {
        for (const char* name : names) {
            Track track;
            track.name = name;
            studio.window.document().apply(withTrackAdded(score(studio), track), "add");
        }
    }

    static QStringList trackNames(StudioDriver& studio) {
        QStringList names;
        for (const auto& track : score(studio).tracks) {
            names.append(QString::fromStdString(track->name));
        }
        return names;
    }

private Q_SLOTS:
    void theQuestionMarkShowsTheGesturesAndAnyKeyPutsThemAway() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        key(studio, Qt::Key_Question);
        auto* overlay = studio.find<QWidget>("gestureOverlay");
        QVERIFY(overlay->isVisible());
        QVERIFY(overlay->accessibleDescription().contains("Ctrl"));
        QTest::keyClick(overlay, Qt::Key_Space);
        QVERIFY(!overlay->isVisible());
        QVERIFY(!studio.window.playback().isPlaying());
    }

    void ctrlLLoopsTheSelection() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.window.document().reset(sketch());
        key(studio, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!studio.roll().loop());
        key(studio, Qt::Key_A, Qt::ControlModifier);
        key(studio, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(studio.roll().loop(), (TickRange{Tick{}, kWhole}));
        QCOMPARE(studio.window.playback().loop(), (TickRange{Tick{}, kWhole}));
        key(studio, Qt::Key_L);
        QVERIFY(!studio.window.playback().loop());
    }

    void aClickInTheHistoryGoesBackAndForward() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.window.document().reset(sketch());
        key(studio, Qt::Key_A, Qt::ControlModifier);
        for (int i = 0; i < 3; ++i) {
            key(studio, Qt::Key_Up);
        }
        studio.trigger("actionShowHistory");
        auto* list = studio.find<QUndoView>("historyList");
        QVERIFY(list->isVisible());
        QCOMPARE(list->model()->rowCount(), 4);
        const auto click = [list](int row) {
            const QRect rect = list->visualRect(list->model()->index(row, 0));
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rect.center());
        };
        click(1);
        QCOMPARE(studio.window.document().track().notes.front().pitch, Pitch{61});
        click(0);
        QVERIFY(score(studio) == sketch());
        click(3);
        QCOMPARE(studio.window.document().track().notes.front().pitch, Pitch{63});
    }

    void tracksAreReorderedByKeysAndByMouse() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        addTracks(studio, {"B", "C"});
        const QString first = trackNames(studio).front();
        studio.window.document().setCurrentTrack(2);
        key(studio, Qt::Key_PageUp, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(trackNames(studio), (QStringList{first, "C", "B"}));
        QCOMPARE(studio.window.document().currentTrack(), 1U);
        QTest::qWait(0);
        auto* row = studio.find<QWidget>("track1Row");
        auto* last = studio.find<QWidget>("track3Row");
        const QPoint from(40, row->height() - 4);
        RollFixture::drag(row, from, row->mapFrom(last->parentWidget(), last->geometry().center()));
        QCOMPARE(trackNames(studio), (QStringList{"C", "B", first}));
        studio.trigger("actionUndo");
        studio.trigger("actionUndo");
        QCOMPARE(trackNames(studio), (QStringList{first, "B", "C"}));
    }

    void aTracksLookIsChosenSavedAndReadBack() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        addTracks(studio, {"B"});
        studio.window.document().setCurrentTrack(1);
        key(studio, Qt::Key_F2, Qt::ShiftModifier);
        auto* dialog = studio.find<QDialog>("trackLookDialog");
        dialog->findChild<QComboBox*>("trackLookColor")->setCurrentIndex(4);
        dialog->findChild<QComboBox*>("trackLookPattern")->setCurrentIndex(2);
        dialog->accept();
        QCOMPARE(score(studio).tracks[1]->look, (TrackLook{4, 2}));
        QCOMPARE(score(studio).tracks[0]->look, TrackLook{});

        studio.nextPath = bench.path("looks.cantilena");
        key(studio, Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!studio.window.document().isModified());
        studio.trigger("actionNew");
        QCOMPARE(score(studio).tracks.size(), 1U);
        studio.nextPath = bench.path("looks.cantilena");
        key(studio, Qt::Key_O, Qt::ControlModifier);
        QTRY_COMPARE(score(studio).tracks.size(), 2U);
        QCOMPARE(score(studio).tracks[1]->look, (TrackLook{4, 2}));
    }

    void commaAndFullStopStepByBar() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        key(studio, Qt::Key_Period);
        key(studio, Qt::Key_Period);
        QTRY_COMPARE(studio.window.playback().playhead(), kWhole * 2);
        key(studio, Qt::Key_Comma);
        QTRY_COMPARE(studio.window.playback().playhead(), kWhole);
        key(studio, Qt::Key_Home);
        QTRY_COMPARE(studio.window.playback().playhead(), Tick{});
    }

    void whatIsCutIsPastedAtThePlayhead() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.window.document().reset(sketch());
        key(studio, Qt::Key_A, Qt::ControlModifier);
        key(studio, Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(score(studio).noteCount(), 0U);
        key(studio, Qt::Key_Period);
        QTRY_COMPARE(studio.window.playback().playhead(), kWhole);
        key(studio, Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(score(studio).noteCount(), 4U);
        QTRY_COMPARE(studio.window.document().track().notes.front().onset, kWhole);
    }

    void thePaletteListsWhatCannotBeDoneNowAndPassesItOver() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.trigger("actionFind");
        auto* search = studio.find<QLineEdit>("commandSearch");
        QTest::keyClicks(search, "reverse");
        auto* list = studio.find<QAbstractItemView>("commandList");
        QCOMPARE(list->model()->rowCount(), 1);
        QVERIFY(!list->model()->index(0, 0).flags().testFlag(Qt::ItemIsEnabled));
        QVERIFY(!list->currentIndex().isValid());
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(studio.window.document().undoStack().count(), 0);
    }
};

QTEST_MAIN(RollDeskTest)
#include "RollDeskTest.moc"

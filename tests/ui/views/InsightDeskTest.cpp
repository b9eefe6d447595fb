#include "ui/views/InsightDesk.h"
#include "tests/support/StudioDriver.h"

#include <QLabel>
#include <QTest>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A studio with a model and four notes drawn.
class Studio : public StudioDriver {
public:
    explicit Studio(StudioBench& bench)
        : StudioDriver(bench.parts()) {
        window.models().use(bench.model, bench.path("scale.safetensors"));
        drawSeed();
        window.document().setSelection({});
    }
    /// Until the notes that may come next at that point are known.
    void waitForNextNotesAt(Tick at) {
        const NextNoteController& next = window.findChild<InsightDesk*>()->nextNotes();
        QTRY_VERIFY(!next.notes().empty() && next.at() == at);
    }
    [[nodiscard]] const std::vector<Note>& notes() { return window.document().track().notes; }
    [[nodiscard]] QImage picture() { return canvas()->grab().toImage(); }
};

} // namespace

class InsightDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSurpriseMapIsWornUntilItIsTurnedOff() {
        StudioBench bench;
        Studio studio(bench);
        const QImage plain = studio.picture();
        QVERIFY(!studio.find<QWidget>("surpriseStrip")->isVisible());
        QTest::keyClick(studio.canvas(), Qt::Key_U);
        QVERIFY(studio.find<QWidget>("surpriseStrip")->isVisible());
        QCOMPARE(studio.text("surpriseTitle"), QString("Surprise to Scale"));
        QTRY_VERIFY(studio.text("surpriseWords").contains("bits a note"));
        QVERIFY(studio.picture() != plain);
        studio.window.document().setSelection({studio.notes().front().id});
        QVERIFY(studio.text("surpriseWords").startsWith("G4: pitch 3.0 bits, rhythm "));
        studio.trigger("actionSurprise");
        QVERIFY(!studio.find<QWidget>("surpriseStrip")->isVisible());
    }

    void oneKeyTakesTheLikeliestNextNote() {
        StudioBench bench;
        Studio studio(bench);
        studio.window.playback().seek(kWhole);
        QVERIFY(!studio.action("actionTakeNext")->isEnabled());
        QTest::keyClick(studio.canvas(), Qt::Key_Y);
        QCOMPARE(studio.text("nextNotesTitle"), QString("Next notes by Scale"));
        studio.waitForNextNotesAt(kWhole);
        QVERIFY(studio.text("nextNotesWords").startsWith("C4 12 %, D4 12 %"));
        QTest::keyClick(studio.canvas(), Qt::Key_T);
        QCOMPARE(studio.notes().size(), 5U);
        QCOMPARE(studio.notes().back().pitch, Pitch{60});
        QCOMPARE(studio.notes().back().onset, kWhole);
        // The playhead has gone behind it, where the next one goes.
        studio.waitForNextNotesAt(kWhole + kQuarter);
        QTest::keyClick(studio.canvas(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(studio.notes().size(), 6U);
        QCOMPARE(studio.notes().back().pitch, Pitch{62});
        QCOMPARE(studio.notes().back().onset, kWhole + kQuarter);
    }

    void theCursorComesBeforeThePlayhead() {
        StudioBench bench;
        Studio studio(bench);
        studio.trigger("actionNextNotes");
        studio.roll().setFocus();
        QTest::keyClick(studio.canvas(), Qt::Key_Right);
        QTest::keyClick(studio.canvas(), Qt::Key_Right, Qt::ControlModifier);
        studio.waitForNextNotesAt(kWhole);
        QTest::keyClick(studio.canvas(), Qt::Key_T);
        QCOMPARE(studio.notes().size(), 5U);
        QCOMPARE(studio.notes().back().onset, kWhole);
    }

    void locksAreDrawnAndUndone() {
        StudioBench bench;
        Studio studio(bench);
        QVERIFY(!studio.action("actionLockNotes")->isEnabled());
        studio.trigger("actionSelectAll");
        studio.window.document().setSelection({studio.notes()[0].id, studio.notes()[1].id});
        const QImage open = studio.picture();
        studio.trigger("actionLockNotes");
        QVERIFY(studio.notes()[0].locked && studio.notes()[1].locked && !studio.notes()[2].locked);
        QVERIFY(studio.picture() != open);
        studio.trigger("actionSelectAll");
        studio.trigger("actionLockNotes");
        QVERIFY(studio.notes()[2].locked);
        studio.trigger("actionLockNotes");
        QVERIFY(!studio.notes()[0].locked && !studio.notes()[2].locked);
        studio.trigger("actionUndo");
        studio.trigger("actionUndo");
        studio.trigger("actionUndo");
        QVERIFY(!studio.notes()[0].locked);
    }
};

QTEST_MAIN(InsightDeskTest)
#include "InsightDeskTest.moc"

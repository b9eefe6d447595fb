#include "tests/support/RollFixture.h"

#include <QNativeGestureEvent>
#include <QPointingDevice>
#include <QSignalSpy>

using namespace cantilena;

namespace {

constexpr Tick kSixteenth = quarters(1, 4);

Tick quarter(double value) {
    return quarterNote(value, 1, 60).onset;
}

} // namespace

/// Each gesture of the mouse on the real widget, and what one undo makes of it.
class PianoRollMouseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClickInDrawWritesANote() {
        RollFixture f;
        const Score before = *f.document.score();
        RollFixture::click(f.canvas, f.at(2.1, 67));
        QCOMPARE(f.notes().size(), 1u);
        QCOMPARE(f.note(0).onset, quarter(2));
        QCOMPARE(f.note(0).pitch, Pitch{67});
        QCOMPARE(f.document.selection(), std::vector{f.note(0).id});
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(*f.document.score() == before);
    }

    void aDragInDrawGivesTheLength() {
        RollFixture f;
        RollFixture::drag(f.canvas, f.at(1, 67), f.at(3.5, 67));
        QCOMPARE(f.note(0).onset, quarter(1));
        QCOMPARE(f.note(0).duration, quarters(5, 2));
        QCOMPARE(f.document.undoStack().count(), 1);
    }

    void aDragBackwardsKeepsTheShortestLength() {
        RollFixture f;
        RollFixture::drag(f.canvas, f.at(3, 67), f.at(1, 67));
        QCOMPARE(f.note(0).onset, quarter(3));
        QCOMPARE(f.note(0).duration, kSixteenth);
    }

    void aNewNoteTakesTheLastLengthAndVelocity() {
        RollFixture f{quarterNote(0, 1.5, 72, 101)};
        RollFixture::click(f.canvas, f.middle(f.note(0)));
        RollFixture::click(f.canvas, f.at(4, 67));
        QCOMPARE(f.note(1).duration, quarters(3, 2));
        QCOMPARE(f.note(1).velocity, 101);
    }

    void shiftDrawsOffTheGrid() {
        RollFixture f;
        RollFixture::click(f.canvas, f.at(2.1, 67), Qt::ShiftModifier);
        QVERIFY(f.note(0).onset % kSixteenth != Tick{});
    }

    void ctrlInDrawSelectsForAMoment() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 69)};
        RollFixture::drag(f.canvas, f.at(0.5, 72), f.at(3.5, 65), Qt::ControlModifier);
        QCOMPARE(f.document.selection().size(), 2u);
        QCOMPARE(f.notes().size(), 2u);
    }

    void aDoubleClickInSelectWritesANote() {
        RollFixture f;
        f.roll.setTool(RollTool::Select);
        RollFixture::doubleClick(f.canvas, f.at(2.1, 67));
        QCOMPARE(f.notes().size(), 1u);
        QCOMPARE(f.note(0).onset, quarter(2));
    }

    void aClickInSelectWritesNothing() {
        RollFixture f;
        f.roll.setTool(RollTool::Select);
        RollFixture::click(f.canvas, f.at(2.1, 67));
        QVERIFY(f.notes().empty());
    }

    void aRightClickInDrawErases() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 67)};
        RollFixture::click(f.canvas, f.middle(f.note(0)), {}, Qt::RightButton);
        QCOMPARE(f.notes().size(), 1u);
        QCOMPARE(f.note(0).onset, quarter(2));
    }

    void draggingTheEraserTakesAllOnItsWay_data() {
        QTest::addColumn<RollTool>("tool");
        QTest::addColumn<Qt::MouseButton>("button");
        QTest::newRow("erase tool") << RollTool::Erase << Qt::LeftButton;
        QTest::newRow("right button in draw") << RollTool::Draw << Qt::RightButton;
        QTest::newRow("right button in erase") << RollTool::Erase << Qt::RightButton;
    }
    void draggingTheEraserTakesAllOnItsWay() {
        QFETCH(RollTool, tool);
        QFETCH(Qt::MouseButton, button);
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 67), quarterNote(3, 1, 67),
                      quarterNote(3, 1, 72)};
        const Score before = *f.document.score();
        f.roll.setTool(tool);
        RollFixture::drag(f.canvas, f.at(0.5, 67), f.at(5, 67), {}, button);
        QCOMPARE(f.notes().size(), 1u);
        QCOMPARE(f.note(0).pitch, Pitch{72});
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(*f.document.score() == before);
    }

    void clicksSelect_data() {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<std::size_t>("second");
        QTest::addColumn<std::size_t>("selected");
        QTest::newRow("plain: that one")
            << Qt::KeyboardModifiers() << std::size_t(1) << std::size_t(1);
        QTest::newRow("shift: that too")
            << Qt::KeyboardModifiers(Qt::ShiftModifier) << std::size_t(1) << std::size_t(2);
        QTest::newRow("ctrl: that too")
            << Qt::KeyboardModifiers(Qt::ControlModifier) << std::size_t(1) << std::size_t(2);
        QTest::newRow("ctrl on a selected one: not that")
            << Qt::KeyboardModifiers(Qt::ControlModifier) << std::size_t(0) << std::size_t(0);
    }
    void clicksSelect() {
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(std::size_t, second);
        QFETCH(std::size_t, selected);
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69)};
        f.roll.setTool(RollTool::Select);
        RollFixture::click(f.canvas, f.middle(f.note(0)));
        QCOMPARE(f.document.selection().size(), 1u);
        RollFixture::click(f.canvas, f.middle(f.note(second)), modifiers);
        QCOMPARE(f.document.selection().size(), selected);
    }

    void aClickOnOneOfManySelectedMeansThatOne() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69)};
        f.roll.setTool(RollTool::Select);
        f.select({0, 1});
        RollFixture::click(f.canvas, f.middle(f.note(1)));
        QCOMPARE(f.document.selection(), std::vector{f.note(1).id});
    }

    void aClickBesideNotesDeselects() {
        RollFixture f{quarterNote(1, 1, 67)};
        f.roll.setTool(RollTool::Select);
        f.select({0});
        RollFixture::click(f.canvas, f.at(5, 72));
        QVERIFY(f.document.selection().empty());
    }

    void theRubberBandSelectsWhatItTouches_data() {
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<std::size_t>("selected");
        // One note is selected before; the band touches that one and another.
        QTest::newRow("plain") << Qt::KeyboardModifiers() << std::size_t(2);
        QTest::newRow("shift adds") << Qt::KeyboardModifiers(Qt::ShiftModifier) << std::size_t(3);
        QTest::newRow("ctrl toggles")
            << Qt::KeyboardModifiers(Qt::ControlModifier) << std::size_t(2);
    }
    void theRubberBandSelectsWhatItTouches() {
        QFETCH(Qt::KeyboardModifiers, modifiers);
        QFETCH(std::size_t, selected);
        RollFixture f{quarterNote(1, 1, 67), quarterNote(3, 1, 69), quarterNote(12, 1, 69)};
        f.roll.setTool(RollTool::Select);
        f.select({0, 2});
        RollFixture::drag(f.canvas, f.at(0.5, 72), f.at(3.2, 65), modifiers);
        QCOMPARE(f.document.selection().size(), selected);
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void draggingMovesTheSelectionAsOneStep() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 69), quarterNote(9, 1, 60)};
        const Score before = *f.document.score();
        f.select({0, 1});
        RollFixture::drag(f.canvas, f.middle(f.note(0)),
                          f.middle(f.note(0)) + (f.at(3, 70) - f.at(1, 67)));
        QCOMPARE(f.note(0).onset, quarter(3));
        QCOMPARE(f.note(0).pitch, Pitch{70});
        QCOMPARE(f.note(1).onset, quarter(4));
        QCOMPARE(f.note(1).pitch, Pitch{72});
        QCOMPARE(f.note(2).onset, quarter(9));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(*f.document.score() == before);
        f.document.undoStack().redo();
        QCOMPARE(f.note(0).onset, quarter(3));
    }

    void aDragAndBackLeavesNoStep() {
        RollFixture f{quarterNote(1, 1, 67)};
        const QPoint start = f.middle(f.note(0));
        RollFixture::press(f.canvas, start);
        RollFixture::move(f.canvas, f.at(5, 70));
        RollFixture::move(f.canvas, start);
        RollFixture::release(f.canvas, start);
        QCOMPARE(f.note(0).onset, quarter(1));
        QCOMPARE(f.document.undoStack().count(), 0);
        QVERIFY(!f.document.isModified());
    }

    void shiftMovesOffTheGrid() {
        RollFixture f{quarterNote(1, 1, 67)};
        const QPoint start = f.middle(f.note(0));
        RollFixture::drag(f.canvas, start, start + QPoint(21, 0), Qt::ShiftModifier);
        QVERIFY(f.note(0).onset > quarter(1));
        QVERIFY(f.note(0).onset % kSixteenth != Tick{});
    }

    void aMoveUpKeepsItsTimeOffTheGrid() {
        RollFixture f{quarterNote(1.03, 1, 67)};
        const Tick onset = f.note(0).onset;
        RollFixture::drag(f.canvas, f.middle(f.note(0)), f.middle(f.note(0)) + QPoint(1, -60));
        QCOMPARE(f.note(0).pitch, Pitch{70});
        QCOMPARE(f.note(0).onset, onset);
    }

    void theBlockIsClampedAsOne() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 69)};
        f.select({0, 1});
        RollFixture::drag(f.canvas, f.middle(f.note(1)), f.at(-4, 69));
        QCOMPARE(f.note(0).onset, Tick{});
        QCOMPARE(f.note(1).onset, quarter(1));
    }

    void ctrlDragCopies() {
        RollFixture f{quarterNote(1, 1, 67), quarterNote(2, 1, 69)};
        const Score before = *f.document.score();
        f.select({0, 1});
        const QPoint way = f.at(5, 67) - f.at(1, 67);
        RollFixture::drag(f.canvas, f.middle(f.note(0)), f.middle(f.note(0)) + way,
                          Qt::ControlModifier);
        QCOMPARE(f.notes().size(), 4u);
        QCOMPARE(f.note(2).onset, quarter(5));
        QCOMPARE(f.note(3).pitch, Pitch{69});
        QCOMPARE(f.document.selection(), (std::vector{f.note(2).id, f.note(3).id}));
        QCOMPARE(f.document.undoStack().count(), 1);
        f.document.undoStack().undo();
        QVERIFY(*f.document.score() == before);
        QVERIFY(f.document.selection().empty());
    }

    void eitherEdgeResizes() {
        RollFixture f{quarterNote(2, 2, 67)};
        const QPoint end = f.rightEdge(f.note(0));
        RollFixture::drag(f.canvas, end, end + (f.at(3, 67) - f.at(2, 67)));
        QCOMPARE(f.note(0).duration, quarters(3));
        const QPoint start = f.leftEdge(f.note(0));
        RollFixture::drag(f.canvas, start, start - (f.at(2, 67) - f.at(1, 67)));
        QCOMPARE(f.note(0).onset, quarter(1));
        QCOMPARE(f.note(0).duration, quarters(4));
        QCOMPARE(f.document.undoStack().count(), 2);
    }

    void selectedNotesAreResizedTogether() {
        RollFixture f{quarterNote(0, 1, 67), quarterNote(4, 2, 69)};
        f.select({0, 1});
        const QPoint end = f.rightEdge(f.note(1));
        RollFixture::drag(f.canvas, end, end + (f.at(1, 67) - f.at(0, 67)));
        QCOMPARE(f.note(0).duration, quarters(2));
        QCOMPARE(f.note(1).duration, quarters(3));
    }

    void escapeCallsADragOff() {
        RollFixture f{quarterNote(1, 1, 67)};
        const Score before = *f.document.score();
        RollFixture::press(f.canvas, f.middle(f.note(0)));
        RollFixture::move(f.canvas, f.at(5, 72));
        QVERIFY(!(*f.document.score() == before));
        f.key(Qt::Key_Escape);
        QVERIFY(*f.document.score() == before);
        RollFixture::release(f.canvas, f.at(5, 72));
        QVERIFY(*f.document.score() == before);
        QCOMPARE(f.document.undoStack().count(), 0);
    }

    void middleDragPans() {
        RollFixture f;
        const QPoint before = f.at(4, 60);
        RollFixture::drag(f.canvas, {400, 200}, {340, 240}, {}, Qt::MiddleButton);
        QCOMPARE(f.at(4, 60), before + QPoint(-60, 40));
    }

    void aNoteSoundsOnDrawAndOnPitchChange() {
        RollFixture f;
        QSignalSpy started(&f.roll, &PianoRoll::noteStarted);
        QSignalSpy ended(&f.roll, &PianoRoll::noteEnded);
        RollFixture::press(f.canvas, f.at(1, 67));
        QCOMPARE(started.size(), 1);
        QCOMPARE(started[0][0].value<Pitch>(), Pitch{67});
        RollFixture::release(f.canvas, f.at(1, 67));
        QCOMPARE(ended.size(), 1);
        const QPoint start = f.middle(f.note(0));
        RollFixture::press(f.canvas, start);
        RollFixture::move(f.canvas, start - QPoint(0, 40));
        RollFixture::move(f.canvas, start - QPoint(1, 41));
        RollFixture::release(f.canvas, start - QPoint(0, 40));
        QCOMPARE(started.size(), 3);
        QCOMPARE(started[2][0].value<Pitch>(), Pitch{69});
        QCOMPARE(ended.size(), 3);
    }

    void theWheelScrollsAndZooms() {
        RollFixture f;
        const QPoint before = f.at(4, 60);
        RollFixture::wheel(f.canvas, {300, 200}, {0, -120});
        QCOMPARE(f.at(4, 60).x(), before.x());
        QVERIFY(f.at(4, 60).y() < before.y());
        RollFixture::wheel(f.canvas, {300, 200}, {0, -120}, Qt::ShiftModifier);
        QVERIFY(f.at(4, 60).x() < before.x());
    }

    void ctrlWheelZoomsAtTheCursor() {
        RollFixture f;
        const QPoint cursor = f.at(6, 60);
        const int barBefore = f.at(8, 60).x() - f.at(4, 60).x();
        RollFixture::wheel(f.canvas, cursor, {0, 120}, Qt::ControlModifier);
        QVERIFY(std::abs(f.at(6, 60).x() - cursor.x()) <= 1);
        QVERIFY(f.at(8, 60).x() - f.at(4, 60).x() > barBefore);
        RollFixture::wheel(f.canvas, cursor, {0, 120}, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(f.at(6, 59).y() - f.at(6, 60).y() > 20);
        QVERIFY(std::abs(f.at(6, 60).y() - cursor.y()) <= 2);
    }

    void ctrlAltWheelChangesVelocities() {
        RollFixture f{quarterNote(1, 1, 67, 80), quarterNote(2, 1, 69, 90)};
        f.select({0});
        RollFixture::wheel(f.canvas, {300, 200}, {0, 120}, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(f.note(0).velocity > 80);
        QCOMPARE(f.note(1).velocity, 90);
    }

    void hintsSayWhatAGestureDoes() {
        RollFixture f{quarterNote(1, 2, 67)};
        QSignalSpy hints(&f.roll, &PianoRoll::hintChanged);
        QStringList seen;
        const auto hover = [&](QPoint position, Qt::KeyboardModifiers modifiers = {}) {
            RollFixture::hover(f.canvas, position, modifiers);
            seen.append(f.roll.hint());
        };
        hover(f.at(6, 72));
        hover(f.middle(f.note(0)));
        hover(f.rightEdge(f.note(0)));
        hover(f.at(6, 72), Qt::ControlModifier);
        f.roll.setTool(RollTool::Erase);
        hover(f.at(6, 72));
        QCOMPARE(seen.removeDuplicates(), 0);
        QVERIFY(!seen.contains(QString()));
        QCOMPARE(hints.size(), 5);
    }

    void hintsFollowTheModifiers_data() {
        QTest::addColumn<RollTool>("tool");
        QTest::addColumn<double>("quarter");
        QTest::newRow("move") << RollTool::Select << 2.0;
        QTest::newRow("length") << RollTool::Select << 2.97;
        QTest::newRow("draw") << RollTool::Draw << 5.0;
        QTest::newRow("split") << RollTool::Split << 2.0;
    }
    void hintsFollowTheModifiers() {
        QFETCH(RollTool, tool);
        QFETCH(double, quarter);
        RollFixture f{quarterNote(1, 2, 67)};
        f.roll.setTool(tool);
        const QPoint from = f.at(quarter, 67);
        RollFixture::press(f.canvas, from);
        RollFixture::move(f.canvas, from + QPoint(20, 0));
        QVERIFY2(f.roll.hint().contains("Shift ignores the grid"), qPrintable(f.roll.hint()));
        QTest::keyPress(f.canvas, Qt::Key_Shift);
        QVERIFY2(f.roll.hint().contains("off the grid while Shift"), qPrintable(f.roll.hint()));
        QTest::keyRelease(f.canvas, Qt::Key_Shift, Qt::ShiftModifier);
        QVERIFY2(f.roll.hint().contains("Shift ignores the grid"), qPrintable(f.roll.hint()));
        QVERIFY(f.roll.hint().contains("Esc"));
        QTest::keyClick(f.canvas, Qt::Key_Escape);
    }

    void hintsOnANoteSayWhatAModifierWouldDo() {
        RollFixture f{quarterNote(1, 2, 67)};
        f.roll.setTool(RollTool::Select);
        const auto hint = [&](QPoint at, Qt::KeyboardModifiers modifiers) {
            RollFixture::hover(f.canvas, at, modifiers);
            return f.roll.hint();
        };
        const QPoint body = f.middle(f.note(0));
        const QPoint edge = f.rightEdge(f.note(0));
        const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::ShiftModifier;
        QVERIFY(hint(body, Qt::ControlModifier).contains("add it"));
        f.select({0});
        QVERIFY(hint(body, Qt::ControlModifier).contains("take it out"));
        QVERIFY(hint(body, Qt::ShiftModifier).contains("off the grid"));
        QVERIFY(hint(edge, both).contains("stretch"));
    }

    void aPinchZoomsTimeWhereTheFingersAre() {
        RollFixture f{quarterNote(1, 2, 67)};
        const QPoint fingers = f.at(4, 67);
        const int before = f.at(8, 67).x() - fingers.x();
        QNativeGestureEvent pinch(Qt::ZoomNativeGesture, QPointingDevice::primaryPointingDevice(),
                                  2, fingers, fingers, f.canvas->mapToGlobal(fingers), 0.5, {});
        QApplication::sendEvent(f.canvas, &pinch);
        QVERIFY(std::abs(f.at(4, 67).x() - fingers.x()) <= 1);
        QVERIFY(std::abs(f.at(8, 67).x() - fingers.x() - before * 3 / 2) <= 2);
    }

    void cursorsSayWhatAGestureDoes() {
        RollFixture f{quarterNote(1, 2, 67)};
        RollFixture::hover(f.canvas, f.middle(f.note(0)));
        QCOMPARE(f.canvas->cursor().shape(), Qt::SizeAllCursor);
        RollFixture::hover(f.canvas, f.rightEdge(f.note(0)));
        QCOMPARE(f.canvas->cursor().shape(), Qt::SizeHorCursor);
        RollFixture::hover(f.canvas, f.leftEdge(f.note(0)));
        QCOMPARE(f.canvas->cursor().shape(), Qt::SizeHorCursor);
        RollFixture::hover(f.canvas, f.at(6, 72));
        QCOMPARE(f.canvas->cursor().shape(), Qt::CrossCursor);
        f.roll.setTool(RollTool::Select);
        QCOMPARE(f.canvas->cursor().shape(), Qt::ArrowCursor);
    }

    void draggingBeyondTheEdgeScrolls() {
        RollFixture f{quarterNote(1, 1, 67)};
        const QPoint start = f.middle(f.note(0));
        RollFixture::press(f.canvas, start);
        RollFixture::move(f.canvas, {f.canvas->width() + 80, start.y()});
        const Tick atTheEdge = f.note(0).onset;
        QTRY_VERIFY(f.note(0).onset > atTheEdge + kWhole);
        RollFixture::release(f.canvas, {f.canvas->width() + 80, start.y()});
        QCOMPARE(f.document.undoStack().count(), 1);
    }
};

QTEST_MAIN(PianoRollMouseTest)
#include "PianoRollMouseTest.moc"

#pragma once

#include "core/score/Edits.h"
#include "ui/document/ScoreDocument.h"
#include "ui/views/PianoRoll.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

#include <initializer_list>
#include <vector>

namespace cantilena {

/// A note in quarters, for tests.
[[nodiscard]] inline Note quarterNote(double onset, double length, int pitch,
                                      int velocity = kDefaultVelocity) {
    const auto ticks = [](double value) {
        return Tick{static_cast<std::int64_t>(value * static_cast<double>(kQuarter.value))};
    };
    return {{}, ticks(onset), ticks(length), {pitch}, velocity};
}

/// The real roll, shown, over a document of one track, and hands to use it with.
struct RollFixture {
    explicit RollFixture(std::initializer_list<Note> notes = {}) {
        document.reset(withNotes(newScore(), 0, std::vector<Note>(notes)).score);
        roll.resize(1000, 700);
        roll.show();
        canvas = roll.findChild<QWidget*>("pianoRollCanvas");
        canvas->setFocus();
        QApplication::setActiveWindow(&roll);
    }

    [[nodiscard]] const std::vector<Note>& notes() const { return document.track().notes; }
    [[nodiscard]] const Note& note(std::size_t index) const { return notes().at(index); }
    [[nodiscard]] QWidget* part(const char* name) const { return roll.findChild<QWidget*>(name); }
    [[nodiscard]] QAction* action(const char* name) const { return roll.findChild<QAction*>(name); }

    /// The middle of that row at that time.
    [[nodiscard]] QPoint at(double quarter, int pitch) const {
        return roll.canvasPosition(quarterNote(quarter, 1, pitch).onset, {pitch});
    }
    [[nodiscard]] QPoint middle(const Note& note) const { return roll.canvasRect(note).center(); }
    [[nodiscard]] QPoint rightEdge(const Note& note) const {
        const QRect rect = roll.canvasRect(note);
        return {rect.right() - 1, rect.center().y()};
    }
    [[nodiscard]] QPoint leftEdge(const Note& note) const {
        const QRect rect = roll.canvasRect(note);
        return {rect.left() + 2, rect.center().y()};
    }

    static void send(QWidget* widget, QEvent::Type type, QPoint position, Qt::MouseButton button,
                     Qt::MouseButtons buttons, Qt::KeyboardModifiers modifiers) {
        QMouseEvent event(type, QPointF(position), widget->mapToGlobal(QPointF(position)), button,
                          buttons, modifiers);
        QApplication::sendEvent(widget, &event);
    }
    static void press(QWidget* widget, QPoint position, Qt::KeyboardModifiers modifiers = {},
                      Qt::MouseButton button = Qt::LeftButton) {
        send(widget, QEvent::MouseButtonPress, position, button, button, modifiers);
    }
    static void move(QWidget* widget, QPoint position, Qt::KeyboardModifiers modifiers = {},
                     Qt::MouseButton button = Qt::LeftButton) {
        send(widget, QEvent::MouseMove, position, Qt::NoButton, button, modifiers);
    }
    static void release(QWidget* widget, QPoint position, Qt::KeyboardModifiers modifiers = {},
                        Qt::MouseButton button = Qt::LeftButton) {
        send(widget, QEvent::MouseButtonRelease, position, button, Qt::NoButton, modifiers);
    }
    static void hover(QWidget* widget, QPoint position, Qt::KeyboardModifiers modifiers = {}) {
        send(widget, QEvent::MouseMove, position, Qt::NoButton, Qt::NoButton, modifiers);
    }
    static void click(QWidget* widget, QPoint position, Qt::KeyboardModifiers modifiers = {},
                      Qt::MouseButton button = Qt::LeftButton) {
        press(widget, position, modifiers, button);
        release(widget, position, modifiers, button);
    }
    static void doubleClick(QWidget* widget, QPoint position) {
        click(widget, position);
        send(widget, QEvent::MouseButtonDblClick, position, Qt::LeftButton, Qt::LeftButton, {});
        release(widget, position);
    }
    /// In several steps, as a hand does.
    static void drag(QWidget* widget, QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {},
                     Qt::MouseButton button = Qt::LeftButton) {
        constexpr int kSteps = 5;
        press(widget, from, modifiers, button);
        for (int i = 1; i <= kSteps; ++i) {
            move(widget, from + (to - from) * i / kSteps, modifiers, button);
        }
        release(widget, to, modifiers, button);
    }
    static void wheel(QWidget* widget, QPoint position, QPoint angle,
                      Qt::KeyboardModifiers modifiers = {}) {
        QWheelEvent event(QPointF(position), widget->mapToGlobal(QPointF(position)), {}, angle,
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(widget, &event);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const {
        QTest::keyClick(canvas, key, modifiers);
    }

    void select(std::initializer_list<std::size_t> indices) {
        std::vector<NoteId> ids;
        for (const std::size_t index : indices) {
            ids.push_back(note(index).id);
        }
        document.setSelection(ids);
    }

    ScoreDocument document;
    PianoRoll roll{document};
    QWidget* canvas = nullptr;
};

} // namespace cantilena

#pragma once

#include "tests/support/StudioBench.h"
#include "ui/views/MainWindow.h"
#include "ui/views/PianoRoll.h"

#include <QAction>
#include <QLabel>
#include <QTest>

#include <optional>
#include <utility>

namespace cantilena::test {

/// A window on a bench, and hands to work it with: everything is found by its objectName.
class StudioDriver {
public:
    explicit StudioDriver(StudioParts parts)
        : window(std::move(parts), [this](QWidget*, const FileQuestion& question, auto answer) {
            questions.append(question.title);
            if (nextPath) {
                answer(*std::exchange(nextPath, std::nullopt));
            }
        }) {
        window.resize(1400, 900);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        window.activateWindow();
    }

    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) {
        auto* found = window.findChild<Widget*>(QLatin1String(name));
        if (found == nullptr) {
            qFatal("there is no %s", name);
        }
        return found;
    }
    [[nodiscard]] QAction* action(const char* name) { return find<QAction>(name); }
    void trigger(const char* name) { action(name)->trigger(); }
    [[nodiscard]] QString text(const char* label) { return find<QLabel>(label)->text(); }
    [[nodiscard]] PianoRoll& roll() { return *find<PianoRoll>("pianoRoll"); }
    [[nodiscard]] QWidget* canvas() { return find<QWidget>("pianoRollCanvas"); }

    /// Draws a note by mouse, from its onset to its end.
    void draw(Tick onset, Tick duration, Pitch pitch) {
        roll().setTool(RollTool::Draw);
        const QPoint from = roll().canvasPosition(onset, pitch) + QPoint(2, 0);
        const QPoint to = roll().canvasPosition(onset + duration, pitch) - QPoint(2, 0);
        QTest::mousePress(canvas(), Qt::LeftButton, {}, from);
        QTest::mouseMove(canvas(), (from + to) / 2);
        QTest::mouseMove(canvas(), to);
        QTest::mouseRelease(canvas(), Qt::LeftButton, {}, to);
    }

    /// Four notes in bar 1.
    void drawSeed() {
        const int pitches[] = {67, 69, 71, 72};
        for (int beat = 0; beat < 4; ++beat) {
            draw(quarters(beat), kQuarter, Pitch{pitches[beat]});
        }
    }

    MainWindow window;
    /// What the next question for a file is answered with; nothing declines.
    std::optional<std::filesystem::path> nextPath;
    QStringList questions;
};

} // namespace cantilena::test

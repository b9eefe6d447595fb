// Times the piano roll at work on a track of 100,000 notes, 2560 by 1440 device pixels, painted in
// software: for each gesture the painting of one frame (every widget of the roll, up to the pixels
// of its window) and the whole step (the edit or the move, and its painting). Run it as
//     QT_QPA_PLATFORM=offscreen build/release/bench/RollBench [WORDS]
// With words only the gestures whose names have them.

#include "tests/support/RollFixture.h"

#include "core/base/Random.h"
#include "ui/views/Theme.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace cantilena {
namespace {

constexpr int kNotes = 100'000;
constexpr QSize kSize{2560, 1440};
constexpr int kSteps = 200;

/// Processor time of the GUI thread, which paints: other work on the machine does not count.
class Stopwatch {
public:
    Stopwatch()
        : m_begin(now()) {}
    [[nodiscard]] double milliseconds() const { return now() - m_begin; }

private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
    }

    double m_begin;
};

/// Measures the painting of the window: Qt asks it once a frame to bring its pixels up to date.
class TimedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        if (event->type() != QEvent::UpdateRequest) {
            return QApplication::notify(receiver, event);
        }
        const Stopwatch watch;
        const bool done = QApplication::notify(receiver, event);
        painted += watch.milliseconds();
        return done;
    }

    double painted = 0.0;
};

struct Times {
    std::vector<double> paint;
    std::vector<double> step;
};

double share(std::vector<double> times, double quantile) {
    std::sort(times.begin(), times.end());
    return times[static_cast<std::size_t>(quantile * static_cast<double>(times.size() - 1))];
}

void print(const char* name, const Times& times) {
    std::printf("%-44s %6.2f %6.2f %6.2f   %6.2f %6.2f %6.2f\n", name, share(times.paint, 0.5),
                share(times.paint, 0.95), share(times.paint, 1.0), share(times.step, 0.5),
                share(times.step, 0.95), share(times.step, 1.0));
}

/// Four voices that never rest: onsets on sixteenths, lengths up to a quarter, five octaves. Notes
/// of one pitch do not overlap, so that a press in the middle of one takes that one.
Score manyNotes() {
    Random random(5);
    std::vector<Note> notes;
    for (int i = 0; i < kNotes; ++i) {
        const int slot = i / 4;
        Note note;
        note.onset = kQuarter / 4 * slot;
        note.duration = kQuarter / 4 * (1 + static_cast<int>(random.below(4)));
        note.pitch = {36 + 15 * (i % 4) + (slot * 7 + slot / 15) % 15};
        note.velocity = 40 + static_cast<int>(random.below(80));
        notes.push_back(note);
    }
    return withNotes(newScore(), 0, notes).score;
}

class Bench {
public:
    Bench(TimedApplication& application, QString words)
        : m_application(application)
        , m_words(std::move(words)) {
        applyTheme(ThemeChoice::Dark);
        m_f.document.reset(manyNotes());
        m_f.roll.resize(kSize);
        m_f.roll.setTool(RollTool::Select);
        settle();
    }

    void run() {
        std::printf("%-44s %20s   %20s\n%-44s %6s %6s %6s   %6s %6s %6s\n",
                    "milliseconds of processor time", "paint", "whole step", "", "median", "95 %",
                    "worst", "median", "95 %", "worst");
        scroll("scroll, 80 quarters in view");
        drag("drag one note", 1);
        drag("drag 1,000 notes", 1'000);
        zoom();
        m_f.action("actionZoomAll")->trigger();
        scroll("scroll pitches, all 100,000 in view");
        drag("drag one note, all in view", 1);
        drag("drag 1,000 notes, all in view", 1'000);
        rubberBand();
        drag("drag all 100,000", kNotes);
    }

private:
    void settle() const {
        for (int i = 0; i < 5; ++i) {
            QApplication::processEvents();
        }
    }

    /// Does that `steps` times, each followed by its painting.
    Times timed(int steps, const std::function<void(int)>& step) {
        settle();
        Times times;
        for (int i = 0; i < steps; ++i) {
            m_application.painted = 0.0;
            const Stopwatch watch;
            step(i);
            QApplication::processEvents();
            times.step.push_back(watch.milliseconds());
            times.paint.push_back(m_application.painted);
        }
        return times;
    }

    void scroll(const char* name) {
        if (!isWanted(name)) {
            return;
        }
        const bool sideways = m_f.at(8, 60).x() - m_f.at(0, 60).x() > 8;
        print(name, timed(kSteps, [&](int i) {
                  const int way = i % 20 < 10 ? -120 : 120;
                  RollFixture::wheel(m_f.canvas, {400, 400}, {0, sideways ? -120 : way},
                                     sideways ? Qt::ShiftModifier : Qt::NoModifier);
              }));
    }

    void zoom() {
        constexpr const char* kName = "zoom out to everything and back";
        if (!isWanted(kName)) {
            return;
        }
        print(kName, timed(kSteps, [&](int i) {
                  RollFixture::wheel(m_f.canvas, {1200, 600}, {0, i < kSteps / 2 ? -60 : 60},
                                     Qt::ControlModifier);
              }));
    }

    void drag(const char* name, int count) {
        if (!isWanted(name)) {
            return;
        }
        const std::vector<Note>& notes = m_f.notes();
        const QRect view = m_f.canvas->rect().adjusted(80, 80, -80, -80);
        const auto first = std::find_if(notes.begin(), notes.end(), [&](const Note& note) {
            return count == kNotes || view.contains(m_f.middle(note));
        });
        std::vector<NoteId> chosen;
        for (auto note = first; note != notes.end() && std::ssize(chosen) < count; ++note) {
            chosen.push_back(note->id);
        }
        const QPoint from = m_f.middle(*first);
        m_f.document.setSelection(chosen);
        settle();
        RollFixture::press(m_f.canvas, from);
        print(name, timed(kSteps / 4, [&](int i) {
                  RollFixture::move(m_f.canvas, from + QPoint(5 + 4 * i, (i % 3) * 20));
              }));
        RollFixture::release(m_f.canvas, from + QPoint(5, 0));
        m_f.document.undoStack().clear();
    }

    void rubberBand() {
        if (!isWanted("rubber band")) {
            return;
        }
        const QPoint end(m_f.canvas->width() - 2, m_f.canvas->height() - 2);
        m_f.document.setSelection({});
        settle();
        RollFixture::press(m_f.canvas, {2, 2});
        print("rubber band, growing over everything", timed(kSteps / 4, [&](int i) {
                  RollFixture::move(m_f.canvas,
                                    QPoint(2, 2) + (end - QPoint(2, 2)) * (i + 1) / (kSteps / 4));
              }));
        RollFixture::release(m_f.canvas, end);
        std::printf("  (it selected %zu notes)\n", m_f.document.selection().size());
        Times over;
        for (int i = 0; i < kSteps / 4; ++i) {
            m_f.document.setSelection({});
            settle();
            RollFixture::press(m_f.canvas, {2, 2});
            const Times one = timed(1, [&](int) { RollFixture::move(m_f.canvas, end); });
            RollFixture::release(m_f.canvas, end);
            over.paint.push_back(one.paint.front());
            over.step.push_back(one.step.front());
        }
        print("rubber band over everything at once", over);
    }

    [[nodiscard]] bool isWanted(const char* name) const {
        return QLatin1String(name).contains(m_words);
    }

    TimedApplication& m_application;
    QString m_words;
    RollFixture m_f;
};

} // namespace
} // namespace cantilena

int main(int argc, char** argv) {
    cantilena::TimedApplication application(argc, argv);
    cantilena::Bench(application, argc > 1 ? argv[1] : "").run();
    return 0;
}

#include "tests/support/RollFixture.h"

#include "core/base/Random.h"
#include "ui/views/PianoRollView.h"
#include "ui/views/Theme.h"

#include <QScreen>

using namespace cantilena;

namespace {

/// What the window has on screen, pixel by pixel.
QImage onScreen(QWidget& window) {
    QApplication::processEvents();
    return window.screen()
        ->grabWindow(window.winId())
        .toImage()
        .convertToFormat(QImage::Format_RGB32);
}

/// The same, painted afresh.
QImage afresh(QWidget& window) {
    const auto parts = window.findChildren<QWidget*>();
    for (QWidget* part : parts) {
        part->update();
    }
    window.update();
    return onScreen(window);
}

/// Where two pictures of one size differ.
QRect difference(const QImage& a, const QImage& b) {
    if (a == b) {
        return {};
    }
    QRect around;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            if (a.pixel(x, y) != b.pixel(x, y)) {
                around |= QRect(x, y, 1, 1);
            }
        }
    }
    return around;
}

/// Two tracks, chords, a change of key and of metre.
Score somePiece() {
    Random random(3);
    std::vector<Note> melody;
    for (int i = 0; i < 240; ++i) {
        melody.push_back(quarterNote(
            0.25 * i + 0.1 * static_cast<double>(random.below(3)), 0.1 + 0.3 * random.uniform(),
            55 + static_cast<int>(random.below(24)), 40 + static_cast<int>(random.below(80))));
        if (i % 5 == 0) {
            melody.push_back(quarterNote(0.25 * i, 1.0, 48, 100));
        }
    }
    Score score = withNotes(newScore(), 0, melody).score;
    Track bass;
    bass.look = {2, 1};
    bass.notes = {quarterNote(0, 3, 50), quarterNote(5, 7, 57), quarterNote(20, 30, 62)};
    score = withTrackAdded(score, bass);
    score = withKey(score, quarters(8), *Key::fromName("D dorian"));
    return withMeter(score, quarters(16), {6, 8});
}

} // namespace

/// The roll paints no more than what changed, and moves what merely moved. Whatever was done, the
/// screen must show what painting everything would.
class PianoRollRepaintTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Dark);
        m_f.document.reset(somePiece());
        m_f.roll.setTool(RollTool::Select);
        onScreen(m_f.roll);
        if (onScreen(m_f.roll).isNull()) {
            QSKIP("this platform does not give back what is on screen");
        }
    }

    void theScreenShowsWhatPaintingEverythingWould_data() {
        QTest::addColumn<QString>("what");
        for (const char* what :
             {"scroll sideways", "scroll pitches", "scroll both ways", "zoom", "select",
              "move notes", "velocities", "playhead", "cursor", "undo", "all of them"}) {
            QTest::newRow(what) << QString(what);
        }
    }
    void theScreenShowsWhatPaintingEverythingWould() {
        QFETCH(QString, what);
        Random random(8);
        const auto wants = [&](const char* part) {
            return what == QLatin1String(part) ||
                   (what == QLatin1String("all of them") && random.below(4) == 0);
        };
        const int steps = what == QLatin1String("all of them") ? 60 : 10;
        for (int i = 0; i < steps; ++i) {
            // Some steps come together before anything is painted.
            for (std::uint64_t more = random.below(3) + 1; more > 0; --more) {
                step(wants, random);
            }
            // A key that sounds for a moment goes dark by the clock.
            m_f.roll.view().silence();
            const QImage shown = onScreen(m_f.roll);
            const QImage whole = afresh(m_f.roll);
            QCOMPARE(shown.size(), whole.size());
            const QRect wrong = difference(shown, whole);
            QVERIFY2(wrong.isEmpty(),
                     qPrintable(QStringLiteral("step %1: in %4 by %5 pixels at %2, %3")
                                    .arg(i)
                                    .arg(wrong.x())
                                    .arg(wrong.y())
                                    .arg(wrong.width())
                                    .arg(wrong.height())));
        }
    }

private:
    template <typename Wants>
    void step(Wants wants, Random& random) {
        QWidget* canvas = m_f.canvas;
        const auto about = [&](int most) {
            return static_cast<int>(random.below(static_cast<std::uint64_t>(2 * most + 1))) - most;
        };
        const QPoint somewhere(300 + about(200), 250 + about(150));
        if (wants("scroll sideways")) {
            RollFixture::wheel(canvas, somewhere, {0, about(300)}, Qt::ShiftModifier);
        }
        if (wants("scroll pitches")) {
            RollFixture::wheel(canvas, somewhere, {0, about(300)});
        }
        if (wants("scroll both ways")) {
            RollFixture::wheel(canvas, somewhere, {about(70), about(70)});
        }
        if (wants("zoom")) {
            RollFixture::wheel(canvas, somewhere, {0, about(240)}, Qt::ControlModifier);
        }
        if (wants("select")) {
            std::vector<NoteId> chosen;
            for (const Note& note : m_f.notes()) {
                if (random.below(4) == 0) {
                    chosen.push_back(note.id);
                }
            }
            m_f.document.setSelection(chosen);
        }
        if (wants("move notes")) {
            m_f.document.apply(withNotesMoved(*m_f.document.score(), 0, m_f.document.selection(),
                                              quarters(about(2)), about(3)),
                               "Move");
        }
        if (wants("velocities")) {
            m_f.document.apply(withVelocitiesChanged(*m_f.document.score(), 0,
                                                     m_f.document.selection(), about(30)),
                               "Velocities");
        }
        if (wants("playhead")) {
            m_f.roll.setPlayhead(quarters(static_cast<int>(random.below(40))),
                                 random.below(2) == 0);
        }
        if (wants("cursor")) {
            for (const int key : {Qt::Key_Right, Qt::Key_Up}) {
                QTest::keyClick(canvas, static_cast<Qt::Key>(key), Qt::ControlModifier);
            }
            m_f.roll.view().setCursor({quarters(static_cast<int>(random.below(30))),
                                       {50 + static_cast<int>(random.below(30))}});
        }
        if (wants("undo")) {
            random.below(2) == 0 ? m_f.document.undoStack().undo()
                                 : m_f.document.undoStack().redo();
        }
    }

    RollFixture m_f;
};

QTEST_MAIN(PianoRollRepaintTest)
#include "PianoRollRepaintTest.moc"

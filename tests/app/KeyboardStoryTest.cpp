#include "core/formats/ScoreFile.h"
#include "core/model/NetworkModel.h"
#include "tests/support/Program.h"
#include "tests/support/StudioBench.h"
#include "ui/views/MainWindow.h"
#include "ui/views/PianoRoll.h"

#include <QFileDialog>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace cantilena;
using namespace cantilena::test;

namespace {

constexpr int kGenerateMilliseconds = 120'000;

/// The real window with the model that ships, and a keyboard: keys go to whatever window has the
/// focus, as they do on a desktop. There is no mouse.
struct Desk {
    Desk()
        : window(parts()) {
        window.resize(1400, 900);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) {
            qFatal("the window did not become active");
        }
    }

    StudioParts parts() {
        StudioParts parts = bench.parts();
        parts.loadModel = loadMelodyModel;
        parts.defaultModel = projectFile("resources/models/default.safetensors").toStdString();
        return parts;
    }

    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QWindow* window = QGuiApplication::focusWindow();
        if (window == nullptr) {
            qFatal("no window has the keyboard");
        }
        QTest::keyClick(window, key, modifiers);
    }
    static void repeat(Qt::Key key, int times) {
        for (int i = 0; i < times; ++i) {
            press(key);
        }
    }
    static void type(const QString& text) {
        for (const QChar letter : text) {
            QTest::sendKeyEvent(QTest::Click, QGuiApplication::focusWindow(),
                                QTest::asciiToKey(letter.toLatin1()), letter, Qt::NoModifier);
        }
    }

    [[nodiscard]] const std::vector<Note>& notes() { return window.document().track().notes; }
    [[nodiscard]] QString written() {
        QStringList list;
        for (const Note& note : notes()) {
            list.append(QStringLiteral("%1+%2@%3*%4")
                            .arg(inQuarters(note.onset))
                            .arg(inQuarters(note.duration))
                            .arg(note.pitch.number)
                            .arg(note.velocity));
        }
        return list.join(' ');
    }

    StudioBench bench;
    MainWindow window;
};

} // namespace

/// The main job without a mouse: a melody is entered, edited, generated from, auditioned and
/// exported by keys alone, in the real window with the model that ships.
class KeyboardStoryTest : public QObject {
    Q_OBJECT

    static void enterMelody(Desk& desk) {
        // The first arrow brings the cursor; from then on it moves by grid and pitch.
        desk.press(Qt::Key_Right);
        auto* roll = desk.window.findChild<PianoRoll*>("pianoRoll");
        QVERIFY(roll->hint().contains("bar 1 beat 1"));
        while (!roll->hint().startsWith("G4")) {
            const QString before = roll->hint();
            desk.press(Qt::Key_Down);
            QVERIFY(roll->hint() != before);
        }
        for (const int up : {0, 2, 2, 1}) {
            desk.repeat(Qt::Key_Up, up);
            desk.press(Qt::Key_N);
        }
        QCOMPARE(desk.written(), "0+1@67*80 1+1@69*80 2+1@71*80 3+1@72*80");
    }

    static void editMelody(Desk& desk) {
        // Longer by a step, the third note down a tone, the second struck with 100, typed.
        desk.press(Qt::Key_Right, Qt::ShiftModifier);
        desk.repeat(Qt::Key_BracketLeft, 2);
        desk.press(Qt::Key_S);
        QCOMPARE(desk.window.document().selection().size(), std::size_t(1));
        desk.repeat(Qt::Key_Down, 2);
        desk.press(Qt::Key_Escape);
        QVERIFY(desk.window.document().selection().empty());
        desk.press(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        desk.press(Qt::Key_Home);
        desk.press(Qt::Key_Right);
        desk.type("100");
        desk.press(Qt::Key_Escape);
        QCOMPARE(desk.written(), "0+1@67*80 1+1@69*100 2+1@69*80 3+1.25@72*80");
    }

private Q_SLOTS:
    void enteredEditedGeneratedAuditionedAndExported() {
        Desk desk;
        enterMelody(desk);
        if (QTest::currentTestFailed()) {
            return;
        }
        editMelody(desk);
        if (QTest::currentTestFailed()) {
            return;
        }
        const QString melody = desk.written();

        GenerateController& generator = desk.window.generator();
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.models().model() != nullptr, kGenerateMilliseconds);
        desk.press(Qt::Key_G, Qt::ControlModifier);
        QVERIFY(generator.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!generator.isRunning(), kGenerateMilliseconds);
        QVERIFY(generator.candidates().size() >= 2U);

        desk.press(Qt::Key_1);
        QVERIFY(desk.window.playback().isAuditioning());
        desk.press(Qt::Key_2);
        QVERIFY(desk.window.playback().isAuditioning());
        QCOMPARE(desk.written(), melody);
        desk.press(Qt::Key_Return);
        QVERIFY(!desk.window.playback().isAuditioning());
        QVERIFY(desk.written().startsWith(melody + ' '));
        const std::vector<Note> kept = desk.notes();

        exportAndReadBack(desk, kept);
    }

    void anyActionIsReachedByItsName() {
        Desk desk;
        enterMelody(desk);
        desk.press(Qt::Key_A, Qt::ControlModifier);
        desk.press(Qt::Key_P, Qt::ControlModifier);
        QTRY_VERIFY(desk.window.findChild<QWidget*>("commandPalette")->isVisible());
        desk.type("Reverse");
        desk.press(Qt::Key_Return);
        QCOMPARE(desk.written(), "0+1@72*80 1+1@71*80 2+1@69*80 3+1@67*80");
    }

    void escapeStopsAndDeselects() {
        Desk desk;
        enterMelody(desk);
        desk.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(desk.window.document().selection().size(), std::size_t(4));
        desk.press(Qt::Key_Space);
        QVERIFY(desk.window.playback().isPlaying());
        desk.press(Qt::Key_Escape);
        QVERIFY(!desk.window.playback().isPlaying());
        QVERIFY(desk.window.document().selection().empty());
    }

private:
    static void exportAndReadBack(Desk& desk, const std::vector<Note>& kept) {
        const QString file = desk.bench.folder.filePath("melody.mid");
        desk.press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(qobject_cast<QFileDialog*>(QApplication::activeWindow()) != nullptr);
        desk.press(Qt::Key_A, Qt::ControlModifier);
        desk.type(file);
        desk.press(Qt::Key_Return);
        QTRY_VERIFY(QFile::exists(file));
        const auto read = readFirstScore(file.toStdString());
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        const std::vector<Note>& notes = read->tracks.front()->notes;
        QCOMPARE(notes.size(), kept.size());
        for (std::size_t i = 0; i < kept.size(); ++i) {
            QCOMPARE(notes[i].onset, kept[i].onset);
            QCOMPARE(notes[i].pitch, kept[i].pitch);
            QCOMPARE(notes[i].velocity, kept[i].velocity);
        }
    }
};

QTEST_MAIN(KeyboardStoryTest)
#include "KeyboardStoryTest.moc"

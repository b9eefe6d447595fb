// Draws the pictures of the guide: the real window with the model that ships, brought from scene to
// scene by its own actions and keys, and saved as it paints itself. No screen is needed:
//     QT_QPA_PLATFORM=offscreen GuidePictures FOLDER dark|light [SCENE...]
// Without a scene all of them are drawn, those for looking after the looks too.

#include "core/formats/ScoreFile.h"
#include "core/model/NetworkModel.h"
#include "core/score/Timeline.h"
#include "tests/support/Program.h"
#include "tests/support/StudioDriver.h"
#include "ui/views/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFontDatabase>
#include <QLineEdit>
#include <QPainter>
#include <QSpinBox>

#include <array>
#include <cstdio>
#include <functional>
#include <utility>
#include <vector>

namespace cantilena::test {
namespace {

constexpr QSize kWindow{1440, 900};
constexpr int kModelMilliseconds = 60'000;

/// The tune that the studio opens with, a bass below it and drums: enough for every part to show
/// what it is for.
Score piece() {
    const auto tune = readFirstScore(projectFile("resources/tunes/greensleeves.abc").toStdString());
    Score score = tune.ok() ? *tune : sketch();
    Track melody = *score.tracks.front();
    melody.name = "Melody";
    melody.program = 73;
    score = withTrack(score, 0, melody);
    const MeterMap meters = score.meterMap();
    Track bass;
    bass.name = "Bass";
    bass.program = 32;
    bass.channel = 1;
    bass.look = {1, 1};
    Track drums;
    drums.name = "Drums";
    drums.channel = kDrumChannel;
    drums.look = {6, 2};
    const Tick end = melody.notes.back().end();
    for (TickRange bar = meters.barAround({}); bar.begin < end; bar = meters.barAround(bar.end)) {
        for (const Note& note : melody.notes) {
            if (note.onset >= bar.begin && note.onset < bar.end) {
                Note root = note;
                root.onset = bar.begin;
                root.duration = bar.length();
                root.pitch.number = 45 + (note.pitch.number - 45) % 12;
                root.velocity = 70;
                bass.notes.push_back(root);
                break;
            }
        }
        for (int i = 0; i < 6; ++i) {
            const Tick at = bar.begin + bar.length() / 6 * i;
            drums.notes.push_back({{}, at, bar.length() / 6, Pitch{42}, i % 3 == 0 ? 90 : 60});
            if (i % 3 == 0) {
                drums.notes.push_back({{}, at, bar.length() / 6, Pitch{i == 0 ? 36 : 38}, 100});
            }
        }
    }
    return withFreshNoteIds(withTrackAdded(withTrackAdded(score, bass), drums));
}

StudioParts partsOf(StudioBench& bench) {
    StudioParts parts = bench.parts();
    parts.loadModel = loadMelodyModel;
    parts.defaultModel = projectFile("resources/models/default.safetensors").toStdString();
    parts.exampleFolder = projectFile("resources/tunes").toStdString();
    return parts;
}

class Pictures {
public:
    Pictures(QString folder, ThemeChoice theme)
        : m_folder(std::move(folder))
        , m_suffix(theme == ThemeChoice::Dark ? "dark" : "light")
        , m_studio(partsOf(m_bench)) {
        applyTheme(theme);
        m_studio.window.resize(kWindow);
        m_studio.window.document().reset(piece());
        if (qApp->devicePixelRatio() > 1.0) {
            m_suffix += QStringLiteral("@%1x").arg(qRound(qApp->devicePixelRatio()));
        }
        // That a test bench has no sound is of no interest to a reader.
        if (QTest::qWaitFor([this] { return message().isVisible(); }, 2'000)) {
            m_studio.find<QAbstractButton>("messageClose")->click();
        }
        settle();
    }

    /// False when a scene is asked for that there is not.
    bool draw(const QStringList& wanted) {
        QStringList known;
        for (const auto& [name, scene] : scenes()) {
            known.append(QLatin1String(name));
            if (wanted.isEmpty() || wanted.contains(QLatin1String(name))) {
                scene();
                calm();
            }
        }
        return std::ranges::all_of(wanted,
                                   [&](const QString& name) { return known.contains(name); });
    }

private:
    using Scene = std::pair<const char*, std::function<void()>>;

    std::vector<Scene> scenes() {
        return {
            {"notes", [this] { notes(); }},       {"generate", [this] { generate(); }},
            {"tracks", [this] { tracks(); }},     {"drums", [this] { drums(); }},
            {"time", [this] { time(); }},         {"steering", [this] { steering(); }},
            {"fold", [this] { fold(); }},         {"velocities", [this] { velocities(); }},
            {"gestures", [this] { gestures(); }}, {"palette", [this] { palette(); }},
            {"history", [this] { history(); }},   {"mixer", [this] { mixer(); }},
            {"dialogs", [this] { dialogs(); }},   {"training", [this] { training(); }},
        };
    }

    [[nodiscard]] QWidget& message() { return *m_studio.find<QWidget>("messageBar"); }

    static void settle() {
        for (int i = 0; i < 10; ++i) {
            QApplication::processEvents();
            QTest::qWait(5);
        }
    }

    /// Back to the state in which every scene begins.
    void calm() {
        m_studio.trigger("actionStop");
        m_studio.trigger("actionStop");
        m_studio.window.document().setCurrentTrack(0);
        m_studio.window.document().setSelection({});
        m_studio.roll().setTool(RollTool::Draw);
        m_studio.roll().setTimeLanes(false);
        m_studio.roll().setSteeringLanes(false);
        settle();
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(m_studio.canvas(), key, modifiers);
        settle();
    }

    void save(const QString& name, QWidget* over = nullptr) {
        settle();
        QPixmap picture = m_studio.window.grab();
        if (over != nullptr) {
            QPainter painter(&picture);
            const QPoint at = m_studio.window.mapFromGlobal(over->mapToGlobal(QPoint()));
            painter.drawPixmap(at, over->grab());
        }
        write(name, picture.toImage());
    }

    void write(const QString& name, const QImage& picture) {
        const QString path =
            QDir(m_folder).filePath(QStringLiteral("%1-%2.png").arg(name, m_suffix));
        if (!picture.save(path)) {
            std::fprintf(stderr, "%s cannot be written\n", qPrintable(path));
        }
    }

    void notes() {
        std::vector<NoteId> ids;
        for (const Note& note : m_studio.window.document().track().notes) {
            if (note.onset >= kQuarter * 6 && note.onset < kQuarter * 12) {
                ids.push_back(note.id);
            }
        }
        m_studio.roll().setTool(RollTool::Select);
        m_studio.window.document().setSelection(ids);
        save("notes");
    }

    void generate() {
        if (!QTest::qWaitFor([this] { return m_studio.action("actionGenerate")->isEnabled(); },
                             kModelMilliseconds)) {
            return;
        }
        m_studio.find<QSpinBox>("seedField")->setValue(4127);
        m_studio.trigger("actionGenerate");
        (void)QTest::qWaitFor([this] { return !m_studio.window.generator().isRunning(); },
                              kModelMilliseconds);
        key(Qt::Key_2);
        QTest::qWait(2'500);
        save("generate");
    }

    void tracks() {
        m_studio.window.document().setCurrentTrack(1);
        m_studio.trigger("actionZoomAll");
        save("tracks");
        m_studio.roll().setPlayhead({}, false);
    }

    void drums() {
        m_studio.window.document().setCurrentTrack(2);
        m_studio.trigger("actionFoldUsed");
        save("drums");
        m_studio.trigger("actionFoldUsed");
    }

    void time() {
        m_studio.window.document().apply(
            withMarker(*m_studio.window.document().score(), kQuarter * 24, "Refrain"), "marker");
        m_studio.roll().setTimeLanes(true);
        m_studio.roll().setLoop(TickRange{kQuarter * 6, kQuarter * 12});
        save("time");
        m_studio.roll().setLoop(std::nullopt);
    }

    void steering() {
        ScoreDocument& document = m_studio.window.document();
        Score score = *document.score();
        const MeterMap meters = score.meterMap();
        const auto bars = [&](int first, int last) {
            return TickRange{meters.barStart(first), meters.barStart(last + 1)};
        };
        const std::array chords = {"Am", "C", "G", "Em", "Am", "Am", "E7", "Am"};
        for (std::size_t i = 0; i < chords.size(); ++i) {
            score = withChord(score, meters.barStart(static_cast<int>(i) + 1), chords.at(i));
        }
        score = withSteering(score, bars(1, 4), SteeredRange{{64}, {76}});
        score = withSteering(score, bars(5, 8), SteeredRange{{57}, {69}});
        score = withSteering(score, bars(1, 6), SteeredScale{*Key::fromName("A dorian")});
        score = withSteering(score, bars(2, 8), ChordToneNotes::OnStrongBeats);
        score = withSteering(score, bars(3, 4), SteeredDensity{3.0});
        document.apply(score, "steer");
        m_studio.roll().setTimeLanes(true);
        m_studio.roll().setSteeringLanes(true);
        m_studio.roll().setLoop(bars(3, 6));
        m_studio.trigger("actionTaskFill");
        save("steering");
        m_studio.trigger("actionTaskContinue");
        m_studio.roll().setLoop(std::nullopt);
        document.undoStack().undo();
    }

    void fold() {
        m_studio.trigger("actionFoldScale");
        m_studio.canvas()->setFocus();
        key(Qt::Key_Right);
        key(Qt::Key_Right);
        save("fold");
        m_studio.trigger("actionFoldScale");
        key(Qt::Key_Escape);
    }

    void velocities() {
        m_studio.trigger("actionVelocityLane");
        QTest::keyClick(m_studio.find<QWidget>("velocityLane"), Qt::Key_Right);
        save("velocities");
        m_studio.canvas()->setFocus();
    }

    void gestures() {
        m_studio.trigger("actionGestures");
        save("gestures");
        m_studio.trigger("actionGestures");
    }

    void palette() {
        m_studio.trigger("actionFind");
        auto* palette = m_studio.find<QWidget>("commandPalette");
        QTest::keyClicks(m_studio.find<QLineEdit>("commandSearch"), "note");
        save("palette", palette);
        palette->close();
    }

    void history() {
        m_studio.trigger("actionSelectAll");
        for (const char* action : {"actionTransposeUp", "actionTransposeUp", "actionReverse",
                                   "actionLegato", "actionLouder", "actionUndo", "actionUndo"}) {
            m_studio.trigger(action);
        }
        m_studio.trigger("actionShowHistory");
        save("history");
        m_studio.trigger("actionShowHistory");
        m_studio.window.document().undoStack().setIndex(0);
    }

    void mixer() {
        m_studio.trigger("actionShowMixer");
        save("mixer");
        m_studio.trigger("actionShowMixer");
    }

    void dialogs() {
        m_studio.trigger("actionSelectAll");
        for (const char* action :
             {"actionQuantizeBy", "actionHumanize", "actionArticulation", "actionStretch",
              "actionTranspose", "actionChord", "actionStamp", "actionArpeggiate", "actionVelocity",
              "actionTrackLook", "actionEditKeys", "actionKeys", "actionSound", "actionExportSound",
              "actionAbout", "actionImportTutorial"}) {
            if (!m_studio.action(action)->isEnabled()) {
                std::fprintf(stderr, "%s is not enabled\n", action);
                continue;
            }
            m_studio.trigger(action);
            settle();
            QWidget* dialog = nullptr;
            for (auto* shown : m_studio.window.findChildren<QDialog*>()) {
                dialog = shown->isVisible() ? shown : dialog;
            }
            if (dialog == nullptr) {
                std::fprintf(stderr, "%s shows no dialog\n", action);
                continue;
            }
            save(QStringLiteral("dialog-") + QLatin1String(action).mid(6), dialog);
            dialog->close();
            settle();
        }
    }

    void training() {
        m_studio.trigger("actionTrain");
        settle();
        auto* window = m_studio.find<QWidget>("trainingWindow");
        write("training-empty", window->grab().toImage());
        window->close();
    }

    QString m_folder;
    QString m_suffix;
    StudioBench m_bench;
    StudioDriver m_studio;
};

} // namespace
} // namespace cantilena::test

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3 || (arguments[2] != "dark" && arguments[2] != "light")) {
        std::fputs("usage: GuidePictures FOLDER dark|light [SCENE...]\n", stderr);
        return 2;
    }
    if (QFontDatabase::hasFamily(QStringLiteral("DejaVu Sans"))) {
        QApplication::setFont(QFont(QStringLiteral("DejaVu Sans")));
    }
    using namespace cantilena;
    test::Pictures pictures(arguments[1],
                            arguments[2] == "dark" ? ThemeChoice::Dark : ThemeChoice::Light);
    if (!pictures.draw(arguments.mid(3))) {
        std::fputs("there is no such scene\n", stderr);
        return 2;
    }
    return 0;
}

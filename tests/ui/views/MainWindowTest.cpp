#include "tests/support/StudioDriver.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QUrl>

#include <QSet>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// Widgets that Qt makes inside of its own have names that are not ours to give.
bool isInsideOfOthers(const QWidget* widget) {
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QAbstractSpinBox*>(parent) ||
            qobject_cast<const QComboBox*>(parent) || qobject_cast<const QMenu*>(parent) ||
            qobject_cast<const QLineEdit*>(parent) || parent->inherits("QCustomPlot") ||
            parent->inherits("QMenuBar") || parent->objectName().startsWith("qt_")) {
            return true;
        }
    }
    return widget->objectName().startsWith("qt_");
}

bool isInteractive(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) ||
           qobject_cast<const QComboBox*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QAbstractSlider*>(widget) ||
           qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QMenu*>(widget);
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

    /// A bench whose model file exists.
    static void shipModel(StudioBench& bench) { bench.write("default.safetensors", "model"); }

    static void generate(StudioDriver& studio) {
        studio.drawSeed();
        QTRY_VERIFY(studio.action("actionGenerate")->isEnabled());
        studio.trigger("actionGenerate");
        QTRY_VERIFY(!studio.window.generator().isRunning());
        QTRY_VERIFY(studio.action("actionAudition3")->isEnabled());
    }

private Q_SLOTS:
    void everyActionHasTextKeysAndName() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        QStringList faults;
        for (const QAction* action : studio.window.findChildren<QAction*>()) {
            const QObject* owner = action->parent();
            const bool isOurs = !action->isSeparator() && !action->menu() &&
                                !qobject_cast<const QLineEdit*>(owner) &&
                                !qobject_cast<const QToolButton*>(owner);
            if (!isOurs) {
                continue;
            }
            if (action->objectName().isEmpty()) {
                faults.append("without a name: " + action->text());
            }
            if (action->shortcut().isEmpty()) {
                faults.append("without keys: " + action->objectName() + " " + action->text());
            }
            if (action->statusTip().isEmpty() && action->isVisible()) {
                faults.append("without a tip: " + action->objectName());
            }
        }
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void noTwoActionsShareKeysOrName() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        QMap<QString, QString> byKeys;
        QSet<QString> names;
        QStringList faults;
        for (const QAction* action : studio.window.findChildren<QAction*>()) {
            if (action->objectName().isEmpty()) {
                continue;
            }
            if (names.contains(action->objectName())) {
                faults.append("two are called " + action->objectName());
            }
            names.insert(action->objectName());
            for (const QKeySequence& keys : action->shortcuts()) {
                const QString text = keys.toString();
                if (byKeys.contains(text)) {
                    faults.append(text + ": " + byKeys.value(text) + ", " + action->objectName());
                }
                byKeys.insert(text, action->objectName());
            }
        }
        QVERIFY(byKeys.size() > 60);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void everyInteractiveWidgetHasAName() {
        StudioBench bench;
        shipModel(bench);
        StudioDriver studio(bench.parts());
        generate(studio);
        studio.window.showTraining();
        studio.trigger("actionSound");
        studio.trigger("actionKeys");
        studio.trigger("actionFind");
        QStringList faults;
        int seen = 0;
        for (const QWidget* widget : studio.window.findChildren<QWidget*>()) {
            if (!isInteractive(widget) || isInsideOfOthers(widget)) {
                continue;
            }
            ++seen;
            if (widget->objectName().isEmpty()) {
                faults.append(QString("%1 in %2")
                                  .arg(widget->metaObject()->className(),
                                       widget->parentWidget()->objectName()));
            }
        }
        QVERIFY(seen > 30);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join("\n")));
    }

    void everyMenuEntryWorksOrSaysWhyNot() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        for (const char* name :
             {"actionGenerate", "actionCancelGenerate", "actionKeep", "actionUndo", "actionRedo",
              "actionRemoveTrack", "actionExportNotes"}) {
            QVERIFY2(!studio.action(name)->isEnabled(), name);
        }
        QVERIFY(studio.text("candidatesEmpty").contains("model"));
    }

    void aFirstRunOpensTheExampleWithThreeSteps() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("tunes");
        bench.write("tunes/first.abc", tuneBook(1));
        StudioDriver studio(bench.parts());
        studio.window.begin();
        QTRY_COMPARE(studio.window.document().score()->title, "Tune 1");
        QVERIFY(studio.window.project().path().empty());
        QVERIFY(studio.find<QWidget>("firstSteps")->isVisible());
        studio.find<QToolButton>("firstStepsClose")->click();
        QVERIFY(!studio.find<QWidget>("firstSteps")->isVisible());

        StudioDriver later(bench.parts());
        later.window.begin();
        QVERIFY(!later.find<QWidget>("firstSteps")->isVisible());
        QCOMPARE(later.window.document().score()->noteCount(), 0U);
    }

    void workThatACrashLeftIsOfferedAndComesBack() {
        StudioBench bench;
        std::filesystem::create_directories(bench.path("recovery"));
        Project project;
        project.score = sketch();
        QVERIFY(writeProject(project, bench.path("recovery/0123.cantilena")));
        StudioDriver studio(bench.parts());
        studio.window.begin();
        auto* offer = studio.find<QPushButton>("messageOffer");
        QVERIFY(offer->isVisible());
        offer->click();
        QCOMPARE(studio.window.document().score()->noteCount(), 4U);
        QVERIFY(studio.window.isWindowModified());
    }

    void candidatesAreHeardByKeysAndKeptByEnter() {
        StudioBench bench;
        shipModel(bench);
        StudioDriver studio(bench.parts());
        generate(studio);
        const auto before = studio.window.document().score();
        const int steps = studio.window.document().undoStack().count();

        studio.canvas()->setFocus();
        QTest::keyClick(studio.canvas(), Qt::Key_2);
        QVERIFY(studio.window.playback().isAuditioning());
        QVERIFY(studio.find<QFrame>("candidate2Card")->property("chosen").toBool());
        QCOMPARE(studio.window.document().score(), before);

        QTest::keyClick(studio.canvas(), Qt::Key_Escape);
        QVERIFY(!studio.window.playback().isAuditioning());
        QTest::keyClick(studio.canvas(), Qt::Key_1);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        QVERIFY(!studio.window.playback().isAuditioning());
        QCOMPARE(studio.window.document().undoStack().count(), steps + 1);
        QVERIFY(studio.window.document().score()->noteCount() > before->noteCount());
        QCOMPARE(studio.text("candidate1State"), QString("kept"));
        QVERIFY(!studio.text("candidate2State").isEmpty());

        studio.trigger("actionUndo");
        QVERIFY(*studio.window.document().score() == *before);
        QVERIFY(studio.text("candidate2State").isEmpty());
    }

    void aCardIsHeardByMouseAndKeptByItsButton() {
        StudioBench bench;
        shipModel(bench);
        StudioDriver studio(bench.parts());
        generate(studio);
        const auto notes = studio.window.document().score()->noteCount();
        QTest::mouseClick(studio.find<QFrame>("candidate3Card"), Qt::LeftButton, {},
                          QPoint(20, 20));
        QVERIFY(studio.window.playback().isAuditioning());
        studio.find<QPushButton>("candidate3Keep")->click();
        QVERIFY(studio.window.document().score()->noteCount() > notes);
    }

    void theSeedIsNewEachTimeUnlessKept() {
        StudioBench bench;
        shipModel(bench);
        StudioDriver studio(bench.parts());
        generate(studio);
        auto* seed = studio.find<QSpinBox>("seedField");
        studio.find<QAbstractButton>("keepSeedBox")->setChecked(true);
        seed->setValue(4127);
        studio.trigger("actionGenerate");
        QCOMPARE(seed->value(), 4127);
        QTRY_VERIFY(!studio.window.generator().isRunning());
        const auto first = studio.window.generator().candidate(1)->notes;
        studio.trigger("actionGenerate");
        QTRY_VERIFY(!studio.window.generator().isRunning());
        QVERIFY(studio.window.generator().candidate(1)->notes == first);
    }

    void generatingCanBeCancelled() {
        StudioBench bench;
        shipModel(bench);
        bench.model->gate().pause();
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        QTRY_VERIFY(studio.action("actionGenerate")->isEnabled());
        studio.trigger("actionGenerate");
        auto* button = studio.find<QPushButton>("generateButton");
        QCOMPARE(button->text(), QString("Cancel"));
        button->click();
        bench.model->gate().resume();
        QTRY_VERIFY(!studio.window.generator().isRunning());
        QTRY_VERIFY(button->text().startsWith("Generate"));
    }

    void enterInAFieldGivesTheKeyboardBackToTheScore() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        auto* tempo = studio.find<QDoubleSpinBox>("tempoField");
        tempo->setFocus();
        tempo->selectAll();
        QTest::keyClicks(tempo, "96");
        QTest::keyClick(tempo, Qt::Key_Return);
        QTRY_VERIFY(!tempo->hasFocus());
        QCOMPARE(studio.window.document().score()->tempoMap().bpmAt({}), 96.0);
        QCOMPARE(studio.window.document().undoStack().count(), 1);
        studio.trigger("actionUndo");
        QCOMPARE(tempo->value(), 100.0);
    }

    void metreAndKeyAreStepsOfTheirOwn() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        auto* metre = studio.find<QComboBox>("meterField");
        metre->setEditText("7/8");
        QTest::keyClick(metre->lineEdit(), Qt::Key_Return);
        QVERIFY(studio.window.document().score()->meterMap().meterAt({}) == (Meter{7, 8}));
        studio.find<QToolButton>("keyField")->click();
        studio.find<QPushButton>("keyTonic2")->click();
        studio.find<QPushButton>("keyMode2")->click();
        QCOMPARE(studio.window.document().score()->keyAt({}).name(), "D dorian");
        QCOMPARE(studio.window.document().undoStack().count(), 3);
    }

    void tracksAreAddedNamedAndHeardAlone() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.trigger("actionAddTrack");
        QCOMPARE(studio.window.document().score()->tracks.size(), 2U);
        QCOMPARE(studio.window.document().currentTrack(), 1U);
        studio.trigger("actionRenameTrack");
        auto* name = studio.find<QLineEdit>("track2NameEdit");
        name->setText("Bass");
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(studio.window.document().track().name, "Bass");
        studio.find<QToolButton>("track2Solo")->click();
        QVERIFY(studio.window.document().track().mix.soloed);
        studio.trigger("actionPreviousTrack");
        QCOMPARE(studio.window.document().currentTrack(), 0U);
        studio.trigger("actionRemoveTrack");
        QCOMPARE(studio.window.document().score()->tracks.size(), 1U);
    }

    void anInstrumentIsFoundByTyping() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.find<QToolButton>("track1Instrument")->click();
        auto* search = studio.find<QLineEdit>("instrumentSearch");
        QTest::keyClicks(search, "clarin");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(studio.window.document().track().program, 71);
        QCOMPARE(studio.find<QToolButton>("track1Instrument")->text(), QString("Clarinet"));
    }

    void savingAndOpeningKeepsTheWork() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        const Score drawn = *studio.window.document().score();
        studio.nextPath = bench.path("song.cantilena");
        studio.trigger("actionSave");
        QVERIFY(QFile::exists(bench.folder.filePath("song.cantilena")));
        QVERIFY(!studio.window.isWindowModified());
        QVERIFY(studio.text("documentState").contains("song"));
        studio.trigger("actionNew");
        QCOMPARE(studio.window.document().score()->noteCount(), 0U);
        QVERIFY(studio.action("actionRecent1")->isVisible());
        studio.trigger("actionRecent1");
        QCOMPARE(studio.window.document().score()->noteCount(), drawn.noteCount());
    }

    void unsavedWorkIsAskedFor_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<bool>("isNew");
        QTest::addColumn<bool>("isSaved");
        QTest::newRow("save") << "unsavedSave" << true << true;
        QTest::newRow("discard") << "unsavedDiscard" << true << false;
        QTest::newRow("cancel") << "unsavedCancel" << false << false;
    }
    void unsavedWorkIsAskedFor() {
        QFETCH(QString, button);
        QFETCH(bool, isNew);
        QFETCH(bool, isSaved);
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        studio.trigger("actionNew");
        QVERIFY(studio.find<QMessageBox>("unsavedQuestion")->isVisible());
        QVERIFY(studio.window.document().score()->noteCount() > 0U);
        studio.nextPath = bench.path("kept.cantilena");
        studio.find<QPushButton>(qPrintable(button))->click();
        QCOMPARE(studio.window.document().score()->noteCount() == 0U, isNew);
        QCOMPARE(QFile::exists(bench.folder.filePath("kept.cantilena")), isSaved);
    }

    void closingWithUnsavedWorkWaitsForTheAnswer() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        QVERIFY(!studio.window.close());
        QVERIFY(studio.window.isVisible());
        studio.find<QPushButton>("unsavedDiscard")->click();
        QTRY_VERIFY(!studio.window.isVisible());
    }

    void aBrokenFileIsOneSentenceAndNothingIsLost_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("MIDI") << "broken.mid" << QByteArray("MThd\0\0", 6);
        QTest::newRow("ABC") << "broken.abc" << QByteArray("no tune at all\n");
        QTest::newRow("project") << "broken.cantilena" << QByteArray("{\"version\": 99}");
        QTest::newRow("unknown") << "picture.png" << QByteArray("\x89PNG");
    }
    void aBrokenFileIsOneSentenceAndNothingIsLost() {
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        studio.nextPath = bench.path("kept.cantilena");
        studio.trigger("actionSave");
        const auto before = studio.window.document().score();
        studio.nextPath = bench.write(qPrintable(file), bytes);
        studio.trigger("actionOpen");
        QTRY_VERIFY2(studio.text("messageSentence").contains(file),
                     qPrintable(studio.text("messageSentence")));
        QVERIFY(studio.find<QWidget>("messageBar")->isVisible());
        QCOMPARE(studio.window.document().score(), before);
    }

    void aBookOfTunesLetsOneBeChosen() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.nextPath = bench.write("book.abc", tuneBook(3));
        studio.trigger("actionOpen");
        QTRY_VERIFY(studio.window.findChild<QAbstractItemView*>("tuneList"));
        auto* list = studio.find<QAbstractItemView>("tuneList");
        list->setCurrentIndex(list->model()->index(1, 0));
        studio.find<QPushButton>("tuneOpen")->click();
        QCOMPARE(studio.window.document().score()->title, "Tune 2");
    }

    void droppedFilesShowTheDoctorsVerdictsAndSeveralAreAddedAtOnce() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(toText(bench.write("book.abc", tuneBook(2)))),
                       QUrl::fromLocalFile(toText(bench.write("broken.mid", "MThd"))),
                       QUrl::fromLocalFile(toText(bench.write("one.abc", tuneBook(1))))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, {});
        QApplication::sendEvent(&studio.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, {});
        QApplication::sendEvent(&studio.window, &drop);

        QTRY_VERIFY(studio.window.findChild<QAbstractItemView*>("tuneList"));
        auto* list = studio.find<QAbstractItemView>("tuneList");
        QCOMPARE(list->model()->rowCount(), 4);
        list->setCurrentIndex(list->model()->index(2, 0));
        QVERIFY2(studio.text("importVerdict").contains("broken.mid"),
                 qPrintable(studio.text("importVerdict")));
        QVERIFY(!studio.find<QPushButton>("tuneOpen")->isEnabled());
        QVERIFY(!studio.find<QPushButton>("tuneAdd")->isEnabled());

        list->selectAll();
        QVERIFY(!studio.find<QPushButton>("tuneOpen")->isEnabled());
        const auto before = studio.window.document().score();
        studio.find<QPushButton>("tuneAdd")->click();
        QCOMPARE(studio.window.document().score()->tracks.size(), 4U);
        studio.trigger("actionUndo");
        QCOMPARE(*studio.window.document().score(), *before);
    }

    void importAddsTracks() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        studio.nextPath = bench.write("tune.abc", tuneBook(1));
        studio.trigger("actionImport");
        QTRY_COMPARE(studio.window.document().score()->tracks.size(), 2U);
    }

    void aBrokenModelFileLeavesThePresentModel() {
        StudioBench bench;
        shipModel(bench);
        StudioDriver studio(bench.parts());
        QTRY_VERIFY(studio.window.models().model() != nullptr);
        studio.nextPath = bench.path("missing.safetensors");
        studio.trigger("actionOpenModel");
        QTRY_VERIFY(studio.text("messageSentence").contains("missing.safetensors"));
        QVERIFY(studio.window.models().model() != nullptr);
        QVERIFY(studio.action("actionGenerate")->isEnabled());
    }

    void withoutADeviceTheWindowSaysSoAndPlays() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        QTRY_VERIFY(studio.find<QWidget>("messageBar")->isVisible());
        QVERIFY(!studio.text("messageSentence").isEmpty());
        studio.drawSeed();
        studio.trigger("actionPlay");
        QVERIFY(studio.window.playback().isPlaying());
        QTRY_VERIFY(studio.window.playback().playhead() > Tick{});
        studio.trigger("actionPlay");
        QVERIFY(!studio.window.playback().isPlaying());
    }

    void theLoopFollowsTheSelection() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.drawSeed();
        studio.trigger("actionSelectAll");
        studio.trigger("actionLoop");
        QVERIFY(studio.window.playback().loop() == (TickRange{Tick{}, kWhole}));
        QVERIFY(studio.roll().loop() == (TickRange{Tick{}, kWhole}));
        studio.trigger("actionLoop");
        QVERIFY(!studio.window.playback().loop());
    }

    void panelsFoldAndComeBack() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        auto* dock = studio.find<QDockWidget>("composeDock");
        studio.find<QToolButton>("composeDockFold")->click();
        QVERIFY(!dock->isVisible());
        studio.trigger("actionShowCompose");
        QVERIFY(dock->isVisible());
    }

    void anActionIsFoundByItsName() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        studio.trigger("actionFind");
        auto* search = studio.find<QLineEdit>("commandSearch");
        QTest::keyClicks(search, "add track");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(studio.window.document().score()->tracks.size(), 2U);
    }

    void aDroppedFileOpens() {
        StudioBench bench;
        StudioDriver studio(bench.parts());
        const auto path = bench.write("dropped.abc", tuneBook(1));
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QString::fromStdString(path.string()))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&studio.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &mime, Qt::LeftButton, {});
        QCoreApplication::sendEvent(&studio.window, &drop);
        QTRY_COMPARE(studio.window.document().score()->title, "Tune 1");
    }

    void aTrainedModelIsUsedAtOnce() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("reels");
        bench.write("reels/book.abc", tuneBook(5));
        StudioDriver studio(bench.parts());
        studio.trigger("actionTrain");
        studio.nextPath = bench.path("reels");
        studio.find<QPushButton>("trainingFolder")->click();
        auto* run = studio.find<QPushButton>("trainingRun");
        QTRY_VERIFY(run->isEnabled());
        QVERIFY(studio.text("corpusCounts").contains("5"));
        run->click();
        QTRY_COMPARE(studio.window.training().state(), TrainingState::Finished);
        QVERIFY2(studio.text("judgement").contains("Epoch 4"),
                 qPrintable(studio.text("judgement")));
        QCOMPARE(studio.text("factBits"), QString("3.00"));
        // Again by the other recipe: both curves then stand in the chart.
        studio.find<QComboBox>("trainingRecipe")->setCurrentIndex(1);
        run->click();
        QTRY_COMPARE(studio.window.training().state(), TrainingState::Finished);
        QCOMPARE(studio.window.training().plan().recipe, TrainingRecipe::Tutorial);
        QCOMPARE(studio.window.training().earlier().size(), 1U);
        studio.find<QPushButton>("trainingUse")->click();
        QCOMPARE(studio.text("modelName"), QString("Epoch 4"));
        // And on from there: the model that proposes now learns the same tunes once more.
        auto* recipe = studio.find<QComboBox>("trainingRecipe");
        QCOMPARE(recipe->count(), 3);
        QVERIFY(recipe->itemText(2).contains("Epoch 4"));
        const auto before = studio.window.training().output();
        recipe->setCurrentIndex(2);
        run->click();
        QTRY_COMPARE(studio.window.training().state(), TrainingState::Finished);
        QCOMPARE(bench.backend->lastTask.initialModel, before);
        studio.drawSeed();
        QVERIFY(studio.action("actionGenerate")->isEnabled());
    }

    void aTunelessFolderIsOneSentenceInPlace() {
        StudioBench bench;
        QDir(bench.folder.path()).mkdir("bare");
        StudioDriver studio(bench.parts());
        studio.trigger("actionTrain");
        studio.nextPath = bench.path("bare");
        studio.find<QPushButton>("trainingFolder")->click();
        QTRY_VERIFY(studio.find<QLabel>("trainingProblem")->isVisible());
        QVERIFY(studio.text("trainingProblem").contains("bare"));
        QVERIFY(!studio.find<QPushButton>("trainingRun")->isEnabled());
    }

    void closingWhileTrainingIsAskedFor() {
        StudioBench bench;
        bench.backend->holdAfter = 2;
        QDir(bench.folder.path()).mkdir("reels");
        bench.write("reels/book.abc", tuneBook(5));
        StudioDriver studio(bench.parts());
        studio.window.training().scan(bench.path("reels"));
        QTRY_COMPARE(studio.window.training().state(), TrainingState::Ready);
        studio.window.training().start();
        QTRY_VERIFY(studio.window.training().bestModel() != nullptr);
        QVERIFY(!studio.window.close());
        studio.find<QPushButton>("trainingGoOn")->click();
        QVERIFY(studio.window.training().isTraining());
        QVERIFY(!studio.window.close());
        studio.find<QPushButton>("trainingClose")->click();
        QTRY_VERIFY(!studio.window.isVisible());
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"

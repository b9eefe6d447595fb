#include "core/project/ProjectFile.h"
#include "core/score/Timeline.h"
#include "tests/support/SomeNetwork.h"
#include "tests/support/StudioDriver.h"
#include "ui/views/ComposePanel.h"
#include "ui/views/TakesPanel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <array>

#include <algorithm>
#include <optional>

using namespace cantilena;
using namespace cantilena::test;

namespace {

/// A studio with a network and six bars of quarters.
class Studio : public StudioDriver {
public:
    explicit Studio(StudioBench& bench)
        : StudioDriver(bench.parts()) {
        window.models().use(someNetwork(3, "Folk"), bench.path("folk.safetensors"));
        std::vector<Note> notes;
        for (int i = 0; i < 24; ++i) {
            constexpr std::array kScale = {0, 2, 4, 5, 7, 9, 11, 12};
            notes.push_back({{},
                             quarters(i),
                             kQuarter,
                             {60 + kScale.at(static_cast<std::size_t>(i * 3) % kScale.size())}});
        }
        document().apply(withNotes(newScore(), 0, notes).score, "tune");
    }
    [[nodiscard]] ScoreDocument& document() { return window.document(); }
    [[nodiscard]] const std::vector<Note>& notes() { return document().track().notes; }
    [[nodiscard]] QString tree() { return rowsOf(*find<QTreeWidget>("takesTree")); }
    void selectBars(int first, int last) {
        std::vector<NoteId> ids;
        for (const Note& note : notes()) {
            if (note.onset >= kWhole * (first - 1) && note.onset < kWhole * last) {
                ids.push_back(note.id);
            }
        }
        document().setSelection(ids);
    }
    void generate() {
        QTRY_VERIFY(action("actionGenerate")->isEnabled());
        trigger("actionGenerate");
        QTRY_VERIFY(!window.generator().isRunning());
    }

private:
    /// "bars 3–4 • Track; take 1 of 3 kept; ..." from the top, children after their parents.
    static QString rowsOf(const QTreeWidget& tree) {
        QStringList rows;
        for (QTreeWidgetItemIterator at(const_cast<QTreeWidget*>(&tree)); *at != nullptr; ++at) {
            rows.append(((*at)->text(0) + ' ' + (*at)->text(1)).trimmed());
        }
        return rows.join(QStringLiteral("; "));
    }
};

} // namespace

class ComposeDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Select two bars, lock one note, fill, audition three, keep one, undo, redo, replay.
    void aFillingFromSelectionToReplay() {
        StudioBench bench;
        Studio studio(bench);
        const Note locked = studio.notes().at(10);
        studio.document().setSelection({locked.id});
        studio.trigger("actionLockNotes");
        studio.selectBars(3, 4);
        studio.trigger("actionTaskFill");
        QCOMPARE(studio.text("composeSpan"),
                 QString("bars 3\u20134 \u2022 ends on time \u2022 1 locked"));
        studio.find<QSpinBox>("candidatesField")->setValue(3);
        const Score before = *studio.document().score();
        studio.generate();
        QCOMPARE(studio.window.generator().candidates().size(), 3U);
        QVERIFY(*studio.document().score() == before);
        for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3}) {
            QTest::keyClick(studio.canvas(), key);
            QVERIFY(studio.window.playback().isAuditioning());
        }
        QTest::keyClick(studio.canvas(), Qt::Key_2);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        QVERIFY(!studio.window.playback().isAuditioning());
        const Score kept = *studio.document().score();
        QVERIFY(kept != before);
        for (const Note& note : before.tracks[0]->notes) {
            const bool gaveWay =
                note.onset >= kWhole * 2 && note.onset < kWhole * 4 && note.id != locked.id;
            const Note* now = findNote(*kept.tracks[0], note.id);
            QCOMPARE(now == nullptr, gaveWay);
            QVERIFY(gaveWay || now->onset == note.onset);
        }
        studio.trigger("actionUndo");
        QVERIFY(*studio.document().score() == before);
        studio.trigger("actionRedo");
        QVERIFY(*studio.document().score() == kept);
        studio.find<TakesPanel>("takesPanel")->choose({2});
        studio.trigger("actionReplayTake");
        QTRY_VERIFY(studio.find<QLabel>("takeSaid")->isVisible());
        QVERIFY2(studio.text("takeSaid").contains("to the last byte"),
                 qPrintable(studio.text("takeSaid")));
    }

    void thePanelSaysWhatSteersAndTheCandidatesObey() {
        StudioBench bench;
        Studio studio(bench);
        auto* said = studio.find<QLabel>("composeSteering");
        QVERIFY(!said->isVisible());
        Score score = withChord(*studio.document().score(), kWhole * 6, "F#");
        score = withSteering(score, {kWhole * 6, kWhole * 8}, ChordToneNotes::Every);
        studio.document().apply(score, "steer");
        QVERIFY(said->isVisible());
        QCOMPARE(said->text(), QString("Steered: chord tones bars 7 to 8"));
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        QCOMPARE(studio.window.generator().candidates().size(), 2U);
        for (const Candidate& candidate : studio.window.generator().candidates()) {
            for (const Note& note : candidate.notes) {
                const int tone = note.pitch.pitchClass();
                QVERIFY(note.onset >= kWhole * 8 || tone == 6 || tone == 10 || tone == 1);
            }
        }
        QVERIFY(!studio.window.generator().isStale());
        studio.document().apply(
            withoutSteering(*studio.document().score(), {{}, kWhole * 9}, SteeringKind::ChordTones),
            "free");
        QVERIFY(studio.window.generator().isStale());
        QVERIFY(!said->isVisible());
        studio.find<TakesPanel>("takesPanel")->choose({1});
        studio.trigger("actionReplayTake");
        QTRY_VERIFY(studio.find<QLabel>("takeSaid")->isVisible());
        QVERIFY2(studio.text("takeSaid").contains("to the last byte"),
                 qPrintable(studio.text("takeSaid")));
    }

    void theTreeTellsWhatBecameOfEachTake() {
        StudioBench bench;
        Studio studio(bench);
        QVERIFY(studio.find<QLabel>("takesEmpty")->isVisible());
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        QTest::keyClick(studio.canvas(), Qt::Key_1);
        QTest::keyClick(studio.canvas(), Qt::Key_2);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        studio.find<TakesPanel>("takesPanel")->choose({1});
        studio.trigger("actionStarTake");
        QCOMPARE(studio.tree(),
                 QString("bars 7\u201310 2 takes; take 1 heard \u2605; take 2 kept"));
        studio.generate();
        QVERIFY(studio.tree().contains("take 2 kept; bars "));
        auto* remark = studio.find<QLineEdit>("takeRemark");
        remark->setText("the best so far");
        Q_EMIT remark->editingFinished();
        QCOMPARE(placeOf(*studio.document().takes(), {1}).take->remark,
                 std::string("the best so far"));
        QVERIFY(studio.text("takeDetails").startsWith("Folk ("));
    }

    /// A chosen card grows by its button, which must not fall below the edge of the list.
    void theChosenCardIsSeenWhole() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(6);
        studio.generate();
        auto* list = studio.find<QScrollArea>("candidateScroll");
        // Kept ones say so, and the others that the score has changed.
        QTest::keyClick(studio.canvas(), Qt::Key_1);
        QTest::keyClick(studio.canvas(), Qt::Key_Return);
        for (const int number : {3, 6, 2}) {
            QTest::keyClick(studio.canvas(), static_cast<Qt::Key>(Qt::Key_0 + number));
            const auto name = QStringLiteral("candidate%1Keep").arg(number);
            auto* keep = studio.find<QWidget>(name.toUtf8().constData());
            QTRY_VERIFY(keep->isVisible() &&
                        list->viewport()->rect().contains(
                            QRect(keep->mapTo(list->viewport(), QPoint()), keep->size())));
        }
    }

    void aRemarkThatIsBeingTypedIsSaved() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(1);
        studio.generate();
        studio.find<TakesPanel>("takesPanel")->choose({1});
        auto* remark = studio.find<QLineEdit>("takeRemark");
        remark->setFocus();
        QTRY_VERIFY(remark->hasFocus());
        QTest::keyClicks(remark, "slower, perhaps");
        studio.nextPath = bench.path("remarks.cantilena");
        studio.trigger("actionSave");
        QVERIFY(remark->hasFocus());
        const auto project = readProject(bench.path("remarks.cantilena"));
        QVERIFY(project.ok());
        QCOMPARE(placeOf(project->takes, {1}).take->remark, std::string("slower, perhaps"));
    }

    void twoTakesAreComparedByOneKey() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        auto* panel = studio.find<TakesPanel>("takesPanel");
        panel->choose({1});
        studio.trigger("actionTakeA");
        QVERIFY(!studio.action("actionCompareTakes")->isEnabled());
        panel->choose({2});
        studio.trigger("actionTakeB");
        QTest::keyClick(studio.canvas(), Qt::Key_X);
        QVERIFY(studio.window.playback().isAuditioning());
        QCOMPARE(panel->chosen(), TakeId{1});
        QTest::keyClick(studio.canvas(), Qt::Key_X);
        QCOMPARE(panel->chosen(), TakeId{2});
        QTest::keyClick(studio.canvas(), Qt::Key_Escape);
        QVERIFY(!studio.window.playback().isAuditioning());
        QVERIFY(!studio.action("actionKeep")->isEnabled());
    }

    /// Hearing another take leaves the focus in the field, and what is written there with its take.
    void aRemarkStaysWithTheTakeItWasWrittenOn() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        auto* panel = studio.find<TakesPanel>("takesPanel");
        const auto remarkOf = [&](std::uint64_t id) {
            return placeOf(*studio.document().takes(), {id}).take->remark;
        };
        panel->choose({1});
        studio.trigger("actionTakeA");
        panel->choose({2});
        studio.trigger("actionTakeB");
        auto* remark = studio.find<QLineEdit>("takeRemark");
        remark->setText("too tame");
        panel->choose({1});
        QCOMPARE(remarkOf(2), std::string("too tame"));
        remark->setFocus();
        QTRY_VERIFY(remark->hasFocus());
        QTest::keyClicks(remark, "go on from here");
        studio.trigger("actionHearTake");
        studio.trigger("actionCompareTakes");
        QCOMPARE(panel->chosen(), TakeId{2});
        QCOMPARE(remark->text(), QString("too tame"));
        QVERIFY(remark->hasFocus());
        QCOMPARE(remarkOf(1), std::string("go on from here"));
        QTest::keyClicks(remark, ", but short");
        studio.canvas()->setFocus();
        QCOMPARE(remarkOf(1), std::string("go on from here"));
        QCOMPARE(remarkOf(2), std::string("too tame, but short"));
    }

    void aRemarkIsNotTakenToAnotherScore() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(1);
        studio.generate();
        const TakeTree others = *studio.document().takes();
        studio.find<TakesPanel>("takesPanel")->choose({1});
        auto* remark = studio.find<QLineEdit>("takeRemark");
        remark->setFocus();
        QTRY_VERIFY(remark->hasFocus());
        QTest::keyClicks(remark, "of the first score");
        studio.document().reset(*studio.document().score(), others);
        studio.canvas()->setFocus();
        QVERIFY(*studio.document().takes() == others);
        QCOMPARE(remark->text(), QString());
    }

    /// Nothing else must be kept in its stead.
    void aTakeWhoseTrackIsGoneIsNotKept() {
        StudioBench bench;
        Studio studio(bench);
        studio.document().apply(withTrackAdded(*studio.document().score(), {}), "track");
        studio.document().setCurrentTrack(1);
        studio.find<QSpinBox>("candidatesField")->setValue(1);
        studio.generate();
        studio.document().apply(withoutTrack(*studio.document().score(), 1), "remove track");
        studio.generate();
        QTest::keyClick(studio.canvas(), Qt::Key_1);
        const Score before = *studio.document().score();
        studio.find<TakesPanel>("takesPanel")->choose({1});
        studio.trigger("actionKeepTake");
        QVERIFY(*studio.document().score() == before);
        QVERIFY(!studio.window.playback().isAuditioning());
        QVERIFY(studio.text("messageSentence").contains("made on is gone"));
        studio.find<TakesPanel>("takesPanel")->choose({2});
        studio.trigger("actionKeepTake");
        QVERIFY(*studio.document().score() != before);
    }

    void withoutASelectionThereIsNothingToFill() {
        StudioBench bench;
        Studio studio(bench);
        QTRY_VERIFY(studio.action("actionGenerate")->isEnabled());
        studio.trigger("actionTaskVary");
        QVERIFY(!studio.action("actionGenerate")->isEnabled());
        QVERIFY(studio.text("composeSpan").startsWith("Select the notes"));
        studio.selectBars(2, 2);
        QVERIFY(studio.action("actionGenerate")->isEnabled());
        QVERIFY(studio.find<QWidget>("keptRow")->isVisible());
        studio.trigger("actionTaskContinue");
        QVERIFY(!studio.find<QWidget>("keptRow")->isVisible());
        QVERIFY(studio.find<QCheckBox>("cadenceBox")->isVisible());
    }

    void aVariationKeepsTheRhythm() {
        StudioBench bench;
        Studio studio(bench);
        studio.trigger("actionTaskVary");
        studio.selectBars(2, 3);
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        for (const Candidate& candidate : studio.window.generator().candidates()) {
            QCOMPARE(candidate.notes.size(), std::size_t{8});
            for (std::size_t i = 0; i < candidate.notes.size(); ++i) {
                QCOMPARE(candidate.notes[i].onset, studio.notes()[4 + i].onset);
                QCOMPARE(candidate.notes[i].duration, studio.notes()[4 + i].duration);
            }
        }
    }

    void candidatesAreSortedByAnyMeasure_data() {
        QTest::addColumn<QString>("by");
        QTest::addColumn<QList<int>>("numbers");
        QTest::newRow("as they were made") << "as made" << QList<int>{1, 2, 3, 4};
        QTest::newRow("the likeliest first") << "by natural" << QList<int>{4, 2, 1, 3};
        QTest::newRow("the smoothest first") << "by join" << QList<int>{2, 4, 3, 1};
        QTest::newRow("the most original first") << "by copied" << QList<int>{2, 1, 4, 3};
        QTest::newRow("the most in key first") << "by key" << QList<int>{3, 1, 4, 2};
        QTest::newRow("the closest kin first") << "by motif" << QList<int>{3, 4, 1, 2};
    }
    void candidatesAreSortedByAnyMeasure() {
        QFETCH(QString, by);
        QFETCH(QList<int>, numbers);
        StudioBench bench;
        Studio studio(bench);
        auto* panel = studio.find<ComposePanel>("composePanel");
        const auto add = [panel](int number, double natural, double join, std::size_t copied,
                                 double inKey, double kinship) {
            Candidate candidate;
            candidate.number = number;
            candidate.range = {{}, kWhole};
            candidate.bitsPerNote = natural;
            candidate.joinBits = join;
            candidate.copied.emplace().longest.notes = copied;
            candidate.inKeyShare = inKey;
            panel->addCandidate(candidate, {kinship, std::nullopt});
        };
        add(1, 3.0, 2.9, 7, 0.9, 0.2);
        add(2, 2.5, 1.1, 0, 0.5, 0.1);
        add(3, 3.5, 2.2, 21, 1.0, 0.4);
        auto* sort = studio.find<QComboBox>("candidateSort");
        sort->setCurrentIndex(sort->findText(by));
        QCOMPARE(sort->currentText(), by);
        // One that comes later takes its place too; of two that are equal the earlier leads.
        add(4, 2.0, 1.2, 7, 0.9, 0.3);
        const auto order = [&studio] {
            QList<int> shown{1, 2, 3, 4};
            std::ranges::sort(shown, {}, [&studio](int number) {
                const QByteArray name = "candidate" + QByteArray::number(number) + "Card";
                return studio.find<QFrame>(name.constData())->y();
            });
            return shown;
        };
        QTRY_COMPARE(order(), numbers);
    }

    void theNumberKeysStillMeanTheNumbersOnTheCards() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QSpinBox>("candidatesField")->setValue(6);
        studio.generate();
        auto* sort = studio.find<QComboBox>("candidateSort");
        sort->setCurrentIndex(sort->findText("by natural"));
        QTest::keyClick(studio.canvas(), Qt::Key_3);
        QVERIFY(studio.find<QFrame>("candidate3Card")->property("chosen").toBool());
    }

    /// Into the score they come with what is kept, in the same undo step; the take replays.
    void keyAndMetreAreThoseAskedFor() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QToolButton>("moreSettings")->click();
        auto* keyField = studio.find<QToolButton>("composeKeyField");
        auto* meterField = studio.find<QComboBox>("composeMeterField");
        QCOMPARE(keyField->text(), QString("as written"));
        QCOMPARE(meterField->currentText(), QString("as written"));
        keyField->click();
        auto* panel = keyField->findChild<QFrame*>("keyPanel");
        QVERIFY(panel != nullptr);
        panel->findChild<QPushButton*>("keyTonic2")->click();
        panel->findChild<QPushButton*>("keyMode2")->click();
        QCOMPARE(keyField->text(), QString("D dorian"));
        meterField->setCurrentText("3/4");
        studio.find<QSpinBox>("candidatesField")->setValue(2);
        studio.generate();
        const Candidate& first = studio.window.generator().candidates().front();
        const Tick begin = first.range.begin;
        QCOMPARE(first.range.length().value,
                 (kQuarter * 3).value * studio.find<QSpinBox>("barsField")->value());
        const Score before = *studio.window.document().score();
        studio.window.generator().accept(1);
        const Score after = *studio.window.document().score();
        QCOMPARE(after.keyAt(begin), *Key::fromName("D dorian"));
        QCOMPARE(after.meterMap().meterAt(begin), (Meter{3, 4}));
        QCOMPARE(after.keyAt(Tick{}), before.keyAt(Tick{}));
        const TakeSettings& kept = studio.window.document().takes()->sets.back().settings;
        QCOMPARE(kept.key, Key::fromName("D dorian"));
        QCOMPARE(kept.meter, std::optional(Meter{3, 4}));
        const auto replay =
            replayed(*studio.window.models().model(), *studio.window.document().takes(),
                     studio.window.document().takes()->sets.back().takes[0].id, {});
        QVERIFY(replay.ok() && replay->isSame());
        studio.window.document().undoStack().undo();
        QVERIFY(*studio.window.document().score() == before);
        // A filling keeps the metre.
        studio.trigger("actionTaskFill");
        QVERIFY(!meterField->isEnabled());
        keyField->click();
        panel->findChild<QPushButton*>("keyNone")->click();
        QCOMPARE(keyField->text(), QString("as written"));
    }

    /// The model of the day may not know copies; the next day's may.
    void theCopyLimitLastsFromDayToDay() {
        StudioBench bench;
        {
            Studio studio(bench);
            auto* slider = studio.find<QSlider>("copySlider");
            QVERIFY(!slider->isVisible());
            slider->setValue(8);
            studio.document().setSaved();
            QVERIFY(studio.window.close());
        }
        Studio studio(bench);
        QCOMPARE(studio.find<QSlider>("copySlider")->value(), 8);
    }

    void theRangeIsPaintedOnAKeyboard() {
        StudioBench bench;
        Studio studio(bench);
        studio.find<QToolButton>("moreSettings")->click();
        auto* keyboard = studio.find<QWidget>("rangeKeyboard");
        const int y = keyboard->height() - 4;
        QTest::mousePress(keyboard, Qt::LeftButton, {}, {keyboard->width() / 3, y});
        QTest::mouseMove(keyboard, {keyboard->width() * 2 / 3, y});
        QTest::mouseRelease(keyboard, Qt::LeftButton, {}, {keyboard->width() * 2 / 3, y});
        auto& form = studio.find<ComposePanel>("composePanel")->form();
        const GenerateSettings settings = form.settings();
        QVERIFY(settings.lowest > Pitch{48} && settings.highest < Pitch{84});
        QVERIFY(studio.text("rangeWords").contains("\u2013"));
        studio.generate();
        for (const Candidate& candidate : studio.window.generator().candidates()) {
            for (const Note& note : candidate.notes) {
                QVERIFY(settings.lowest <= note.pitch && note.pitch <= settings.highest);
            }
        }
        QTest::keyClick(keyboard, Qt::Key_Home);
        QCOMPARE(studio.text("rangeWords"), QString("all"));
    }
};

QTEST_MAIN(ComposeDeskTest)
#include "ComposeDeskTest.moc"

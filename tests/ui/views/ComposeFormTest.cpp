#include "ui/views/ComposeForm.h"
#include "ui/views/RangeKeyboard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>

#include <functional>

using namespace cantilena;

namespace {

using Deed = std::function<void(ComposeForm&)>;

template <typename Widget>
Widget& part(ComposeForm& form, const char* name) {
    auto* found = form.findChild<Widget*>(QLatin1String(name));
    if (found == nullptr) {
        qFatal("there is no %s", name);
    }
    return *found;
}

Deed slides(const char* name, int to) {
    return [=](ComposeForm& form) { part<QSlider>(form, name).setValue(to); };
}

Deed spins(const char* name, int to) {
    return [=](ComposeForm& form) { part<QSpinBox>(form, name).setValue(to); };
}

/// With every setting other than it is at first.
GenerateSettings everythingElse() {
    GenerateSettings settings;
    settings.bars = 7;
    settings.candidates = 9;
    settings.temperature = 1.25;
    settings.topP = 0.75;
    settings.rng = 4711;
    settings.lowest = Pitch{55};
    settings.highest = Pitch{79};
    settings.memory = 1.5;
    settings.density = 6.0;
    settings.cadence = true;
    settings.key = *Key::fromName("D dorian");
    settings.meter = Meter{6, 8};
    settings.mostCopiedNotes = 9;
    settings.keep.rhythm = true;
    return settings;
}

} // namespace

class ComposeFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySettingIsTold_data() {
        QTest::addColumn<Deed>("deed");
        const auto row = [](const char* name, Deed deed) {
            QTest::newRow(name) << std::move(deed);
        };
        row("bars", spins("barsField", 9));
        row("candidates", spins("candidatesField", 9));
        row("seed", spins("seedField", 99'999));
        row("adventure", slides("adventureSlider", 130));
        row("memory", slides("memorySlider", 20));
        row("variety", slides("varietySlider", 60));
        row("density", slides("densitySlider", 5));
        row("copy limit", slides("copySlider", 8));
        row("cadence", [](auto& form) { part<QCheckBox>(form, "cadenceBox").click(); });
        row("style", [](auto& form) { part<QComboBox>(form, "styleField").setCurrentIndex(2); });
        row("metre",
            [](auto& form) { part<QComboBox>(form, "composeMeterField").setCurrentIndex(2); });
        row("range", [](auto& form) {
            part<RangeKeyboard>(form, "rangeKeyboard").setRange(Pitch{60}, Pitch{72});
        });
        row("kept", [](auto& form) { part<QPushButton>(form, "keepContour").click(); });
        row("task", [](auto& form) { part<QPushButton>(form, "taskFill").click(); });
    }
    void everySettingIsTold() {
        QFETCH(Deed, deed);
        ComposeForm form;
        form.setStyles({"jig", "reel"});
        form.setKnowsCopies(true);
        const GenerateSettings before = form.settings();
        GenerateSettings told = before;
        connect(&form, &ComposeForm::changed, &form, [&] { told = form.settings(); });
        deed(form);
        QVERIFY(told == form.settings());
        QVERIFY(told != before);
    }

    void allAtOnceIsToldOnceWhenAllIsSet() {
        ComposeForm form;
        form.setKnowsCopies(true);
        QSignalSpy changed(&form, &ComposeForm::changed);
        GenerateSettings told;
        connect(&form, &ComposeForm::changed, &form, [&] { told = form.settings(); });
        form.setSettings(everythingElse());
        QCOMPARE(changed.size(), 1);
        QVERIFY(told == everythingElse());
    }

    void aStyleThatIsGoneIsAskedForNoLonger() {
        ComposeForm form;
        form.setStyles({"jig", "reel"});
        part<QComboBox>(form, "styleField").setCurrentText("reel");
        QSignalSpy changed(&form, &ComposeForm::changed);
        form.setStyles({"hymn", "reel"});
        QCOMPARE(form.settings().style, std::string("reel"));
        QCOMPARE(changed.size(), 0);
        form.setStyles({"hymn"});
        QCOMPARE(form.settings().style, std::string());
        QCOMPARE(changed.size(), 1);
    }

    void theCopyLimitWaitsForAModelThatKnowsCopies() {
        ComposeForm form;
        part<QSlider>(form, "copySlider").setValue(8);
        QVERIFY(!form.settings().mostCopiedNotes);
        QCOMPARE(form.wishes().mostCopiedNotes, std::optional<std::size_t>(8));
        QSignalSpy changed(&form, &ComposeForm::changed);
        form.setKnowsCopies(true);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(form.settings().mostCopiedNotes, std::optional<std::size_t>(8));
    }

    /// Going on by sixteenths it has nothing to do with density; filling it has.
    void whatAnImportedModelCannotHeedCannotBeSet() {
        ComposeForm form;
        form.setSettings(everythingElse());
        auto& memory = part<QSlider>(form, "memorySlider");
        auto& density = part<QSlider>(form, "densitySlider");
        form.setGoesByGrid(true);
        QVERIFY(!memory.isEnabled() && !density.isEnabled());
        QVERIFY(!part<QWidget>(form, "memorySliderCaption").isEnabled());
        QVERIFY(memory.toolTip().startsWith("An imported model"));
        QVERIFY(density.toolTip().startsWith("An imported model"));
        QVERIFY(part<QCheckBox>(form, "cadenceBox").isEnabled());
        QCOMPARE(form.settings().memory, 1.0);
        QCOMPARE(form.settings().density, 0.0);
        QVERIFY(form.settings().cadence);
        form.setTask(ComposeTask::Fill);
        QVERIFY(!memory.isEnabled() && density.isEnabled());
        QCOMPARE(form.settings().density, 6.0);
        QCOMPARE(form.wishes().memory, 1.5);
        form.setGoesByGrid(false);
        QVERIFY(memory.isEnabled() && density.isEnabled());
        QCOMPARE(form.settings().memory, 1.5);
    }
};

QTEST_MAIN(ComposeFormTest)
#include "ComposeFormTest.moc"

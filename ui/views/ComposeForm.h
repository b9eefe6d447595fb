#pragma once

#include "ui/document/GenerateController.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace cantilena {

class ElidedLabel;
class KeyField;
class RangeKeyboard;

/// "0.95, balanced": a temperature in a musician's words.
[[nodiscard]] QString adventureInWords(double temperature);
/// "0.90, wide": how much of the model's choice is kept.
[[nodiscard]] QString varietyInWords(double topP);
/// "strong": how much the tune's own motifs weigh in.
[[nodiscard]] QString memoryInWords(double memory);

/// What a musician sets before asking the model: what it is to do, and how freely.
class ComposeForm : public QWidget {
    Q_OBJECT

public:
    explicit ComposeForm(QWidget* parent = nullptr);

    /// What is set, less what the model at work cannot heed.
    [[nodiscard]] GenerateSettings settings() const;
    /// What is set, for whatever model comes next.
    [[nodiscard]] GenerateSettings wishes() const;
    void setSettings(const GenerateSettings& settings);
    [[nodiscard]] ComposeTask task() const { return m_task; }
    void setTask(ComposeTask task);
    /// Whether the next generation should use the seed that is shown again.
    [[nodiscard]] bool keepsSeed() const;
    /// Shows another random seed, unless the present one is to be kept.
    void rollSeed();
    /// The styles that the model at work can be asked for; without any there is no choice.
    void setStyles(const std::vector<std::string>& styles);
    /// Whether the model at work can tell copies; without that there is no limit to set.
    void setKnowsCopies(bool knows);
    /// Whether the model at work goes by sixteenths, as imported ones do: what it cannot heed
    /// cannot be set.
    void setGoesByGrid(bool goes);
    /// What will be filled or varied, in words.
    void setSpan(const QString& words);

    /// The two models of a blend and the second one's weight, 0 to 1; empty names for no blend.
    void setBlend(const QString& first, const QString& second, double share);

    /// Whether the settings that are seldom needed are shown.
    [[nodiscard]] bool showsMore() const;
    void setShowsMore(bool shown);

Q_SIGNALS:
    /// Any setting, once for all that change together.
    void changed();
    void blendShareChanged(double share);
    void blendEnded();

private:
    void addTasks(QVBoxLayout& column);
    void addNumbers(QVBoxLayout& column);
    void addFrame(QVBoxLayout& column);
    void addCopyLimit(QVBoxLayout& column);
    void addKept(QVBoxLayout& column);
    void addMore(QVBoxLayout& column);
    void addRange(QVBoxLayout& column);
    void addStyle(QVBoxLayout& column);
    void addBlend(QVBoxLayout& column);
    QSlider* addSlider(QVBoxLayout& column, const QString& name, const QString& caption,
                       QLabel*& value);
    void showWords();
    /// What can be set for the model at work and the task, and why the rest cannot.
    void showHeeded();
    void setHeeded(QSlider& slider, bool heeded, const QString& tip);

    ComposeTask m_task = ComposeTask::Continue;
    bool m_knowsCopies = false;
    bool m_goesByGrid = false;
    std::array<QPushButton*, 3> m_tasks{};
    QLabel* m_span = nullptr;
    QWidget* m_barsCaption = nullptr;
    QSpinBox* m_bars = nullptr;
    KeyField* m_key = nullptr;
    QComboBox* m_meter = nullptr;
    QWidget* m_meterCaption = nullptr;
    QSpinBox* m_count = nullptr;
    QSpinBox* m_seed = nullptr;
    QCheckBox* m_keepSeed = nullptr;
    QSlider* m_adventure = nullptr;
    QSlider* m_variety = nullptr;
    QSlider* m_memory = nullptr;
    QSlider* m_density = nullptr;
    QWidget* m_copyRow = nullptr;
    QSlider* m_copy = nullptr;
    QLabel* m_copyWords = nullptr;
    QLabel* m_adventureWords = nullptr;
    QLabel* m_varietyWords = nullptr;
    QLabel* m_memoryWords = nullptr;
    QLabel* m_densityWords = nullptr;
    QWidget* m_keptRow = nullptr;
    QPushButton* m_keepRhythm = nullptr;
    QPushButton* m_keepPitches = nullptr;
    QPushButton* m_keepContour = nullptr;
    QCheckBox* m_cadence = nullptr;
    QToolButton* m_moreButton = nullptr;
    QWidget* m_more = nullptr;
    RangeKeyboard* m_range = nullptr;
    QLabel* m_rangeWords = nullptr;
    QWidget* m_styleRow = nullptr;
    QComboBox* m_style = nullptr;
    QWidget* m_blendRow = nullptr;
    QSlider* m_blend = nullptr;
    QLabel* m_blendWords = nullptr;
    ElidedLabel* m_blendNames = nullptr;
};

} // namespace cantilena

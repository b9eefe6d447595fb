#pragma once

#include "core/playback/SoundExport.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;

namespace cantilena {

/// What of the score can be exported.
struct ExportRanges {
    std::optional<TickRange> loop;
    std::optional<TickRange> selection;
};

/// Asks how a sound file is to be made; where it goes is asked afterwards.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    ExportDialog(const ExportRanges& ranges, QWidget* parent);

    /// ".wav", ".flac" or ".ogg".
    [[nodiscard]] QString suffix() const;
    [[nodiscard]] SoundExportSettings settings() const;

private:
    void addFormat(QFormLayout& form);
    void addStretch(QFormLayout& form);
    void addLevel(QFormLayout& form);
    void showWhatApplies();

    ExportRanges m_ranges;
    QComboBox* m_format = nullptr;
    QComboBox* m_rate = nullptr;
    QComboBox* m_bits = nullptr;
    QCheckBox* m_dither = nullptr;
    QComboBox* m_range = nullptr;
    QComboBox* m_ending = nullptr;
    QDoubleSpinBox* m_tail = nullptr;
    QCheckBox* m_normalize = nullptr;
    QDoubleSpinBox* m_peak = nullptr;
    QCheckBox* m_stems = nullptr;
};

} // namespace cantilena

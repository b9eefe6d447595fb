#pragma once

#include "ui/document/SoundController.h"
#include "ui/views/FileChooser.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QListWidget;
class QTreeWidget;

namespace cantilena {

/// Through what the studio sounds and listens: device, sound font, MIDI ports.
class SoundDialog : public QDialog {
    Q_OBJECT

public:
    SoundDialog(SoundController& sound, FileChooser chooser, QWidget* parent);

    void showHealth(const PlaybackHealth& health);

private:
    QWidget* makeDevicePage();
    QWidget* makeFontPage();
    QWidget* makeMidiPage();
    void listDevices();
    void listFonts();
    void listPorts();
    void addOutputRow(const QString& port);
    void addInput(const QString& port);
    void chooseOutput();
    void addFont();

    SoundController& m_sound;
    FileChooser m_chooser;
    QLabel* m_sentence;
    QLabel* m_figures;
    QComboBox* m_driver = nullptr;
    QComboBox* m_device = nullptr;
    QComboBox* m_rate = nullptr;
    QComboBox* m_buffer = nullptr;
    QLabel* m_latency = nullptr;
    QListWidget* m_fonts = nullptr;
    QTreeWidget* m_outputs = nullptr;
    QListWidget* m_inputs = nullptr;
    QLabel* m_noPorts = nullptr;
    QDoubleSpinBox* m_inputDelay = nullptr;
    QStringList m_shownOutputs;
    QStringList m_shownInputs;
};

} // namespace cantilena

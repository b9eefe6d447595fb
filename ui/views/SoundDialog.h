#pragma once

#include "ui/document/StudioParts.h"

#include <QDialog>

class QComboBox;
class QLabel;

namespace cantilena {

/// What is heard and through what: soundfont, device, delay, and the MIDI port that gets the notes
/// too.
class SoundDialog : public QDialog {
    Q_OBJECT

public:
    SoundDialog(const StudioParts& parts, QWidget* parent);

    void showHealth(const PlaybackHealth& health);

Q_SIGNALS:
    void problem(const QString& sentence);

private:
    void listFonts();

    StudioParts m_parts;
    QLabel* m_sentence;
    QLabel* m_figures;
    QComboBox* m_font;
};

} // namespace cantilena

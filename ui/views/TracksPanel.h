#pragma once

#include "core/playback/Synth.h"
#include "ui/document/ScoreDocument.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QVBoxLayout;

namespace cantilena {

class InstrumentPicker;
class TrackRow;

/// The tracks with their instruments; the current one is the one that tools work on.
class TracksPanel : public QWidget {
    Q_OBJECT

public:
    explicit TracksPanel(ScoreDocument& document, QWidget* parent = nullptr);

    /// Lets the name of the current track be typed.
    void renameCurrent();
    /// Asks for colour and pattern of the current track.
    void chooseLook();
    /// Puts the current track before (-1) or after (1) its neighbour.
    void moveCurrent(int by);
    /// The picker drops down below `anchor`; without one below the track's row.
    void chooseInstrument(std::size_t track, QWidget* anchor = nullptr);
    /// What the font has to offer; null for General MIDI's names.
    void setInstruments(std::shared_ptr<const std::vector<Instrument>> instruments);

private:
    void showTracks();
    void connectRow(TrackRow& row, std::size_t index);
    void moveTrack(std::size_t from, std::size_t to);
    void change(std::size_t index, const QString& text, const std::function<void(Track&)>& edit);

    ScoreDocument& m_document;
    InstrumentPicker* m_picker;
    std::size_t m_pickedFor = 0;
    std::shared_ptr<const std::vector<Instrument>> m_instruments;
    QVBoxLayout* m_column;
    std::vector<TrackRow*> m_rows;
};

} // namespace cantilena

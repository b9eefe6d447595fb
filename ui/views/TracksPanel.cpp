#include "ui/views/TracksPanel.h"

#include "ui/document/GeneralMidi.h"
#include "ui/views/InstrumentPicker.h"
#include "ui/views/ShapeDialog.h"
#include "ui/views/Theme.h"
#include "ui/views/TrackInk.h"
#include "ui/views/TrackRow.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace cantilena {

TracksPanel::TracksPanel(ScoreDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_picker(new InstrumentPicker(this))
    , m_column(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("tracksPanel"));
    m_column->setContentsMargins(spacing::kSmall, 0, spacing::kSmall, 0);
    m_column->setSpacing(spacing::kSmall);
    connect(&m_document, &ScoreDocument::scoreChanged, this, &TracksPanel::showTracks);
    connect(&m_document, &ScoreDocument::currentTrackChanged, this, &TracksPanel::showTracks);
    connect(m_picker, &InstrumentPicker::chosen, this, [this](int program) {
        change(m_pickedFor, tr("play with %1").arg(instrumentName(program)),
               [program](Track& track) { track.program = program; });
    });
    showTracks();
}

void TracksPanel::showTracks() {
    const auto& tracks = m_document.score()->tracks;
    while (m_rows.size() > tracks.size()) {
        m_rows.back()->deleteLater();
        m_rows.pop_back();
    }
    while (m_rows.size() < tracks.size()) {
        auto* row = new TrackRow(m_rows.size(), this);
        connectRow(*row, m_rows.size());
        m_column->addWidget(row);
        m_rows.push_back(row);
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        m_rows[i]->showTrack(*tracks[i], instrumentName(*tracks[i], m_instruments.get()),
                             i == m_document.currentTrack());
    }
}

void TracksPanel::connectRow(TrackRow& row, std::size_t index) {
    connect(&row, &TrackRow::chosen, this, [this, index] { m_document.setCurrentTrack(index); });
    connect(&row, &TrackRow::droppedAt, this, [this, index](int y) {
        std::size_t to = 0;
        while (to + 1 < m_rows.size() && y > m_rows[to]->geometry().bottom()) {
            ++to;
        }
        moveTrack(index, to);
    });
    connect(&row, &TrackRow::instrumentRequested, this, [this, index] { chooseInstrument(index); });
    connect(&row, &TrackRow::renamed, this, [this, index](const QString& name) {
        change(index, tr("rename track"),
               [&name](Track& track) { track.name = name.toStdString(); });
    });
    connect(&row, &TrackRow::muteRequested, this, [this, index](bool muted) {
        change(index, muted ? tr("mute track") : tr("unmute track"),
               [muted](Track& track) { track.mix.muted = muted; });
    });
    connect(&row, &TrackRow::soloRequested, this, [this, index](bool soloed) {
        change(index, soloed ? tr("solo track") : tr("end solo"),
               [soloed](Track& track) { track.mix.soloed = soloed; });
    });
}

void TracksPanel::change(std::size_t index, const QString& text,
                         const std::function<void(Track&)>& edit) {
    const Score& score = *m_document.score();
    if (index >= score.tracks.size()) {
        return;
    }
    Track track = *score.tracks[index];
    edit(track);
    m_document.apply(withTrack(score, index, std::move(track)), text);
}

void TracksPanel::moveTrack(std::size_t from, std::size_t to) {
    if (from != to && std::max(from, to) < m_document.score()->tracks.size()) {
        m_document.apply(withTrackMoved(*m_document.score(), from, to), tr("move track"));
        m_document.setCurrentTrack(to);
    }
}

void TracksPanel::moveCurrent(int by) {
    const std::size_t from = m_document.currentTrack();
    if (by > 0 || from > 0) {
        moveTrack(from, by > 0 ? from + 1 : from - 1);
    }
}

void TracksPanel::chooseLook() {
    auto* dialog = new ShapeDialog(m_document, QStringLiteral("trackLook"), tr("Look of the track"),
                                   tr("look of the track"), this);
    QStringList colors;
    QStringList patterns;
    for (int i = 0; i < kTrackColors; ++i) {
        colors.append(trackColorName(i));
    }
    for (int i = 0; i < kTrackPatterns; ++i) {
        patterns.append(trackPatternName(i));
    }
    const TrackLook now = m_document.track().look;
    auto* color = dialog->addChoice("Color", tr("Colour"), colors, now.color);
    auto* pattern = dialog->addChoice("Pattern", tr("Pattern"), patterns, now.pattern);
    for (int i = 0; i < kTrackColors; ++i) {
        color->setItemData(i, inkOf({i, 0}).color, Qt::DecorationRole);
    }
    dialog->openWith([=](const Score& base, std::size_t index, const std::vector<NoteId>&) {
        Track track = *base.tracks[index];
        track.look = {color->currentIndex(), pattern->currentIndex()};
        return EditWithNotes{withTrack(base, index, std::move(track)), {}};
    });
}

void TracksPanel::renameCurrent() {
    m_rows[m_document.currentTrack()]->rename();
}

void TracksPanel::setInstruments(std::shared_ptr<const std::vector<Instrument>> instruments) {
    m_instruments = std::move(instruments);
    showTracks();
}

void TracksPanel::chooseInstrument(std::size_t track, QWidget* anchor) {
    const Track& chosen = *m_document.score()->tracks[track];
    m_pickedFor = track;
    m_picker->setInstruments(chosen.midiPort.empty() ? m_instruments.get() : nullptr,
                             chosen.channel == kDrumChannel);
    m_picker->openBelow(anchor ? anchor : m_rows[track]->instrumentField(), chosen.program);
}

} // namespace cantilena

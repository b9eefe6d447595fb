#include "ui/views/TracksPanel.h"

#include "ui/document/GeneralMidi.h"
#include "ui/views/InstrumentPicker.h"
#include "ui/views/Theme.h"
#include "ui/views/TrackRow.h"

#include <QVBoxLayout>

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
        m_rows[i]->showTrack(*tracks[i], i == m_document.currentTrack());
    }
}

void TracksPanel::connectRow(TrackRow& row, std::size_t index) {
    connect(&row, &TrackRow::chosen, this, [this, index] { m_document.setCurrentTrack(index); });
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

void TracksPanel::renameCurrent() {
    m_rows[m_document.currentTrack()]->rename();
}

void TracksPanel::chooseInstrument(std::size_t track) {
    m_pickedFor = track;
    m_picker->openBelow(m_rows[track]->instrumentField(),
                        m_document.score()->tracks[track]->program);
}

} // namespace cantilena

#include "ui/views/InsightStrip.h"

#include "ui/views/Icons.h"
#include "ui/views/Labels.h"
#include "ui/views/NoteLayers.h"
#include "ui/views/PianoRollPainting.h"
#include "ui/views/Theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QToolButton>

#include <cmath>

namespace cantilena {

namespace {

/// A note as the map draws it, for the legend.
class SampleNote : public QWidget {
public:
    explicit SampleNote(QWidget* parent)
        : QWidget(parent) {
        setObjectName(QStringLiteral("surpriseSample"));
        setFixedSize(72, 18);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setFont(fontOf(type::kHint, QFont::DemiBold));
        SurprisingNote sample;
        sample.pitchBits = 3.0;
        sample.durationBits = 1.0;
        const TrackInk ink{theme().accent};
        paintNote(painter, rect(), NoteLook::Plain, theme().panel, ink);
        paintSurprise(painter, rect(), sample, ink.color);
    }
};

QHBoxLayout* rowIn(QFrame& strip) {
    strip.setProperty("bar", true);
    auto* row = new QHBoxLayout(&strip);
    row->setContentsMargins(spacing::kLarge, spacing::kTiny, spacing::kSmall, spacing::kTiny);
    row->setSpacing(spacing::kMedium);
    return row;
}

void addClose(QHBoxLayout& row, QFrame& strip, QAction* off) {
    auto* close = new QToolButton(&strip);
    close->setObjectName(strip.objectName() + QStringLiteral("Close"));
    close->setProperty("quiet", true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setToolTip(off->text().remove(QLatin1Char('&')));
    close->setAccessibleName(close->toolTip());
    close->setFocusPolicy(Qt::TabFocus);
    QObject::connect(close, &QToolButton::clicked, off, &QAction::trigger);
    row.addWidget(close);
}

QString percent(double share) {
    return QString::number(std::lround(share * 100.0));
}

} // namespace

SurpriseStrip::SurpriseStrip(const ScoreDocument& document, const SurpriseController& surprise,
                             QAction* off, QWidget* parent)
    : QFrame(parent)
    , m_document(document)
    , m_surprise(surprise)
    , m_title(new ElidedLabel(QStringLiteral("surpriseTitle"), role::kBody, {}, this))
    , m_words(new ElidedLabel(QStringLiteral("surpriseWords"), role::kMuted, {}, this)) {
    setObjectName(QStringLiteral("surpriseStrip"));
    QHBoxLayout* row = rowIn(*this);
    row->addWidget(m_title);
    row->addWidget(new SampleNote(this));
    row->addWidget(makeLabel(QStringLiteral("surpriseLegend"), role::kMuted,
                             tr("a notch a bit: above for the pitch, below for the rhythm"), this));
    m_words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_words, 1);
    addClose(*row, *this, off);
    showState();
}

QString SurpriseStrip::inWords() const {
    if (!m_surprise.reason().isEmpty()) {
        return m_surprise.reason();
    }
    const std::vector<NoteId>& selection = m_document.selection();
    if (selection.size() == 1) {
        const Note* note = findNote(m_document.track(), selection.front());
        const SurprisingNote* known = note == nullptr ? nullptr : m_surprise.surpriseOf(*note);
        if (known != nullptr) {
            return tr("%1: pitch %2 bits, rhythm %3 bits")
                .arg(QString::fromStdString(
                    pitchName(note->pitch, m_document.score()->keyAt(note->onset))))
                .arg(known->pitchBits, 0, 'f', 1)
                .arg(known->durationBits, 0, 'f', 1);
        }
        return tr("this note sounds below the melody and is not judged");
    }
    return m_surprise.notes().empty()
               ? tr("reading\u2026")
               : tr("%1 bits a note on average").arg(m_surprise.meanBits(), 0, 'f', 2);
}

void SurpriseStrip::showState() {
    const QString model = m_surprise.modelName();
    m_title->setText(model.isEmpty() ? tr("Surprise") : tr("Surprise to %1").arg(model));
    m_words->setText(inWords());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_words->text());
}

NextNotesStrip::NextNotesStrip(const ScoreDocument& document, const NextNoteController& next,
                               QAction* off, QAction* take, QWidget* parent)
    : QFrame(parent)
    , m_document(document)
    , m_next(next)
    , m_take(take)
    , m_title(new ElidedLabel(QStringLiteral("nextNotesTitle"), role::kBody, {}, this))
    , m_words(new ElidedLabel(QStringLiteral("nextNotesWords"), role::kMuted, {}, this)) {
    setObjectName(QStringLiteral("nextNotesStrip"));
    QHBoxLayout* row = rowIn(*this);
    row->addWidget(m_title);
    row->addWidget(m_words, 1);
    addClose(*row, *this, off);
    showState();
}

QString NextNotesStrip::inWords() const {
    if (!m_next.reason().isEmpty()) {
        return m_next.reason();
    }
    QStringList notes;
    const Key key = m_document.score()->keyAt(m_next.at());
    for (const LikelyNote& likely : m_next.notes()) {
        notes.append(tr("%1 %2 %").arg(QString::fromStdString(pitchName(likely.pitch, key)),
                                       percent(likely.pitchShare)));
    }
    if (notes.empty()) {
        return tr("reading\u2026");
    }
    return notes.join(QStringLiteral(", ")) + QStringLiteral("  \u2022  ") +
           tr("%1 takes the first, Ctrl+1 to Ctrl+%2 any")
               .arg(m_take->shortcut().toString(QKeySequence::NativeText))
               .arg(notes.size());
}

void NextNotesStrip::showState() {
    const QString model = m_next.modelName();
    m_title->setText(model.isEmpty() ? tr("Next notes") : tr("Next notes by %1").arg(model));
    m_words->setText(inWords());
    setAccessibleName(m_title->text());
    setAccessibleDescription(m_words->text());
}

} // namespace cantilena

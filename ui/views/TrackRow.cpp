#include "ui/views/TrackRow.h"

#include "ui/views/Labels.h"
#include "ui/views/LetterButton.h"
#include "ui/views/Theme.h"
#include "ui/views/TrackInk.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>

#include <cstdlib>
#include <utility>

namespace cantilena {

namespace {

constexpr int kStripeWidth = 4;
constexpr int kInstrumentWidth = 108;

} // namespace

TrackRow::TrackRow(std::size_t index, QWidget* parent)
    : QFrame(parent)
    , m_index(index)
    , m_instrument(new QToolButton(this)) {
    const auto named = [index](const char* part) {
        return QStringLiteral("track%1%2").arg(index + 1).arg(QLatin1String(part));
    };
    setObjectName(named("Row"));
    setProperty("card", true);
    setFocusPolicy(Qt::TabFocus);
    m_name = new ElidedLabel(named("Name"), role::kBody, {}, this);
    m_nameEdit = new QLineEdit(this);
    m_nameEdit->setObjectName(named("NameEdit"));
    m_nameEdit->hide();
    m_instrument->setObjectName(named("Instrument"));
    m_instrument->setProperty("quiet", true);
    m_instrument->setProperty("hint", true);
    m_instrument->setFocusPolicy(Qt::TabFocus);
    m_instrument->setToolTip(tr("Choose the instrument"));
    m_mute = makeLetterButton(named("Mute"), tr("M", "mute"), tr("Mute this track"), this);
    m_solo = makeLetterButton(named("Solo"), tr("S", "solo"), tr("Hear this track alone"), this);

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(spacing::kMedium + kStripeWidth + spacing::kTiny, spacing::kSmall,
                             spacing::kSmall, spacing::kSmall);
    grid->setHorizontalSpacing(2);
    grid->setVerticalSpacing(0);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_nameEdit, 0, 0);
    grid->addWidget(m_instrument, 1, 0, Qt::AlignLeft);
    grid->addWidget(m_mute, 0, 1, 2, 1);
    grid->addWidget(m_solo, 0, 2, 2, 1);
    grid->setColumnStretch(0, 1);

    connect(m_instrument, &QToolButton::clicked, this, &TrackRow::instrumentRequested);
    connect(m_mute, &QToolButton::clicked, this, &TrackRow::muteRequested);
    connect(m_solo, &QToolButton::clicked, this, &TrackRow::soloRequested);
    connect(m_nameEdit, &QLineEdit::editingFinished, this, &TrackRow::endRename);
}

QWidget* TrackRow::instrumentField() const {
    return m_instrument;
}

void TrackRow::showTrack(const Track& track, const QString& instrument, bool isCurrent) {
    const QString name = QString::fromStdString(track.name);
    m_isCurrent = isCurrent;
    m_look = track.look;
    m_name->setText(name.isEmpty() ? tr("Track %1").arg(m_index + 1) : name);
    // A font's names may be long; the row must not become wider than the panel.
    m_instrument->setText(
        QFontMetrics(fontOf(type::kHint)).elidedText(instrument, Qt::ElideRight, kInstrumentWidth));
    m_instrument->setToolTip(tr("%1 \u2013 choose the instrument").arg(instrument));
    m_mute->setChecked(track.mix.muted);
    m_solo->setChecked(track.mix.soloed);
    setAccessibleName(tr("Track %1, %2").arg(m_name->text(), instrument));
    setLook(*this, "current", isCurrent);
    update();
}

void TrackRow::rename() {
    m_nameEdit->setText(m_name->text());
    m_name->hide();
    m_nameEdit->show();
    m_nameEdit->setFocus();
    m_nameEdit->selectAll();
}

void TrackRow::endRename() {
    if (m_nameEdit->isHidden()) {
        return;
    }
    m_nameEdit->hide();
    m_name->show();
    const QString name = m_nameEdit->text().trimmed();
    if (!name.isEmpty() && name != m_name->text()) {
        Q_EMIT renamed(name);
    }
}

void TrackRow::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT chosen();
        m_pressed = event->position().toPoint();
        event->accept();
    }
}

void TrackRow::mouseMoveEvent(QMouseEvent* event) {
    const int way = event->position().toPoint().y() - m_pressed.y();
    if (event->buttons() == Qt::LeftButton && std::abs(way) > height() / 2) {
        m_isDragged = true;
        setCursor(Qt::ClosedHandCursor);
    }
}

void TrackRow::mouseReleaseEvent(QMouseEvent* event) {
    unsetCursor();
    if (std::exchange(m_isDragged, false)) {
        Q_EMIT droppedAt(mapToParent(event->position().toPoint()).y());
    }
}

void TrackRow::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && event->position().y() < height() / 2.0) {
        rename();
        event->accept();
    }
}

void TrackRow::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Select:
    case Qt::Key_Space:
    case Qt::Key_Return: Q_EMIT chosen(); break;
    default: QFrame::keyPressEvent(event);
    }
}

void TrackRow::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    const double inset = spacing::kSmall + 1.0;
    paintTrackStripe(painter, QRectF(spacing::kSmall, inset, kStripeWidth, height() - 2.0 * inset),
                     m_look, m_isCurrent);
}

} // namespace cantilena

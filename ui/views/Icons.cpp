#include "ui/views/Icons.h"

#include "ui/views/Theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

namespace cantilena {

namespace {

enum class Ground { Panel, Accent };

/// Draws an icon's file in the theme's colour of the moment.
class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(QByteArray drawing, Ground ground)
        : m_drawing(std::move(drawing))
        , m_ground(ground) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        QByteArray coloured = m_drawing;
        coloured.replace("#000", colour(mode, state).name().toLatin1());
        QSvgRenderer(coloured).render(painter, QRectF(rect));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override {
        return new LineIconEngine(m_drawing, m_ground);
    }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode, QIcon::State state) const {
        const Theme& now = theme();
        if (mode == QIcon::Disabled) {
            return mixed(now.panel, now.mutedText, 0.55);
        }
        if (m_ground == Ground::Accent) {
            return now.onAccent;
        }
        return state == QIcon::On ? now.accentText() : now.text;
    }

    QByteArray m_drawing;
    Ground m_ground;
};

QIcon drawn(const QString& name, Ground ground) {
    QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QIcon(new LineIconEngine(file.readAll(), ground));
}

} // namespace

QIcon icon(const QString& name) {
    return drawn(name, Ground::Panel);
}

QIcon iconOnAccent(const QString& name) {
    return drawn(name, Ground::Accent);
}

} // namespace cantilena

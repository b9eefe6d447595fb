#include "ui/views/Theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QStyle>

#include <algorithm>
#include <array>
#include <cmath>

/// Outside of any namespace, as the macro demands: the resources lie in a static library.
static void initResources() {
    Q_INIT_RESOURCE(icons);
}

namespace cantilena {

namespace {

Theme darkTokens() {
    Theme t;
    t.isDark = true;
    t.window = QColor(0x15, 0x17, 0x1C);
    t.panel = QColor(0x1C, 0x1F, 0x26);
    t.raised = QColor(0x26, 0x2A, 0x33);
    t.line = QColor(0x32, 0x37, 0x44);
    t.text = QColor(0xE9, 0xEB, 0xEF);
    t.mutedText = QColor(0x98, 0xA0, 0xAE);
    t.accent = QColor(0x41, 0xC5, 0xB2);
    t.onAccent = QColor(0x0C, 0x1F, 0x1C);
    t.proposal = QColor(0xF0, 0xB5, 0x4A);
    t.danger = QColor(0xF0, 0x64, 0x6E);
    t.rowBlackKey = QColor(0x19, 0x1C, 0x22);
    t.rowWhiteKey = QColor(0x1F, 0x23, 0x2B);
    t.rowTonic = QColor(0x2A, 0x3A, 0x3C);
    t.gridBeat = QColor(0x2A, 0x2E, 0x38);
    t.gridBar = QColor(0x3A, 0x40, 0x50);
    t.keyWhite = QColor(0xE9, 0xEB, 0xEF);
    t.keyBlack = QColor(0x20, 0x24, 0x2C);
    return t;
}

Theme lightTokens() {
    Theme t;
    t.isDark = false;
    t.window = QColor(0xF4, 0xF4, 0xF1);
    t.panel = QColor(0xFF, 0xFF, 0xFF);
    t.raised = QColor(0xEC, 0xED, 0xEA);
    t.line = QColor(0xD5, 0xD7, 0xDC);
    t.text = QColor(0x1B, 0x1E, 0x24);
    t.mutedText = QColor(0x5B, 0x62, 0x70);
    t.accent = QColor(0x0B, 0x85, 0x77);
    t.onAccent = QColor(0xFF, 0xFF, 0xFF);
    t.proposal = QColor(0xB2, 0x6E, 0x0C);
    t.danger = QColor(0xC2, 0x2F, 0x3C);
    t.rowBlackKey = QColor(0xEC, 0xEE, 0xF0);
    t.rowWhiteKey = QColor(0xFA, 0xFA, 0xF8);
    t.rowTonic = QColor(0xDD, 0xEF, 0xEA);
    t.gridBeat = QColor(0xE3, 0xE5, 0xE8);
    t.gridBar = QColor(0xC3, 0xC7, 0xCE);
    t.keyWhite = QColor(0xFF, 0xFF, 0xFF);
    t.keyBlack = QColor(0x33, 0x38, 0x3F);
    return t;
}

/// The style sheet's names of the tokens.
QHash<QString, QString> namedTokens(const Theme& t) {
    const auto px = [](int pixels) { return QString::number(pixels) + QStringLiteral("px"); };
    return {
        {"window", t.window.name()},
        {"panel", t.panel.name()},
        {"raised", t.raised.name()},
        {"hover", mixed(t.raised, t.text, 0.07).name()},
        {"line", t.line.name()},
        {"text", t.text.name()},
        {"muted", t.mutedText.name()},
        {"disabled", mixed(t.panel, t.mutedText, 0.55).name()},
        {"accent", t.accent.name()},
        {"accentHover", mixed(t.accent, t.isDark ? Qt::white : Qt::black, 0.12).name()},
        {"accentPressed", mixed(t.accent, Qt::black, 0.15).name()},
        {"accentWash", t.accentWash().name()},
        {"accentText", t.accentText().name()},
        {"onAccent", t.onAccent.name()},
        {"proposal", t.proposal.name()},
        {"proposalWash", t.proposalWash().name()},
        {"danger", t.danger.name()},
        {"shade", t.isDark ? "dark" : "light"},
        {"hint", px(type::kHint)},
        {"body", px(type::kBody)},
        {"panelTitle", px(type::kPanelTitle)},
        {"number", px(type::kNumber)},
        {"windowTitle", px(type::kWindowTitle)},
        {"corner", px(spacing::kControlCorner)},
        {"panelCorner", px(spacing::kPanelCorner)},
    };
}

QPalette paletteOf(const Theme& t) {
    QPalette palette(t.text, t.raised, mixed(t.raised, t.text, 0.15), t.line,
                     mixed(t.raised, t.line, 0.5), t.text, t.text, t.panel, t.window);
    palette.setColor(QPalette::AlternateBase, t.raised);
    palette.setColor(QPalette::ToolTipBase, t.raised);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.mutedText);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accentText());
    palette.setColor(QPalette::LinkVisited, t.accentText());
    const QColor disabled = mixed(t.panel, t.mutedText, 0.55);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    return palette;
}

/// Linear light of one sRGB channel (WCAG 2.1, relative luminance).
double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

/// The desktop's palette, whatever this program has set.
QPalette desktopPalette() {
    QApplication::setPalette(QPalette());
    return QApplication::palette();
}

struct InForce {
    Theme theme = Theme::dark();
    ThemeChoice choice = ThemeChoice::Dark;
};

InForce& inForce() {
    static InForce state;
    return state;
}

/// Sees the desktop change its colours.
class DesktopWatch : public QObject {
public:
    explicit DesktopWatch(QObject* parent)
        : QObject(parent) {
        parent->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ThemeChange && !m_isPending &&
            themeChoice() == ThemeChoice::System) {
            m_isPending = true;
            QMetaObject::invokeMethod(
                this,
                [this] {
                    m_isPending = false;
                    applyTheme(ThemeChoice::System);
                },
                Qt::QueuedConnection);
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_isPending = false;
};

void putInForce(const Theme& chosen) {
    static DesktopWatch* const watch = new DesktopWatch(qApp);
    Q_UNUSED(watch);
    initResources();
    inForce().theme = chosen;
    static const bool isStyled = QApplication::setStyle(QStringLiteral("Fusion")) != nullptr;
    Q_UNUSED(isStyled);
    QApplication::setFont(fontOf(type::kBody));
    QApplication::setPalette(paletteOf(chosen));
    qApp->setStyleSheet(styleSheetOf(chosen));
}

} // namespace

QColor mixed(const QColor& a, const QColor& b, double share) {
    const auto mix = [share](int x, int y) {
        return static_cast<int>(std::lround(x + (y - x) * share));
    };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

QColor Theme::accentWash() const {
    return isDark ? mixed(window, accent, 0.16) : mixed(panel, accent, 0.15);
}

QColor Theme::proposalWash() const {
    return isDark ? mixed(window, proposal, 0.16) : mixed(panel, proposal, 0.15);
}

QColor Theme::accentText() const {
    return isDark ? accent : mixed(accent, text, 0.35);
}

QColor Theme::ghostOn(const QColor& row) const {
    return mixed(row, mutedText, isDark ? 0.28 : 0.26);
}

const Theme& Theme::dark() {
    static const Theme tokens = darkTokens();
    return tokens;
}

const Theme& Theme::light() {
    static const Theme tokens = lightTokens();
    return tokens;
}

Theme Theme::following(const QPalette& desktop) {
    const QColor ground = desktop.color(QPalette::Window);
    const QColor ink = desktop.color(QPalette::WindowText);
    Theme t = luminance(ground) < luminance(ink) ? dark() : light();
    // Fusion's own blue stands for "the desktop names no accent".
    const QColor accent = desktop.color(QPalette::Highlight);
    const std::array grounds = {t.panel, t.raised, t.rowBlackKey, t.rowWhiteKey, t.rowTonic};
    const bool standsOut = std::all_of(grounds.begin(), grounds.end(), [&](const QColor& color) {
        return contrast(accent, color) >= 3.0;
    });
    if (accent != QColor(48, 140, 198) && standsOut && contrast(accent, t.proposal) >= 1.05) {
        t.accent = accent;
        t.onAccent = contrast(accent, Qt::white) >= contrast(accent, Qt::black) ? QColor(Qt::white)
                                                                                : QColor(Qt::black);
    }
    if (contrast(ground, ink) >= 20.0) {
        t.window = ground;
        t.panel = ground;
        t.text = ink;
        t.mutedText = mixed(ground, ink, 0.85);
        t.line = mixed(ground, ink, 0.6);
        t.gridBar = mixed(ground, ink, 0.6);
        t.gridBeat = mixed(ground, ink, 0.35);
    }
    return t;
}

QFont fontOf(int pixelSize, QFont::Weight weight) {
    QFont font = QApplication::font();
    font.setPixelSize(pixelSize);
    font.setWeight(weight);
    return font;
}

const Theme& theme() {
    return inForce().theme;
}

ThemeChoice themeChoice() {
    return inForce().choice;
}

void applyTheme(ThemeChoice choice) {
    inForce().choice = choice;
    switch (choice) {
    case ThemeChoice::System: putInForce(Theme::following(desktopPalette())); break;
    case ThemeChoice::Light: putInForce(Theme::light()); break;
    case ThemeChoice::Dark: putInForce(Theme::dark()); break;
    }
}

QString styleSheetOf(const Theme& theme) {
    initResources();
    QFile file(QStringLiteral(":/theme/studio.qss"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QString sheet = QString::fromUtf8(file.readAll());
    static const QRegularExpression token(QStringLiteral("@([a-zA-Z]+)"));
    const QHash<QString, QString> tokens = namedTokens(theme);
    qsizetype from = 0;
    for (auto match = token.match(sheet); match.hasMatch(); match = token.match(sheet, from)) {
        const QString value = tokens.value(match.captured(1));
        sheet.replace(match.capturedStart(), match.capturedLength(), value);
        from = match.capturedStart() + value.size();
    }
    return sheet;
}

} // namespace cantilena

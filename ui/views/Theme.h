#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace cantilena {

enum class ThemeChoice { System, Light, Dark };

/// Every colour of the studio by what it stands for; used by widgets, painting code and charts.
struct Theme {
    bool isDark = true;
    QColor window;
    QColor panel;
    QColor raised;
    QColor line;
    QColor text;
    QColor mutedText;
    /// What a person drew.
    QColor accent;
    /// Text and marks on the accent.
    QColor onAccent;
    /// What the model proposes; always hatched as well.
    QColor proposal;
    QColor danger;
    QColor rowBlackKey;
    QColor rowWhiteKey;
    QColor rowTonic;
    QColor gridBeat;
    QColor gridBar;
    /// The keys of the keyboard at the side of the roll.
    QColor keyWhite;
    QColor keyBlack;

    friend bool operator==(const Theme&, const Theme&) = default;

    /// The accent and the proposal mixed into the ground, for chosen cards and pressed buttons.
    [[nodiscard]] QColor accentWash() const;
    [[nodiscard]] QColor proposalWash() const;
    /// The accent as text, legible on panels and on `accentWash`.
    [[nodiscard]] QColor accentText() const;
    /// Notes of other tracks, faint, on that row.
    [[nodiscard]] QColor ghostOn(const QColor& row) const;

    [[nodiscard]] static const Theme& dark();
    [[nodiscard]] static const Theme& light();
    /// The theme that suits a desktop with that palette: dark or light as the palette is, with its
    /// highlight as accent where that one can be told from every ground (3:1), and stronger lines
    /// and muted text where the palette is one of high contrast (black and white).
    [[nodiscard]] static Theme following(const QPalette& desktop);
};

/// Distances in device-independent pixels.
namespace spacing {
inline constexpr int kTiny = 4;
inline constexpr int kSmall = 8;
inline constexpr int kMedium = 12;
inline constexpr int kLarge = 16;
inline constexpr int kHuge = 24;
inline constexpr int kControlCorner = 6;
inline constexpr int kPanelCorner = 10;
} // namespace spacing

/// Type sizes in device-independent pixels.
namespace type {
inline constexpr int kHint = 11;
inline constexpr int kBody = 13;
inline constexpr int kPanelTitle = 15;
inline constexpr int kNumber = 18;
inline constexpr int kWindowTitle = 20;
} // namespace type

/// The system's font in one of the type sizes.
[[nodiscard]] QFont fontOf(int pixelSize, QFont::Weight weight = QFont::Normal);

/// `share` (0 to 1) of `b` in `a`.
[[nodiscard]] QColor mixed(const QColor& a, const QColor& b, double share);
/// Contrast of two opaque colours, 1 to 21, as WCAG 2.1 defines it.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// The theme in force. GUI thread.
[[nodiscard]] const Theme& theme();

/// Puts a theme in force: palette, style sheet and font sizes of the whole program. Painted widgets
/// repaint by themselves (QEvent::PaletteChange reaches every widget). `System` goes on following
/// the desktop when that changes.
void applyTheme(ThemeChoice choice);
[[nodiscard]] ThemeChoice themeChoice();

/// The style sheet that `applyTheme` sets, made from resources/theme/studio.qss by filling in the
/// tokens. Widgets ask for its looks by dynamic properties, which the head of that file lists.
[[nodiscard]] QString styleSheetOf(const Theme& theme);

} // namespace cantilena

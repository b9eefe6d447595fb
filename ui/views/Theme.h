#pragma once

#include <QColor>
#include <QPalette>

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

    /// The accent and the proposal mixed into the panel, for chosen cards and pressed buttons.
    [[nodiscard]] QColor accentWash() const;
    [[nodiscard]] QColor proposalWash() const;

    [[nodiscard]] static const Theme& dark();
    [[nodiscard]] static const Theme& light();
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

/// The theme in force. GUI thread.
[[nodiscard]] const Theme& theme();

/// Puts a theme in force: palette, style sheet and font sizes of the whole program. Painted widgets
/// repaint by themselves (QEvent::PaletteChange reaches every widget).
void applyTheme(ThemeChoice choice);

/// The style sheet that `applyTheme` sets, made from the tokens alone.
[[nodiscard]] QString styleSheetOf(const Theme& theme);

} // namespace cantilena

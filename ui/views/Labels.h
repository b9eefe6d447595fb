#pragma once

#include <QLabel>
#include <QString>

namespace cantilena {

/// What a label is for; the style sheet knows how each looks.
namespace role {
inline constexpr const char* kBody = "";
inline constexpr const char* kHint = "hint";
inline constexpr const char* kMuted = "muted";
inline constexpr const char* kCaption = "caption";
inline constexpr const char* kTitle = "title";
inline constexpr const char* kNumber = "number";
inline constexpr const char* kWindowTitle = "windowTitle";
inline constexpr const char* kProposal = "proposal";
inline constexpr const char* kDanger = "danger";
} // namespace role

[[nodiscard]] QLabel* makeLabel(const QString& name, const char* role, const QString& text,
                                QWidget* parent = nullptr);

/// Gives a widget another look while it is on screen.
void setLook(QWidget& widget, const char* property, const QVariant& value);

/// A label that shortens its text with an ellipsis where it has no room, and then shows the whole
/// in its tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    ElidedLabel(const QString& name, const char* role, const QString& text,
                QWidget* parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

} // namespace cantilena

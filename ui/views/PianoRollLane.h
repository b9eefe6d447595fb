#pragma once

#include "ui/views/PianoRollView.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLineEdit;

namespace cantilena {

/// A row over the notes in which something stands over time. What all such rows share: a text that
/// opens in place, keys that choose and change, a drag that Esc calls off.
class RollLane : public QWidget {
    Q_OBJECT

public:
    static constexpr int kHeight = 22;
    bool cancelGesture();
    [[nodiscard]] bool isDragging() const { return m_base != nullptr; }

protected:
    /// `name` begins the objectNames, `example` shows how to write what stands here.
    RollLane(const QString& name, const QString& spokenName, const QString& example, RollView& view,
             QWidget* parent);

    /// Takes the text that a person has ended.
    virtual void take(const QString& text) = 0;
    /// Says in the status line what keys do here.
    virtual void showKeys() = 0;

    [[nodiscard]] const Score& score() const { return *m_view.document().score(); }
    void paintGround(QPainter& painter) const;
    /// Scrolls so that the time can be seen, with that much room behind it.
    void reveal(Tick tick, double room);
    void openText(Tick tick, const QString& text, int width);
    void endEdit();
    /// From here on each change of the document merges with the one before.
    void beginDrag(QPointF position);
    void endDrag() { m_base.reset(); }
    /// Whether the pointer has gone far enough to mean more than a click.
    bool isUnderWay(QPointF position);
    /// The score from before the drag.
    [[nodiscard]] const Score& base() const { return *m_base; }

    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

    RollView& m_view;
    /// Where what was chosen begins.
    std::optional<Tick> m_chosen;
    QPointF m_start;
    bool m_isUnderWay = false;
    int m_mergeKey = 0;

private:
    QLineEdit* m_text;
    std::shared_ptr<const Score> m_base;
};

} // namespace cantilena

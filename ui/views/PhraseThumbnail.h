#pragma once

#include "core/score/Note.h"
#include "core/score/Tick.h"

#include <QWidget>

#include <vector>

namespace cantilena {

/// A phrase as a small picture: time to the right, pitch upwards.
class PhraseThumbnail : public QWidget {
    Q_OBJECT

public:
    explicit PhraseThumbnail(QWidget* parent = nullptr);

    void setPhrase(std::vector<Note> notes, TickRange range);
    /// How much of the phrase has sounded, 0 to 1; nothing is marked below 0.
    void setHeard(double fraction);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF noteRect(const Note& note, const QRectF& area) const;

    std::vector<Note> m_notes;
    TickRange m_range;
    Pitch m_lowest;
    Pitch m_highest;
    double m_heard = -1.0;
};

} // namespace cantilena

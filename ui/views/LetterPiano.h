#pragma once

#include <QObject>

#include <map>

class QKeyEvent;
class QWidget;

namespace cantilena {

/// Makes letters the keys of a piano while it is on: A to ; are the white keys from C on, the row
/// above has the black ones, Z and X choose the octave, C and V how loud. These keys then reach no
/// action of the window; fields that take text keep them all.
class LetterPiano : public QObject {
    Q_OBJECT

public:
    explicit LetterPiano(QWidget& window);
    ~LetterPiano() override;

    void setOn(bool on);
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// The MIDI key of A: 60, middle C, to begin with.
    [[nodiscard]] int lowest() const { return m_lowest; }
    /// 1 to 127.
    [[nodiscard]] int velocity() const { return m_velocity; }

Q_SIGNALS:
    void pressed(int key, int velocity);
    void released(int key);
    /// Backspace.
    void takenBack();
    /// Octave or loudness are others.
    void settingsChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] bool takes(const QKeyEvent& event) const;
    [[nodiscard]] bool isOurs(const QObject* watched) const;
    void press(int letter);
    void release(int letter);
    void releaseAll();

    QWidget& m_window;
    bool m_isOn = false;
    int m_lowest = 60;
    int m_velocity = 80;
    /// The MIDI keys of the letters that are down.
    std::map<int, int> m_down;
};

} // namespace cantilena

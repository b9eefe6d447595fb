#pragma once

#include "core/playback/Synth.h"

#include <QFrame>

#include <vector>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStandardItemModel;

namespace cantilena {

/// A list of instruments that drops down and is searched by typing.
class InstrumentPicker : public QFrame {
    Q_OBJECT

public:
    explicit InstrumentPicker(QWidget* parent);

    /// What to choose from: the font's instruments or drum kits. Without a font the General MIDI
    /// instruments, which are there from the beginning.
    void setInstruments(const std::vector<Instrument>* font, bool drums);
    /// Below `anchor`, with that program chosen.
    void openBelow(QWidget* anchor, int program);

Q_SIGNALS:
    void chosen(int program);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);
    void take(const QModelIndex& index);

    QLineEdit* m_search;
    QListView* m_list;
    QStandardItemModel* m_instruments;
    QSortFilterProxyModel* m_found;
};

} // namespace cantilena

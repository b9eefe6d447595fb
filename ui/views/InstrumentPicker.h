#pragma once

#include <QFrame>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace cantilena {

/// A list of the General MIDI instruments that drops down and is searched by typing.
class InstrumentPicker : public QFrame {
    Q_OBJECT

public:
    explicit InstrumentPicker(QWidget* parent);

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
    QSortFilterProxyModel* m_found;
};

} // namespace cantilena

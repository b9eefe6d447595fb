#pragma once

#include "core/formats/ScoreFile.h"

#include <QDialog>

#include <vector>

class QListWidget;

namespace cantilena {

/// Lets one tune of a book be chosen; those that cannot be read say why.
class TunePicker : public QDialog {
    Q_OBJECT

public:
    TunePicker(const QString& file, std::vector<TuneReading> tunes, QWidget* parent);

Q_SIGNALS:
    void chosen(const cantilena::Score& score);

private:
    void take();

    std::vector<TuneReading> m_tunes;
    QListWidget* m_list;
};

} // namespace cantilena

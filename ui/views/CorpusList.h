#pragma once

#include "core/corpus/Corpus.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <memory>
#include <vector>

namespace cantilena {

/// Which tunes of a corpus are listed.
enum class CorpusFilter { All, Taken, LookAt, LeftOut, Duplicates };

inline constexpr int kCorpusFilters = 5;

/// The tunes of a corpus with their verdicts, as rows.
class CorpusList : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { FileRole = Qt::UserRole + 1, DetailRole, MarkRole };
    /// What a row's mark says; never by colour alone.
    enum class Mark { Taken, LookAt, LeftOut };

    explicit CorpusList(QObject* parent = nullptr);

    /// File names are shown relative to `folder`.
    void setCorpus(const Corpus& corpus, const std::string& folder);
    void setFilter(CorpusFilter filter);
    [[nodiscard]] int count(CorpusFilter filter) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        QString title;
        QString file;
        QString detail;
        QString toolTip;
        Mark mark = Mark::Taken;
        bool isDuplicate = false;
    };
    [[nodiscard]] static bool isListed(const Row& row, CorpusFilter filter);
    [[nodiscard]] static Row rowFor(const CorpusTune& tune, const std::string& folder);
    void list();

    std::vector<Row> m_rows;
    std::vector<std::size_t> m_listed;
    CorpusFilter m_filter = CorpusFilter::All;
};

/// Draws such a row in two lines with its mark.
class CorpusRowDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace cantilena

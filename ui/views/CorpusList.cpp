#include "ui/views/CorpusList.h"

#include "ui/views/Icons.h"
#include "ui/views/Theme.h"

#include <QPainter>

#include <algorithm>
#include <map>

namespace cantilena {

namespace {

constexpr int kRowHeight = 42;
constexpr int kMarkSize = 16;

CorpusList::Mark markOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Taken: return CorpusList::Mark::Taken;
    case Verdict::LineTaken:
    case Verdict::Quantised: return CorpusList::Mark::LookAt;
    case Verdict::NoNotes:
    case Verdict::Broken:
    case Verdict::NotMusic: break;
    }
    return CorpusList::Mark::LeftOut;
}

QString iconName(CorpusList::Mark mark) {
    switch (mark) {
    case CorpusList::Mark::Taken: return QStringLiteral("check");
    case CorpusList::Mark::LookAt: return QStringLiteral("info");
    case CorpusList::Mark::LeftOut: break;
    }
    return QStringLiteral("close");
}

} // namespace

CorpusList::CorpusList(QObject* parent)
    : QAbstractListModel(parent) {}

CorpusList::Row CorpusList::rowFor(const CorpusTune& tune, const std::string& folder) {
    Row row;
    const bool below = tune.name.starts_with(folder + "/");
    row.file = QString::fromStdString(below ? tune.name.substr(folder.size() + 1) : tune.name);
    row.title = tune.title.empty() ? row.file.section(QLatin1Char('/'), -1)
                                   : QString::fromStdString(tune.title);
    row.mark = markOf(tune.verdict);
    row.toolTip = QString::fromStdString(tune.reason);
    for (const std::string& remark : tune.remarks) {
        row.toolTip += QLatin1Char('\n') + QString::fromStdString(remark);
    }
    if (row.mark != Mark::Taken) {
        row.detail = QString::fromStdString(tune.reason);
        return row;
    }
    QStringList facts;
    if (tune.keySource != KeySource::Unknown) {
        facts.append(QString::fromStdString(tune.key.name()));
    }
    if (tune.meter) {
        facts.append(QString::fromStdString(tune.meter->name()));
    }
    facts.append(tr("%n notes", nullptr, static_cast<int>(tune.notes)));
    row.detail = facts.join(QStringLiteral(", "));
    return row;
}

void CorpusList::setCorpus(const Corpus& corpus, const std::string& folder) {
    std::map<std::size_t, std::size_t> groupSizes;
    for (const CorpusTune& tune : corpus.tunes) {
        if (tune.melody) {
            ++groupSizes[tune.duplicateGroup];
        }
    }
    m_rows.clear();
    m_rows.reserve(corpus.tunes.size());
    for (const CorpusTune& tune : corpus.tunes) {
        m_rows.push_back(rowFor(tune, folder));
        m_rows.back().isDuplicate = tune.melody && groupSizes[tune.duplicateGroup] > 1;
    }
    list();
}

bool CorpusList::isListed(const Row& row, CorpusFilter filter) {
    switch (filter) {
    case CorpusFilter::All: return true;
    case CorpusFilter::Taken: return row.mark != Mark::LeftOut;
    case CorpusFilter::LookAt: return row.mark == Mark::LookAt;
    case CorpusFilter::LeftOut: return row.mark == Mark::LeftOut;
    case CorpusFilter::Duplicates: return row.isDuplicate;
    }
    return false;
}

void CorpusList::setFilter(CorpusFilter filter) {
    m_filter = filter;
    list();
}

int CorpusList::count(CorpusFilter filter) const {
    return static_cast<int>(
        std::ranges::count_if(m_rows, [filter](const Row& row) { return isListed(row, filter); }));
}

void CorpusList::list() {
    beginResetModel();
    m_listed.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (isListed(m_rows[i], m_filter)) {
            m_listed.push_back(i);
        }
    }
    endResetModel();
}

int CorpusList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_listed.size());
}

QVariant CorpusList::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Row& row = m_rows[m_listed[static_cast<std::size_t>(index.row())]];
    switch (role) {
    case Qt::DisplayRole: return row.title;
    case Qt::ToolTipRole: return row.toolTip;
    case Qt::AccessibleTextRole: return row.title + QStringLiteral(", ") + row.detail;
    case FileRole: return row.file;
    case DetailRole: return row.detail;
    case MarkRole: return static_cast<int>(row.mark);
    default: return {};
    }
}

QSize CorpusRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {0, kRowHeight};
}

void CorpusRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const auto mark = static_cast<CorpusList::Mark>(index.data(CorpusList::MarkRole).toInt());
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(option.state & QStyle::State_Selected ? theme().accentWash()
                                                                : theme().raised);
        painter->drawRoundedRect(option.rect, spacing::kControlCorner, spacing::kControlCorner);
    }
    const QRect inside = option.rect.adjusted(spacing::kSmall, 4, -spacing::kMedium, -4);
    const QRect markArea(inside.left(), inside.center().y() - kMarkSize / 2, kMarkSize, kMarkSize);
    icon(iconName(mark)).paint(painter, markArea);

    const QRect texts = inside.adjusted(kMarkSize + spacing::kMedium, 0, 0, 0);
    const int leftWidth = texts.width() * 11 / 20;
    const auto draw = [&](const QRect& area, int flags, const QFont& font, const QColor& ink,
                          const QString& text) {
        painter->setFont(font);
        painter->setPen(ink);
        painter->drawText(area, flags,
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, area.width()));
    };
    const QRect left(texts.left(), texts.top(), leftWidth, texts.height());
    draw(left, Qt::AlignLeft | Qt::AlignTop, fontOf(type::kBody, QFont::DemiBold), theme().text,
         index.data(Qt::DisplayRole).toString());
    draw(left, Qt::AlignLeft | Qt::AlignBottom, fontOf(type::kHint), theme().mutedText,
         index.data(CorpusList::FileRole).toString());
    const QRect right(left.right() + spacing::kMedium, texts.top(),
                      texts.right() - left.right() - spacing::kMedium, texts.height());
    draw(right, Qt::AlignRight | Qt::AlignVCenter, fontOf(type::kHint),
         mark == CorpusList::Mark::Taken ? theme().mutedText : theme().text,
         index.data(CorpusList::DetailRole).toString());
}

} // namespace cantilena

#include "ui/views/ShortcutEditor.h"

#include "core/base/File.h"
#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace cantilena {

namespace {

constexpr QSize kSize{620, 620};
constexpr int kActionRole = Qt::UserRole + 1;

QString plainText(const QAction& action) {
    return action.text().remove(QLatin1Char('&'));
}

} // namespace

ShortcutEditor::ShortcutEditor(KeyBindings& bindings, FileChooser chooser, QWidget* parent)
    : QDialog(parent)
    , m_bindings(bindings)
    , m_chooser(std::move(chooser))
    , m_search(new QLineEdit(this))
    , m_list(new QTreeWidget(this))
    , m_keys(new QKeySequenceEdit(this))
    , m_sentence(makeLabel(QStringLiteral("keysSentence"), role::kMuted, {}, this))
    , m_assign(new QPushButton(tr("Assign"), this))
    , m_clear(new QPushButton(tr("No keys"), this))
    , m_reset(new QPushButton(tr("Usual keys"), this)) {
    setObjectName(QStringLiteral("shortcutEditor"));
    setWindowTitle(tr("Change keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    layOut();
    listActions();
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutEditor::search);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutEditor::showChosen);
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutEditor::showConflict);
    connect(m_assign, &QPushButton::clicked, this, &ShortcutEditor::assign);
    connect(m_clear, &QPushButton::clicked, this, [this] { m_bindings.setKeys(chosen(), {}); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_bindings.reset(chosen()); });
    connect(&m_bindings, &KeyBindings::changed, this, &ShortcutEditor::showKeys);
    m_list->setCurrentItem(m_list->topLevelItem(0));
    m_search->setFocus();
}

void ShortcutEditor::layOut() {
    m_search->setObjectName(QStringLiteral("keysSearch"));
    m_search->setPlaceholderText(tr("Find an action by its name or its keys"));
    m_search->setClearButtonEnabled(false);
    m_list->setObjectName(QStringLiteral("keysList"));
    m_list->setHeaderLabels({tr("Action"), tr("Keys")});
    m_list->setRootIsDecorated(false);
    m_list->header()->setObjectName(QStringLiteral("keysHeader"));
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_keys->setObjectName(QStringLiteral("keysField"));
    m_keys->setAccessibleName(tr("New keys"));
    for (auto* edit : m_keys->findChildren<QLineEdit*>()) {
        edit->setObjectName(QStringLiteral("keysFieldText"));
        edit->setPlaceholderText(tr("Press the new keys"));
    }
    m_assign->setObjectName(QStringLiteral("keysAssign"));
    m_assign->setProperty("primary", true);
    m_clear->setObjectName(QStringLiteral("keysClear"));
    m_reset->setObjectName(QStringLiteral("keysReset"));
    m_sentence->setWordWrap(true);
    m_sentence->setMinimumHeight(18);

    auto* row = new QHBoxLayout;
    row->setSpacing(spacing::kSmall);
    row->addWidget(m_keys, 1);
    row->addWidget(m_assign);
    row->addWidget(m_clear);
    row->addWidget(m_reset);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->setObjectName(QStringLiteral("keysButtons"));
    buttons->button(QDialogButtonBox::Close)->setObjectName(QStringLiteral("keysClose"));
    const auto button = [&](const char* name, const QString& text, auto perform) {
        auto* added = buttons->addButton(text, QDialogButtonBox::ActionRole);
        added->setObjectName(QLatin1String(name));
        connect(added, &QPushButton::clicked, this, perform);
    };
    button("keysImport", tr("Import\u2026"), [this] { importKeys(); });
    button("keysExport", tr("Export\u2026"), [this] { exportKeys(); });
    button("keysResetAll", tr("All as usual"), [this] { m_bindings.resetAll(); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(
        makeLabel(QStringLiteral("keysTitle"), role::kWindowTitle, tr("Change keys"), this));
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_sentence);
    column->addWidget(buttons);
    resize(kSize);
}

void ShortcutEditor::listActions() {
    for (QAction* action : m_bindings.actions()) {
        if (action->text().isEmpty()) {
            continue;
        }
        auto* item = new QTreeWidgetItem(m_list, {plainText(*action)});
        item->setData(0, kActionRole, QVariant::fromValue(action));
        item->setToolTip(0, action->statusTip());
    }
    m_list->sortItems(0, Qt::AscendingOrder);
    showKeys();
}

QAction* ShortcutEditor::chosen() const {
    const QTreeWidgetItem* item = m_list->currentItem();
    return item == nullptr ? nullptr : item->data(0, kActionRole).value<QAction*>();
}

void ShortcutEditor::showKeys() {
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const auto* action = item->data(0, kActionRole).value<QAction*>();
        const bool isChanged = m_bindings.isChanged(action);
        item->setText(1, QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText));
        QFont font = m_list->font();
        font.setBold(isChanged);
        item->setFont(1, font);
    }
    showChosen();
}

void ShortcutEditor::search(const QString& text) {
    QTreeWidgetItem* first = nullptr;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        const bool isFound = item->text(0).contains(text, Qt::CaseInsensitive) ||
                             item->text(1).contains(text, Qt::CaseInsensitive);
        item->setHidden(!isFound);
        first = isFound && first == nullptr ? item : first;
    }
    m_list->setCurrentItem(first);
}

void ShortcutEditor::showChosen() {
    const QAction* action = chosen();
    const QSignalBlocker quietly(m_keys);
    m_keys->setKeySequence(action == nullptr ? QKeySequence() : action->shortcut());
    for (QWidget* widget : {static_cast<QWidget*>(m_keys), static_cast<QWidget*>(m_clear)}) {
        widget->setEnabled(action != nullptr);
    }
    m_reset->setEnabled(action != nullptr && m_bindings.isChanged(action));
    m_assign->setEnabled(false);
    m_sentence->setText(action == nullptr ? tr("No action is called so.") : action->statusTip());
    setLook(*m_sentence, "role", QString::fromLatin1(role::kMuted));
}

void ShortcutEditor::showConflict() {
    const QAction* action = chosen();
    const QKeySequence keys = m_keys->keySequence();
    m_assign->setEnabled(action != nullptr && !keys.isEmpty() && keys != action->shortcut());
    const QAction* holder = m_bindings.holderOf(keys, action);
    m_assign->setText(holder == nullptr ? tr("Assign") : tr("Take over"));
    m_sentence->setText(holder == nullptr
                            ? tr("These keys are free.")
                            : tr("\u201C%1\u201D has these keys; taking them over leaves it "
                                 "without.")
                                  .arg(plainText(*holder)));
    setLook(*m_sentence, "role",
            QString::fromLatin1(holder == nullptr ? role::kMuted : role::kDanger));
}

void ShortcutEditor::assign() {
    m_bindings.setKeys(chosen(), m_keys->keySequence());
    m_assign->setText(tr("Assign"));
}

void ShortcutEditor::exportKeys() {
    FileQuestion question;
    question.kind = FileQuestion::Kind::Save;
    question.title = tr("Export keys");
    question.filters = {tr("Keys (*.json)")};
    question.start = "cantilena-keys.json";
    question.suffix = QStringLiteral("json");
    m_chooser(this, question, [this](const std::filesystem::path& path) {
        const Result<void> written = writeFileAtomically(path, m_bindings.exported().toStdString());
        m_sentence->setText(written ? tr("Written: %1").arg(toText(path))
                                    : QString::fromStdString(written.error().message));
    });
}

void ShortcutEditor::importKeys() {
    FileQuestion question;
    question.title = tr("Import keys");
    question.filters = {tr("Keys (*.json)")};
    m_chooser(this, question, [this](const std::filesystem::path& path) {
        const Result<std::string> bytes = readFile(path);
        if (!bytes) {
            m_sentence->setText(QString::fromStdString(bytes.error().message));
            return;
        }
        const Result<void> taken = m_bindings.restore(QByteArray::fromStdString(*bytes));
        if (!taken) {
            m_sentence->setText(QString::fromStdString(taken.error().message));
        }
    });
}

} // namespace cantilena

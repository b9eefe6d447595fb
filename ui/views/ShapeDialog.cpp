#include "ui/views/ShapeDialog.h"

#include "ui/views/Labels.h"
#include "ui/views/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace cantilena {

namespace {
constexpr int kWidth = 320;
constexpr int kBelowTransport = 120;
} // namespace

ShapeDialog::ShapeDialog(ScoreDocument& document, const QString& name, const QString& title,
                         const QString& step, QWidget* parent)
    : QDialog(parent)
    , m_document(document)
    , m_name(name)
    , m_step(step)
    , m_base(document.score())
    , m_notes(document.selection())
    , m_mergeKey(document.newMergeKey())
    , m_form(new QFormLayout)
    , m_sentence(makeLabel(name + QStringLiteral("Sentence"), role::kMuted, {}, this)) {
    setObjectName(name + QStringLiteral("Dialog"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::kLarge, spacing::kLarge, spacing::kLarge, spacing::kLarge);
    column->setSpacing(spacing::kMedium);
    column->addWidget(makeLabel(name + QStringLiteral("Title"), role::kTitle, title, this));
    m_form->setHorizontalSpacing(spacing::kLarge);
    m_form->setVerticalSpacing(spacing::kSmall);
    column->addLayout(m_form);
    m_sentence->setWordWrap(true);
    m_sentence->hide();
    column->addWidget(m_sentence);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->setObjectName(name + QStringLiteral("Buttons"));
    m_accept = buttons->button(QDialogButtonBox::Ok);
    m_accept->setObjectName(name + QStringLiteral("Accept"));
    setLook(*m_accept, "primary", true);
    buttons->button(QDialogButtonBox::Cancel)->setObjectName(name + QStringLiteral("Cancel"));
    column->addWidget(buttons);
    setMinimumWidth(kWidth);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ShapeDialog::addField(const char* field, const QString& label, QWidget* widget) {
    widget->setObjectName(m_name + QLatin1String(field));
    widget->setAccessibleName(label);
    m_form->addRow(label, widget);
}

QSpinBox* ShapeDialog::addNumber(const char* field, const QString& label, int low, int high,
                                 int value, const QString& unit) {
    auto* spin = new QSpinBox(this);
    spin->setRange(low, high);
    spin->setValue(value);
    spin->setSuffix(unit);
    addField(field, label, spin);
    connect(spin, &QSpinBox::valueChanged, this, &ShapeDialog::preview);
    return spin;
}

QDoubleSpinBox* ShapeDialog::addFactor(const char* field, const QString& label, double low,
                                       double high, double value, int decimals) {
    auto* spin = new QDoubleSpinBox(this);
    spin->setDecimals(decimals);
    spin->setRange(low, high);
    spin->setSingleStep(0.25);
    spin->setValue(value);
    addField(field, label, spin);
    connect(spin, &QDoubleSpinBox::valueChanged, this, &ShapeDialog::preview);
    return spin;
}

QComboBox* ShapeDialog::addChoice(const char* field, const QString& label,
                                  const QStringList& choices, int current) {
    auto* combo = new QComboBox(this);
    combo->addItems(choices);
    combo->setCurrentIndex(current);
    addField(field, label, combo);
    connect(combo, &QComboBox::currentIndexChanged, this, &ShapeDialog::preview);
    return combo;
}

QCheckBox* ShapeDialog::addSwitch(const char* field, const QString& label, bool on) {
    auto* box = new QCheckBox(this);
    box->setProperty("switch", true);
    box->setChecked(on);
    addField(field, label, box);
    connect(box, &QCheckBox::toggled, this, &ShapeDialog::preview);
    return box;
}

QLineEdit* ShapeDialog::addText(const char* field, const QString& label, const QString& text) {
    auto* edit = new QLineEdit(text, this);
    addField(field, label, edit);
    edit->selectAll();
    connect(edit, &QLineEdit::textChanged, this, &ShapeDialog::preview);
    return edit;
}

void ShapeDialog::say(const QString& sentence) {
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

void ShapeDialog::setAcceptable(bool acceptable) {
    m_accept->setEnabled(acceptable);
}

void ShapeDialog::openWith(Shape shape) {
    m_shape = std::move(shape);
    adjustSize();
    // At the side: what is shaped is heard and seen at once, and must not be covered.
    const QWidget* studio = parentWidget()->window();
    const QPoint corner(studio->width() - width() - spacing::kHuge, kBelowTransport);
    move(studio->mapToGlobal(corner));
    open();
    preview();
}

void ShapeDialog::preview() {
    if (!m_shape) {
        return;
    }
    EditWithNotes edit = m_shape(*m_base, m_document.currentTrack(), m_notes);
    m_document.apply(std::move(edit.score), m_step, m_mergeKey,
                     edit.notes.empty() ? m_notes : std::move(edit.notes));
}

void ShapeDialog::reject() {
    m_document.apply(*m_base, m_step, m_mergeKey, m_notes);
    QDialog::reject();
}

} // namespace cantilena

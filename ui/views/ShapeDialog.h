#pragma once

#include "core/score/Edits.h"
#include "ui/document/ScoreDocument.h"

#include <QDialog>

#include <functional>
#include <memory>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QLabel;

namespace cantilena {

/// Asks how the selected notes are to be shaped, and shows the outcome in the score at once. All
/// that is tried is one undo step; Cancel takes it back. The look of a dialog comes from the fields
/// that are added to it.
class ShapeDialog : public QDialog {
    Q_OBJECT

public:
    /// What the fields make of the score as it was when the dialog opened. The notes of the outcome
    /// are selected; empty, the selection stays.
    using Shape = std::function<EditWithNotes(const Score& base, std::size_t track,
                                              const std::vector<NoteId>& notes)>;

    /// `name` begins the objectNames of dialog and fields; `step` names the undo step.
    ShapeDialog(ScoreDocument& document, const QString& name, const QString& title,
                const QString& step, QWidget* parent);

    QSpinBox* addNumber(const char* field, const QString& label, int low, int high, int value,
                        const QString& unit = {});
    QDoubleSpinBox* addFactor(const char* field, const QString& label, double low, double high,
                              double value, int decimals);
    QComboBox* addChoice(const char* field, const QString& label, const QStringList& choices,
                         int current);
    QCheckBox* addSwitch(const char* field, const QString& label, bool on);
    QLineEdit* addText(const char* field, const QString& label, const QString& text);
    /// A sentence below the fields.
    void say(const QString& sentence);
    void setAcceptable(bool acceptable);

    /// Opens the dialog; `shape` is worked out now and whenever a field changes.
    void openWith(Shape shape);

public Q_SLOTS:
    void reject() override;

private:
    void preview();
    void addField(const char* field, const QString& label, QWidget* widget);

    ScoreDocument& m_document;
    QString m_name;
    QString m_step;
    Shape m_shape;
    std::shared_ptr<const Score> m_base;
    std::vector<NoteId> m_notes;
    int m_mergeKey;
    QFormLayout* m_form;
    QLabel* m_sentence;
    QPushButton* m_accept;
};

} // namespace cantilena

#pragma once

#include "ui/document/NextNoteController.h"
#include "ui/document/SurpriseController.h"

#include <QFrame>

class QAction;
class QLabel;

namespace cantilena {

class ElidedLabel;

/// Explains what a model says about the notes on the roll: which model speaks, how to read what
/// the notes wear, and the same in words. Shown above the roll while it is wanted.
class SurpriseStrip : public QFrame {
    Q_OBJECT

public:
    /// `off` is what its button does.
    SurpriseStrip(const ScoreDocument& document, const SurpriseController& surprise, QAction* off,
                  QWidget* parent = nullptr);

    /// After a change of what is known or selected.
    void showState();

private:
    [[nodiscard]] QString inWords() const;

    const ScoreDocument& m_document;
    const SurpriseController& m_surprise;
    ElidedLabel* m_title;
    ElidedLabel* m_words;
};

/// The likeliest next notes in words, with the keys that take them.
class NextNotesStrip : public QFrame {
    Q_OBJECT

public:
    /// `off` is what its button does; `take` are the actions that take the notes.
    NextNotesStrip(const ScoreDocument& document, const NextNoteController& next, QAction* off,
                   QAction* take, QWidget* parent = nullptr);

    void showState();

private:
    [[nodiscard]] QString inWords() const;

    const ScoreDocument& m_document;
    const NextNoteController& m_next;
    QAction* m_take;
    ElidedLabel* m_title;
    ElidedLabel* m_words;
};

} // namespace cantilena

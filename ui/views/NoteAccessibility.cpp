#include "ui/views/NoteAccessibility.h"

#include "core/score/Shapes.h"
#include "ui/views/PianoRollCanvas.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHash>
#include <QPointer>

#include <algorithm>
#include <array>

namespace cantilena {

namespace {

QString text(const char* source) {
    return QCoreApplication::translate("NoteAccessibility", source);
}

/// "quarter", "dotted half"; in hundredths of a quarter where it has no name.
QString lengthName(Tick length) {
    struct Named {
        Tick length;
        const char* name;
    };
    static constexpr std::array kNames = {
        Named{kWhole, QT_TRANSLATE_NOOP("NoteAccessibility", "whole")},
        Named{kWhole * 3 / 4, QT_TRANSLATE_NOOP("NoteAccessibility", "dotted half")},
        Named{kWhole / 2, QT_TRANSLATE_NOOP("NoteAccessibility", "half")},
        Named{kQuarter * 3 / 2, QT_TRANSLATE_NOOP("NoteAccessibility", "dotted quarter")},
        Named{kQuarter, QT_TRANSLATE_NOOP("NoteAccessibility", "quarter")},
        Named{kQuarter * 3 / 4, QT_TRANSLATE_NOOP("NoteAccessibility", "dotted eighth")},
        Named{kQuarter / 2, QT_TRANSLATE_NOOP("NoteAccessibility", "eighth")},
        Named{kQuarter / 3, QT_TRANSLATE_NOOP("NoteAccessibility", "eighth triplet")},
        Named{kQuarter / 4, QT_TRANSLATE_NOOP("NoteAccessibility", "sixteenth")},
    };
    const auto found = std::ranges::find(kNames, length, &Named::length);
    return found != kNames.end() ? text(found->name)
                                 : text("%1 quarters").arg(inQuarters(length), 0, 'f', 2);
}

class NotesInterface;

/// One note. It lives as long as the interface of its canvas and outlives the note itself, as
/// readers may still hold it; then it is not valid.
class NoteInterface : public QAccessibleInterface,
                      public QAccessibleActionInterface,
                      public QAccessibleValueInterface {
public:
    NoteInterface(RollCanvas& canvas, NoteId id)
        : m_canvas(&canvas)
        , m_id(id) {}

    [[nodiscard]] bool isValid() const override { return note() != nullptr; }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override {
        return m_canvas ? m_canvas->window()->windowHandle() : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return m_canvas ? QAccessible::queryAccessibleInterface(m_canvas) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    [[nodiscard]] QStringList actionNames() const override {
        return {toggleAction(), pressAction(), deleteName()};
    }
    [[nodiscard]] QString localizedActionName(const QString& name) const override;
    void doAction(const QString& name) override;
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

    [[nodiscard]] QVariant currentValue() const override;
    void setCurrentValue(const QVariant& value) override;
    [[nodiscard]] QVariant maximumValue() const override { return 127; }
    [[nodiscard]] QVariant minimumValue() const override { return 1; }
    [[nodiscard]] QVariant minimumStepSize() const override { return 1; }

private:
    [[nodiscard]] static QString deleteName() { return QStringLiteral("Delete"); }
    [[nodiscard]] const Note* note() const {
        return m_canvas ? findNote(m_canvas->view().document().track(), m_id) : nullptr;
    }

    QPointer<RollCanvas> m_canvas;
    NoteId m_id;
};

QString NoteInterface::text(QAccessible::Text kind) const {
    const Note* here = note();
    if (here == nullptr) {
        return {};
    }
    const RollView& view = m_canvas->view();
    if (kind == QAccessible::Name) {
        const BarPosition at = view.meters().at(here->onset);
        return cantilena::text("%1, bar %2 beat %3, %4, velocity %5")
                   .arg(view.rowName(here->pitch, here->onset))
                   .arg(at.bar)
                   .arg(at.beat)
                   .arg(lengthName(here->duration))
                   .arg(here->velocity) +
               (here->locked ? cantilena::text(", locked") : QString());
    }
    return kind == QAccessible::Value ? QString::number(here->velocity) : QString();
}

QRect NoteInterface::rect() const {
    const Note* here = note();
    if (here == nullptr) {
        return {};
    }
    const QRect rect = m_canvas->view().rectOf(*here).toAlignedRect();
    return {m_canvas->mapToGlobal(rect.topLeft()), rect.size()};
}

QAccessible::State NoteInterface::state() const {
    QAccessible::State state;
    const Note* here = note();
    if (here == nullptr) {
        state.invalid = true;
        return state;
    }
    state.selectable = true;
    state.multiSelectable = true;
    state.selected = m_canvas->view().isSelected(m_id);
    state.focusable = true;
    const auto& cursor = m_canvas->view().cursor();
    state.focused = cursor && cursor->pitch == here->pitch && here->onset <= cursor->tick &&
                    cursor->tick < here->end();
    state.offscreen = !m_canvas->rect().intersects(m_canvas->view().rectOf(*here).toRect());
    return state;
}

void* NoteInterface::interface_cast(QAccessible::InterfaceType type) {
    switch (type) {
    case QAccessible::ActionInterface: return static_cast<QAccessibleActionInterface*>(this);
    case QAccessible::ValueInterface: return static_cast<QAccessibleValueInterface*>(this);
    default: return nullptr;
    }
}

QString NoteInterface::localizedActionName(const QString& name) const {
    if (name == toggleAction()) {
        return cantilena::text("Select");
    }
    return name == pressAction() ? cantilena::text("Hear") : cantilena::text("Delete");
}

void NoteInterface::doAction(const QString& name) {
    const Note* here = note();
    if (here == nullptr) {
        return;
    }
    RollView& view = m_canvas->view();
    ScoreDocument& document = view.document();
    if (name == toggleAction()) {
        std::vector<NoteId> selection = document.selection();
        if (std::erase(selection, m_id) == 0) {
            selection.push_back(m_id);
        }
        document.setSelection(std::move(selection));
    } else if (name == pressAction()) {
        view.soundBriefly(here->pitch, here->velocity);
    } else if (name == deleteName()) {
        document.apply(
            withoutNotes(*document.score(), document.currentTrack(), std::span(&m_id, 1)),
            cantilena::text("Delete notes"));
    }
}

QVariant NoteInterface::currentValue() const {
    const Note* here = note();
    return here == nullptr ? QVariant() : QVariant(here->velocity);
}

void NoteInterface::setCurrentValue(const QVariant& value) {
    if (note() == nullptr) {
        return;
    }
    ScoreDocument& document = m_canvas->view().document();
    const NoteVelocity one{m_id, value.toInt()};
    document.apply(withVelocities(*document.score(), document.currentTrack(), std::span(&one, 1)),
                   cantilena::text("Set velocities"));
}

/// The canvas: a list of the notes of the current track, in their order.
class NotesInterface : public QAccessibleWidget {
public:
    explicit NotesInterface(RollCanvas& canvas)
        : QAccessibleWidget(&canvas, QAccessible::List)
        , m_canvas(canvas) {}
    ~NotesInterface() override {
        for (const QAccessible::Id id : std::as_const(m_ids)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    [[nodiscard]] int childCount() const override { return static_cast<int>(notes().size()); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        return interfaceOf(notes()[static_cast<std::size_t>(index)].id);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
        const auto at = std::ranges::find_if(notes(), [&](const Note& note) {
            const auto known = m_ids.constFind(note.id.value);
            return known != m_ids.constEnd() && QAccessible::accessibleInterface(*known) == child;
        });
        return at == notes().end() ? -1 : static_cast<int>(at - notes().begin());
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
        const QPoint position = m_canvas.mapFromGlobal(QPoint(x, y));
        const std::optional<NoteHit> hit = m_canvas.noteAt(position);
        return hit ? interfaceOf(hit->note.id) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override {
        const auto& cursor = m_canvas.view().cursor();
        if (!cursor) {
            return nullptr;
        }
        QAccessibleInterface* found = nullptr;
        m_canvas.view().notes().visit({cursor->tick, cursor->tick + Tick{1}},
                                      [&](const Note& note) {
                                          if (note.pitch == cursor->pitch) {
                                              found = interfaceOf(note.id);
                                          }
                                      });
        return found;
    }

private:
    [[nodiscard]] const std::vector<Note>& notes() const {
        return m_canvas.view().document().track().notes;
    }
    [[nodiscard]] QAccessibleInterface* interfaceOf(NoteId id) const {
        const auto known = m_ids.constFind(id.value);
        if (known != m_ids.constEnd()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = new NoteInterface(m_canvas, id);
        m_ids.insert(id.value, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    RollCanvas& m_canvas;
    mutable QHash<quint64, QAccessible::Id> m_ids;
};

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    auto* canvas = qobject_cast<RollCanvas*>(object);
    return canvas == nullptr ? nullptr : new NotesInterface(*canvas);
}

} // namespace

void installNoteAccessibility() {
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(isInstalled);
}

} // namespace cantilena

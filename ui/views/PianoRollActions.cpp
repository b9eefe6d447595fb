#include "ui/views/PianoRollActions.h"

#include "ui/views/Icons.h"
#include "ui/views/PianoRollEditing.h"

#include <QActionGroup>

#include <array>

namespace cantilena {

namespace {

constexpr double kZoomStep = 1.4;
constexpr int kRowStep = 2;
constexpr int kOctave = 12;

} // namespace

RollActions::RollActions(PianoRoll& roll, RollView& view, RollEditing& editing)
    : QObject(&roll)
    , m_roll(roll)
    , m_rollView(view)
    , m_editing(editing) {
    addEdit();
    addNudges();
    addView();
    addTools();
    connect(&view.document(), &ScoreDocument::selectionChanged, this, &RollActions::updateEnabled);
    updateEnabled();
}

template <typename Do>
QAction* RollActions::add(std::vector<QAction*>& list, const Wording& wording,
                          const QList<QKeySequence>& shortcuts, Reach reach, Do perform) {
    auto* action = new QAction(wording.text, this);
    action->setObjectName(QLatin1String(wording.name));
    action->setStatusTip(wording.tip);
    action->setShortcuts(shortcuts);
    action->setShortcutContext(reach == Reach::Window ? Qt::WindowShortcut
                                                      : Qt::WidgetWithChildrenShortcut);
    if (!wording.icon.isEmpty()) {
        action->setIcon(icon(wording.icon));
    }
    connect(action, &QAction::triggered, this, perform);
    m_roll.addAction(action);
    list.push_back(action);
    return action;
}

void RollActions::addEdit() {
    const auto needing = [this](QAction* action) { m_needSelection.push_back(action); };
    needing(add(m_edit, {"actionCut", tr("Cu&t"), tr("Cut the selected notes"), "cut"},
                {QKeySequence::Cut}, Reach::Window, [this] { m_editing.cut(); }));
    needing(add(m_edit, {"actionCopy", tr("&Copy"), tr("Copy the selected notes"), "copy"},
                {QKeySequence::Copy}, Reach::Window, [this] { m_editing.copy(); }));
    add(m_edit, {"actionPaste", tr("&Paste"), tr("Paste notes at the playhead"), "paste"},
        {QKeySequence::Paste}, Reach::Window, [this] { m_editing.paste(); });
    needing(add(m_edit,
                {"actionDuplicate", tr("D&uplicate"),
                 tr("Repeat the selected notes after themselves"), "duplicate"},
                {QKeySequence("Ctrl+D")}, Reach::Window, [this] { m_editing.duplicate(); }));
    needing(add(m_edit, {"actionDelete", tr("&Delete"), tr("Delete the selected notes"), "delete"},
                {QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)}, Reach::Roll,
                [this] { m_editing.deleteSelected(); }));
    m_edit.push_back(nullptr);
    add(m_edit,
        {"actionSelectAll", tr("Select &all"), tr("Select all notes of the track"), "select-all"},
        {QKeySequence::SelectAll}, Reach::Window, [this] { m_editing.selectAll(); });
    add(m_edit,
        {"actionInvertSelection", tr("&Invert selection"),
         tr("Select the notes that are not selected"), ""},
        {QKeySequence("Ctrl+I")}, Reach::Window, [this] { m_editing.invertSelection(); });
    m_edit.push_back(nullptr);
    needing(add(m_edit,
                {"actionQuantize", tr("&Quantise"),
                 tr("Move starts and ends of the selected notes to the grid"), "quantize"},
                {QKeySequence("Q")}, Reach::Window, [this] { m_editing.quantize(); }));
}

void RollActions::addNudges() {
    struct Nudge {
        Wording wording;
        QKeySequence key;
        int steps;
        int semitones;
    };
    const std::array nudges = {
        Nudge{{"actionNudgeLeft", tr("Move &left"), tr("Move the notes left by the grid"), ""},
              Qt::Key_Left,
              -1,
              0},
        Nudge{{"actionNudgeRight", tr("Move &right"), tr("Move the notes right by the grid"), ""},
              Qt::Key_Right,
              1,
              0},
        Nudge{{"actionTransposeUp", tr("Semitone &up"), tr("Move the notes up a semitone"), ""},
              Qt::Key_Up,
              0,
              1},
        Nudge{
            {"actionTransposeDown", tr("Semitone d&own"), tr("Move the notes down a semitone"), ""},
            Qt::Key_Down,
            0,
            -1},
        Nudge{{"actionOctaveUp", tr("Octave u&p"), tr("Move the notes up an octave"), ""},
              QKeySequence("Ctrl+Up"),
              0,
              kOctave},
        Nudge{{"actionOctaveDown", tr("Octave dow&n"), tr("Move the notes down an octave"), ""},
              QKeySequence("Ctrl+Down"),
              0,
              -kOctave},
    };
    m_edit.push_back(nullptr);
    for (const Nudge& nudge : nudges) {
        m_needSelection.push_back(add(m_edit, nudge.wording, {nudge.key}, Reach::Roll,
                                      [this, steps = nudge.steps, semitones = nudge.semitones] {
                                          m_editing.nudge(steps, semitones);
                                      }));
    }
    m_needSelection.push_back(
        add(m_edit,
            {"actionShorten", tr("&Shorten"), tr("Shorten the notes by a step of the grid"), ""},
            {QKeySequence("Shift+Left")}, Reach::Roll, [this] { m_editing.resize(-1); }));
    m_needSelection.push_back(
        add(m_edit,
            {"actionLengthen", tr("L&engthen"), tr("Lengthen the notes by a step of the grid"), ""},
            {QKeySequence("Shift+Right")}, Reach::Roll, [this] { m_editing.resize(1); }));
}

void RollActions::addView() {
    const auto middle = [this] { return m_rollView.size().width() / 2.0; };
    add(m_view, {"actionZoomIn", tr("Zoom &in"), tr("Show time larger"), "zoom-in"},
        {QKeySequence::ZoomIn, QKeySequence("Ctrl+=")}, Reach::Window,
        [this, middle] { m_rollView.zoomTime(kZoomStep, middle()); });
    add(m_view, {"actionZoomOut", tr("Zoom &out"), tr("Show more time"), "zoom-out"},
        {QKeySequence::ZoomOut}, Reach::Window,
        [this, middle] { m_rollView.zoomTime(1.0 / kZoomStep, middle()); });
    add(m_view, {"actionRowsHigher", tr("&Higher rows"), tr("Show pitches larger"), ""},
        {QKeySequence("Ctrl+Shift++")}, Reach::Window,
        [this] { m_rollView.zoomPitch(kRowStep, m_rollView.size().height() / 2.0); });
    add(m_view, {"actionRowsLower", tr("&Lower rows"), tr("Show more pitches"), ""},
        {QKeySequence("Ctrl+Shift+-")}, Reach::Window,
        [this] { m_rollView.zoomPitch(-kRowStep, m_rollView.size().height() / 2.0); });
    m_view.push_back(nullptr);
    add(m_view,
        {"actionZoomSelection", tr("Zoom to &selection"), tr("Fill the view with the selection"),
         "zoom-selection"},
        {QKeySequence("Z")}, Reach::Window, [this] { m_editing.zoomToSelection(); });
    add(m_view,
        {"actionZoomAll", tr("Zoom to &everything"), tr("Show the whole piece"), "zoom-fit"},
        {QKeySequence("Shift+Z")}, Reach::Window, [this] { m_rollView.showEverything(); });
}

void RollActions::addTools() {
    auto* group = new QActionGroup(this);
    const auto tool = [&](RollTool what, const Wording& wording, const char* key) {
        QAction* action = add(m_tools, wording, {QKeySequence(QLatin1String(key))}, Reach::Window,
                              [this, what] { m_rollView.setTool(what); });
        action->setCheckable(true);
        action->setChecked(m_rollView.tool() == what);
        group->addAction(action);
        connect(&m_rollView, &RollView::toolChanged, action,
                [action, what](RollTool now) { action->setChecked(now == what); });
    };
    tool(RollTool::Select,
         {"actionToolSelect", tr("Select"), tr("Select and move notes"), "select"}, "V");
    tool(RollTool::Draw, {"actionToolDraw", tr("Draw"), tr("Write notes"), "draw"}, "D");
    tool(RollTool::Erase, {"actionToolErase", tr("Erase"), tr("Take notes away"), "erase"}, "E");
}

void RollActions::updateEnabled() {
    const bool hasSelection = !m_rollView.document().selection().empty();
    for (QAction* action : m_needSelection) {
        action->setEnabled(hasSelection);
    }
}

} // namespace cantilena

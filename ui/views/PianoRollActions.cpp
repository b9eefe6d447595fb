#include "ui/views/PianoRollActions.h"

#include "core/score/Timeline.h"
#include "ui/views/Icons.h"
#include "ui/views/PianoRoll.h"
#include "ui/views/PianoRollCursor.h"
#include "ui/views/PianoRollEditing.h"
#include "ui/views/PianoRollShaping.h"
#include "ui/views/PianoRollSteeringLane.h"
#include "ui/views/PianoRollTimeLane.h"

#include <QActionGroup>

#include <array>

namespace cantilena {

namespace {

constexpr double kZoomStep = 1.4;
constexpr int kRowStep = 2;
constexpr int kOctave = 12;
constexpr int kVelocityStep = 4;

} // namespace

RollActions::RollActions(PianoRoll& roll, const Hands& hands)
    : QObject(&roll)
    , m_roll(roll)
    , m_hands(hands) {
    addEdit();
    addNudges();
    addShapes();
    addCursor();
    addTime();
    addView();
    addFolds();
    addSteering();
    addTools();
    connect(&hands.view.document(), &ScoreDocument::selectionChanged, this,
            &RollActions::updateEnabled);
    connect(&hands.view, &RollView::cursorMoved, this, &RollActions::updateEnabled);
    updateEnabled();
}

QAction* RollActions::add(std::vector<QAction*>& list, const Wording& wording,
                          const QList<QKeySequence>& shortcuts, Reach reach, Needs needs,
                          const std::function<void()>& perform) {
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
    if (needs == Needs::Notes) {
        m_needSelection.push_back(action);
    }
    return action;
}

bool RollActions::hasSelection() const {
    return !m_hands.view.document().selection().empty();
}

void RollActions::addEdit() {
    RollEditing& editing = m_hands.editing;
    add(m_edit, {"actionCut", tr("Cu&t"), tr("Cut the selected notes"), "cut"}, {QKeySequence::Cut},
        Reach::Window, Needs::Notes, [&] { editing.cut(); });
    add(m_edit, {"actionCopy", tr("&Copy"), tr("Copy the selected notes"), "copy"},
        {QKeySequence::Copy}, Reach::Window, Needs::Notes, [&] { editing.copy(); });
    add(m_edit, {"actionPaste", tr("&Paste"), tr("Paste notes at the playhead"), "paste"},
        {QKeySequence::Paste}, Reach::Window, Needs::Nothing, [&] { editing.paste(); });
    add(m_edit,
        {"actionDuplicate", tr("D&uplicate"), tr("Repeat the selected notes after themselves"),
         "duplicate"},
        {QKeySequence("Ctrl+D")}, Reach::Window, Needs::Notes, [&] { editing.duplicate(); });
    m_delete = add(m_edit,
                   {"actionDelete", tr("&Delete"),
                    tr("Delete the selected notes, or the one at the cursor"), "delete"},
                   {QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)}, Reach::Roll,
                   Needs::Nothing, [this] {
                       hasSelection() ? m_hands.editing.deleteSelected() : m_hands.cursor.erase();
                   });
    m_edit.push_back(nullptr);
    add(m_edit,
        {"actionSelectAll", tr("Select &all"), tr("Select all notes of the track"), "select-all"},
        {QKeySequence::SelectAll}, Reach::Window, Needs::Nothing, [&] { editing.selectAll(); });
    add(m_edit,
        {"actionInvertSelection", tr("&Invert selection"),
         tr("Select the notes that are not selected"), ""},
        {QKeySequence("Ctrl+I")}, Reach::Window, Needs::Nothing,
        [&] { editing.invertSelection(); });
}

void RollActions::addNudges() {
    struct Nudge {
        Wording wording;
        QKeySequence key;
        int steps;
        int semitones;
    };
    const std::array nudges = {
        Nudge{{"actionNudgeLeft", tr("Move &left"),
               tr("Move the notes, or the cursor, left by the grid"), ""},
              Qt::Key_Left,
              -1,
              0},
        Nudge{{"actionNudgeRight", tr("Move &right"),
               tr("Move the notes, or the cursor, right by the grid"), ""},
              Qt::Key_Right,
              1,
              0},
        Nudge{{"actionTransposeUp", tr("Semitone &up"),
               tr("Move the notes, or the cursor, up a semitone"), ""},
              Qt::Key_Up,
              0,
              1},
        Nudge{{"actionTransposeDown", tr("Semitone d&own"),
               tr("Move the notes, or the cursor, down a semitone"), ""},
              Qt::Key_Down,
              0,
              -1},
        Nudge{{"actionOctaveUp", tr("Octave u&p"),
               tr("Move the notes, or the cursor, up an octave"), ""},
              QKeySequence("Ctrl+Up"),
              0,
              kOctave},
        Nudge{{"actionOctaveDown", tr("Octave dow&n"),
               tr("Move the notes, or the cursor, down an octave"), ""},
              QKeySequence("Ctrl+Down"),
              0,
              -kOctave},
    };
    m_edit.push_back(nullptr);
    for (const Nudge& nudge : nudges) {
        add(m_edit, nudge.wording, {nudge.key}, Reach::Roll, Needs::Nothing,
            [this, steps = nudge.steps, semitones = nudge.semitones] {
                if (hasSelection()) {
                    m_hands.editing.nudge(steps, semitones);
                } else if (std::abs(semitones) == kOctave) {
                    m_hands.cursor.moveBySemitones(semitones);
                } else {
                    m_hands.cursor.move(steps, semitones);
                }
            });
    }
    const auto resize = [this](int steps) {
        hasSelection() ? m_hands.editing.resize(steps) : m_hands.cursor.resize(steps);
    };
    add(m_edit,
        {"actionShorten", tr("&Shorten"), tr("Shorten the notes by a step of the grid"), ""},
        {QKeySequence("Shift+Left")}, Reach::Roll, Needs::Nothing, [resize] { resize(-1); });
    add(m_edit,
        {"actionLengthen", tr("L&engthen"), tr("Lengthen the notes by a step of the grid"), ""},
        {QKeySequence("Shift+Right")}, Reach::Roll, Needs::Nothing, [resize] { resize(1); });
    add(m_edit, {"actionLouder", tr("Lou&der"), tr("Strike the selected notes harder"), ""},
        {QKeySequence("Shift+Up")}, Reach::Roll, Needs::Notes,
        [this] { m_hands.editing.changeVelocity(kVelocityStep); });
    add(m_edit, {"actionSofter", tr("So&fter"), tr("Strike the selected notes more softly"), ""},
        {QKeySequence("Shift+Down")}, Reach::Roll, Needs::Notes,
        [this] { m_hands.editing.changeVelocity(-kVelocityStep); });
}

void RollActions::addShapes() {
    RollShaping& shaping = m_hands.shaping;
    const auto shape = [&](const char* name, const QString& text, const QString& tip,
                           const char* key, Needs needs, void (RollShaping::*perform)()) {
        add(m_shape, {name, text, tip, ""}, {QKeySequence(QLatin1String(key))}, Reach::Window,
            needs, [&shaping, perform] { (shaping.*perform)(); });
    };
    const Needs notes = Needs::Notes;
    add(m_shape,
        {"actionQuantize", tr("&Quantise"),
         tr("Move starts and ends of the selected notes to the grid"), "quantize"},
        {QKeySequence("Q")}, Reach::Window, notes, [this] { m_hands.editing.quantize(); });
    shape("actionQuantizeBy", tr("Quantise &by\u2026"),
          tr("Quantise with strength and swing, starts and lengths apart"), "Shift+Q", notes,
          &RollShaping::askQuantize);
    shape("actionHumanize", tr("&Humanise\u2026"), tr("Move times and velocities a little"),
          "Shift+H", notes, &RollShaping::askHumanize);
    m_shape.push_back(nullptr);
    shape("actionSplit", tr("&Split at the cursor"),
          tr("Cut the selected notes at the cursor or the playhead"), "Ctrl+K", notes,
          &RollShaping::split);
    shape("actionGlue", tr("&Glue"), tr("Join the selected notes of each pitch"), "Ctrl+J", notes,
          &RollShaping::glue);
    shape("actionLegato", tr("&Legato"), tr("End each note where the next begins"), "Shift+L",
          notes, &RollShaping::legato);
    shape("actionArticulation", tr("&Articulation\u2026"),
          tr("Choose how much of the way to the next note each one fills"), "Shift+G", notes,
          &RollShaping::askArticulation);
    shape("actionFixOverlaps", tr("Fix &overlaps"),
          tr("Cut notes that sound into the next of their pitch"), "Shift+O", notes,
          &RollShaping::fixOverlaps);
    shape("actionStretch", tr("S&tretch\u2026"), tr("Make the selected notes slower or faster"),
          "Shift+T", notes, &RollShaping::askStretch);
    shape("actionReverse", tr("&Reverse"), tr("Play the selected notes from back to front"),
          "Ctrl+R", notes, &RollShaping::reverse);
    m_shape.push_back(nullptr);
    shape("actionInvert", tr("&Invert"), tr("Turn the selected notes upside down"), "Shift+I",
          notes, &RollShaping::invert);
    shape("actionTranspose", tr("Trans&pose\u2026"), tr("Move the selected notes by an interval"),
          "Shift+P", notes, &RollShaping::askTranspose);
    for (const int by : {1, -1}) {
        add(m_shape,
            by > 0
                ? Wording{"actionDegreeUp", tr("Degree &up"), tr("Move the notes up the scale"), ""}
                : Wording{"actionDegreeDown", tr("Degree &down"),
                          tr("Move the notes down the scale"), ""},
            {QKeySequence(by > 0 ? "Ctrl+Shift+Up" : "Ctrl+Shift+Down")}, Reach::Window, notes,
            [&shaping, by] { shaping.moveByDegrees(by); });
    }
    shape("actionSnapToKey", tr("Snap to the &key"),
          tr("Move each pitch to the nearest one of the key"), "Shift+K", notes,
          &RollShaping::snapToKey);
    m_shape.push_back(nullptr);
    shape("actionChord", tr("&Chord by name\u2026"), tr("Write a chord at the cursor"), "Shift+C",
          Needs::Nothing, &RollShaping::askChord);
    shape("actionStamp", tr("Chord sta&mp\u2026"),
          tr("Let the draw tool write chords instead of notes"), "H", Needs::Nothing,
          &RollShaping::askStamp);
    shape("actionArpeggiate", tr("Arp&eggiate\u2026"), tr("Spread chords, upwards or downwards"),
          "Shift+A", notes, &RollShaping::askArpeggio);
    shape("actionVelocity", tr("&Velocity\u2026"), tr("Type a velocity, or a ramp of them"),
          "Shift+V", notes, &RollShaping::askVelocity);
}

void RollActions::addCursor() {
    RollCursorKeys& cursor = m_hands.cursor;
    const auto key = [&](const char* name, const QString& text, const QString& tip,
                         const char* keys, const std::function<void()>& perform) {
        add(m_cursor, {name, text, tip, ""}, {QKeySequence(QLatin1String(keys))}, Reach::Roll,
            Needs::Nothing, perform);
    };
    key("actionCursorWrite", tr("&Write a note"),
        tr("Write a note at the cursor, which then steps behind it"), "N", [&] { cursor.write(); });
    key("actionCursorSelect", tr("&Select the note"),
        tr("Take the note at the cursor into the selection, or out of it"), "S",
        [&] { cursor.toggleSelected(); });
    key("actionCursorRange", tr("Select a &block"),
        tr("Mark a corner at the cursor; the second time select up to the other"), "B",
        [&] { cursor.markRange(); });
    key("actionCursorHear", tr("&Hear it"), tr("Sound the pitch at the cursor"), "P",
        [&] { cursor.hear(); });
    key("actionCursorNext", tr("Ne&xt note"), tr("Bring the cursor to the next note"), "]",
        [&] { cursor.moveToNote(1); });
    key("actionCursorPrevious", tr("&Previous note"), tr("Bring the cursor to the note before"),
        "[", [&] { cursor.moveToNote(-1); });
    key("actionCursorNextBar", tr("Next b&ar"), tr("Bring the cursor to the next bar"),
        "Ctrl+Right", [&] { cursor.moveByBar(1); });
    key("actionCursorPreviousBar", tr("Previous ba&r"), tr("Bring the cursor a bar back"),
        "Ctrl+Left", [&] { cursor.moveByBar(-1); });
    key("actionCursorSeek", tr("Playhead to the &cursor"),
        tr("Let the playhead stand where the cursor is"), "Shift+Return", [&] { cursor.seek(); });
    add(m_cursor,
        {"actionVelocityLane", tr("To the &velocities"),
         tr("Give the keyboard to the velocity lane: arrows choose and change, digits type"), ""},
        {QKeySequence("Ctrl+Shift+V")}, Reach::Window, Needs::Nothing,
        [this] { m_hands.velocities.setFocus(Qt::ShortcutFocusReason); });
}

void RollActions::addTime() {
    QAction* shown =
        add(m_time,
            {"actionTimeLanes", tr("&Lanes of time"),
             tr("Show or hide the lanes of markers, tempo, metre, key and chords"), ""},
            {QKeySequence(Qt::Key_F6)}, Reach::Window, Needs::Nothing,
            [this] { m_roll.setTimeLanes(!m_roll.hasTimeLanes()); });
    shown->setCheckable(true);
    connect(&m_roll, &PianoRoll::timeLanesChanged, shown, &QAction::setChecked);
    const std::array wordings = {
        std::pair{
            Wording{"actionMarkerHere", tr("&Marker here"), tr("Name this point in time"), ""},
            "M"},
        std::pair{
            Wording{"actionTempoHere", tr("&Tempo here"), tr("Set the tempo from here on"), ""},
            "Ctrl+Shift+B"},
        std::pair{
            Wording{"actionMeterHere", tr("M&etre here"), tr("Set the metre from this bar on"), ""},
            "Ctrl+Shift+Y"},
        std::pair{Wording{"actionKeyHere", tr("&Key here"), tr("Set the key from this bar on"), ""},
                  "Ctrl+Shift+K"},
        std::pair{Wording{"actionChordHere", tr("&Chord symbol here"),
                          tr("Write a chord symbol here, such as Am7 or C/E: it is silent"), ""},
                  "Ctrl+Shift+C"},
    };
    for (std::size_t i = 0; i < wordings.size(); ++i) {
        add(m_time, wordings[i].first, {QKeySequence(QLatin1String(wordings[i].second))},
            Reach::Window, Needs::Nothing, [this, i] {
                m_roll.setTimeLanes(true);
                m_hands.lanes.at(i)->editHere();
            });
    }
}

void RollActions::addSteering() {
    m_view.push_back(nullptr);
    QAction* shown = add(m_view,
                         {"actionSteeringLanes", tr("&Steering"),
                          tr("Show or hide the lanes that steer the model over time"), ""},
                         {QKeySequence("Shift+F6")}, Reach::Window, Needs::Nothing,
                         [this] { m_roll.setSteeringLanes(!m_roll.hasSteeringLanes()); });
    shown->setCheckable(true);
    connect(&m_roll, &PianoRoll::steeringLanesChanged, shown, &QAction::setChecked);
    const std::array wordings = {
        Wording{"actionSteerRange", tr("Steer selection: &range\u2026"),
                tr("Say between which pitches the model stays while the selection lasts"), ""},
        Wording{"actionSteerScale", tr("Steer selection: sca&le\u2026"),
                tr("Say which scale the model keeps to while the selection lasts"), ""},
        Wording{"actionSteerChordTones", tr("Steer selection: c&hord tones\u2026"),
                tr("Say which notes are tones of the chord symbols while the selection lasts"), ""},
        Wording{"actionSteerDensity", tr("Steer selection: &density\u2026"),
                tr("Say how many notes a bar the model aims at while the selection lasts"), ""},
    };
    m_time.push_back(nullptr);
    for (std::size_t i = 0; i < wordings.size(); ++i) {
        const auto key = QStringLiteral("Ctrl+Alt+%1").arg(i + 1);
        add(m_time, wordings[i], {QKeySequence(key)}, Reach::Window, Needs::Nothing, [this, i] {
            m_roll.setSteeringLanes(true);
            m_hands.steering.at(i)->edit(timeToSteer(m_hands.view));
        });
    }
    add(m_time,
        {"actionSteerNothing", tr("Steer selection: &nothing"),
         tr("Leave the model free while the selection lasts"), ""},
        {QKeySequence("Ctrl+Alt+5")}, Reach::Window, Needs::Nothing, [this] { leaveUnsteered(); });
}

void RollActions::leaveUnsteered() {
    ScoreDocument& document = m_hands.view.document();
    const TickRange time = timeToSteer(m_hands.view);
    Score next = *document.score();
    for (const SteeringLane* lane : m_hands.steering) {
        next = withoutSteering(next, time, lane->kind());
    }
    document.apply(std::move(next), tr("Steer nothing"));
}

void RollActions::addView() {
    RollView& view = m_hands.view;
    const auto zoom = [&](const Wording& wording, const QList<QKeySequence>& keys,
                          const std::function<void()>& perform) {
        add(m_view, wording, keys, Reach::Window, Needs::Nothing, perform);
    };
    const auto middle = [&view] { return view.size().width() / 2.0; };
    zoom({"actionZoomIn", tr("Zoom &in"), tr("Show time larger"), "zoom-in"},
         {QKeySequence::ZoomIn, QKeySequence("Ctrl+=")},
         [&view, middle] { view.zoomTime(kZoomStep, middle()); });
    zoom({"actionZoomOut", tr("Zoom &out"), tr("Show more time"), "zoom-out"},
         {QKeySequence::ZoomOut}, [&view, middle] { view.zoomTime(1.0 / kZoomStep, middle()); });
    zoom({"actionRowsHigher", tr("&Higher rows"), tr("Show pitches larger"), ""},
         {QKeySequence("Ctrl+Shift++")},
         [&view] { view.zoomPitch(kRowStep, view.size().height() / 2.0); });
    zoom({"actionRowsLower", tr("&Lower rows"), tr("Show more pitches"), ""},
         {QKeySequence("Ctrl+Shift+-")},
         [&view] { view.zoomPitch(-kRowStep, view.size().height() / 2.0); });
    m_view.push_back(nullptr);
    zoom({"actionZoomSelection", tr("Zoom to &selection"), tr("Fill the view with the selection"),
          "zoom-selection"},
         {QKeySequence("Z")}, [this] { m_hands.editing.zoomToSelection(); });
    zoom({"actionZoomAll", tr("Zoom to &everything"), tr("Show the whole piece"), "zoom-fit"},
         {QKeySequence("Shift+Z")}, [&view] { view.showEverything(); });
}

void RollActions::addFolds() {
    m_view.push_back(nullptr);
    RollView& view = m_hands.view;
    const auto fold = [&](RollFold what, const Wording& wording, const char* key) {
        QAction* action =
            add(m_view, wording, {QKeySequence(QLatin1String(key))}, Reach::Window, Needs::Nothing,
                [&view, what] { view.setFold(view.fold() == what ? RollFold::None : what); });
        action->setCheckable(true);
        connect(&view, &RollView::rowsChanged, action,
                [&view, action, what] { action->setChecked(view.fold() == what); });
    };
    fold(RollFold::Scale,
         {"actionFoldScale", tr("&Fold to the scale"),
          tr("Show rows of the key and of used pitches alone"), ""},
         "F");
    fold(RollFold::Used,
         {"actionFoldUsed", tr("Fold to &used pitches"), tr("Show rows of used pitches alone"), ""},
         "Shift+F");
}

void RollActions::addTools() {
    auto* group = new QActionGroup(this);
    RollView& view = m_hands.view;
    const auto tool = [&](RollTool what, const Wording& wording, const char* key) {
        QAction* action = add(m_tools, wording, {QKeySequence(QLatin1String(key))}, Reach::Window,
                              Needs::Nothing, [&view, what] { view.setTool(what); });
        action->setToolTip(QStringLiteral("%1 (%2)").arg(wording.text, QLatin1String(key)));
        action->setCheckable(true);
        action->setChecked(view.tool() == what);
        group->addAction(action);
        connect(&view, &RollView::toolChanged, action,
                [action, what](RollTool now) { action->setChecked(now == what); });
    };
    tool(RollTool::Select,
         {"actionToolSelect", tr("Select"), tr("Select and move notes"), "select"}, "V");
    tool(RollTool::Draw, {"actionToolDraw", tr("Draw"), tr("Write notes"), "draw"}, "D");
    tool(RollTool::Erase, {"actionToolErase", tr("Erase"), tr("Take notes away"), "erase"}, "E");
    tool(RollTool::Split, {"actionToolSplit", tr("Split"), tr("Cut notes in two"), "split"}, "K");
    tool(RollTool::Glue, {"actionToolGlue", tr("Glue"), tr("Join notes of a pitch"), "glue"}, "G");
}

void RollActions::updateEnabled() {
    for (QAction* action : m_needSelection) {
        action->setEnabled(hasSelection());
    }
    m_delete->setEnabled(hasSelection() || m_hands.cursor.noteHere() != nullptr);
}

} // namespace cantilena

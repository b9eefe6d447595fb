#include "ui/views/PianoRollShaping.h"

#include "core/score/Chord.h"
#include "core/score/Shapes.h"
#include "ui/views/ShapeDialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>

namespace cantilena {

namespace {

/// The grids that quantising offers: all that snapping does and that stay put.
std::vector<SnapChoice> grids() {
    std::vector<SnapChoice> found;
    for (const SnapChoice& choice : snapChoices()) {
        if (choice.grid.step > Tick{} && !choice.grid.isAdaptive) {
            found.push_back(choice);
        }
    }
    return found;
}

QStringList namesOf(const std::vector<SnapChoice>& choices) {
    QStringList names;
    for (const SnapChoice& choice : choices) {
        names.append(choice.name);
    }
    return names;
}

int indexOf(const std::vector<SnapChoice>& choices, Tick step) {
    const auto found =
        std::ranges::find(choices, step, [](const SnapChoice& choice) { return choice.grid.step; });
    return found == choices.end() ? 0 : static_cast<int>(found - choices.begin());
}

QString nameOf(const ChordQuality& quality) {
    return QCoreApplication::translate("ChordQuality", quality.name.data());
}

} // namespace

RollShaping::RollShaping(RollView& view, QWidget& window)
    : m_view(view)
    , m_window(window) {}

void RollShaping::apply(Score next, const QString& text) {
    m_view.document().apply(std::move(next), text);
}

void RollShaping::split() {
    const Tick at = m_view.cursor() ? m_view.cursor()->tick : m_view.playhead();
    EditWithNotes edit = withNotesSplit(score(), track(), chosen(), at);
    if (edit.notes.empty()) {
        m_view.setHint(tr("None of the selected notes sounds there"));
        return;
    }
    m_view.document().apply(std::move(edit.score), tr("Split notes"), 0, std::move(edit.notes));
}

void RollShaping::glue() {
    EditWithNotes edit = withNotesGlued(score(), track(), chosen());
    m_view.document().apply(std::move(edit.score), tr("Glue notes"), 0, std::move(edit.notes));
}

void RollShaping::legato() {
    apply(withLegato(score(), track(), chosen()), tr("Legato"));
}

void RollShaping::reverse() {
    apply(withNotesReversed(score(), track(), chosen()), tr("Reverse notes"));
}

void RollShaping::invert() {
    apply(withNotesInverted(score(), track(), chosen()), tr("Invert notes"));
}

void RollShaping::snapToKey() {
    apply(withNotesInKey(score(), track(), chosen()), tr("Snap notes to the key"));
}

void RollShaping::fixOverlaps() {
    apply(withoutOverlaps(score(), track(), chosen()), tr("Fix overlaps"));
}

void RollShaping::moveByDegrees(int degrees) {
    apply(withNotesMovedByDegrees(score(), track(), chosen(), degrees), tr("Move along the scale"));
}

void RollShaping::askQuantize() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("quantize"), tr("Quantise"),
                                   tr("Quantise notes"), &m_window);
    const std::vector<SnapChoice> choices = grids();
    auto* grid = dialog->addChoice("Grid", tr("Grid"), namesOf(choices),
                                   indexOf(choices, m_view.nudgeStep()));
    auto* strength = dialog->addNumber("Strength", tr("Strength"), 0, 100, 100, tr(" %"));
    auto* swing = dialog->addNumber("Swing", tr("Swing"), 0, 75, 0, tr(" %"));
    auto* starts = dialog->addSwitch("Starts", tr("Starts"), true);
    auto* lengths = dialog->addSwitch("Lengths", tr("Lengths"), false);
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        const auto& choice = choices.at(static_cast<std::size_t>(grid->currentIndex()));
        return EditWithNotes{withNotesDrawnToGrid(base, track, notes,
                                                  {choice.grid.step, strength->value() / 100.0,
                                                   swing->value() / 100.0, starts->isChecked(),
                                                   lengths->isChecked()}),
                             {}};
    });
}

void RollShaping::askTranspose() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("transpose"), tr("Transpose"),
                                   tr("Transpose notes"), &m_window);
    auto* octaves = dialog->addNumber("Octaves", tr("Octaves"), -10, 10, 0);
    auto* steps = dialog->addNumber("Steps", tr("Steps"), -36, 36, 0);
    auto* unit = dialog->addChoice("Unit", tr("A step is"),
                                   {tr("a semitone"), tr("a degree of the scale")}, 0);
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        constexpr int kOctave = 12;
        if (unit->currentIndex() == 0) {
            return EditWithNotes{
                withNotesMoved(base, track, notes, {}, octaves->value() * kOctave + steps->value()),
                {}};
        }
        const Score moved = withNotesMoved(base, track, notes, {}, octaves->value() * kOctave);
        return EditWithNotes{withNotesMovedByDegrees(moved, track, notes, steps->value()), {}};
    });
}

void RollShaping::askStretch() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("stretch"), tr("Stretch"),
                                   tr("Stretch notes"), &m_window);
    auto* numerator = dialog->addNumber("Numerator", tr("Becomes"), 1, 64, 2);
    auto* denominator = dialog->addNumber("Denominator", tr("Instead of"), 1, 64, 1);
    dialog->say(tr("2 instead of 1 is half as fast; 2 instead of 3 makes triplets."));
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        return EditWithNotes{
            withNotesStretched(base, track, notes, numerator->value(), denominator->value()), {}};
    });
}

void RollShaping::askHumanize() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("humanize"), tr("Humanise"),
                                   tr("Humanise notes"), &m_window);
    auto* timing =
        dialog->addNumber("Timing", tr("Time, at most"), 0, 100, 12, tr(" hundredths of a beat"));
    auto* velocity = dialog->addNumber("Velocity", tr("Velocity, at most"), 0, 64, 10);
    auto* seed = dialog->addNumber("Seed", tr("Seed"), 1, 999'999, 1);
    dialog->say(tr("The same seed moves the same notes in the same way."));
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        const Looseness looseness{quarters(timing->value(), 100), velocity->value()};
        return EditWithNotes{withNotesHumanized(base, track, notes, looseness,
                                                static_cast<std::uint64_t>(seed->value())),
                             {}};
    });
}

void RollShaping::askArticulation() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("articulation"),
                                   tr("Articulation"), tr("Articulate notes"), &m_window);
    auto* share = dialog->addNumber("Share", tr("Length"), 5, 200, 50, tr(" %"));
    dialog->say(tr("Of the way to the next note: 50 % is staccato, 100 % legato."));
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        return EditWithNotes{withArticulation(base, track, notes, share->value() / 100.0), {}};
    });
}

void RollShaping::askArpeggio() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("arpeggio"), tr("Arpeggiate"),
                                   tr("Arpeggiate chords"), &m_window);
    const std::vector<SnapChoice> choices = grids();
    auto* order = dialog->addChoice("Order", tr("Order"), {tr("upwards"), tr("downwards")}, 0);
    auto* by = dialog->addChoice("Step", tr("A note every"), namesOf(choices),
                                 indexOf(choices, m_view.nudgeStep()));
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        const Arpeggio way = order->currentIndex() == 0 ? Arpeggio::Up : Arpeggio::Down;
        const auto& choice = choices.at(static_cast<std::size_t>(by->currentIndex()));
        return EditWithNotes{withArpeggio(base, track, notes, way, choice.grid.step), {}};
    });
}

void RollShaping::askVelocity() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("velocity"), tr("Velocity"),
                                   tr("Set velocities"), &m_window);
    const Note* first =
        chosen().empty() ? nullptr : findNote(m_view.document().track(), chosen().front());
    const int now = first == nullptr ? kDefaultVelocity : first->velocity;
    auto* from = dialog->addNumber("From", tr("Velocity"), 1, 127, now);
    auto* ramp = dialog->addSwitch("Ramp", tr("Ramp"), false);
    auto* to = dialog->addNumber("To", tr("to, at the last note"), 1, 127, now);
    to->setEnabled(false);
    QObject::connect(ramp, &QCheckBox::toggled, to, &QWidget::setEnabled);
    from->selectAll();
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>& notes) {
        const int last = ramp->isChecked() ? to->value() : from->value();
        return EditWithNotes{withVelocityRamp(base, track, notes, from->value(), last), {}};
    });
}

void RollShaping::askChord() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("chord"), tr("Chord"),
                                   tr("Write a chord"), &m_window);
    const RollCursor at = m_view.cursorOrStart();
    const Key key = score().keyAt(at.tick);
    const bool isMinor = key.scale()[3] && !key.scale()[4];
    const QString tonic =
        QString::fromStdString(key.tonic.name()) + (isMinor ? QStringLiteral("m") : QString());
    auto* name = dialog->addText("Name", tr("Name"), tonic);
    const Tick length = m_view.drawnLength();
    const int velocity = m_view.drawnVelocity();
    dialog->openWith([=](const Score& base, std::size_t track, const std::vector<NoteId>&) {
        const auto chord = Chord::fromName(name->text().trimmed().toStdString());
        dialog->setAcceptable(chord.has_value());
        dialog->say(chord ? RollShaping::tr("%1, at the cursor").arg(nameOf(*chord->quality))
                          : RollShaping::tr("Chords are written like C, Am7, F#dim, Bb/D."));
        if (!chord) {
            return EditWithNotes{base, {}};
        }
        std::vector<Note> notes;
        for (const Pitch pitch : chord->near(at.pitch)) {
            notes.push_back({{}, at.tick, length, pitch, velocity});
        }
        return withNotes(base, track, notes);
    });
}

void RollShaping::askStamp() {
    auto* dialog = new ShapeDialog(m_view.document(), QStringLiteral("stamp"), tr("Chord stamp"),
                                   {}, &m_window);
    QStringList names{tr("single notes")};
    int current = 0;
    for (const ChordQuality& quality : chordQualities()) {
        names.append(nameOf(quality));
        current = m_view.stamp() == &quality ? static_cast<int>(names.size()) - 1 : current;
    }
    auto* choice = dialog->addChoice("Quality", tr("The draw tool writes"), names, current);
    const ChordQuality* before = m_view.stamp();
    RollView* view = &m_view;
    QObject::connect(dialog, &QDialog::rejected, view, [view, before] { view->setStamp(before); });
    dialog->openWith([=](const Score& base, std::size_t, const std::vector<NoteId>&) {
        const int index = choice->currentIndex() - 1;
        view->setStamp(index < 0 ? nullptr : &chordQualities()[static_cast<std::size_t>(index)]);
        return EditWithNotes{base, {}};
    });
}

} // namespace cantilena

#pragma once

namespace cantilena {

/// Lets screen readers walk the roll: the canvas is a list whose items are the notes of the current
/// track, each with its name ("C4, bar 3 beat 2, quarter, velocity 90"), its place on the screen,
/// its velocity as a value, and actions to select, hear and delete it. Called once, before the
/// first roll is shown; does nothing the next times.
void installNoteAccessibility();

} // namespace cantilena

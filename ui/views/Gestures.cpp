#include "ui/views/Gestures.h"

#include <QCoreApplication>

namespace cantilena {

namespace {

QString text(const char* source) {
    return QCoreApplication::translate("Gestures", source);
}

} // namespace

QList<GestureGroup> gestureGroups() {
    return {
        {text("Write and erase"),
         {{text("Write"), text("Draw tool: click, drag for length")},
          {text("Write while selecting"), text("double-click")},
          {text("Stamp a chord"), text("H chooses, then draw")},
          {text("Erase"), text("right-click or -drag while drawing")},
          {text("Split, glue"), text("K or G, then click a note")}}},
        {text("Select"),
         {{text("One"), text("click")},
          {text("More"), text("Ctrl- or Shift-click, drag a box")},
          {text("All of a pitch"), text("Ctrl-click its key")},
          {text("A stretch of time"), text("drag in the bar numbers")},
          {text("In another track"), text("Select tool: click its note")},
          {text("While drawing"), text("hold Ctrl")}}},
        {text("Change"),
         {{text("Move"), text("drag; Shift ignores the grid")},
          {text("Copy"), text("Ctrl and drag")},
          {text("Length"), text("drag either edge")},
          {text("Stretch a group"), text("Ctrl+Shift and drag an edge")},
          {text("Velocity"), text("drag its bar, or across for a ramp")},
          {text("Velocity of the selected"), text("Ctrl+Alt and wheel")}}},
        {text("Look around"),
         {{text("Scroll"), text("wheel; Shift for sideways")},
          {text("Zoom time"), text("Ctrl and wheel, or pinch")},
          {text("Zoom pitches"), text("Ctrl+Shift and wheel")},
          {text("Pan"), text("middle button and drag")},
          {text("Whole piece"), text("drag the box at the foot")}}},
        {text("Time"),
         {{text("Playhead"), text("click in the bar numbers")},
          {text("Loop"), text("drag above the bar numbers")},
          {text("Tempo, key, chords"), text("F6, then double-click a lane")},
          {text("Steer the model"), text("Shift+F6, then paint a lane")}}},
        {text("Without a mouse"),
         {{text("Cursor"), text("arrows, while nothing is selected")},
          {text("Write, length"), text("N, Shift+Left and Right")},
          {text("Select here, a block"), text("S, B twice")},
          {text("Next, previous note"), text("] and [")},
          {text("Hear"), text("P")},
          {text("Velocities"), text("Ctrl+Shift+V, then arrows or digits")}}},
    };
}

} // namespace cantilena

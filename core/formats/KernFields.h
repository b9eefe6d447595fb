#pragma once

#include "core/score/Key.h"
#include "core/score/Meter.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

// What the tandem interpretations of **kern say: fields such as "*M3/4" that set something for
// what follows in their spine.

/// What "*M..." says.
struct KernMeterField {
    /// Nothing for "*MX" and "*M?".
    std::optional<Meter> meter;
};

/// Reads "*M3/4", "*M2+3/8", "*M3/0" (0 is a breve), "*MX"; nothing for anything else.
[[nodiscard]] std::optional<KernMeterField> kernMeter(std::string_view field);

/// "*met(c)" and "*met(c|)" as 4/4 and 2/2; nothing for other signs of mensuration.
[[nodiscard]] std::optional<Meter> kernMeterSign(std::string_view field);

/// "*k[f#c#]" as sharps (positive) or flats; nothing where it mixes them.
[[nodiscard]] std::optional<int> kernSignature(std::string_view field);

/// "*G:", "*b-:", "*d:dor"; nothing for anything else, "*?:" among it.
[[nodiscard]] std::optional<Key> kernKey(std::string_view field);

/// Quarters a minute of "*MM120"; nothing for words and for what nobody plays.
[[nodiscard]] std::optional<double> kernTempo(std::string_view field);

/// How far the notes of a spine stand from where they sound.
struct KernTransposition {
    int diatonic = 0;
    int semitones = 0;

    /// The same on the line of fifths.
    [[nodiscard]] int fifths() const { return 7 * semitones - 12 * diatonic; }
};

/// Reads "*Trd1c2": the notes that follow were moved up by that. ("*ITrd1c2" tells how an
/// instrument's page differs from what the spine holds, which sounds as it stands.)
[[nodiscard]] std::optional<KernTransposition> kernTransposition(std::string_view field);

/// An instrument of Humdrum's list.
struct KernInstrument {
    std::string_view code;
    std::string_view name;
    /// General MIDI program, 0 to 127.
    int program = 0;
};

/// The instrument of "*Ivioln"; null for codes not known here.
/// Source: D. Huron, Humdrum user guide, appendix II.
[[nodiscard]] const KernInstrument* kernInstrument(std::string_view field);

/// Numbers of staves from "*staff1" and "*staff1/2"; none for anything else.
[[nodiscard]] std::vector<int> kernStaves(std::string_view field);

/// The chord of a **mxhm, **harte or **jazz token, "C major-seventh", "E-:min7", "A dominant/C#",
/// as its usual name; nothing for what is none.
[[nodiscard]] std::optional<std::string> kernChord(std::string_view token);

/// The velocity after the marks of a **dynam token such as "mf <"; nothing where it has none.
[[nodiscard]] std::optional<int> kernVelocity(std::string_view token);

} // namespace cantilena

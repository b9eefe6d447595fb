#pragma once

#include "core/formats/KernVoice.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// The tempi, metres and keys of a song; where spines differ at a tick, those of the last that was
/// read, which is the highest on the page.
class KernSettings {
public:
    /// Takes a tandem interpretation of a **kern spine, which may also name the voice's instrument,
    /// part or transposition; others are passed over. Ticks never go back. A sentence about what
    /// was not understood; empty for nothing.
    std::string take(std::string_view field, KernVoice& voice, Tick tick);

    /// The metre in force; null where none is written.
    [[nodiscard]] const MeterChange* meter() const;
    void giveTo(WrittenVoice& voice);

private:
    std::string takeMeter(std::string_view field, Tick tick);
    std::string takeSignature(std::string_view field, const KernVoice& voice, Tick tick);
    void takeKey(const Key& key, const KernVoice& voice, Tick tick);

    std::vector<TempoChange> m_tempos;
    std::vector<MeterChange> m_meters;
    std::vector<KeyChange> m_keys;
    /// Where a key was last named.
    std::optional<Tick> m_namedAt;
};

} // namespace cantilena

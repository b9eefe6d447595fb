#include "core/formats/KernSettings.h"

#include "core/formats/KernBook.h"
#include "core/formats/MusicXmlFields.h"
#include "core/formats/TextEncoding.h"

#include <utility>

namespace cantilena {

namespace {

/// The signature where the notes sound; one that would need more than six signs is respelled.
int soundingFifths(int fifths, const KernVoice& voice) {
    const int shift = voice.transposition.fifths();
    return shift == 0 ? fifths : ((fifths - shift + 5) % 12 + 12) % 12 - 5;
}

void takeInstrument(std::string_view field, KernVoice& voice) {
    constexpr std::string_view kName = "*I\"";
    if (field.starts_with(kName)) {
        // An empty name says that the page shows none.
        const std::string name = kernText(field.substr(kName.size()));
        voice.written.name = name.empty() ? std::move(voice.written.name) : name;
    } else if (const KernInstrument* known = kernInstrument(field)) {
        voice.written.program = known->program;
        if (voice.written.name.empty()) {
            voice.written.name = known->name;
        }
    }
}

/// Several before the music were done one after the other.
void takeTransposition(const KernTransposition& moved, KernVoice& voice) {
    const KernTransposition before = voice.hasMusic ? KernTransposition{} : voice.transposition;
    voice.transposition = {before.diatonic + moved.diatonic, before.semitones + moved.semitones};
}

std::string notUnderstood(std::string_view what, std::string_view field) {
    constexpr std::size_t kLongest = 40;
    return "the " + std::string(what) + " \"" + tidied(field.substr(0, kLongest)) +
           "\" was not understood";
}

} // namespace

std::string KernSettings::take(std::string_view field, KernVoice& voice, Tick tick) {
    constexpr std::string_view kPart = "*part";
    if (field.starts_with("*MM")) {
        if (const auto bpm = kernTempo(field)) {
            addChange(m_tempos, TempoChange{tick, *bpm});
        }
    } else if (field.starts_with("*M")) {
        return takeMeter(field, tick);
    } else if (const auto sign = kernMeterSign(field); sign && m_meters.empty()) {
        addChange(m_meters, MeterChange{tick, *sign});
    } else if (field.starts_with("*k[")) {
        return takeSignature(field, voice, tick);
    } else if (const auto key = kernKey(field)) {
        takeKey(*key, voice, tick);
    } else if (const auto moved = kernTransposition(field)) {
        takeTransposition(*moved, voice);
    } else if (field.starts_with("*I")) {
        takeInstrument(field, voice);
    } else if (field.starts_with(kPart)) {
        voice.part = wholeNumber(field.substr(kPart.size()));
    }
    return {};
}

std::string KernSettings::takeMeter(std::string_view field, Tick tick) {
    const auto read = kernMeter(field);
    if (!read) {
        return notUnderstood("metre", field);
    }
    if (read->meter) {
        addChange(m_meters, MeterChange{tick, *read->meter});
    }
    return {};
}

/// A signature alone is that of a major key, unless the key in force has it already.
std::string KernSettings::takeSignature(std::string_view field, const KernVoice& voice, Tick tick) {
    const auto written = kernSignature(field);
    if (!written) {
        return notUnderstood("key signature", field);
    }
    const Key key = Key::fromSignature(soundingFifths(*written, voice), Mode::Major);
    const bool isKnown =
        m_namedAt == tick || (!m_keys.empty() && m_keys.back().key.fifths() == key.fifths());
    if (!isKnown) {
        addChange(m_keys, KeyChange{tick, key});
    }
    return {};
}

void KernSettings::takeKey(const Key& key, const KernVoice& voice, Tick tick) {
    const Key sounding = Key::fromSignature(soundingFifths(key.fifths(), voice), key.mode);
    m_namedAt = tick;
    if (m_keys.empty() || m_keys.back().key != sounding) {
        addChange(m_keys, KeyChange{tick, sounding});
    }
}

const MeterChange* KernSettings::meter() const {
    return m_meters.empty() ? nullptr : &m_meters.back();
}

void KernSettings::giveTo(WrittenVoice& voice) {
    voice.tempos = std::move(m_tempos);
    voice.meters = std::move(m_meters);
    voice.keys = std::move(m_keys);
}

} // namespace cantilena

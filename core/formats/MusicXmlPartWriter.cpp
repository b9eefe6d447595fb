#include "core/formats/MusicXmlPartWriter.h"

#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlHarmony.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <string>

// Measures, and what stands in them beside notes.

namespace cantilena {

namespace {

void addText(pugi::xml_node& node, const char* name, const std::string& text) {
    node.append_child(name).text().set(text.c_str());
}
void addNumber(pugi::xml_node& node, const char* name, long long number) {
    node.append_child(name).text().set(number);
}

void addSpelling(pugi::xml_node& node, const char* step, const char* alter,
                 const PitchSpelling& spelling) {
    addText(node, step, std::string(1, spelling.letter));
    if (spelling.accidental != 0) {
        addNumber(node, alter, spelling.accidental);
    }
}

void addHarmony(pugi::xml_node& harmony, const std::string& name) {
    const auto chord = harmonyFromName(name);
    if (!chord) {
        addText(harmony, "function", name);
        addText(harmony, "kind", "other");
        return;
    }
    pugi::xml_node root = harmony.append_child("root");
    if (chord->root) {
        addSpelling(root, "root-step", "root-alter", *chord->root);
    } else {
        // No chord: a root must be there all the same.
        addText(root, "root-step", "C");
    }
    pugi::xml_node kind = harmony.append_child("kind");
    if (!chord->text.empty()) {
        kind.append_attribute("text").set_value(chord->text.c_str());
    }
    kind.text().set(chord->kind.c_str());
    if (chord->bass) {
        pugi::xml_node bass = harmony.append_child("bass");
        addSpelling(bass, "bass-step", "bass-alter", *chord->bass);
    }
    for (const HarmonyDegree& each : chord->degrees) {
        pugi::xml_node degree = harmony.append_child("degree");
        addNumber(degree, "degree-value", each.value);
        addNumber(degree, "degree-alter", each.alter);
        addText(degree, "degree-type",
                each.change == HarmonyDegree::Change::Add     ? "add"
                : each.change == HarmonyDegree::Change::Alter ? "alter"
                                                              : "subtract");
    }
}

void addKey(pugi::xml_node& attributes, const Key& key) {
    pugi::xml_node node = attributes.append_child("key");
    addNumber(node, "fifths", key.fifths());
    addText(node, "mode", std::string(modeName(key.mode)));
}

void addMeter(pugi::xml_node& attributes, Meter meter) {
    pugi::xml_node node = attributes.append_child("time");
    addNumber(node, "beats", meter.numerator);
    addNumber(node, "beat-type", meter.denominator);
}

/// The mark counts dotted quarters where the metre does; its sound always counts quarters.
void addTempo(pugi::xml_node& type, double bpm, Meter meter) {
    pugi::xml_node mark = type.append_child("metronome");
    const bool isDotted = meter.beatLength() * 2 == kQuarter * 3;
    addText(mark, "beat-unit", "quarter");
    if (isDotted) {
        mark.append_child("beat-unit-dot");
    }
    addText(mark, "per-minute", decimalText(isDotted ? bpm / 1.5 : bpm, 2));
}

} // namespace

int commonVelocity(const Track& track) {
    std::array<std::size_t, 128> counts{};
    counts[kDefaultVelocity] = 1;
    for (const Note& note : track.notes) {
        ++counts[static_cast<std::size_t>(std::clamp(note.velocity, 1, 127))];
    }
    return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

MusicXmlPartWriter::MusicXmlPartWriter(const Score& score, const MusicXmlPage& page,
                                       std::size_t number)
    : m_score(score)
    , m_page(page)
    , m_part(page.parts[number])
    , m_number(number)
    , m_velocity(commonVelocity(*m_part.track)) {
    const auto add = [&](const auto& entries, Sign::Kind kind) {
        for (std::size_t index = 0; index < entries.size(); ++index) {
            m_signs.push_back({entries[index].tick, kind, index});
        }
    };
    add(score.keys, Sign::Kind::Key);
    add(score.meters, Sign::Kind::Meter);
    if (number == 0) {
        add(score.tempos, Sign::Kind::Tempo);
        add(score.markers, Sign::Kind::Marker);
        add(score.chords, Sign::Kind::Chord);
    }
    std::stable_sort(m_signs.begin(), m_signs.end(),
                     [](const Sign& a, const Sign& b) { return a.tick < b.tick; });
    for (const Lyric& lyric : m_part.track->lyrics) {
        m_words.emplace(lyric.tick, lyric.text);
    }
}

void MusicXmlPartWriter::write(pugi::xml_node& part) {
    int number = m_score.pickup > Tick{} ? 0 : 1;
    for (std::size_t bar = 0; bar < m_part.bars.size(); ++bar) {
        writeMeasure(part, bar, number++);
    }
}

void MusicXmlPartWriter::writeMeasure(pugi::xml_node& part, std::size_t index, int number) {
    const NotatedBar& bar = m_part.bars[index];
    m_accidentals.clear();
    pugi::xml_node measure = part.append_child("measure");
    measure.append_attribute("number").set_value(number);
    if (number == 0) {
        measure.append_attribute("implicit").set_value("yes");
    }
    if (index == 0) {
        writeFirstAttributes(measure, bar);
    }
    for (std::size_t layer = 0; layer < m_part.values[index].size(); ++layer) {
        if (layer > 0) {
            const Layer& above = m_part.values[index][layer - 1];
            writeMove(measure, "backup", above.back().range.end - bar.range.begin);
        }
        writeLayer(measure, index, layer);
    }
    if (index + 1 == m_part.bars.size()) {
        pugi::xml_node barline = measure.append_child("barline");
        barline.append_attribute("location").set_value("right");
        addText(barline, "bar-style", "light-heavy");
    }
}

void MusicXmlPartWriter::writeFirstAttributes(pugi::xml_node& measure, const NotatedBar& bar) {
    pugi::xml_node attributes = measure.append_child("attributes");
    addNumber(attributes, "divisions", kQuarter / m_page.division);
    writeKeyAndMeter(attributes, bar.range.begin);
    if (m_score.meters.empty() && m_score.pickup == Tick{}) {
        attributes.append_child("time").append_child("senza-misura");
    }
    if (m_part.staves() > 1) {
        addNumber(attributes, "staves", static_cast<long long>(m_part.staves()));
    }
    writeClefs(attributes);
    if (m_velocity != kDefaultVelocity) {
        measure.append_child("sound")
            .append_attribute("dynamics")
            .set_value(decimalText(m_velocity / 0.9, 2).c_str());
    }
}

void MusicXmlPartWriter::writeClefs(pugi::xml_node& attributes) {
    std::vector<int> pitches;
    for (const Note& note : m_part.track->notes) {
        pitches.push_back(note.pitch.number);
    }
    constexpr int kMiddleC = 60;
    const auto middle = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2);
    std::nth_element(pitches.begin(), middle, pitches.end());
    const bool isBass = !pitches.empty() && *middle < kMiddleC - 2;
    for (std::size_t staff = 1; staff <= m_part.staves(); ++staff) {
        pugi::xml_node clef = attributes.append_child("clef");
        if (m_part.staves() > 1) {
            clef.append_attribute("number").set_value(static_cast<long long>(staff));
        }
        addText(clef, "sign", m_part.isPercussion() ? "percussion" : isBass ? "F" : "G");
        addNumber(clef, "line", m_part.isPercussion() ? 3 : isBass ? 4 : 2);
    }
}

void MusicXmlPartWriter::writeKeyAndMeter(pugi::xml_node& attributes, Tick tick) {
    const auto at = [&](Sign::Kind kind) -> const Sign* {
        const auto found =
            std::find_if(m_signs.begin() + static_cast<std::ptrdiff_t>(m_nextSign), m_signs.end(),
                         [&](const Sign& sign) { return sign.tick > tick || sign.kind == kind; });
        return found == m_signs.end() || found->tick > tick ? nullptr : &*found;
    };
    if (const Sign* key = at(Sign::Kind::Key)) {
        addKey(attributes, m_score.keys[key->index].key);
    }
    if (const Sign* meter = at(Sign::Kind::Meter)) {
        addMeter(attributes, m_score.meters[meter->index].meter);
    }
    while (m_nextSign < m_signs.size() && m_signs[m_nextSign].tick <= tick &&
           m_signs[m_nextSign].kind <= Sign::Kind::Meter) {
        ++m_nextSign;
    }
}

void MusicXmlPartWriter::writeSignsBefore(pugi::xml_node& measure, TickRange range) {
    while (m_nextSign < m_signs.size() && m_signs[m_nextSign].tick < range.end) {
        const Sign sign = m_signs[m_nextSign];
        if (sign.kind > Sign::Kind::Meter) {
            writeSign(measure, sign, range.begin);
            ++m_nextSign;
            continue;
        }
        const Tick away = sign.tick - range.begin;
        writeMove(measure, "forward", away);
        pugi::xml_node attributes = measure.append_child("attributes");
        writeKeyAndMeter(attributes, sign.tick);
        writeMove(measure, "backup", away);
    }
}

void MusicXmlPartWriter::writeSign(pugi::xml_node& measure, const Sign& sign, Tick now) {
    const bool isChord = sign.kind == Sign::Kind::Chord;
    pugi::xml_node node = measure.append_child(isChord ? "harmony" : "direction");
    if (isChord) {
        addHarmony(node, tidied(toUtf8(m_score.chords[sign.index].name)));
    } else {
        node.append_attribute("placement").set_value("above");
        pugi::xml_node type = node.append_child("direction-type");
        if (sign.kind == Sign::Kind::Tempo) {
            addTempo(type, m_score.tempos[sign.index].bpm, m_score.meterMap().meterAt(sign.tick));
        } else {
            addText(type, "rehearsal", tidied(toUtf8(m_score.markers[sign.index].name)));
        }
    }
    if (sign.tick != now) {
        addNumber(node, "offset", divisions(sign.tick - now));
    }
    if (sign.kind == Sign::Kind::Tempo) {
        const double bpm = std::clamp(m_score.tempos[sign.index].bpm, kSlowestTempo, kFastestTempo);
        node.append_child("sound").append_attribute("tempo").set_value(exactText(bpm).c_str());
    }
}

void MusicXmlPartWriter::writeMove(pugi::xml_node& measure, const char* name, Tick length) {
    if (length > Tick{}) {
        pugi::xml_node move = measure.append_child(name);
        addNumber(move, "duration", divisions(length));
    }
}

} // namespace cantilena

#include "core/formats/MusicXmlWriter.h"

#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlPage.h"
#include "core/formats/MusicXmlPartWriter.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <set>

namespace cantilena {

namespace {

void addText(pugi::xml_node& node, const char* name, const std::string& text) {
    node.append_child(name).text().set(tidied(toUtf8(text)).c_str());
}

void addHead(pugi::xml_node& root, const Score& score) {
    if (!score.title.empty()) {
        pugi::xml_node work = root.append_child("work");
        addText(work, "work-title", score.title);
    }
    pugi::xml_node identification = root.append_child("identification");
    if (!score.composer.empty()) {
        addText(identification, "creator", score.composer);
        identification.last_child().append_attribute("type").set_value("composer");
    }
    pugi::xml_node encoding = identification.append_child("encoding");
    addText(encoding, "software", "Cantilena");
    if (!score.origin.empty()) {
        addText(identification, "source", score.origin);
    }
    pugi::xml_node field =
        identification.append_child("miscellaneous").append_child("miscellaneous-field");
    field.append_attribute("name").set_value(kMusicXmlTracksField);
    field.text().set(kMusicXmlTracksAreParts);
}

void addInstrument(pugi::xml_node& part, const std::string& id, const std::string& name) {
    pugi::xml_node instrument = part.append_child("score-instrument");
    instrument.append_attribute("id").set_value(id.c_str());
    addText(instrument, "instrument-name", name);
}

void addMidi(pugi::xml_node& part, const std::string& id, const Track& track, int drum) {
    pugi::xml_node midi = part.append_child("midi-instrument");
    midi.append_attribute("id").set_value(id.c_str());
    addText(midi, "midi-channel", std::to_string(std::clamp(track.channel, 0, 15) + 1));
    addText(midi, "midi-program", std::to_string(std::clamp(track.program, 0, 127) + 1));
    if (drum >= 0) {
        addText(midi, "midi-unpitched", std::to_string(drum + 1));
    }
    addText(midi, "volume", decimalText(std::clamp(track.mix.volume, 0, 127) / 1.27, 2));
    addText(midi, "pan", decimalText((std::clamp(track.mix.pan, 0, 127) - 64) * 90 / 64.0, 2));
}

void addPartHead(pugi::xml_node& list, const Track& track, std::size_t number) {
    pugi::xml_node part = list.append_child("score-part");
    part.append_attribute("id").set_value(("P" + std::to_string(number + 1)).c_str());
    addText(part, "part-name", track.name);
    std::set<int> drums;
    if (track.channel == kDrumChannel) {
        for (const Note& note : track.notes) {
            drums.insert(note.pitch.number);
        }
    }
    if (drums.empty()) {
        drums.insert(-1);
    }
    for (const int drum : drums) {
        addInstrument(part, musicXmlInstrumentId(number, drum),
                      drum < 0 ? track.name : "Drum " + std::to_string(drum));
    }
    for (const int drum : drums) {
        addMidi(part, musicXmlInstrumentId(number, drum), track, drum);
    }
}

/// What pugixml writes to, kept as text.
class TextWriter : public pugi::xml_writer {
public:
    void write(const void* data, std::size_t size) override {
        text.append(static_cast<const char*>(data), size);
    }
    std::string text;
};

} // namespace

std::string musicXmlInstrumentId(std::size_t part, int drum) {
    return "P" + std::to_string(part + 1) + "-I" + std::to_string(drum + 1);
}

std::string musicXmlFromScore(const Score& score) {
    if (score.tracks.empty()) {
        // A document without any part is none.
        Score shown = score;
        shown.tracks.push_back(std::make_shared<const Track>());
        return musicXmlFromScore(shown);
    }
    const MusicXmlPage page = musicXmlPage(score);
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    document.append_child(pugi::node_doctype)
        .set_value("score-partwise PUBLIC \"-//Recordare//DTD MusicXML 3.1 Partwise//EN\" "
                   "\"http://www.musicxml.org/dtds/partwise.dtd\"");
    pugi::xml_node root = document.append_child("score-partwise");
    root.append_attribute("version").set_value("3.1");
    addHead(root, score);
    pugi::xml_node list = root.append_child("part-list");
    for (std::size_t number = 0; number < page.parts.size(); ++number) {
        addPartHead(list, *page.parts[number].track, number);
    }
    for (std::size_t number = 0; number < page.parts.size(); ++number) {
        pugi::xml_node part = root.append_child("part");
        part.append_attribute("id").set_value(("P" + std::to_string(number + 1)).c_str());
        MusicXmlPartWriter(score, page, number).write(part);
    }
    TextWriter writer;
    document.save(writer, " ", pugi::format_default, pugi::encoding_utf8);
    return std::move(writer.text);
}

} // namespace cantilena

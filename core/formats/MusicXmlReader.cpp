#include "core/formats/MusicXmlReader.h"

#include "core/formats/Limits.h"
#include "core/formats/MusicXmlFields.h"
#include "core/formats/MusicXmlPart.h"
#include "core/formats/MusicXmlSigns.h"
#include "core/formats/MusicXmlText.h"
#include "core/formats/Mxl.h"
#include "core/formats/PlayedScore.h"
#include "core/formats/TextEncoding.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

namespace cantilena {

namespace {

/// The longest score has so many bars of 4/4.
constexpr std::size_t kMostBars = 100'000;

std::string firstOf(std::initializer_list<const char*> texts) {
    for (const char* text : texts) {
        if (std::string tidy = tidied(text); !tidy.empty()) {
            return tidy;
        }
    }
    return {};
}

std::string creditOf(const pugi::xml_node& score, std::string_view type) {
    for (const pugi::xml_node& credit : score.children("credit")) {
        if (trimmed(credit.child_value("credit-type")) == type) {
            return tidied(credit.child_value("credit-words"));
        }
    }
    return {};
}

/// The creator of that type, else one of no type.
std::string composerOf(const pugi::xml_node& identification) {
    std::string untyped;
    for (const pugi::xml_node& creator : identification.children("creator")) {
        const std::string_view type = creator.attribute("type").value();
        if (lowerCase(type) == "composer") {
            return tidied(creator.child_value());
        }
        if (type.empty() && untyped.empty()) {
            untyped = tidied(creator.child_value());
        }
    }
    return untyped;
}

void readHead(const pugi::xml_node& score, WrittenPiece& piece) {
    const pugi::xml_node identification = score.child("identification");
    piece.title = firstOf(
        {score.child("work").child_value("work-title"), score.child_value("movement-title")});
    if (piece.title.empty()) {
        piece.title = creditOf(score, "title");
    }
    piece.composer = composerOf(identification);
    if (piece.composer.empty()) {
        piece.composer = creditOf(score, "composer");
    }
    piece.origin = tidied(identification.child_value("source"));
}

bool tracksAreParts(const pugi::xml_node& score) {
    const pugi::xml_node fields = score.child("identification").child("miscellaneous");
    const pugi::xml_node field =
        fields.find_child_by_attribute("miscellaneous-field", "name", kMusicXmlTracksField);
    return trimmed(field.child_value()) == kMusicXmlTracksAreParts;
}

int clampedPercent(double percent, double scale) {
    return static_cast<int>(std::lround(std::clamp(percent * scale, 0.0, 127.0)));
}

MusicXmlPartHead partHeadOf(const pugi::xml_node& part, bool tracksAreParts) {
    MusicXmlPartHead head;
    head.name = tidied(part.child_value("part-name"));
    if (head.name.empty() && !tracksAreParts) {
        head.name = tidied(part.child("score-instrument").child_value("instrument-name"));
    }
    const pugi::xml_node first = part.child("midi-instrument");
    if (const auto program = wholeNumber(first.child_value("midi-program"))) {
        head.program = std::clamp(*program - 1, 0, 127);
    }
    if (const auto channel = wholeNumber(first.child_value("midi-channel"))) {
        head.channel = std::clamp(*channel - 1, 0, 15);
    }
    if (const auto volume = decimal(first.child_value("volume"))) {
        head.mix.volume = clampedPercent(*volume, 1.27);
    }
    if (const auto degrees = decimal(first.child_value("pan"))) {
        head.mix.pan = clampedPercent(std::clamp(*degrees, -90.0, 90.0) / 90.0 * 64.0 + 64.0, 1.0);
    }
    for (const pugi::xml_node& instrument : part.children("midi-instrument")) {
        if (const auto key = wholeNumber(instrument.child_value("midi-unpitched"))) {
            head.percussionKeys[instrument.attribute("id").value()] = std::clamp(*key - 1, 0, 127);
        }
    }
    return head;
}

/// Readers for the parts, in the order of the document.
class Parts {
public:
    Parts(const pugi::xml_node& score, MusicXmlReading& reading)
        : m_reading(reading) {
        for (const pugi::xml_node& part : score.child("part-list").children("score-part")) {
            m_heads.emplace(part.attribute("id").value(), partHeadOf(part, reading.tracksAreParts));
        }
    }

    MusicXmlPartReader& at(const pugi::xml_node& part) {
        const std::string_view id = part.attribute("id").value();
        const auto known = m_numbers.find(id);
        if (known != m_numbers.end()) {
            return *m_readers[known->second];
        }
        return add(part);
    }
    MusicXmlPartReader& add(const pugi::xml_node& part) {
        const std::string_view id = part.attribute("id").value();
        const auto head = m_heads.find(id);
        m_numbers.emplace(id, m_readers.size());
        m_readers.push_back(std::make_unique<MusicXmlPartReader>(
            m_reading, m_readers.size(),
            head == m_heads.end() ? MusicXmlPartHead{} : head->second));
        return *m_readers.back();
    }
    [[nodiscard]] std::size_t count() const { return m_readers.size(); }

    Result<void> finish() {
        std::size_t lines = 0;
        for (const auto& reader : m_readers) {
            m_reading.piece.parts.push_back(reader->finished());
            lines += m_reading.piece.parts.back().lines.size();
        }
        if (lines > kMostLines) {
            return Error{ErrorCode::OutOfRange,
                         "has more than " + std::to_string(kMostLines) + " voices"};
        }
        return {};
    }

private:
    MusicXmlReading& m_reading;
    std::map<std::string, MusicXmlPartHead, std::less<>> m_heads;
    std::map<std::string, std::size_t, std::less<>> m_numbers;
    std::vector<std::unique_ptr<MusicXmlPartReader>> m_readers;
};

Error tooMany(std::string_view what, std::size_t most) {
    return {ErrorCode::OutOfRange,
            "has more than " + std::to_string(most) + " " + std::string(what)};
}

Result<void> readMeasure(MusicXmlPartReader& reader, const pugi::xml_node& content,
                         std::size_t bar) {
    if (bar >= kMostBars) {
        return tooMany("measures", kMostBars);
    }
    auto read = reader.readMeasure(content, bar);
    if (!read) {
        return Error{read.error().code,
                     "measure " + std::to_string(bar + 1) + " " + read.error().message};
    }
    return read;
}

Result<void> readPartwise(const pugi::xml_node& score, Parts& parts) {
    for (const pugi::xml_node& part : score.children("part")) {
        if (parts.count() == kMostLines) {
            return tooMany("parts", kMostLines);
        }
        MusicXmlPartReader& reader = parts.add(part);
        std::size_t bar = 0;
        for (const pugi::xml_node& measure : part.children("measure")) {
            if (auto read = readMeasure(reader, measure, bar++); !read) {
                return read;
            }
        }
    }
    return {};
}

Result<void> readTimewise(const pugi::xml_node& score, Parts& parts) {
    std::size_t bar = 0;
    for (const pugi::xml_node& measure : score.children("measure")) {
        for (const pugi::xml_node& part : measure.children("part")) {
            MusicXmlPartReader& reader = parts.at(part);
            if (parts.count() > kMostLines) {
                return tooMany("parts", kMostLines);
            }
            if (auto read = readMeasure(reader, part, bar); !read) {
                return read;
            }
        }
        ++bar;
    }
    return {};
}

std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

void remarkOnOmissions(MusicXmlReading& reading) {
    if (reading.cueNotes > 0) {
        reading.remarks.push_back(counted(reading.cueNotes, "cue note") + " left out");
    }
    if (reading.notesOutOfRange > 0) {
        reading.remarks.push_back(counted(reading.notesOutOfRange, "note") +
                                  " without a pitch that MIDI knows left out");
    }
}

Result<Score> readScore(const pugi::xml_node& root, MusicXmlReading& reading) {
    readHead(root, reading.piece);
    reading.tracksAreParts = tracksAreParts(root);
    Parts parts(root, reading);
    const bool isTimewise = std::string_view(root.name()) == "score-timewise";
    if (auto read = isTimewise ? readTimewise(root, parts) : readPartwise(root, parts); !read) {
        return read.error();
    }
    if (parts.count() == 0) {
        return Error{ErrorCode::Malformed, "holds no part"};
    }
    if (auto read = parts.finish(); !read) {
        return read.error();
    }
    mendBars(reading.piece.bars);
    remarkOnOmissions(reading);
    return playedScore(reading.piece, playedOrder(reading.piece.bars, kMostBars + 1));
}

Error named(std::string_view name, Error error) {
    error.message = std::string(name) + ": " + error.message;
    return error;
}

Error malformed(const pugi::xml_parse_result& parsed, std::string_view bytes) {
    // The parser has written into its copy of the text, so the line is counted in a fresh one.
    const auto text = musicXmlText(bytes);
    const std::size_t line = lineOf(*text, static_cast<std::size_t>(parsed.offset));
    return {ErrorCode::Malformed, "is not well-formed XML: " + lowerCase(parsed.description()) +
                                      " in line " + std::to_string(line)};
}

Result<std::vector<TuneReading>> readPlain(std::string_view bytes, std::string_view name) {
    auto text = musicXmlText(bytes);
    if (!text) {
        return named(name, text.error());
    }
    pugi::xml_document document;
    const auto parsed = document.load_buffer_inplace(text->data(), text->size(),
                                                     pugi::parse_default | pugi::parse_embed_pcdata,
                                                     pugi::encoding_utf8);
    if (!parsed) {
        return named(name, malformed(parsed, bytes));
    }
    const pugi::xml_node root = document.document_element();
    const std::string_view kind = root.name();
    if (kind == "opus") {
        return named(name, {ErrorCode::Unsupported, "is a list of scores, not a score"});
    }
    if (kind != "score-partwise" && kind != "score-timewise") {
        return named(name, {ErrorCode::Unsupported, "is no MusicXML score: its root is <" +
                                                        tidied(kind.substr(0, 40)) + ">"});
    }
    MusicXmlReading reading;
    auto score = readScore(root, reading);
    TuneReading tune{std::string(name), Score{}, {}};
    if (score) {
        tune.score = std::move(score);
    } else {
        tune.score = named(name, score.error());
    }
    tune.remarks = std::move(reading.remarks);
    std::vector<TuneReading> tunes;
    tunes.push_back(std::move(tune));
    return tunes;
}

} // namespace

Result<std::vector<TuneReading>> readMusicXml(std::string_view bytes, std::string_view name) {
    return isMxl(bytes) ? readMxl(bytes, name) : readPlain(bytes, name);
}

} // namespace cantilena

#include "core/formats/SmfTrack.h"

#include "core/formats/SmfEvents.h"
#include "core/formats/SmfLine.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace cantilena {

namespace {

/// Adds a change at a tick not before the last; a later one at the same tick replaces it.
template <typename Change>
void addChange(std::vector<Change>& changes, Change change) {
    if (!changes.empty() && changes.back().tick == change.tick) {
        changes.back() = std::move(change);
    } else {
        changes.push_back(std::move(change));
    }
}

/// The roundest tempo that a file would keep as that many microseconds a quarter.
double roundestTempo(std::uint32_t microseconds) {
    const double exact = 60e6 / microseconds;
    for (const double scale : {1.0, 10.0, 100.0, 1000.0}) {
        const double rounded = std::round(exact * scale) / scale;
        if (rounded > 0 && std::llround(60e6 / rounded) == microseconds) {
            return rounded;
        }
    }
    return exact;
}

std::string counted(std::size_t count, const char* one, const char* several) {
    return count == 1 ? std::string("1 ") + one : std::to_string(count) + " " + several;
}

/// Gathers what the events of one chunk say.
class SmfTrackReader {
public:
    SmfTrackReader(std::string_view chunk, SmfTiming timing, int number)
        : m_cursor(chunk)
        , m_timing(timing)
        , m_place("track " + std::to_string(number)) {}

    Result<SmfTrackReading> read();

private:
    void channelEvent(const SmfEvent& event);
    void metaEvent(const SmfEvent& event);
    void tempo(const SmfEvent& event);
    void meter(const SmfEvent& event);
    void key(const SmfEvent& event);
    void text(const SmfEvent& event);
    void name(const SmfEvent& event);
    void finish();
    void describeRepairs();
    void nameLines();
    void remark(std::string sentence) {
        m_reading.remarks.push_back(m_place + ": " + std::move(sentence));
    }
    [[nodiscard]] Tick now() const { return m_timing.tick(m_cursor.tick()); }
    [[nodiscard]] Tick shortest() const { return std::max(m_timing.tick(1), Tick{1}); }
    SmfLine& line(int channel);

    SmfEventCursor m_cursor;
    SmfTiming m_timing;
    std::string m_place;
    SmfTrackReading m_reading;
    std::array<std::unique_ptr<SmfLine>, 16> m_lines;
    std::array<std::string, 16> m_names;
    std::vector<Lyric> m_lyrics;
    std::string m_instrument;
    /// The channel that following names are meant for; -1 for the whole track.
    int m_prefix = -1;
    std::size_t m_aftertouch = 0;
    std::size_t m_exclusive = 0;
    std::size_t m_oddSettings = 0;
};

Result<SmfTrackReading> SmfTrackReader::read() {
    while (const auto event = m_cursor.next()) {
        if (m_cursor.tick() > m_timing.longest()) {
            return Error{ErrorCode::OutOfRange, m_place + " is longer than 100,000 bars"};
        }
        if (event->isMeta()) {
            metaEvent(*event);
        } else if (event->isChannel()) {
            channelEvent(*event);
        } else {
            ++m_exclusive;
        }
    }
    if (!m_cursor.fault().empty()) {
        return Error{ErrorCode::Malformed, m_place + " " + m_cursor.fault()};
    }
    finish();
    return std::move(m_reading);
}

void SmfTrackReader::channelEvent(const SmfEvent& event) {
    SmfLine& target = line(event.channel());
    switch (event.command()) {
    case 0x80: target.endNote(now(), event.first, shortest()); break;
    case 0x90:
        if (event.second == 0) {
            target.endNote(now(), event.first, shortest());
        } else {
            target.startNote(now(), event.first, event.second);
        }
        break;
    case 0xB0:
        if (event.first == 120 || event.first == 123) {
            target.endAllNotes(now(), shortest());
        } else if (event.first < 120) {
            target.setController(now(), event.first, event.second);
        }
        break;
    case 0xC0: target.setProgram(event.first); break;
    case 0xE0:
        target.setController(now(), kPitchBendController, event.second << 7 | event.first);
        break;
    default: ++m_aftertouch; break;
    }
}

void SmfTrackReader::metaEvent(const SmfEvent& event) {
    switch (event.type) {
    case smfmeta::kTempo: tempo(event); break;
    case smfmeta::kMeter: meter(event); break;
    case smfmeta::kKey: key(event); break;
    case smfmeta::kText: text(event); break;
    case smfmeta::kTrackName:
    case smfmeta::kInstrument: name(event); break;
    case smfmeta::kLyric:
        if (std::string lyric = toUtf8(event.payload); !tidied(lyric).empty()) {
            m_lyrics.push_back({now(), std::move(lyric)});
        }
        break;
    case smfmeta::kMarker:
        if (std::string marker = tidied(toUtf8(event.payload)); !marker.empty()) {
            m_reading.markers.push_back({now(), std::move(marker)});
        }
        break;
    case smfmeta::kChannelPrefix:
        m_prefix = event.payload.size() == 1 && event.payload[0] >= 0 && event.payload[0] < 16
                       ? event.payload[0]
                       : -1;
        break;
    default: break;
    }
}

void SmfTrackReader::tempo(const SmfEvent& event) {
    if (m_timing.isClockTime) {
        return;
    }
    std::uint32_t microseconds = 0;
    for (const char c : event.payload) {
        microseconds = microseconds << 8 | static_cast<std::uint8_t>(c);
    }
    if (event.payload.size() != 3 || microseconds == 0) {
        ++m_oddSettings;
        return;
    }
    const double bpm = std::clamp(roundestTempo(microseconds), kSlowestTempo, kFastestTempo);
    addChange(m_reading.tempos, TempoChange{now(), bpm});
}

void SmfTrackReader::meter(const SmfEvent& event) {
    const auto at = [&](std::size_t index) {
        return index < event.payload.size() ? static_cast<std::uint8_t>(event.payload[index]) : 255;
    };
    const Meter written{at(0), at(1) <= 6 ? 1 << at(1) : 0};
    if (!written.isValid()) {
        ++m_oddSettings;
        return;
    }
    addChange(m_reading.meters, MeterChange{now(), written});
}

void SmfTrackReader::key(const SmfEvent& event) {
    const int fifths = event.payload.empty() ? 99 : static_cast<signed char>(event.payload[0]);
    if (event.payload.size() < 2 || std::abs(fifths) > 7) {
        ++m_oddSettings;
        return;
    }
    const Mode mode = event.payload[1] == 1 ? Mode::Minor : Mode::Major;
    addChange(m_reading.keys, KeyChange{now(), Key::fromSignature(fifths, mode)});
}

/// A key signature knows major and minor only; our writer adds the mode as a text beside it.
void SmfTrackReader::text(const SmfEvent& event) {
    std::string words = toUtf8(event.payload);
    auto& keys = m_reading.keys;
    if (words.starts_with("key ") && !keys.empty() && keys.back().tick == now()) {
        const auto named = Key::fromName(std::string_view(words).substr(4));
        if (named && named->fifths() == keys.back().key.fifths()) {
            keys.back().key = *named;
            return;
        }
    }
    m_reading.texts.push_back({now(), std::move(words)});
}

void SmfTrackReader::name(const SmfEvent& event) {
    std::string words = tidied(toUtf8(event.payload));
    if (m_prefix >= 0) {
        m_names[static_cast<std::size_t>(m_prefix)] = std::move(words);
    } else if (event.type == smfmeta::kInstrument) {
        m_instrument = std::move(words);
    } else if (m_reading.name.empty()) {
        m_reading.name = std::move(words);
    }
}

SmfLine& SmfTrackReader::line(int channel) {
    auto& slot = m_lines[static_cast<std::size_t>(channel)];
    if (!slot) {
        slot = std::make_unique<SmfLine>(channel);
    }
    m_prefix = -1;
    return *slot;
}

void SmfTrackReader::finish() {
    describeRepairs();
    nameLines();
    for (const auto& slot : m_lines) {
        if (slot) {
            m_reading.lines.push_back(std::move(slot->track()));
        }
    }
    if (m_reading.lines.empty()) {
        m_reading.lyrics = std::move(m_lyrics);
    } else {
        m_reading.lines.front().lyrics = std::move(m_lyrics);
    }
}

void SmfTrackReader::describeRepairs() {
    std::size_t unended = 0;
    std::size_t lengthless = 0;
    std::size_t programs = 0;
    for (const auto& slot : m_lines) {
        if (slot) {
            unended += slot->openNotes();
            slot->endAllNotes(now(), shortest());
            lengthless += static_cast<std::size_t>(slot->notesWithoutLength());
            programs += static_cast<std::size_t>(slot->lateProgramChanges());
        }
    }
    if (unended > 0) {
        remark(counted(unended, "note never ends", "notes never end") +
               "; it was ended with the track");
    }
    if (lengthless > 0) {
        remark(counted(lengthless, "note without length", "notes without length") +
               " got the shortest there is");
    }
    if (programs > 0) {
        remark(counted(programs, "change", "changes") +
               " of instrument after the first note left out");
    }
    if (m_aftertouch > 0) {
        remark(counted(m_aftertouch, "aftertouch event", "aftertouch events") + " left out");
    }
    if (m_exclusive > 0) {
        remark(counted(m_exclusive, "system exclusive message", "system exclusive messages") +
               " left out");
    }
    if (m_oddSettings > 0) {
        remark(counted(m_oddSettings, "impossible tempo, metre or key",
                       "impossible tempi, metres or keys") +
               " left out");
    }
    if (m_cursor.strayMessages() > 0) {
        remark(counted(static_cast<std::size_t>(m_cursor.strayMessages()),
                       "message that belongs on a wire", "messages that belong on a wire") +
               " passed over");
    }
    if (!m_cursor.ended()) {
        remark("its end was not marked");
    }
}

void SmfTrackReader::nameLines() {
    const auto used = std::count_if(m_lines.begin(), m_lines.end(),
                                    [](const auto& slot) { return slot != nullptr; });
    const std::string& shared = m_reading.name.empty() ? m_instrument : m_reading.name;
    for (std::size_t channel = 0; channel < m_lines.size(); ++channel) {
        if (!m_lines[channel]) {
            continue;
        }
        std::string& name = m_lines[channel]->track().name;
        if (!m_names[channel].empty()) {
            name = m_names[channel];
        } else if (used == 1) {
            name = shared;
        } else if (channel == kDrumChannel) {
            name = "Drums";
        } else {
            name = "Channel " + std::to_string(channel + 1);
        }
    }
}

} // namespace

Result<SmfTiming> SmfTiming::fromDivision(std::uint16_t division) {
    SmfTiming timing;
    if (division < 0x8000) {
        timing.denominator = division;
        if (division == 0) {
            return Error{ErrorCode::Malformed, "a resolution of 0 ticks a quarter"};
        }
        return timing;
    }
    const int frames = 256 - (division >> 8);
    const int perFrame = division & 0xFF;
    if ((frames != 24 && frames != 25 && frames != 29 && frames != 30) || perFrame == 0) {
        return Error{ErrorCode::Malformed, "a resolution of " + std::to_string(perFrame) +
                                               " ticks in each of " + std::to_string(frames) +
                                               " frames a second"};
    }
    timing.isClockTime = true;
    // Two quarters a second; "29" is the drop-frame rate of 30,000/1,001.
    timing.numerator = 2 * kQuarter.value * (frames == 29 ? 1001 : 1);
    timing.denominator = static_cast<std::int64_t>(frames == 29 ? 30'000 : frames) * perFrame;
    return timing;
}

Result<SmfTrackReading> readSmfTrack(std::string_view chunk, SmfTiming timing, int number) {
    return SmfTrackReader(chunk, timing, number).read();
}

} // namespace cantilena

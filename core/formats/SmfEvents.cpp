#include "core/formats/SmfEvents.h"

namespace cantilena {

std::optional<SmfEvent> SmfEventCursor::next() {
    while (!m_ended && m_fault.empty() && m_at < m_chunk.size()) {
        const auto delta = variableLength();
        if (!delta) {
            return std::nullopt;
        }
        m_tick += *delta;
        if (m_at >= m_chunk.size()) {
            endsInsideAnEvent();
            return std::nullopt;
        }
        const auto lead = static_cast<std::uint8_t>(m_chunk[m_at]);
        if (lead < 0x80) {
            if (m_runningStatus == 0) {
                m_fault = "has an event without status at byte " + std::to_string(m_at);
                return std::nullopt;
            }
            return channelMessage(m_runningStatus);
        }
        ++m_at;
        if (lead < 0xF0) {
            m_runningStatus = lead;
            return channelMessage(lead);
        }
        if (lead == 0xF0 || lead == 0xF7 || lead == 0xFF) {
            const auto event = longMessage(lead);
            if (event && event->isMeta() && event->type == smfmeta::kEndOfTrack) {
                m_ended = true;
                return std::nullopt;
            }
            return event;
        }
        passOverSystemMessage(lead);
    }
    return std::nullopt;
}

std::optional<std::uint8_t> SmfEventCursor::byte() {
    if (m_at >= m_chunk.size()) {
        endsInsideAnEvent();
        return std::nullopt;
    }
    return static_cast<std::uint8_t>(m_chunk[m_at++]);
}

std::optional<std::uint32_t> SmfEventCursor::variableLength() {
    std::uint32_t value = 0;
    for (int count = 0; count < 4; ++count) {
        const auto next = byte();
        if (!next) {
            return std::nullopt;
        }
        value = value << 7 | (*next & 0x7Fu);
        if (*next < 0x80) {
            return value;
        }
    }
    m_fault = "has a number of more than four bytes at byte " + std::to_string(m_at);
    return std::nullopt;
}

std::optional<SmfEvent> SmfEventCursor::channelMessage(std::uint8_t status) {
    SmfEvent event;
    event.tick = m_tick;
    event.status = status;
    const bool single = event.command() == 0xC0 || event.command() == 0xD0;
    const auto first = byte();
    const auto second = first && !single ? byte() : std::optional<std::uint8_t>(0);
    if (!first || !second) {
        return std::nullopt;
    }
    if (*first > 127 || *second > 127) {
        m_fault = "has a data byte above 127 at byte " + std::to_string(m_at - 1);
        return std::nullopt;
    }
    event.first = *first;
    event.second = *second;
    return event;
}

std::optional<SmfEvent> SmfEventCursor::longMessage(std::uint8_t status) {
    SmfEvent event;
    event.tick = m_tick;
    event.status = status;
    if (event.isMeta()) {
        const auto type = byte();
        if (!type) {
            return std::nullopt;
        }
        event.type = *type;
    }
    const auto length = variableLength();
    if (!length) {
        return std::nullopt;
    }
    if (*length > m_chunk.size() - m_at) {
        endsInsideAnEvent();
        return std::nullopt;
    }
    event.payload = m_chunk.substr(m_at, *length);
    m_at += *length;
    return event;
}

void SmfEventCursor::passOverSystemMessage(std::uint8_t status) {
    const std::size_t length = status == 0xF2 ? 2 : status == 0xF1 || status == 0xF3 ? 1 : 0;
    ++m_strayMessages;
    if (length > m_chunk.size() - m_at) {
        endsInsideAnEvent();
        return;
    }
    m_at += length;
}

void SmfEventCursor::endsInsideAnEvent() {
    m_fault = "ends inside an event";
    m_at = m_chunk.size();
}

} // namespace cantilena

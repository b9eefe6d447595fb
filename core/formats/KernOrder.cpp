#include "core/formats/KernOrder.h"

#include "core/formats/Limits.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cantilena {

namespace {

constexpr bool isBar(char c) {
    return c == '|' || c == '!';
}

/// "A,A,B" up to a "]".
std::vector<std::string> labels(std::string_view list) {
    std::vector<std::string> result;
    list = list.substr(0, list.find(']'));
    while (!list.empty() && result.size() <= kMostPlayedSections) {
        const std::string_view label = list.substr(0, list.find(','));
        list.remove_prefix(std::min(label.size() + 1, list.size()));
        if (!label.empty()) {
            result.push_back(tidied(label));
        }
    }
    return result;
}

/// One stretch after the other; what follows on its page in the same pass is played in one go.
void append(std::vector<PlayedSpan>& spans, TickRange page, int pass) {
    if (page.isEmpty()) {
        return;
    }
    if (!spans.empty() && spans.back().page.end == page.begin && spans.back().pass == pass) {
        spans.back().page.end = page.end;
    } else {
        spans.push_back({page, pass});
    }
}

} // namespace

bool KernOrder::take(std::string_view field, Tick tick) {
    if (!field.starts_with("*>")) {
        return false;
    }
    field.remove_prefix(2);
    const std::size_t bracket = field.find('[');
    if (bracket == 0 && !m_list) {
        m_list = labels(field.substr(1));
    } else if (bracket == std::string_view::npos && !field.empty()) {
        std::string label = tidied(field);
        const bool isKnown = !m_sections.empty() && m_sections.back().begin == tick &&
                             m_sections.back().label == label;
        if (!isKnown) {
            m_sections.push_back({std::move(label), tick});
        }
    }
    return true;
}

void KernOrder::addBarline(std::string_view token, Tick at) {
    if (m_barlines.empty() || m_barlines.back() < at) {
        m_barlines.push_back(at);
    }
    bool endsRepeat = false;
    bool beginsRepeat = false;
    bool isDouble = token.starts_with("==");
    for (std::size_t index = 0; index + 1 < token.size(); ++index) {
        const bool isLine = isBar(token[index]);
        endsRepeat = endsRepeat || (token[index] == ':' && isBar(token[index + 1]));
        beginsRepeat = beginsRepeat || (isLine && token[index + 1] == ':');
        isDouble = isDouble || (isLine && isBar(token[index + 1]));
    }
    const auto mark = [&](RepeatMark::Kind kind) { m_marks.push_back({kind, at, 2, {}}); };
    if (endsRepeat) {
        mark(RepeatMark::Kind::End);
    }
    if (isDouble) {
        mark(RepeatMark::Kind::DoubleBar);
    }
    if (beginsRepeat) {
        mark(RepeatMark::Kind::Start);
    }
}

std::vector<PlayedSpan> KernOrder::spans(Tick end) const {
    return hasSections() ? expanded(end) : playedSpans(m_marks, m_barlines, {{}, end});
}

std::vector<PlayedSpan> KernOrder::expanded(Tick end) const {
    std::map<std::string_view, TickRange> pages;
    for (std::size_t index = 0; index < m_sections.size(); ++index) {
        const Tick next = index + 1 < m_sections.size() ? m_sections[index + 1].begin : end;
        pages.try_emplace(m_sections[index].label, TickRange{m_sections[index].begin, next});
    }
    std::vector<PlayedSpan> spans;
    append(spans, {{}, m_sections.front().begin}, 1);
    std::map<std::string_view, int> passes;
    for (const std::string& label : *m_list) {
        const auto page = pages.find(label);
        if (page != pages.end()) {
            append(spans, page->second, ++passes[label]);
        }
    }
    return spans;
}

void KernOrder::giveTo(WrittenVoice& voice) {
    for (const RepeatMark& mark : m_marks) {
        voice.seams.push_back(mark.at);
    }
    for (Section& section : m_sections) {
        voice.seams.push_back(section.begin);
        voice.markers.push_back({section.begin, std::move(section.label)});
    }
    std::sort(voice.seams.begin(), voice.seams.end());
    voice.barlines = std::move(m_barlines);
}

} // namespace cantilena

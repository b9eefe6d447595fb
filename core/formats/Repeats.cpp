#include "core/formats/Repeats.h"

#include "core/formats/Limits.h"

#include <algorithm>

namespace cantilena {

namespace {

constexpr std::size_t kMostEndings = 64;

bool contains(const std::vector<int>& numbers, int number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

struct Ending {
    TickRange page;
    std::vector<int> numbers;
    bool repeats = false;
};

/// Reads the marks from left to right and closes one repeated section after the other.
class SpanReader {
public:
    enum class Passes {
        All,
        /// Each section once, with its last ending.
        Last,
    };

    SpanReader(std::span<const RepeatMark> marks, std::span<const Tick> barlines, TickRange page,
               Passes passes)
        : m_marks(marks)
        , m_barlines(barlines)
        , m_page(page)
        , m_passes(passes)
        , m_begin(page.begin) {}

    std::vector<PlayedSpan> read();

private:
    void start(Tick at);
    void end(std::size_t index);
    void ending(const RepeatMark& mark);
    void stopEnding(std::size_t index);
    [[nodiscard]] bool isFollowedByEnding(std::size_t index) const;
    [[nodiscard]] bool continuesEndings(const RepeatMark& mark) const;
    [[nodiscard]] Tick firstBarlineAfter(Tick tick, Tick otherwise) const;
    /// Plays the section that ends here and begins the next.
    void close(Tick at, int plays);
    void playEndings();
    void play(TickRange page, int pass);

    std::span<const RepeatMark> m_marks;
    std::span<const Tick> m_barlines;
    TickRange m_page;
    Passes m_passes;
    std::vector<PlayedSpan> m_spans;
    /// The section under way.
    Tick m_begin;
    bool m_hasStart = false;
    std::vector<Ending> m_endings;
    bool m_isEndingOpen = false;
    Tick m_bodyEnd;
};

std::vector<PlayedSpan> SpanReader::read() {
    for (std::size_t index = 0; index < m_marks.size(); ++index) {
        const RepeatMark& mark = m_marks[index];
        switch (mark.kind) {
        case RepeatMark::Kind::Start: start(mark.at); break;
        case RepeatMark::Kind::End: end(index); break;
        case RepeatMark::Kind::Ending: ending(mark); break;
        case RepeatMark::Kind::EndingStop: stopEnding(index); break;
        case RepeatMark::Kind::DoubleBar:
            if (m_isEndingOpen) {
                stopEnding(index);
            } else if (!m_hasStart) {
                close(mark.at, 1);
            }
            break;
        case RepeatMark::Kind::SectionEnd: close(mark.at, 1); break;
        default: break;
        }
        if (m_spans.size() > kMostPlayedSections) {
            break;
        }
    }
    close(m_page.end, 1);
    return std::move(m_spans);
}

void SpanReader::start(Tick at) {
    close(at, 1);
    m_hasStart = true;
}

bool SpanReader::isFollowedByEnding(std::size_t index) const {
    return index + 1 < m_marks.size() && m_marks[index + 1].kind == RepeatMark::Kind::Ending &&
           m_marks[index + 1].at == m_marks[index].at;
}

void SpanReader::end(std::size_t index) {
    const RepeatMark& mark = m_marks[index];
    if (m_isEndingOpen) {
        const bool goesOn = isFollowedByEnding(index) && continuesEndings(m_marks[index + 1]);
        const Tick oneBar = firstBarlineAfter(m_endings.back().page.begin, mark.at);
        if (!goesOn && m_endings.size() > 1 && oneBar < mark.at) {
            // A last ending that nothing closed was one bar long; this repeats what follows it.
            close(oneBar, 1);
        } else {
            m_endings.back().page.end = mark.at;
            m_endings.back().repeats = true;
            m_isEndingOpen = false;
            if (goesOn) {
                return;
            }
        }
    }
    close(mark.at, mark.plays);
}

bool SpanReader::continuesEndings(const RepeatMark& mark) const {
    const auto isTaken = [&](int number) {
        return std::any_of(m_endings.begin(), m_endings.end(),
                           [&](const Ending& known) { return contains(known.numbers, number); });
    };
    return m_endings.size() < kMostEndings &&
           std::none_of(mark.numbers.begin(), mark.numbers.end(), isTaken);
}

void SpanReader::ending(const RepeatMark& mark) {
    if (m_isEndingOpen) {
        m_endings.back().page.end = mark.at;
    }
    if (!m_endings.empty() && !continuesEndings(mark)) {
        // The ending before ran on into the next section: it was one bar long.
        if (m_isEndingOpen) {
            m_endings.back().page.end =
                firstBarlineAfter(m_endings.back().page.begin, m_endings.back().page.end);
        }
        close(m_endings.back().page.end, 1);
    }
    if (m_endings.empty()) {
        m_bodyEnd = mark.at;
    }
    m_endings.push_back({{mark.at, m_page.end}, mark.numbers});
    m_isEndingOpen = true;
}

void SpanReader::stopEnding(std::size_t index) {
    if (!m_isEndingOpen) {
        return;
    }
    m_endings.back().page.end = m_marks[index].at;
    m_isEndingOpen = false;
    if (!isFollowedByEnding(index)) {
        close(m_marks[index].at, 1);
    }
}

Tick SpanReader::firstBarlineAfter(Tick tick, Tick otherwise) const {
    const auto after = std::upper_bound(m_barlines.begin(), m_barlines.end(), tick);
    return after == m_barlines.end() ? otherwise : std::min(*after, otherwise);
}

void SpanReader::close(Tick at, int plays) {
    if (m_isEndingOpen) {
        m_endings.back().page.end = at;
        m_isEndingOpen = false;
    }
    if (m_endings.empty()) {
        for (int pass = m_passes == Passes::Last ? plays : 1; pass <= plays; ++pass) {
            play({m_begin, at}, pass);
        }
    } else {
        playEndings();
        // What lies between the last ending and this sign belongs to no ending.
        play({m_endings.back().page.end, at}, 1);
        m_endings.clear();
    }
    m_begin = at;
    m_hasStart = false;
}

void SpanReader::playEndings() {
    int last = 0;
    bool hasFirst = false;
    for (const Ending& known : m_endings) {
        for (const int number : known.numbers) {
            last = std::max(last, number);
            hasFirst = hasFirst || number == 1;
        }
    }
    if (m_endings.size() == 1 && m_endings.front().repeats) {
        ++last;
    }
    if (!hasFirst) {
        play({m_begin, m_endings.back().page.end}, 1);
        return;
    }
    for (int pass = m_passes == Passes::Last ? last : 1; pass <= last; ++pass) {
        play({m_begin, m_bodyEnd}, pass);
        for (const Ending& known : m_endings) {
            if (contains(known.numbers, pass)) {
                play(known.page, pass);
            }
        }
    }
}

void SpanReader::play(TickRange page, int pass) {
    if (page.isEmpty() || m_spans.size() > kMostPlayedSections) {
        return;
    }
    if (!m_spans.empty() && m_spans.back().page.end == page.begin && m_spans.back().pass == pass) {
        m_spans.back().page.end = page.end;
    } else {
        m_spans.push_back({page, pass});
    }
}

using Passes = SpanReader::Passes;

/// Adds what is played of a stretch of the page by the signs for repeats alone.
void addStretch(std::vector<PlayedSpan>& spans, std::span<const RepeatMark> marks,
                std::span<const Tick> barlines, TickRange page, Passes passes) {
    std::vector<RepeatMark> inside;
    for (const RepeatMark& mark : marks) {
        // A sign at the seam belongs to the side that it speaks of.
        const bool looksOn =
            mark.kind == RepeatMark::Kind::Start || mark.kind == RepeatMark::Kind::Ending;
        if (looksOn ? mark.at >= page.begin && mark.at < page.end
                    : mark.at > page.begin && mark.at <= page.end) {
            inside.push_back(mark);
        }
    }
    for (const PlayedSpan& span : SpanReader(inside, barlines, page, passes).read()) {
        spans.push_back(span);
    }
}

/// The first sign of that kind behind `after`; null for none.
const RepeatMark* firstAfter(std::span<const RepeatMark> marks, RepeatMark::Kind kind, Tick after) {
    const auto found = std::find_if(marks.begin(), marks.end(), [&](const RepeatMark& mark) {
        return mark.kind == kind && mark.at > after;
    });
    return found == marks.end() ? nullptr : &*found;
}

bool isJump(const RepeatMark& mark) {
    return mark.kind == RepeatMark::Kind::DaCapo || mark.kind == RepeatMark::Kind::DalSegno;
}

/// Where the jump leads, at the latest `jump.at` itself.
Tick targetOf(std::span<const RepeatMark> marks, const RepeatMark& jump, Tick begin) {
    Tick target = begin;
    for (const RepeatMark& mark : marks) {
        if (mark.kind == RepeatMark::Kind::Segno && mark.at >= begin && mark.at < jump.at &&
            jump.kind == RepeatMark::Kind::DalSegno) {
            target = mark.at;
        }
    }
    return target;
}

} // namespace

std::vector<PlayedSpan> playedSpans(std::span<const RepeatMark> marks,
                                    std::span<const Tick> barlines, TickRange page) {
    std::vector<PlayedSpan> spans;
    Tick begin = page.begin;
    for (;;) {
        const auto jump = std::find_if(marks.begin(), marks.end(), [&](const RepeatMark& mark) {
            return isJump(mark) && mark.at > begin && mark.at <= page.end;
        });
        if (jump == marks.end() || spans.size() > kMostPlayedSections) {
            addStretch(spans, marks, barlines, {begin, page.end}, Passes::All);
            return spans;
        }
        addStretch(spans, marks, barlines, {begin, jump->at}, Passes::All);
        const Tick target = targetOf(marks, *jump, page.begin);
        const RepeatMark* fine = firstAfter(marks, RepeatMark::Kind::Fine, target);
        if (fine != nullptr && fine->at <= jump->at) {
            addStretch(spans, marks, barlines, {target, fine->at}, Passes::Last);
            return spans;
        }
        const RepeatMark* leave = firstAfter(marks, RepeatMark::Kind::ToCoda, target);
        const RepeatMark* coda =
            leave == nullptr ? nullptr
                             : firstAfter(marks, RepeatMark::Kind::Coda, jump->at - Tick{1});
        const bool leavesForCoda = coda != nullptr && leave->at <= jump->at;
        addStretch(spans, marks, barlines, {target, leavesForCoda ? leave->at : jump->at},
                   Passes::Last);
        begin = leavesForCoda ? coda->at : jump->at;
    }
}

Tick playedLength(std::span<const PlayedSpan> spans) {
    Tick length;
    for (const PlayedSpan& span : spans) {
        length += span.page.length();
    }
    return length;
}

} // namespace cantilena

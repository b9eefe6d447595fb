#include "core/compose/InfillPlan.h"

#include "core/compose/ContinuationParts.h"
#include "core/compose/SteeringRules.h"

#include <algorithm>
#include <span>
#include <utility>

namespace cantilena {

namespace {

/// What the model reads of a long track behind the gap: more would change nothing audible.
constexpr std::size_t kLongestTail = 400;

bool contains(std::span<const NoteId> ids, NoteId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool isLocked(const InfillRequest& request, const Note& note) {
    return note.locked || contains(request.locked, note.id);
}

/// Of a note that begins in the range.
bool givesWay(const InfillRequest& request, const Note& note) {
    return !isLocked(request, note) &&
           (request.selected.empty() || contains(request.selected, note.id));
}

/// Whether the note sounds together with one of the others, for half of the shorter one at least:
/// notes of one line may be played a little into each other.
bool soundsWith(const Note& note, std::span<const Note> others) {
    return std::any_of(others.begin(), others.end(), [&](const Note& other) {
        const Tick together = std::min(note.end(), other.end()) - std::max(note.onset, other.onset);
        return together * 2 > std::min(note.duration, other.duration);
    });
}

/// The rules of steering, and that no note begins on a pitch that another voice is sounding.
std::vector<OnsetRule> rulesBeside(std::vector<OnsetRule> rules, std::span<const Note> beside,
                                   TickRange range) {
    if (beside.empty()) {
        return rules;
    }
    std::vector<Tick> turns = {range.begin};
    for (const OnsetRule& rule : rules) {
        turns.push_back(range.begin + rule.from);
    }
    for (const Note& note : beside) {
        turns.insert(turns.end(), {note.onset, note.end()});
    }
    std::erase_if(turns, [&](Tick turn) { return !range.contains(turn); });
    std::sort(turns.begin(), turns.end());
    turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
    std::vector<OnsetRule> all;
    for (const Tick turn : turns) {
        const auto next = std::find_if(rules.begin(), rules.end(), [&](const OnsetRule& rule) {
            return turn < range.begin + rule.from;
        });
        OnsetRule rule = next == rules.begin() ? OnsetRule{} : *(next - 1);
        rule.from = turn - range.begin;
        for (const Note& note : beside) {
            if (note.onset <= turn && turn < note.end()) {
                rule.pitches.reset(static_cast<std::size_t>(note.pitch.number));
            }
        }
        all.push_back(rule);
    }
    return all;
}

/// The notes' upper line from the first on, legato up to the last.
std::vector<Note> lineOf(std::vector<Note> notes) {
    Track track;
    track.notes = std::move(notes);
    const Tick end = track.notes.empty() ? Tick{} : upperLine(track.notes).back().end();
    return seedLine(track, end);
}

class Planner {
public:
    explicit Planner(const InfillRequest& request)
        : m_request(request)
        , m_score(*request.asked.base)
        , m_range(request.asked.range) {}

    Result<InfillPlan> plan(std::optional<int> style) {
        sortOut();
        if (m_request.keep.any() && m_plan.original.empty()) {
            return Error{ErrorCode::NotFound,
                         "there is no note in the selection to make a variation of"};
        }
        if (const auto read = readSurroundings(style); !read) {
            return read.error();
        }
        if (const auto laid = layStretches(); !laid) {
            return laid.error();
        }
        if (m_plan.stretches.empty()) {
            return Error{ErrorCode::OutOfRange, "the locked notes leave no time to fill"};
        }
        return std::move(m_plan);
    }

private:
    /// Who stands before, in and behind the range, who gives way and who stays.
    void sortOut() {
        std::vector<Note> replaced;
        std::vector<Note> tail;
        Track before;
        m_plan.stays = staying(m_request);
        for (const Note& note : m_score.tracks[m_request.asked.track]->notes) {
            if (note.onset < m_range.begin) {
                before.notes.push_back(note);
            } else if (note.onset >= m_range.end) {
                tail.push_back(note);
            } else if (givesWay(m_request, note)) {
                replaced.push_back(note);
            }
        }
        sortOutVoices(before, replaced);
        m_begin = beginBehind(before, replaced);
        m_before = seedLine(before, m_begin);
        m_locked = upperLine(m_locked);
        std::erase_if(m_locked, [&](const Note& note) { return note.onset < m_begin; });
        m_plan.original = lineOf(std::move(replaced));
        m_tail = lineOf(std::move(tail));
        m_tail.resize(std::min(m_tail.size(), kLongestTail));
    }

    /// Who belongs to the line of those that stay in the range, and who is another voice.
    void sortOutVoices(const Track& before, std::span<const Note> replaced) {
        for (const Note& note : m_plan.stays) {
            const bool beside = !isLocked(m_request, note) && soundsWith(note, replaced);
            (beside ? m_plan.beside : m_locked).push_back(note);
        }
        for (const Note& note : before.notes) {
            if (!m_request.selected.empty() && note.end() > m_range.begin) {
                m_plan.beside.push_back(note);
            }
        }
    }

    /// Where the filling begins: what is held into the range stays, and ends before it, unless it
    /// is another voice.
    [[nodiscard]] Tick beginBehind(const Track& before, std::span<const Note> replaced) const {
        Tick begin = m_range.begin;
        for (const Note& note : upperLine(before.notes)) {
            const bool beside = !m_request.selected.empty() && soundsWith(note, replaced);
            if (!beside && note.end() >= m_range.begin + kUnit * 3 && note.end() < m_range.end) {
                begin = std::max(begin, note.end());
            }
        }
        return begin;
    }

    Result<void> readSurroundings(std::optional<int> style) {
        std::vector<Note> around = m_before;
        around.insert(around.end(), m_tail.begin(), m_tail.end());
        m_plan.key = keyToContinueIn(m_score, around, m_range.begin);
        Score keyed = m_score;
        keyed.keys.clear();
        if (m_plan.key) {
            keyed.keys.push_back({{}, *m_plan.key});
        }
        const Tick begin =
            m_before.empty() ? m_begin : m_score.meterMap().barAround(m_before.front().onset).begin;
        m_plan.context = melodyContext(keyed, begin, m_range.begin);
        m_plan.context.style = style;
        auto before = eventsOf(begin, m_begin, m_before);
        if (!before) {
            return before.error();
        }
        m_plan.before = *std::move(before);
        // A locked note may reach beyond the range.
        const Tick tailBegin =
            m_locked.empty() ? m_range.end : std::max(m_range.end, m_locked.back().end());
        std::erase_if(m_tail, [&](const Note& note) { return note.onset < tailBegin; });
        if (m_tail.empty()) {
            return {};
        }
        auto after = eventsOf(tailBegin, m_tail.back().end(), m_tail);
        if (!after) {
            return after.error();
        }
        m_plan.after = *std::move(after);
        m_plan.tailBegin = tailBegin;
        const Tick bar = m_score.meterMap().meterAt(m_range.end).barLength();
        Tick now = tailBegin;
        for (const MelodyEvent& event : m_plan.after) {
            m_plan.judged += now < m_range.end + bar * 2 ? 1 : 0;
            now += event.duration;
        }
        return {};
    }

    /// The line as events that fill the time from `begin` to `end`.
    [[nodiscard]] Result<std::vector<MelodyEvent>> eventsOf(Tick begin, Tick end,
                                                            std::span<const Note> line) const {
        MelodyContext context = m_plan.context;
        context.begin = begin;
        auto sequence = encode(std::move(context), line);
        if (!sequence) {
            return sequence.error();
        }
        const Tick last = line.empty() ? begin : line.back().end();
        if (last < end) {
            sequence->events.push_back({EventKind::Rest, {}, end - last});
        }
        return std::move(sequence->events);
    }

    Result<void> layStretches() {
        Tick begin = m_begin;
        for (std::size_t i = 0; i <= m_locked.size(); ++i) {
            const bool last = i == m_locked.size();
            const Tick end = last ? m_range.end : m_locked[i].onset;
            std::vector<MelodyEvent> then;
            if (!last) {
                const auto events = eventsOf(end, m_locked[i].end(), {&m_locked[i], 1});
                if (!events) {
                    return events.error();
                }
                then = *events;
            }
            layStretch({begin, end}, i, std::move(then));
            begin = last ? end : m_locked[i].end();
        }
        return {};
    }

    void layStretch(TickRange range, std::size_t nextLocked, std::vector<MelodyEvent> then) {
        // Less than a 32nd is no time for a note.
        const bool roomy = range.length() >= kUnit * 3;
        if (!roomy && range.begin < range.end) {
            then.insert(then.begin(), {EventKind::Rest, {}, range.length()});
        }
        if (!roomy) {
            std::vector<MelodyEvent>& to =
                m_plan.stretches.empty() ? m_plan.before : m_plan.stretches.back().then;
            to.insert(to.end(), then.begin(), then.end());
            return;
        }
        Stretch stretch;
        stretch.range = range;
        stretch.gap = gapBehind(range.end, nextLocked);
        stretch.then = std::move(then);
        PhraseConstraints& constraints = stretch.constraints;
        constraints.length = range.length();
        constraints.lowest = m_request.asked.lowest;
        constraints.highest = m_request.asked.highest;
        constraints.typicalDuration = typicalDuration(m_score, range, m_request.asked.density);
        constraints.onsets = rulesBeside(steeringRules(m_score, range), m_plan.beside, range);
        if (m_request.keep.any()) {
            keepOriginal(stretch, nextLocked);
        } else if (m_request.asked.cadence && range.end == m_range.end && m_plan.key) {
            constraints.lastPitchClass = m_plan.key->tonic.pitchClass();
            constraints.lastOnsets =
                steeredEndings(m_score, range, pitchesFor(m_request.asked, m_plan.context),
                               *constraints.lastPitchClass);
        }
        m_plan.stretches.push_back(std::move(stretch));
    }

    [[nodiscard]] Gap gapBehind(Tick end, std::size_t nextLocked) const {
        Gap gap{end, {}};
        for (std::size_t i = nextLocked; i < m_locked.size(); ++i) {
            const Note& note = m_locked[i];
            const MelodyEvent event{EventKind::Note, note.pitch, note.duration};
            const bool adjacent =
                !gap.after.empty() && i > nextLocked && m_locked[i - 1].end() == note.onset;
            if (adjacent) {
                gap.after.back().events.push_back(event);
            } else {
                gap.after.push_back({note.onset, {event}});
            }
        }
        if (!m_plan.after.empty()) {
            gap.after.push_back({m_plan.tailBegin, m_plan.after});
        }
        return gap;
    }

    /// The rules that hold the filling to the notes that gave way.
    void keepOriginal(Stretch& stretch, std::size_t nextLocked) {
        const KeptAspects& keep = m_request.keep;
        PhraseConstraints& constraints = stretch.constraints;
        Tick now = stretch.range.begin;
        const auto rest = [&](Tick until) {
            EventRule rule;
            rule.kind = EventKind::Rest;
            rule.duration = keep.rhythm ? std::optional(until - now) : std::nullopt;
            constraints.events.push_back(rule);
        };
        std::optional<Pitch> last = pitchBefore(stretch.range.begin);
        for (const Note& note : m_plan.original) {
            if (!stretch.range.contains(note.onset)) {
                continue;
            }
            if (note.onset > now) {
                rest(note.onset);
            }
            const Tick end = std::min(note.end(), stretch.range.end);
            EventRule rule;
            rule.kind = EventKind::Note;
            rule.duration = keep.rhythm ? std::optional(end - note.onset) : std::nullopt;
            rule.pitch = keep.pitches ? std::optional(note.pitch) : std::nullopt;
            if (keep.contour && last) {
                rule.direction = directionOf(*last, note.pitch);
            }
            constraints.events.push_back(rule);
            last = note.pitch;
            now = end;
        }
        if (constraints.events.empty() || (keep.rhythm && now < stretch.range.end)) {
            rest(stretch.range.end);
        }
        if (keep.contour) {
            constraints.before = lockedBefore(stretch.range.begin);
            if (nextLocked < m_locked.size() && last) {
                constraints.after = m_locked[nextLocked].pitch;
                constraints.directionAfter = directionOf(*last, *constraints.after);
            }
        }
    }

    static int directionOf(Pitch from, Pitch to) {
        return (to > from ? 1 : 0) - (to < from ? 1 : 0);
    }

    /// The locked note that ends where the stretch begins, or before: the contour goes on from it.
    [[nodiscard]] std::optional<Pitch> lockedBefore(Tick begin) const {
        std::optional<Pitch> pitch;
        for (const Note& note : m_locked) {
            pitch = note.onset < begin ? std::optional(note.pitch) : pitch;
        }
        return pitch;
    }
    [[nodiscard]] std::optional<Pitch> pitchBefore(Tick begin) const { return lockedBefore(begin); }

    const InfillRequest& m_request;
    const Score& m_score;
    TickRange m_range;
    /// Where the filling begins.
    Tick m_begin;
    std::vector<Note> m_before;
    std::vector<Note> m_locked;
    std::vector<Note> m_tail;
    InfillPlan m_plan;
};

} // namespace

std::vector<Note> staying(const InfillRequest& request) {
    std::vector<Note> notes;
    for (const Note& note : request.asked.base->tracks[request.asked.track]->notes) {
        if (request.asked.range.contains(note.onset) && !givesWay(request, note)) {
            notes.push_back(note);
        }
    }
    return notes;
}

Result<InfillPlan> infillPlan(const InfillRequest& request, std::optional<int> style) {
    return Planner(request).plan(style);
}

} // namespace cantilena

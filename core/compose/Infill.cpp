#include "core/compose/Infill.h"

#include "core/base/InParallel.h"
#include "core/compose/ContinuationParts.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace cantilena {

namespace {

/// What the model reads of a long track behind the gap: more would change nothing audible.
constexpr std::size_t kLongestTail = 400;

/// A candidate is given up after so many draws in a row that came to no end.
constexpr int kMostFailures = 40;

/// A part of the range between locked notes, which the model fills.
struct Stretch {
    TickRange range;
    PhraseConstraints constraints;
    /// What stands behind it.
    Gap gap;
    /// What is read after it, before the next one: the locked note that ends it, if any, with a
    /// rest before it where there is no room for notes.
    std::vector<MelodyEvent> then;
};

/// The whole task, read and checked: what every draw has in common.
struct Plan {
    MelodyContext context;
    std::optional<Key> key;
    std::vector<MelodyEvent> before;
    std::vector<Stretch> stretches;
    /// What follows the range, and from where on.
    std::vector<MelodyEvent> after;
    Tick tailBegin;
    /// How many of them begin within two bars.
    std::size_t judged = 0;
    std::vector<NoteId> replaced;
    /// Of the notes that give way, the melody line, by onset.
    std::vector<Note> original;
};

bool contains(std::span<const NoteId> ids, NoteId id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
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

    Result<Plan> plan(std::optional<int> style) {
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
        m_begin = m_range.begin;
        for (const Note& note : m_score.tracks[m_request.asked.track]->notes) {
            if (note.onset < m_range.begin) {
                before.notes.push_back(note);
            } else if (note.onset >= m_range.end) {
                tail.push_back(note);
            } else if (contains(m_request.locked, note.id)) {
                m_locked.push_back(note);
            } else {
                replaced.push_back(note);
                m_plan.replaced.push_back(note.id);
            }
        }
        for (const Note& note : upperLine(before.notes)) {
            // What is held into the range stays; the filling begins where it ends.
            if (note.end() >= m_range.begin + kUnit * 3 && note.end() < m_range.end) {
                m_begin = std::max(m_begin, note.end());
            }
        }
        m_before = seedLine(before, m_begin);
        m_locked = upperLine(m_locked);
        std::erase_if(m_locked, [&](const Note& note) { return note.onset < m_begin; });
        m_plan.original = lineOf(std::move(replaced));
        m_tail = lineOf(std::move(tail));
        m_tail.resize(std::min(m_tail.size(), kLongestTail));
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
        Stretch stretch{range, {}, gapBehind(range.end, nextLocked), std::move(then)};
        PhraseConstraints& constraints = stretch.constraints;
        constraints.length = range.length();
        constraints.lowest = m_request.asked.lowest;
        constraints.highest = m_request.asked.highest;
        constraints.typicalDuration = typicalDuration(m_score, range, m_request.asked.density);
        if (m_request.keep.any()) {
            keepOriginal(stretch, nextLocked);
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
    Plan m_plan;
};

/// A filling, and how well what follows goes on from it.
struct Filling {
    std::vector<Note> notes;
    double bits = 0.0;
    std::optional<double> joinBits;
};

std::size_t noteCount(const SampledPhrase& phrase) {
    return static_cast<std::size_t>(
        std::count_if(phrase.events.begin(), phrase.events.end(),
                      [](const MelodyEvent& e) { return e.kind == EventKind::Note; }));
}

/// Bits an event of what follows; nothing when nothing does.
std::optional<double> joinBits(MelodyDecoder& decoder, const Plan& plan) {
    double bits = 0.0;
    for (std::size_t i = 0; i < plan.judged; ++i) {
        const MelodyEvent& event = plan.after[i];
        const int symbol = symbolOf(event, plan.context);
        bits += bitsOf(decoder.pitchLogits(0), symbol);
        bits += bitsOf(decoder.durationLogits(0, symbol), durationClass(event.duration));
        decoder.push(0, event);
    }
    return plan.judged > 0 ? std::optional(bits / static_cast<double>(plan.judged)) : std::nullopt;
}

/// The fixed events from that stretch's end up to the next stretch.
std::vector<MelodyEvent> fixedBehind(const Plan& plan, const Stretch& stretch) {
    std::vector<MelodyEvent> events = stretch.then;
    if (&stretch == &plan.stretches.back()) {
        events.insert(events.end(), plan.after.begin(), plan.after.end());
    }
    return events;
}

/// One draw; nothing when it came to no end, or was stopped.
std::optional<Filling> drawn(const MelodyDecoder& before, const Plan& plan,
                             const InfillRequest& request, std::optional<CopyLimit> limit,
                             Random& random, const std::stop_token& stop) {
    const auto decoder = before.clone();
    const SamplingSettings settings{request.asked.temperature, request.asked.topP};
    Filling filling;
    std::size_t notes = 0;
    for (const Stretch& stretch : plan.stretches) {
        decoder->enter(0, stretch.gap);
        if (limit) {
            limit->following = fixedBehind(plan, stretch);
            decoder->copy(0, limit->origin);
        }
        const auto phrase = samplePhrase(*decoder, 0, plan.context, stretch.constraints, settings,
                                         random, stop, limit ? &*limit : nullptr);
        if (!phrase) {
            return std::nullopt;
        }
        for (std::size_t i = 0; limit && i < phrase->events.size(); ++i) {
            limit->guard.push(phrase->events[i]);
        }
        filling.bits += phrase->bits;
        notes += noteCount(*phrase);
        EventSequence events{plan.context, phrase->events};
        events.context.begin = stretch.range.begin;
        const std::vector<Note> made = decode(events);
        filling.notes.insert(filling.notes.end(), made.begin(), made.end());
        for (const MelodyEvent& event : stretch.then) {
            decoder->push(0, event);
            if (limit) {
                limit->guard.push(event);
            }
        }
    }
    filling.bits /= static_cast<double>(std::max<std::size_t>(notes, 1));
    filling.joinBits = joinBits(*decoder, plan);
    return filling;
}

/// How little the draw fits: by what follows or, at the end of a tune, by how unlikely it is.
double faultOf(const Filling& filling) {
    return filling.joinBits.value_or(filling.bits);
}

std::optional<Filling> bestFilling(const MelodyDecoder& before, const Plan& plan,
                                   const InfillRequest& request,
                                   const std::optional<CopyLimit>& limit, std::uint64_t rng,
                                   const std::stop_token& stop) {
    const int draws = request.asked.temperature > 0.0 ? std::max(request.asked.draws, 1) : 1;
    Random random(rng);
    std::optional<Filling> best;
    int failures = 0;
    for (int made = 0; made < draws && failures < kMostFailures && !stop.stop_requested();) {
        auto filling = drawn(before, plan, request, limit, random, stop);
        if (!filling) {
            ++failures;
            continue;
        }
        ++made;
        if (!best || faultOf(*filling) < faultOf(*best)) {
            best = std::move(filling);
        }
    }
    return stop.stop_requested() ? std::nullopt : best;
}

/// Gives notes made with the rhythm kept the exact times of the notes that they stand for, which
/// the model read legato.
void restoreRhythm(std::vector<Note>& notes, const Score& score, const InfillRequest& request,
                   const Plan& plan) {
    for (Note& note : notes) {
        const auto heard =
            std::find_if(plan.original.begin(), plan.original.end(),
                         [&note](const Note& original) { return original.onset == note.onset; });
        if (heard == plan.original.end()) {
            continue;
        }
        for (const Note& written : score.tracks[request.asked.track]->notes) {
            note.duration = written.id == heard->id ? written.duration : note.duration;
        }
    }
}

/// What the model had from its training tunes; locked notes between the new ones count with them.
std::optional<CopyReport> copiedIn(const MelodyModel& model, const Plan& plan,
                                   std::vector<Note> made) {
    const auto notesFrom = [&plan](Tick begin, const std::vector<MelodyEvent>& events) {
        EventSequence sequence{plan.context, events};
        sequence.context.begin = begin;
        return decode(sequence);
    };
    for (const Stretch& stretch : plan.stretches) {
        const std::vector<Note> locked = notesFrom(stretch.range.end, stretch.then);
        made.insert(made.end(), locked.begin(), locked.end());
    }
    std::sort(made.begin(), made.end(), precedes);
    return copiedIn(model, notesFrom(plan.context.begin, plan.before), made,
                    notesFrom(plan.tailBegin, plan.after));
}

Candidate candidateOf(const InfillRequest& request, const Plan& plan, Filling filling) {
    Candidate candidate;
    candidate.range = request.asked.range;
    candidate.fills = true;
    candidate.replaced = plan.replaced;
    if (request.keep.rhythm) {
        restoreRhythm(filling.notes, *request.asked.base, request, plan);
    }
    const int velocity = velocityFor(request.asked);
    for (Note& note : filling.notes) {
        note.velocity = velocity;
    }
    candidate.notes = std::move(filling.notes);
    candidate.bitsPerNote = filling.bits;
    candidate.joinBits = filling.joinBits;
    candidate.inKeyShare = shareInKey(plan.key.value_or(Key{}), candidate.notes);
    return candidate;
}

} // namespace

Result<std::vector<Candidate>> fillIn(const MelodyModel& model, const InfillRequest& request,
                                      const std::stop_token& stop,
                                      const std::function<void(const Candidate&)>& made) {
    if (const auto fine = checkedRequest(request.asked); !fine) {
        return fine.error();
    }
    if (const auto fine = checkedLimit(request.asked, model); !fine) {
        return fine.error();
    }
    const auto style = styleNamed(model, request.asked.style);
    if (!style) {
        return style.error();
    }
    const auto plan = Planner(request).plan(*style);
    if (!plan) {
        return plan.error();
    }
    if (const auto fine = checkedRange(request.asked, plan->context); !fine) {
        return fine.error();
    }
    const auto limit = copyLimit(request.asked, model, plan->before);
    const auto before = model.decoder(limit ? 2 : 1);
    before->begin(0, plan->context);
    before->weighMemory(static_cast<float>(request.asked.memory));
    for (const MelodyEvent& event : plan->before) {
        before->push(0, event);
    }
    const std::function<std::optional<Filling>(int)> fill = [&](int index) {
        return bestFilling(*before, *plan, request, limit, candidateRng(request.asked.rng, index),
                           stop);
    };
    InParallel<std::optional<Filling>> fillings(request.asked.candidates, fill);
    std::vector<Candidate> candidates;
    for (int i = 0; i < request.asked.candidates; ++i) {
        std::optional<Filling> filling = fillings.get(i);
        if (!filling && stop.stop_requested()) {
            return Error{ErrorCode::Cancelled, "generating was stopped"};
        }
        if (!filling) {
            return Error{ErrorCode::Unsupported,
                         "no filling was found that keeps to all of what was asked for"};
        }
        auto copied = copiedIn(model, *plan, filling->notes);
        Candidate candidate = candidateOf(request, *plan, *std::move(filling));
        candidate.copied = std::move(copied);
        candidate.number = i + 1;
        candidate.rng = candidateRng(request.asked.rng, i);
        candidates.push_back(std::move(candidate));
        if (made) {
            made(candidates.back());
        }
    }
    return candidates;
}

TickRange barRange(const Score& score, int first, int last) {
    const MeterMap meters = score.meterMap();
    TickRange bar = meters.barAround({});
    TickRange range = bar;
    for (int number = meters.at({}).bar; number <= last; ++number) {
        range.begin = number == first ? bar.begin : range.begin;
        range.end = bar.end;
        bar = meters.barAround(bar.end);
    }
    return range;
}

} // namespace cantilena

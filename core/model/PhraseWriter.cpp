#include "core/model/Sampling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace cantilena {

namespace {

using Mask = std::vector<std::uint8_t>;

/// A remainder below this could be filled by no sensible note.
constexpr Tick kShortestRemainder = kUnit * 3;

/// With a duration given, so many of the likeliest pitches are weighed by how well it suits them.
constexpr std::size_t kPitchesWeighed = 12;

/// How strongly durations are drawn to the typical one: nats an octave squared.
constexpr double kDensityPull = 0.5;
/// The same for a rule that holds for a while, which every note too many makes longer by so many
/// octaves. With the pull above a model that is sure of its eighths stays with them: asked for 2,
/// 4, 12 and 16 notes in each of two bars after a row of eighths, the model that we ship
/// wrote 2.5, 4.1, 11.8 and 15.7 a bar, and 2.5, 5.1, 8.1 and 10.3 where the notes so far did not
/// count.
constexpr double kRuledDensityPull = 4.0;
constexpr double kOctavesANote = 0.5;
constexpr double kMostSurplus = 4.0;

/// Bits of what the model can say; nothing for the rest.
double saidBits(std::span<const float> logits, int index) {
    return canSay(logits, index) ? bitsOf(logits, index) : 0.0;
}

/// Writes one phrase, event by event. Where the copy limit leaves nothing to go on with, it takes
/// the last event back, never to choose it there again, and goes on from the one before.
class PhraseWriter {
public:
    PhraseWriter(MelodyDecoder& decoder, std::size_t melody, const MelodyContext& context,
                 const PhraseConstraints& constraints, const SamplingSettings& settings,
                 Random& random, const CopyLimit* limit)
        : m_decoder(decoder)
        , m_melody(melody)
        , m_context(context)
        , m_constraints(constraints)
        , m_settings(settings)
        , m_random(random)
        , m_limit(limit)
        , m_left(constraints.length)
        , m_inRange(pitchesInRange())
        , m_lastPitch(constraints.before) {
        if (limit != nullptr) {
            m_guard = limit->guard;
        }
    }

    std::optional<SampledPhrase> write(const std::stop_token& stop) {
        while (m_left > Tick{} || !endsWithinTheLimit()) {
            if (stop.stop_requested()) {
                return std::nullopt;
            }
            const bool written = m_left > Tick{} && writeEvent();
            if (!written && !goBack()) {
                return std::nullopt;
            }
        }
        m_phrase.bits = std::accumulate(m_bits.begin(), m_bits.end(), 0.0);
        return std::move(m_phrase);
    }

private:
    /// A duration and how surprising it is.
    struct DrawnDuration {
        Tick duration;
        double bits;
    };

    [[nodiscard]] Mask pitchesInRange() const {
        Mask allowed(kPitchSymbols, 0);
        for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
            const Pitch pitch = symbolPitch(symbol, m_context.tonic);
            allowed[static_cast<std::size_t>(symbol)] =
                pitch.isValid() && m_constraints.lowest <= pitch && pitch <= m_constraints.highest;
        }
        return allowed;
    }

    [[nodiscard]] bool hasRules() const { return !m_constraints.events.empty(); }
    [[nodiscard]] std::size_t at() const { return m_phrase.events.size(); }
    [[nodiscard]] EventRule rule() const {
        return hasRules() ? m_constraints.events[at()] : EventRule{};
    }

    /// Tells the model where the tune ends, once it is near.
    void lookForTheEnd() {
        if (!m_seesEnd && m_constraints.tuneEnd && m_left <= m_constraints.endInSight) {
            m_decoder.enter(m_melody, {*m_constraints.tuneEnd, {}});
            m_seesEnd = true;
        }
    }

    /// False when nothing may stand here.
    bool writeEvent() {
        lookForTheEnd();
        const EventRule rule = this->rule();
        Mask pitches = allowedPitches(rule);
        const std::span<const float> given = m_decoder.pitchLogits(m_melody);
        const std::vector<float> pitchLogits(given.begin(), given.end());
        while (const auto symbol = rule.duration
                                       ? drawPitchFor(*rule.duration, pitchLogits, pitches)
                                       : drawIndex(pitchLogits, pitches, m_settings, m_random)) {
            if (const auto drawn = drawDuration(rule, *symbol)) {
                m_bits.push_back(saidBits(pitchLogits, *symbol) + drawn->bits);
                m_refused.emplace_back();
                stand(eventOf(*symbol, drawn->duration));
                return true;
            }
            if (!m_guard) {
                return false;
            }
            pitches[static_cast<std::size_t>(*symbol)] = 0;
        }
        return false;
    }

    [[nodiscard]] MelodyEvent eventOf(int symbol, Tick duration) const {
        const bool rest = symbol == kRestSymbol;
        return {rest ? EventKind::Rest : EventKind::Note,
                rest ? Pitch{} : symbolPitch(symbol, m_context.tonic), duration};
    }

    void stand(const MelodyEvent& event) {
        m_decoder.push(m_melody, event);
        m_phrase.events.push_back(event);
        m_left = m_left - event.duration;
        m_lastPitch = event.kind == EventKind::Rest ? m_lastPitch : std::optional(event.pitch);
        if (m_guard) {
            m_guard->push(event);
        }
    }

    /// Whether the limit allows that event here. Rests that are asked for are nobody's copy.
    [[nodiscard]] bool mayStand(const MelodyEvent& event) const {
        if (!m_guard) {
            return true;
        }
        const std::vector<MelodyEvent>& refused = m_refused.back();
        const bool asked = event.kind == EventKind::Rest && rule().duration;
        return std::find(refused.begin(), refused.end(), event) == refused.end() &&
               (asked || m_guard->allows(event));
    }

    [[nodiscard]] bool endsWithinTheLimit() const {
        return !m_guard || m_guard->allowsBefore(m_limit->following);
    }

    /// Takes the last event back for good; false when there is none to take back.
    bool goBack() {
        if (!m_guard || m_phrase.events.empty() || ++m_retreats > kMostRetreats) {
            return false;
        }
        std::vector<MelodyEvent> events = std::move(m_phrase.events);
        const MelodyEvent last = events.back();
        events.pop_back();
        m_bits.pop_back();
        m_refused.pop_back();
        m_refused.back().push_back(last);
        m_phrase.events.clear();
        m_left = m_constraints.length;
        m_lastPitch = m_constraints.before;
        m_decoder.copy(m_limit->origin, m_melody);
        m_guard = m_limit->guard;
        m_seesEnd = false;
        for (const MelodyEvent& event : events) {
            lookForTheEnd();
            stand(event);
        }
        return true;
    }

    /// The rule for what begins here; null for none.
    [[nodiscard]] const OnsetRule* onsetRule() const {
        const Tick now = m_constraints.length - m_left;
        const auto next = std::find_if(m_constraints.onsets.begin(), m_constraints.onsets.end(),
                                       [now](const OnsetRule& rule) { return now < rule.from; });
        return next == m_constraints.onsets.begin() ? nullptr : &*(next - 1);
    }

    [[nodiscard]] Mask allowedPitches(const EventRule& rule) const {
        Mask allowed = m_inRange;
        if (const OnsetRule* here = onsetRule()) {
            keepOnly(allowed, [&](Pitch pitch) {
                return here->pitches.test(static_cast<std::size_t>(pitch.number));
            });
        }
        // Two rests in a row would be one.
        const bool afterRest =
            !m_phrase.events.empty() && m_phrase.events.back().kind == EventKind::Rest;
        allowed[kRestSymbol] = rule.kind ? 0 : afterRest || hasRules() ? 0 : 1;
        if (rule.kind == EventKind::Rest) {
            std::fill(allowed.begin(), allowed.end(), std::uint8_t{0});
            allowed[kRestSymbol] = 1;
            return allowed;
        }
        if (rule.pitch) {
            keepOnly(allowed, [&](Pitch pitch) { return pitch == *rule.pitch; });
            // A pitch that is to be kept may lie outside the range for new ones.
            const int symbol = pitchSymbol(*rule.pitch, m_context.tonic);
            if (symbol >= 0 && symbol < kPitchesAroundTonic) {
                allowed[static_cast<std::size_t>(symbol)] = 1;
            }
            return allowed;
        }
        keepOnly(allowed, [&](Pitch pitch) { return followsContour(pitch, rule); });
        if (endIsAsked() && mustFill()) {
            allowed[kRestSymbol] = 0;
            keepOnly(allowed, [&](Pitch pitch) { return isLastPitch(pitch); });
        }
        return allowed;
    }

    template <typename Condition>
    void keepOnly(Mask& allowed, const Condition& condition) const {
        for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
            auto& may = allowed[static_cast<std::size_t>(symbol)];
            may = may != 0 && condition(symbolPitch(symbol, m_context.tonic)) ? 1 : 0;
        }
    }

    /// Whether not every note may be the last.
    [[nodiscard]] bool endIsAsked() const {
        return m_constraints.lastPitchClass || !m_constraints.lastOnsets.empty();
    }

    [[nodiscard]] bool isLastPitch(Pitch pitch) const {
        const std::optional<int>& asked = m_constraints.lastPitchClass;
        return !asked || (pitch.number - *asked) % 12 == 0;
    }

    /// Whether a note of that symbol that begins here may fill the phrase.
    [[nodiscard]] bool mayEnd(int symbol) const {
        if (!endIsAsked()) {
            return true;
        }
        const std::vector<Tick>& onsets = m_constraints.lastOnsets;
        const Tick now = m_constraints.length - m_left;
        return symbol != kRestSymbol && isLastPitch(symbolPitch(symbol, m_context.tonic)) &&
               (onsets.empty() || std::ranges::binary_search(onsets, now));
    }

    /// Time up to the latest place where the last note may begin; nothing for anywhere.
    [[nodiscard]] std::optional<Tick> toLastOnset() const {
        return m_constraints.lastOnsets.empty()
                   ? std::nullopt
                   : std::optional(m_constraints.lastOnsets.back() + m_left - m_constraints.length);
    }

    /// Whether the next event, whatever it is, can only fill the phrase.
    [[nodiscard]] bool mustFill() const {
        if (const auto toLast = toLastOnset()) {
            return *toLast <= Tick{};
        }
        const Mask durations = allowedDurations(m_left);
        const auto filling = static_cast<std::size_t>(durationClass(m_left));
        return std::none_of(durations.begin(), durations.begin() + static_cast<long>(filling),
                            [](std::uint8_t may) { return may != 0; });
    }

    /// Whether the pitch lies where the contour wants it, with room for the steps that follow in
    /// the same direction.
    [[nodiscard]] bool followsContour(Pitch pitch, const EventRule& rule) const {
        if (rule.direction && m_lastPitch) {
            const int step = pitch.number - m_lastPitch->number;
            const int direction = (step > 0) - (step < 0);
            if (direction != *rule.direction) {
                return false;
            }
        }
        const int ups = stepsAhead(1);
        const int downs = stepsAhead(-1);
        return pitch.number + ups <= m_constraints.highest.number &&
               pitch.number - downs >= m_constraints.lowest.number && reachesWhatFollows(pitch);
    }

    /// How many of the next notes' steps go in that direction before one turns back.
    [[nodiscard]] int stepsAhead(int direction) const {
        int steps = 0;
        for (std::size_t i = at() + 1; i < m_constraints.events.size(); ++i) {
            if (m_constraints.events[i].kind == EventKind::Rest) {
                continue;
            }
            const std::optional<int> next = m_constraints.events[i].direction;
            if (!next || *next == -direction) {
                break;
            }
            steps += *next == direction ? 1 : 0;
        }
        return steps;
    }

    /// Whether the contour can go on from this pitch to the one that stands behind the phrase.
    [[nodiscard]] bool reachesWhatFollows(Pitch pitch) const {
        if (!m_constraints.after) {
            return true;
        }
        int ups = m_constraints.directionAfter > 0 ? 1 : 0;
        int downs = m_constraints.directionAfter < 0 ? 1 : 0;
        for (std::size_t i = at() + 1; i < m_constraints.events.size(); ++i) {
            const int direction = m_constraints.events[i].direction.value_or(0);
            ups += direction > 0 ? 1 : 0;
            downs += direction < 0 ? 1 : 0;
        }
        const int distance = m_constraints.after->number - pitch.number;
        if (ups > 0 && downs > 0) {
            return true;
        }
        return ups > 0 ? distance >= ups : downs > 0 ? -distance >= downs : distance == 0;
    }

    /// Among pitches for an event whose duration is given, by how likely both are together.
    std::optional<int> drawPitchFor(Tick duration, std::span<const float> logits,
                                    const Mask& pitches) {
        std::vector<float> both(logits.begin(), logits.end());
        std::vector<int> order;
        for (int symbol = 0; symbol < kPitchSymbols; ++symbol) {
            if (pitches[static_cast<std::size_t>(symbol)] != 0) {
                order.push_back(symbol);
            }
        }
        const std::size_t weighed = std::min(order.size(), kPitchesWeighed);
        std::partial_sort(order.begin(), order.begin() + static_cast<long>(weighed), order.end(),
                          [&](int a, int b) {
                              const auto x = both[static_cast<std::size_t>(a)];
                              const auto y = both[static_cast<std::size_t>(b)];
                              return x != y ? x > y : a < b;
                          });
        Mask likeliest(kPitchSymbols, 0);
        for (std::size_t i = 0; i < weighed; ++i) {
            const auto symbol = static_cast<std::size_t>(order[i]);
            likeliest[symbol] = 1;
            if (weighed > 1) {
                const double bits =
                    saidBits(m_decoder.durationLogits(m_melody, order[i]), durationClass(duration));
                both[symbol] -= static_cast<float>(bits * std::numbers::ln2);
            }
        }
        return drawIndex(both, likeliest, m_settings, m_random);
    }

    /// Nothing when the pitch may have no duration here.
    std::optional<DrawnDuration> drawDuration(const EventRule& rule, int symbol) {
        const std::span<const float> logits = m_decoder.durationLogits(m_melody, symbol);
        const auto given = [&](Tick duration, double bits) {
            return mayStand(eventOf(symbol, duration))
                       ? std::optional(DrawnDuration{duration, bits})
                       : std::nullopt;
        };
        const bool last = hasRules() && at() + 1 == m_constraints.events.size();
        if (rule.duration || last) {
            const Tick duration = rule.duration.value_or(m_left);
            return given(duration, saidBits(logits, durationClass(duration)));
        }
        const Tick most = m_left - reserved();
        Mask allowed = allowedDurationsFor(symbol, most);
        if (hasRules() && std::find(allowed.begin(), allowed.end(), 1) == allowed.end()) {
            // So little time is left that the shortest class is too long: share it out.
            return given(most, 0.0);
        }
        for (int length = 0; m_guard && length < kDurationClasses; ++length) {
            std::uint8_t& may = allowed[static_cast<std::size_t>(length)];
            may = may != 0 && mayStand(eventOf(symbol, lengthOf(symbol, length))) ? 1 : 0;
        }
        const std::optional<int> drawn = drawIndex(pulled(logits), allowed, m_settings, m_random);
        return drawn ? std::optional(
                           DrawnDuration{lengthOf(symbol, *drawn), saidBits(logits, *drawn)})
                     : std::nullopt;
    }

    /// What the class means for that symbol here: all that is left, or all up to the latest place
    /// where the last note may begin, where it is the nearest to that.
    [[nodiscard]] Tick lengthOf(int symbol, int durationClassHere) const {
        const Tick length = classDuration(durationClassHere);
        const auto means = [&](Tick time) {
            return durationClassHere == durationClass(time) && time - length < kShortestRemainder;
        };
        if (hasRules()) {
            return length;
        }
        const auto toLast = toLastOnset();
        if (toLast && *toLast <= Tick{}) {
            return m_left;
        }
        if (means(m_left) && (mayEnd(symbol) || !toLast)) {
            return m_left;
        }
        return toLast && means(*toLast) ? *toLast : length;
    }

    [[nodiscard]] Mask allowedDurationsFor(int symbol, Tick most) const {
        if (hasRules()) {
            Mask allowed(kDurationClasses, 0);
            for (int i = 0; i < kDurationClasses; ++i) {
                allowed[static_cast<std::size_t>(i)] = classDuration(i) <= most ? 1 : 0;
            }
            return allowed;
        }
        const auto toLast = toLastOnset();
        Mask allowed(kDurationClasses, 0);
        if (!toLast || *toLast > Tick{}) {
            allowed = allowedDurations(toLast.value_or(m_left));
        }
        const int nearest = durationClass(m_left);
        std::uint8_t& filling = allowed[static_cast<std::size_t>(nearest)];
        if (mayEnd(symbol)) {
            filling = lengthOf(symbol, nearest) == m_left ? 1 : filling;
        } else if (!toLast) {
            filling = 0;
        }
        return allowed;
    }

    /// Time that the events after the next one need at least.
    [[nodiscard]] Tick reserved() const {
        Tick fixed;
        std::int64_t free = 0;
        const std::vector<EventRule>& rules = m_constraints.events;
        for (std::size_t i = at() + 1; i < rules.size(); ++i) {
            fixed = fixed + rules[i].duration.value_or(Tick{});
            free += rules[i].duration ? 0 : 1;
        }
        // When time is short all free events, this one too, share it evenly at worst.
        const Tick fair = (m_left - fixed) / (free + 1);
        return fixed + std::min(kShortestRemainder, fair) * free;
    }

    /// The logits with durations drawn to the typical one.
    [[nodiscard]] std::vector<float> pulled(std::span<const float> logits) const {
        std::vector<float> result(logits.begin(), logits.end());
        const OnsetRule* here = onsetRule();
        const bool isRuled = here != nullptr && here->typicalDuration > Tick{};
        const Tick asked = isRuled ? here->typicalDuration : m_constraints.typicalDuration;
        const double typical = static_cast<double>(asked.value) *
                               (isRuled ? std::exp2(surplus(*here) * kOctavesANote) : 1.0);
        const double pull = isRuled ? kRuledDensityPull : kDensityPull;
        if (asked > Tick{}) {
            for (int i = 0; i < kDurationClasses; ++i) {
                const double octaves =
                    std::log2(static_cast<double>(classDuration(i).value) / typical);
                result[static_cast<std::size_t>(i)] -= static_cast<float>(pull * octaves * octaves);
            }
        }
        return result;
    }

    /// How many notes too many there are since the rule's typical duration holds.
    [[nodiscard]] double surplus(const OnsetRule& here) const {
        Tick begin = here.from;
        for (const OnsetRule* rule = &here; rule->typicalDuration == here.typicalDuration; --rule) {
            begin = rule->from;
            if (rule == &m_constraints.onsets.front()) {
                break;
            }
        }
        Tick now;
        double notes = 0.0;
        for (const MelodyEvent& event : m_phrase.events) {
            notes += event.kind == EventKind::Note && now >= begin ? 1.0 : 0.0;
            now += event.duration;
        }
        const double expected = static_cast<double>((now - begin).value) /
                                static_cast<double>(here.typicalDuration.value);
        return std::clamp(notes - expected, -kMostSurplus, kMostSurplus);
    }

    /// Far more than any phrase needs that can be written at all.
    static constexpr int kMostRetreats = 1000;

    MelodyDecoder& m_decoder;
    std::size_t m_melody;
    const MelodyContext& m_context;
    const PhraseConstraints& m_constraints;
    const SamplingSettings& m_settings;
    Random& m_random;
    const CopyLimit* m_limit;
    Tick m_left;
    Mask m_inRange;
    std::optional<Pitch> m_lastPitch;
    SampledPhrase m_phrase;
    /// Of each event.
    std::vector<double> m_bits;
    std::optional<CopyGuard> m_guard;
    /// What may not stand at each place, given the events before it; one more than events.
    std::vector<std::vector<MelodyEvent>> m_refused{1};
    int m_retreats = 0;
    bool m_seesEnd = false;
};

} // namespace

std::vector<std::uint8_t> allowedDurations(Tick left) {
    std::vector<std::uint8_t> allowed(kDurationClasses, 0);
    const int nearest = durationClass(left);
    for (int i = 0; i < kDurationClasses; ++i) {
        const Tick remainder = left - classDuration(i);
        allowed[static_cast<std::size_t>(i)] = i == nearest || remainder >= kShortestRemainder;
    }
    return allowed;
}

std::optional<SampledPhrase> samplePhrase(MelodyDecoder& decoder, std::size_t melody,
                                          const MelodyContext& context,
                                          const PhraseConstraints& constraints,
                                          const SamplingSettings& settings, Random& random,
                                          const std::stop_token& stop, const CopyLimit* limit) {
    return PhraseWriter(decoder, melody, context, constraints, settings, random, limit).write(stop);
}

} // namespace cantilena

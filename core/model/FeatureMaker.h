#pragma once

#include "core/model/EventSequence.h"
#include "core/model/Gap.h"
#include "core/model/ShortTermMemory.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace cantilena {

/// A categorical input of the network: its values are 0 to cardinality - 1, each embedded as a
/// vector of `size` numbers.
struct InputCategory {
    std::string_view name;
    int cardinality;
    int size;
};

/// Every categorical input that a network may use; a model file names those it does use.
inline constexpr std::array kInputCategories = {
    InputCategory{"last_pitch", kPitchesAroundTonic + 1, 24},
    InputCategory{"last_degree", 13, 8},
    InputCategory{"last_event", 3, 4},
    InputCategory{"last_interval", kIntervals + 1, 24},
    InputCategory{"second_interval", kIntervals + 1, 12},
    InputCategory{"last_duration", kDurationClasses + 1, 16},
    InputCategory{"second_duration", kDurationClasses + 1, 8},
    InputCategory{"bar_position", 194, 24},
    InputCategory{"beat_phase", 74, 8},
    InputCategory{"meter", 17, 8},
    InputCategory{"mode", 8, 4},
    InputCategory{"bar_of_eight", 9, 6},
    InputCategory{"bar_number", 66, 12},
    InputCategory{"event_index", 16, 4},
    InputCategory{"back_1_interval", kIntervals + 2, 24},
    InputCategory{"back_2_interval", kIntervals + 2, 16},
    InputCategory{"back_4_interval", kIntervals + 2, 16},
    InputCategory{"back_8_interval", kIntervals + 2, 16},
    InputCategory{"back_1_duration", kDurationClasses + 2, 10},
    InputCategory{"back_2_duration", kDurationClasses + 2, 8},
    InputCategory{"back_4_duration", kDurationClasses + 2, 8},
    InputCategory{"back_8_duration", kDurationClasses + 2, 8},
    InputCategory{"match_interval", kIntervals + 1, 24},
    InputCategory{"match_length", 16, 6},
    InputCategory{"match_duration", kDurationClasses + 1, 10},
    InputCategory{"copied_1", 16, 6},
    InputCategory{"copied_2", 16, 6},
    InputCategory{"copied_4", 16, 6},
    InputCategory{"copied_8", 16, 6},
    InputCategory{"style", kMostStyles + 1, 6},
    InputCategory{"gap", 3, 4},
    InputCategory{"left_units", 194, 24},
    InputCategory{"left_bars", 34, 16},
    InputCategory{"left_eighths", 66, 8},
    InputCategory{"next_interval", kIntervals + 1, 20},
    InputCategory{"next_pitch", kPitchesAroundTonic + 1, 16},
    InputCategory{"after_interval", kIntervals + 1, 12},
    InputCategory{"next_duration", kDurationClasses + 1, 8},
    InputCategory{"after_duration", kDurationClasses + 1, 8},
    InputCategory{"ahead_1_interval", kIntervals + 2, 20},
    InputCategory{"ahead_2_interval", kIntervals + 2, 12},
    InputCategory{"ahead_4_interval", kIntervals + 2, 12},
    InputCategory{"ahead_8_interval", kIntervals + 2, 12},
    InputCategory{"ahead_1_duration", kDurationClasses + 2, 8},
    InputCategory{"ahead_2_duration", kDurationClasses + 2, 6},
    InputCategory{"ahead_4_duration", kDurationClasses + 2, 6},
    InputCategory{"ahead_8_duration", kDurationClasses + 2, 6},
    InputCategory{"echo_1", 16, 6},
    InputCategory{"echo_2", 16, 6},
    InputCategory{"echo_4", 16, 6},
    InputCategory{"echo_8", 16, 6},
    InputCategory{"behind_1", 16, 4},
    InputCategory{"behind_2", 16, 4},
    InputCategory{"behind_4", 16, 4},
    InputCategory{"behind_8", 16, 4},
    InputCategory{"beyond_1", 16, 4},
    InputCategory{"beyond_2", 16, 4},
    InputCategory{"beyond_4", 16, 4},
    InputCategory{"beyond_8", 16, 4},
};
inline constexpr std::size_t kInputCategoryCount = kInputCategories.size();

/// Numeric inputs: shares of the twelve pitch classes, counted upwards from the last pitch's, in
/// the whole tune and in its recent part; then the last pitch against the tune's mean, lowest and
/// highest pitch, in octaves.
inline constexpr std::size_t kInputNumberCount = 27;

/// All that is known just before an event is predicted: what came before it, where in the bar it
/// begins and, within a gap, what stands fixed behind the gap. Nothing in it depends on the event
/// itself or on what else fills the gap after it.
struct StepFeatures {
    /// One value for each of kInputCategories.
    std::array<std::int16_t, kInputCategoryCount> categories{};
    std::array<float, kInputNumberCount> numbers{};
    /// Symbol of the last sounding pitch; less than 0 when there is none.
    int lastPitch = -1;
    /// Within a gap, symbol of the first pitch behind it; else less than 0.
    int nextPitch = -1;
    /// Within a gap, the class nearest to the time left: the longest that an event may have, and
    /// the one that fills the gap. Less than 0 elsewhere.
    int fillingDuration = -1;
    /// What the tune's own past, and within a gap also what follows it, says of the next pitch
    /// symbol (as a pitch, and as an interval) and of the next duration class: natural logarithms
    /// of probabilities.
    std::array<float, kPitchSymbols> pitchMemory{};
    std::array<float, kPitchSymbols> intervalMemory{};
    std::array<float, kDurationClasses> durationMemory{};
};

/// Makes the network's inputs, event by event: the one piece of code that serves training, scoring
/// and sampling.
class FeatureMaker {
public:
    explicit FeatureMaker(MelodyContext context);

    /// Takes the next event, whose pitch lies within the model's range.
    void push(const MelodyEvent& event);
    /// From here to the gap's end, which lies ahead, all is made in sight of what stands behind it.
    /// Ends by itself where the gap does; a gap without anything behind it, after the tune's end.
    void enter(const Gap& gap);
    /// For predicting the event that would be pushed next.
    [[nodiscard]] StepFeatures next() const;
    /// The same without the memories: all that a network needs which only reads on.
    [[nodiscard]] StepFeatures inputs() const;
    /// Fills in the memories, which cost about as much as all the rest.
    void recall(StepFeatures& features) const;

    /// Where the next event begins.
    [[nodiscard]] Tick now() const { return m_now; }
    [[nodiscard]] const MelodyContext& context() const { return m_context; }

private:
    struct Past {
        Tick onset;
        Tick end;
        /// Pitch symbol or kRestSymbol.
        std::int16_t symbol;
        std::int16_t duration;
    };
    /// A sounding note, as the search for a match sees it.
    struct Sounding {
        std::int16_t interval;
        std::int16_t duration;
    };
    /// Where the next event stands; values of the categories of these names.
    struct Place {
        int barPosition = 0;
        int beatPhase = 0;
        int meter = 0;
        int barOfEight = 0;
        int barNumber = 0;
    };
    /// Bars that are looked back, and ahead.
    static constexpr std::array kBarsBack = {1, 2, 4, 8};
    /// For each of kBarsBack, how many events in a row stand just so that many bars away; less
    /// than 0 where it is not known what stands there.
    using Runs = std::array<int, kBarsBack.size()>;
    static constexpr Runs kNothingToCompare = {-1, -1, -1, -1};
    enum class Direction { Back, Ahead };

    [[nodiscard]] Place place() const;
    void describeLast(StepFeatures& features) const;
    void describePlace(StepFeatures& features, const Place& place) const;
    void lookBack(StepFeatures& features) const;
    void findMatch(StepFeatures& features) const;
    void countPitches(StepFeatures& features) const;
    /// What stands behind the gap under way; null outside gaps.
    [[nodiscard]] const FeatureMaker* future() const;
    /// Goes on at that later time, knowing nothing of what lies between.
    void leaveOpenUntil(Tick tick);
    void describeGap(StepFeatures& features) const;
    void describeNextNotes(StepFeatures& features, const FeatureMaker& after) const;
    void lookAhead(StepFeatures& features, const FeatureMaker& after) const;
    /// How far these events, one by one, agree with what `where` holds some bars away.
    template <typename Iterator>
    [[nodiscard]] Runs agreeing(Iterator first, Iterator last, const FeatureMaker& where,
                                Direction direction) const;
    /// Takes an event into the run of those that agree with what follows the gap.
    void countEchoes(const Past& event);
    void describeRuns(StepFeatures& features) const;
    /// What `where` holds at that time, against the last note.
    void describeThere(StepFeatures& features, const FeatureMaker& where, Tick then,
                       std::size_t intervalInput, std::size_t durationInput) const;
    struct Match {
        std::size_t length = 0;
        Sounding next{};
    };
    /// Where the last notes' intervals stood before in `notes`, of equally long places the latest.
    [[nodiscard]] Match longestMatch(const std::vector<Sounding>& notes) const;
    [[nodiscard]] const Past* soundingAt(Tick tick) const;
    void countCopies(const MelodyEvent& event);
    [[nodiscard]] ShortTermMemory::Context durationContext(const Place& place) const;

    MelodyContext m_context;
    int m_firstBar;
    Tick m_now;
    std::vector<Past> m_past;
    /// Index of the first event that the next one follows without an open stretch between.
    std::size_t m_firstConnected = 0;
    std::vector<Sounding> m_notes;
    /// How many events in a row, up to now, stood just so 1, 2, 4 and 8 bars before.
    std::array<std::size_t, kBarsBack.size()> m_copied{};
    /// Within a gap: how far the events up to now agree with what stands fixed some bars ahead, and
    /// those from the gap's end on with what stands some bars before, and further ahead.
    Runs m_echoes = kNothingToCompare;
    Runs m_behind = kNothingToCompare;
    Runs m_beyond = kNothingToCompare;
    int m_lastPitch = -1;
    int m_lowestPitch = 0;
    int m_highestPitch = 0;
    double m_pitchSum = 0.0;
    /// By pitch class of the symbol.
    std::array<float, 12> m_pitchCounts{};
    std::array<float, 12> m_recentCounts{};
    ShortTermMemory m_pitchMemory;
    ShortTermMemory m_intervalMemory;
    ShortTermMemory m_durationMemory;
    ShortTermMemory::Context m_pitchContext;
    ShortTermMemory::Context m_intervalContext;
    /// Has read, from the gap's end on, what stands there. Shared by copies, never changed.
    std::shared_ptr<const FeatureMaker> m_future;
};

/// The inputs for every event of a whole tune and, last, for its end. The events of `gap` are
/// predicted in sight of those after it.
[[nodiscard]] std::vector<StepFeatures> featuresOf(const EventSequence& sequence,
                                                   const EventRange& gap = {});

} // namespace cantilena

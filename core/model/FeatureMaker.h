#pragma once

#include "core/model/EventSequence.h"
#include "core/model/ShortTermMemory.h"

#include <array>
#include <cstdint>
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
};
inline constexpr std::size_t kInputCategoryCount = kInputCategories.size();

/// Numeric inputs: shares of the twelve pitch classes, counted upwards from the last pitch's, in
/// the whole tune and in its recent part; then the last pitch against the tune's mean, lowest and
/// highest pitch, in octaves.
inline constexpr std::size_t kInputNumberCount = 27;

/// All that is known just before an event is predicted: what came before it, and where in the bar
/// it begins. Nothing in it depends on the event itself or on anything after it.
struct StepFeatures {
    /// One value for each of kInputCategories.
    std::array<std::int16_t, kInputCategoryCount> categories{};
    std::array<float, kInputNumberCount> numbers{};
    /// Symbol of the last sounding pitch; less than 0 when there is none.
    int lastPitch = -1;
    /// What the tune's own past says of the next pitch symbol (as a pitch, and as an interval) and
    /// of the next duration class: natural logarithms of probabilities.
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
    /// For predicting the event that would be pushed next.
    [[nodiscard]] StepFeatures next() const;

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
    /// Bars that are looked back.
    static constexpr std::array kBarsBack = {1, 2, 4, 8};

    [[nodiscard]] Place place() const;
    void describeLast(StepFeatures& features) const;
    void describePlace(StepFeatures& features, const Place& place) const;
    void lookBack(StepFeatures& features) const;
    void findMatch(StepFeatures& features) const;
    void countPitches(StepFeatures& features) const;
    void recall(StepFeatures& features, const Place& place) const;
    [[nodiscard]] const Past* soundingAt(Tick tick) const;
    void countCopies(const MelodyEvent& event);
    [[nodiscard]] ShortTermMemory::Context durationContext(const Place& place) const;

    MelodyContext m_context;
    int m_firstBar;
    Tick m_now;
    std::vector<Past> m_past;
    std::vector<Sounding> m_notes;
    /// How many events in a row, up to now, stood just so 1, 2, 4 and 8 bars before.
    std::array<std::size_t, kBarsBack.size()> m_copied{};
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
};

/// The inputs for every event of a whole tune and, last, for its end.
[[nodiscard]] std::vector<StepFeatures> featuresOf(const EventSequence& sequence);

} // namespace cantilena

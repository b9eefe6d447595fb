#pragma once

#include "core/score/Tick.h"

#include <string>
#include <vector>

namespace cantilena {

/// A time signature. The denominator is a power of two up to 64.
struct Meter {
    int numerator = 4;
    int denominator = 4;

    friend constexpr bool operator==(const Meter&, const Meter&) = default;

    [[nodiscard]] constexpr Tick barLength() const { return kWhole * numerator / denominator; }
    /// A dotted quarter in 6/8, 9/8 and 12/8; else the denominator's note.
    [[nodiscard]] constexpr Tick beatLength() const {
        const bool compound = denominator >= 8 && numerator > 3 && numerator % 3 == 0;
        return kWhole * (compound ? 3 : 1) / denominator;
    }
    [[nodiscard]] constexpr bool isValid() const {
        const bool powerOfTwo = denominator > 0 && (denominator & (denominator - 1)) == 0;
        return powerOfTwo && denominator <= 64 && numerator > 0 && numerator <= 128;
    }
    /// "6/8".
    [[nodiscard]] std::string name() const {
        return std::to_string(numerator) + "/" + std::to_string(denominator);
    }
};

/// A metre from a point in time onwards; bars are counted anew from there.
struct MeterChange {
    Tick tick;
    Meter meter;

    friend constexpr bool operator==(const MeterChange&, const MeterChange&) = default;
};

/// Where a tick lies in its bar.
struct BarPosition {
    /// 1 for the first whole bar; 0 for a pickup.
    int bar = 1;
    /// 1 for the first beat.
    int beat = 1;
    /// Time since that beat began.
    Tick offset;
    /// Time since the bar began; in a pickup, since the whole bar would have begun.
    Tick inBar;
    Meter meter;
};

/// Answers questions about bars. Cheap to copy; built from a score's metres and pickup.
class MeterMap {
public:
    /// `changes` are sorted by tick; without any at 0 the piece begins in 4/4. With a `pickup`, bar
    /// 0 is [0, pickup) and bar 1 begins at `pickup`.
    explicit MeterMap(std::vector<MeterChange> changes = {}, Tick pickup = {});

    /// Time before 0 counts as 0.
    [[nodiscard]] BarPosition at(Tick tick) const;
    [[nodiscard]] Meter meterAt(Tick tick) const;
    /// Where that bar begins; bar 0 (or any below) begins at tick 0.
    [[nodiscard]] Tick barStart(int bar) const;
    /// The bar that contains `tick`.
    [[nodiscard]] TickRange barAround(Tick tick) const;

private:
    struct Segment {
        Tick begin;
        int firstBar;
        Meter meter;
    };
    [[nodiscard]] const Segment& segmentAt(Tick tick) const;

    std::vector<Segment> m_segments;
    Tick m_pickup;
};

} // namespace cantilena

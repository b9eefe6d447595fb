#pragma once

#include "core/formats/WrittenScore.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// In which order a song is played: by its expansion list "*>[A,A,B]" and the sections "*>A" where
/// it has both, else by the repeats of its bar lines. Named lists, "*>norep[A,B]", are versions
/// that nobody asked for.
class KernOrder {
public:
    /// Takes an interpretation that begins with "*>"; whether it is one. Ticks never go back.
    bool take(std::string_view field, Tick tick);
    /// "=:|!|:" and the like.
    void addBarline(std::string_view token, Tick at);

    /// Music before the first section is played first, of sections with one label the first counts,
    /// and labels that no section has are passed over; at most a little more than
    /// kMostPlayedSections.
    [[nodiscard]] std::vector<PlayedSpan> spans(Tick end) const;
    /// The bar lines, seams and markers.
    void giveTo(WrittenVoice& voice);

private:
    struct Section {
        std::string label;
        Tick begin;
    };

    [[nodiscard]] bool hasSections() const { return m_list && !m_sections.empty(); }
    [[nodiscard]] std::vector<PlayedSpan> expanded(Tick end) const;

    std::vector<Tick> m_barlines;
    std::vector<RepeatMark> m_marks;
    std::vector<Section> m_sections;
    std::optional<std::vector<std::string>> m_list;
};

} // namespace cantilena

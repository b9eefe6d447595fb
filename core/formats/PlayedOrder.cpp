#include "core/formats/PlayedOrder.h"

#include <algorithm>

namespace cantilena {

namespace {

/// The endings that follow each other directly, such as 1., 2. and 3.
struct EndingGroup {
    int lastPass = 0;
    bool isSingle = true;
    /// The pass that is played after a da capo: the one that leads to Fine or the coda, else the
    /// last.
    int returningPass = 0;
};

/// For each bar, the group of endings that it lies in.
class EndingGroups {
public:
    explicit EndingGroups(const std::vector<WrittenBar>& bars) {
        int bracket = 0;
        for (const WrittenBar& bar : bars) {
            const bool begins = bar.endingBracket != 0 && bar.endingBracket != bracket;
            // A new first ending belongs to the next repeat.
            const bool goesOn = bracket != 0 && !bar.endingPasses.empty() &&
                                bar.endingPasses.front() > m_groups.back().lastPass;
            if (begins && goesOn) {
                m_groups.back().isSingle = false;
            } else if (begins) {
                m_groups.emplace_back();
            }
            if (begins) {
                for (const int pass : bar.endingPasses) {
                    m_groups.back().lastPass = std::max(m_groups.back().lastPass, pass);
                }
            }
            if (bar.endingBracket != 0 && (bar.isFine || bar.isToCoda) &&
                !bar.endingPasses.empty()) {
                m_groups.back().returningPass = bar.endingPasses.back();
            }
            bracket = bar.endingBracket;
            m_ofBar.push_back(m_groups.size());
        }
        for (EndingGroup& group : m_groups) {
            group.returningPass = group.returningPass == 0 ? group.lastPass : group.returningPass;
        }
    }

    /// `bar` lies in an ending.
    [[nodiscard]] const EndingGroup& around(std::size_t bar) const {
        return m_groups[m_ofBar[bar] - 1];
    }

private:
    std::vector<EndingGroup> m_groups;
    std::vector<std::size_t> m_ofBar;
};

/// Where the signs lie that a jump may lead to.
class Signs {
public:
    explicit Signs(const std::vector<WrittenBar>& bars)
        : m_segnoBefore(bars.size(), 0)
        , m_codaAfter(bars.size(), bars.size()) {
        std::size_t segno = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            segno = bars[i].isSegno ? i : segno;
            m_segnoBefore[i] = segno;
        }
        std::size_t coda = bars.size();
        for (std::size_t i = bars.size(); i-- > 0;) {
            m_codaAfter[i] = coda;
            coda = bars[i].isCoda ? i : coda;
        }
    }

    /// The beginning where there is none.
    [[nodiscard]] std::size_t segnoBefore(std::size_t bar) const { return m_segnoBefore[bar]; }
    /// The end where there is none.
    [[nodiscard]] std::size_t codaAfter(std::size_t bar) const { return m_codaAfter[bar]; }

private:
    std::vector<std::size_t> m_segnoBefore;
    std::vector<std::size_t> m_codaAfter;
};

/// A repeated section that is being played.
struct Section {
    std::size_t begin = 0;
    int pass = 1;
    /// The bracket that the music stands in, 0 outside of all.
    int bracket = 0;
};

class Performance {
public:
    Performance(const std::vector<WrittenBar>& bars, std::size_t most)
        : m_bars(bars)
        , m_groups(bars)
        , m_signs(bars)
        , m_most(most)
        , m_passes(bars.size(), 0)
        , m_jumped(bars.size(), false) {
        goTo(0);
    }

    std::vector<PlayedBar> played() {
        while (m_at < m_bars.size() && m_played.size() < m_most) {
            leaveBrackets();
            if (skipsEnding()) {
                continue;
            }
            openSection();
            m_played.push_back({m_at, ++m_passes[m_at]});
            moveOn();
        }
        return std::move(m_played);
    }

private:
    [[nodiscard]] const WrittenBar& bar() const { return m_bars[m_at]; }
    [[nodiscard]] Section& section() { return m_sections.back(); }
    [[nodiscard]] int bracketAt(std::size_t at) const {
        return at < m_bars.size() ? m_bars[at].endingBracket : 0;
    }
    /// The bracket that the section as a whole stands in.
    [[nodiscard]] int home() const { return bracketAt(m_sections.back().begin); }

    void leaveBrackets() {
        const int bracket = bar().endingBracket;
        while (m_sections.size() > 1 && bracket != home()) {
            // A section that began in the last ending goes on behind it.
            Section inner = section();
            m_sections.pop_back();
            if (bracket == 0) {
                section() = inner;
            }
        }
        if (bracket == 0 && section().bracket != home()) {
            section() = {m_at, 1, 0};
        }
    }

    /// Passes over an ending that is not for this pass.
    bool skipsEnding() {
        const int bracket = bar().endingBracket;
        if (bracket == 0 || bracket == section().bracket || bracket == home()) {
            return false;
        }
        section().bracket = bracket;
        const auto& passes = bar().endingPasses;
        const int wanted = m_isReturning ? m_groups.around(m_at).returningPass : section().pass;
        if (std::find(passes.begin(), passes.end(), wanted) != passes.end()) {
            return false;
        }
        while (m_at < m_bars.size() && bar().endingBracket == bracket) {
            ++m_at;
        }
        return true;
    }

    void openSection() {
        if (!bar().opensRepeat || section().begin == m_at) {
            return;
        }
        if (bar().endingBracket != 0) {
            m_sections.emplace_back();
        }
        section() = {m_at, 1, bar().endingBracket};
    }

    void moveOn() {
        if (bar().plays > 1 && !m_isReturning) {
            if (repeatsAgain()) {
                ++section().pass;
                m_at = section().begin;
                section().bracket = home();
                return;
            }
            closeSection();
        }
        if (bar().jump != Jump::None && !m_jumped[m_at]) {
            m_jumped[m_at] = true;
            m_isReturning = true;
            goTo(bar().jump == Jump::DalSegno ? m_signs.segnoBefore(m_at) : 0);
        } else if (m_isReturning && bar().isFine) {
            m_at = m_bars.size();
        } else if (m_isReturning && bar().isToCoda && m_signs.codaAfter(m_at) < m_bars.size()) {
            m_isReturning = false;
            goTo(m_signs.codaAfter(m_at));
        } else {
            ++m_at;
        }
    }

    [[nodiscard]] bool repeatsAgain() {
        if (bar().endingBracket == 0 || bar().endingBracket == home()) {
            return section().pass < bar().plays;
        }
        const EndingGroup& group = m_groups.around(m_at);
        return section().pass < group.lastPass ||
               (group.isSingle && section().pass == group.lastPass);
    }

    void closeSection() {
        if (m_sections.size() > 1) {
            m_sections.pop_back();
        } else if (bar().endingBracket == 0 && bracketAt(m_at + 1) == 0) {
            section() = {m_at + 1, 1, 0};
        }
    }

    void goTo(std::size_t target) {
        m_sections = {Section{target, 1, bracketAt(target)}};
        m_at = target;
    }

    const std::vector<WrittenBar>& m_bars;
    EndingGroups m_groups;
    Signs m_signs;
    std::size_t m_most;
    std::vector<int> m_passes;
    std::vector<bool> m_jumped;
    std::vector<PlayedBar> m_played;
    std::vector<Section> m_sections;
    std::size_t m_at = 0;
    /// After a da capo or dal segno.
    bool m_isReturning = false;
};

} // namespace

std::vector<PlayedBar> playedOrder(const std::vector<WrittenBar>& bars, std::size_t most) {
    return Performance(bars, most).played();
}

} // namespace cantilena

#pragma once

#include <string>

namespace cantilena {

/// While it lives, what FluidSynth complains of on this thread is kept here; it prints nothing.
/// FluidSynth's log is global: the complaints of its own threads are dropped.
class FluidLog {
public:
    FluidLog();
    ~FluidLog();
    FluidLog(const FluidLog&) = delete;
    FluidLog& operator=(const FluidLog&) = delete;

    /// The first complaint, or `otherwise` when there was none.
    [[nodiscard]] std::string firstComplaint(const std::string& otherwise) const;

private:
    std::string m_first;
    std::string* m_outer;
};

} // namespace cantilena

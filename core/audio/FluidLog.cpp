#include "core/audio/FluidLog.h"

#include <fluidsynth.h>

#include <mutex>

namespace cantilena {

namespace {

thread_local std::string* t_first = nullptr;

void keepComplaint(int, const char* message, void*) {
    if (t_first && t_first->empty() && message) {
        *t_first = message;
    }
}

void dropComplaint(int, const char*, void*) {}

void replaceLog() {
    for (const int level : {FLUID_PANIC, FLUID_ERR, FLUID_WARN}) {
        fluid_set_log_function(level, keepComplaint, nullptr);
    }
    for (const int level : {FLUID_INFO, FLUID_DBG}) {
        fluid_set_log_function(level, dropComplaint, nullptr);
    }
}

} // namespace

FluidLog::FluidLog()
    : m_outer(t_first) {
    static std::once_flag once;
    std::call_once(once, replaceLog);
    t_first = &m_first;
}

FluidLog::~FluidLog() {
    t_first = m_outer;
}

std::string FluidLog::firstComplaint(const std::string& otherwise) const {
    return m_first.empty() ? otherwise : m_first;
}

} // namespace cantilena

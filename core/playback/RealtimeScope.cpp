#include "core/playback/RealtimeScope.h"

namespace cantilena {

#ifndef NDEBUG

namespace {

thread_local int t_depth = 0;

} // namespace

RealtimeScope::RealtimeScope() noexcept {
    ++t_depth;
}

RealtimeScope::~RealtimeScope() {
    --t_depth;
}

bool RealtimeScope::isActive() noexcept {
    return t_depth > 0;
}

RealtimeExemption::RealtimeExemption() noexcept
    : m_depth(t_depth) {
    t_depth = 0;
}

RealtimeExemption::~RealtimeExemption() {
    t_depth = m_depth;
}

#endif

} // namespace cantilena

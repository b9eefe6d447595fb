#pragma once

namespace cantilena {

/// Marks, in a Debug build, that this thread runs code which may neither allocate nor lock. The
/// tests replace the allocator and the mutex by ones that refuse to work within such a scope.
class RealtimeScope {
public:
#ifdef NDEBUG
    RealtimeScope() noexcept {}
    [[nodiscard]] static bool isActive() noexcept {
        return false;
    }
#else
    RealtimeScope() noexcept;
    ~RealtimeScope();
    /// Whether this thread is within a scope and not within an exemption.
    [[nodiscard]] static bool isActive() noexcept;
#endif
    RealtimeScope(const RealtimeScope&) = delete;
    RealtimeScope& operator=(const RealtimeScope&) = delete;
};

/// Lifts the rule for a call into a library that does not keep it.
class RealtimeExemption {
public:
#ifdef NDEBUG
    RealtimeExemption() noexcept {}
#else
    RealtimeExemption() noexcept;
    ~RealtimeExemption();
#endif
    RealtimeExemption(const RealtimeExemption&) = delete;
    RealtimeExemption& operator=(const RealtimeExemption&) = delete;

private:
#ifndef NDEBUG
    int m_depth;
#endif
};

} // namespace cantilena

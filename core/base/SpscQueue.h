#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

namespace cantilena {

/// A bounded queue from one producing thread to one consuming thread, without locks or allocation.
/// `Capacity` is a power of two.
template <typename T, std::size_t Capacity>
class SpscQueue {
    static_assert((Capacity & (Capacity - 1)) == 0, "capacity is a power of two");

public:
    /// Producer's thread. False when the queue is full; nothing is then queued.
    [[nodiscard]] bool push(const T& item) noexcept {
        const std::size_t tail = m_tail.load(std::memory_order_relaxed);
        if (tail - m_head.load(std::memory_order_acquire) == Capacity) {
            return false;
        }
        m_items[tail & (Capacity - 1)] = item;
        m_tail.store(tail + 1, std::memory_order_release);
        return true;
    }

    /// Consumer's thread.
    [[nodiscard]] std::optional<T> pop() noexcept {
        const std::size_t head = m_head.load(std::memory_order_relaxed);
        if (head == m_tail.load(std::memory_order_acquire)) {
            return std::nullopt;
        }
        T item = m_items[head & (Capacity - 1)];
        m_head.store(head + 1, std::memory_order_release);
        return item;
    }

private:
    std::array<T, Capacity> m_items{};
    alignas(64) std::atomic<std::size_t> m_head{0};
    alignas(64) std::atomic<std::size_t> m_tail{0};
};

} // namespace cantilena

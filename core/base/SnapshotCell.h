#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

namespace cantilena {

/// Hands immutable values from one publishing thread to one reading thread that may neither lock
/// nor free. The reader sees the newest value; values it has let go of are freed by the publisher.
/// A hazard pointer (Michael 2004) with a single hazard.
template <typename T>
class SnapshotCell {
public:
    SnapshotCell() = default;
    SnapshotCell(const SnapshotCell&) = delete;
    SnapshotCell& operator=(const SnapshotCell&) = delete;

    /// Publisher's thread. Makes `value` the newest and frees what the reader has left behind.
    void publish(std::shared_ptr<const T> value) {
        m_current.store(value.get(), std::memory_order_seq_cst);
        if (m_published) {
            m_retired.push_back(std::move(m_published));
        }
        m_published = std::move(value);
        collect();
    }

    /// Publisher's thread. Frees retired values that the reader no longer uses.
    void collect() {
        const T* inUse = m_inUse.load(std::memory_order_seq_cst);
        std::erase_if(m_retired, [inUse](const auto& value) { return value.get() != inUse; });
    }

    /// Publisher's thread. How many values wait for the reader to let go.
    [[nodiscard]] std::size_t retiredCount() const { return m_retired.size(); }

    /// Reader's thread. The newest value, valid until the next call; null before the first publish.
    [[nodiscard]] const T* acquire() noexcept {
        const T* value = m_current.load(std::memory_order_seq_cst);
        for (;;) {
            m_inUse.store(value, std::memory_order_seq_cst);
            const T* again = m_current.load(std::memory_order_seq_cst);
            if (again == value) {
                return value;
            }
            value = again;
        }
    }

    /// Reader's thread. Lets go of the value that `acquire` gave.
    void release() noexcept { m_inUse.store(nullptr, std::memory_order_seq_cst); }

private:
    std::atomic<const T*> m_current{nullptr};
    std::atomic<const T*> m_inUse{nullptr};
    std::shared_ptr<const T> m_published;
    std::vector<std::shared_ptr<const T>> m_retired;
};

} // namespace cantilena

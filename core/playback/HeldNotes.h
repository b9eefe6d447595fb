#pragma once

#include "core/score/Note.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cantilena {

/// A note that sounds now and how it will end.
struct HeldNote {
    enum class Origin : std::uint8_t { Song, Preview, Click };

    Origin origin = Origin::Song;
    std::uint16_t channel = 0;
    std::uint8_t key = 0;
    std::uint8_t velocity = 0;
    /// Index of the track that a preview was asked for.
    std::uint32_t track = 0;
    NoteId id;
    /// Not used by previews, which end on request.
    Tick end;
};

/// The notes that sound, without allocation. Several may share one channel and key: the key is
/// released when the last of them ends.
class HeldNotes {
public:
    static constexpr std::size_t kMost = 512;

    [[nodiscard]] std::span<HeldNote> all() noexcept { return {m_notes.data(), m_count}; }
    [[nodiscard]] std::span<const HeldNote> all() const noexcept {
        return {m_notes.data(), m_count};
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_count; }
    [[nodiscard]] bool isFull() const noexcept { return m_count == kMost; }
    [[nodiscard]] bool sounds(int channel, int key) const noexcept {
        for (const HeldNote& note : all()) {
            if (note.channel == channel && note.key == key) {
                return true;
            }
        }
        return false;
    }
    /// There must be room.
    void add(const HeldNote& note) noexcept { m_notes[m_count++] = note; }
    /// Keeps the order of the others, oldest first.
    HeldNote take(std::size_t index) noexcept {
        const HeldNote note = m_notes[index];
        for (std::size_t i = index + 1; i < m_count; ++i) {
            m_notes[i - 1] = m_notes[i];
        }
        --m_count;
        return note;
    }
    void clear() noexcept { m_count = 0; }

private:
    std::array<HeldNote, kMost> m_notes{};
    std::size_t m_count = 0;
};

} // namespace cantilena

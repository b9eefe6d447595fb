#include "core/formats/KernVoice.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cantilena {

namespace {

/// Gives out channels in turn, drums' channel aside.
class Channels {
public:
    int of(std::optional<int> part) {
        if (!part) {
            return next();
        }
        const auto [entry, isNew] = m_ofParts.try_emplace(*part, 0);
        if (isNew) {
            entry->second = next();
        }
        return entry->second;
    }

private:
    int next() {
        const int channel = m_next;
        m_next = (m_next + (m_next + 1 == kDrumChannel ? 2 : 1)) % 16;
        return channel;
    }

    std::map<int, int> m_ofParts;
    int m_next = 0;
};

} // namespace

void endGraces(KernVoice& voice, Tick at) {
    auto& notes = voice.written.notes;
    for (auto note = notes.rbegin(); note != notes.rend() && note->gracePlace > 0; ++note) {
        if (note->end == at) {
            note->onset = std::max(at - Tick{1}, Tick{});
        }
    }
}

std::vector<WrittenVoice> writtenVoices(std::vector<KernVoice> voices, std::size_t opening,
                                        const std::vector<PlayedSpan>& order) {
    std::reverse(voices.begin(), voices.begin() + static_cast<std::ptrdiff_t>(opening));
    std::vector<WrittenVoice> written;
    Channels channels;
    for (KernVoice& voice : voices) {
        if (voice.hasMusic) {
            voice.written.channel = channels.of(voice.part);
            voice.written.spans = order;
            written.push_back(std::move(voice.written));
        }
    }
    return written;
}

} // namespace cantilena

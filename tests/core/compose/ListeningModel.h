#pragma once

#include "core/model/MelodyDecoder.h"
#include "core/model/MelodyModel.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace cantilena::test {

/// Another model, with the events noted down that each draw of a filling was told: those of the
/// filling, then those that follow it. Each copy of its decoder is a draw.
class ListeningModel : public MelodyModel {
public:
    using Draws = std::vector<std::vector<MelodyEvent>>;

    explicit ListeningModel(std::shared_ptr<const MelodyModel> model)
        : m_model(std::move(model)) {}

    [[nodiscard]] const ModelCard& card() const override { return m_model->card(); }
    [[nodiscard]] std::string hash() const override { return m_model->hash(); }
    [[nodiscard]] std::vector<std::string> styles() const override { return m_model->styles(); }
    [[nodiscard]] bool seesFuture() const override { return m_model->seesFuture(); }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override {
        return std::make_unique<Decoder>(m_model->decoder(batch), *m_heard, false);
    }

    /// The draws since this was last asked, in no order.
    [[nodiscard]] Draws takeDraws() const {
        const std::scoped_lock lock(m_heard->mutex);
        return std::exchange(m_heard->draws, {});
    }

private:
    struct Heard {
        std::mutex mutex;
        Draws draws;
    };

    class Decoder : public MelodyDecoder {
    public:
        Decoder(std::unique_ptr<MelodyDecoder> decoder, Heard& heard, bool isDraw)
            : m_decoder(std::move(decoder))
            , m_heard(heard)
            , m_isDraw(isDraw)
            , m_events(m_decoder->size()) {}
        ~Decoder() override {
            if (m_isDraw) {
                const std::scoped_lock lock(m_heard.mutex);
                m_heard.draws.push_back(std::move(m_events.front()));
            }
        }

        [[nodiscard]] std::size_t size() const override { return m_decoder->size(); }
        void begin(std::size_t melody, const MelodyContext& context) override {
            m_decoder->begin(melody, context);
        }
        void push(std::size_t melody, const MelodyEvent& event) override {
            m_decoder->push(melody, event);
            m_events.at(melody).push_back(event);
        }
        bool enter(std::size_t melody, const Gap& gap) override {
            return m_decoder->enter(melody, gap);
        }
        bool weighMemory(float weight) override { return m_decoder->weighMemory(weight); }
        void copy(std::size_t from, std::size_t to) override {
            m_decoder->copy(from, to);
            m_events.at(to) = m_events.at(from);
        }
        [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
            return std::make_unique<Decoder>(m_decoder->clone(), m_heard, true);
        }
        [[nodiscard]] std::span<const float> pitchLogits(std::size_t melody) override {
            return m_decoder->pitchLogits(melody);
        }
        [[nodiscard]] std::span<const float> durationLogits(std::size_t melody,
                                                            int symbol) override {
            return m_decoder->durationLogits(melody, symbol);
        }

    private:
        std::unique_ptr<MelodyDecoder> m_decoder;
        Heard& m_heard;
        bool m_isDraw;
        std::vector<std::vector<MelodyEvent>> m_events;
    };

    std::shared_ptr<const MelodyModel> m_model;
    std::unique_ptr<Heard> m_heard = std::make_unique<Heard>();
};

} // namespace cantilena::test

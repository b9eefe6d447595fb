#pragma once

#include "core/model/MelodyDecoder.h"
#include "core/model/MelodyModel.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace cantilena::test {

/// What a model expects of one event: pitches (0 for a rest) with their logits, and one duration.
struct Expected {
    std::vector<std::pair<int, float>> pitches;
    Tick duration = kQuarter;
};
/// What it expects of the event with that index, from 0, in that draw, from 1.
using Script = std::function<Expected(int draw, std::size_t event)>;

/// A model that looks back and expects, in each draw of a filling, what its script says, and
/// nothing else. Each copy of its decoder is a draw.
class ScriptedModel : public MelodyModel {
public:
    explicit ScriptedModel(Script script, double validationBits = 0.0)
        : m_script(std::move(script)) {
        m_card.name = "Scripted";
        m_card.validationBits = validationBits;
    }

    [[nodiscard]] const ModelCard& card() const override { return m_card; }
    [[nodiscard]] std::string hash() const override { return "fedcba9876543210"; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t) const override {
        return std::make_unique<Decoder>(m_script);
    }

private:
    static constexpr float kUnexpected = -1000.0F;

    class Decoder : public MelodyDecoder {
    public:
        explicit Decoder(Script script)
            : m_script(std::move(script))
            , m_draws(std::make_shared<std::atomic<int>>(0)) {}

        [[nodiscard]] std::size_t size() const override { return 1; }
        void begin(std::size_t, const MelodyContext& context) override { m_tonic = context.tonic; }
        void push(std::size_t, const MelodyEvent&) override { ++m_event; }
        void copy(std::size_t, std::size_t) override {}
        [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
            auto draw = std::make_unique<Decoder>(*this);
            draw->m_draw = ++*m_draws;
            draw->m_event = 0;
            return draw;
        }
        [[nodiscard]] std::span<const float> pitchLogits(std::size_t) override {
            m_pitches.fill(kUnexpected);
            for (const auto& [pitch, logit] : m_script(m_draw, m_event).pitches) {
                const int symbol = pitch == 0 ? kRestSymbol : pitchSymbol({pitch}, m_tonic);
                m_pitches.at(static_cast<std::size_t>(symbol)) = logit;
            }
            return m_pitches;
        }
        [[nodiscard]] std::span<const float> durationLogits(std::size_t, int) override {
            m_durations.fill(kUnexpected);
            const Tick duration = m_script(m_draw, m_event).duration;
            m_durations.at(static_cast<std::size_t>(durationClass(duration))) = 0.0F;
            return m_durations;
        }

    private:
        Script m_script;
        std::shared_ptr<std::atomic<int>> m_draws;
        int m_draw = 0;
        std::size_t m_event = 0;
        Pitch m_tonic;
        std::array<float, kPitchSymbols> m_pitches{};
        std::array<float, kDurationClasses> m_durations{};
    };

    Script m_script;
    ModelCard m_card;
};

} // namespace cantilena::test

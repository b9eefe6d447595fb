#include "core/model/BlendedModel.h"

#include "core/base/File.h"
#include "core/model/CopyIndex.h"
#include "core/model/MelodyDecoder.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

namespace cantilena {

namespace {

class BlendedDecoder : public MelodyDecoder {
public:
    BlendedDecoder(std::unique_ptr<MelodyDecoder> first, std::unique_ptr<MelodyDecoder> second,
                   float share, bool seesFuture)
        : m_first(std::move(first))
        , m_second(std::move(second))
        , m_share(share)
        , m_seesFuture(seesFuture)
        , m_logits(m_first->size()) {}

    [[nodiscard]] std::size_t size() const override { return m_first->size(); }
    void begin(std::size_t melody, const MelodyContext& context) override {
        m_first->begin(melody, context);
        m_second->begin(melody, context);
    }
    void push(std::size_t melody, const MelodyEvent& event) override {
        m_first->push(melody, event);
        m_second->push(melody, event);
    }
    bool enter(std::size_t melody, const Gap& gap) override {
        return m_seesFuture && m_first->enter(melody, gap) && m_second->enter(melody, gap);
    }
    bool weighMemory(float weight) override {
        const bool first = m_first->weighMemory(weight);
        const bool second = m_second->weighMemory(weight);
        return first || second;
    }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<BlendedDecoder>(m_first->clone(), m_second->clone(), m_share,
                                                m_seesFuture);
    }
    void copy(std::size_t from, std::size_t to) override {
        m_first->copy(from, to);
        m_second->copy(from, to);
    }
    [[nodiscard]] std::span<const float> pitchLogits(std::size_t melody) override {
        return mixed(m_first->pitchLogits(melody), m_second->pitchLogits(melody),
                     m_logits[melody].pitch);
    }
    [[nodiscard]] std::span<const float> durationLogits(std::size_t melody,
                                                        int pitchSymbol) override {
        return mixed(m_first->durationLogits(melody, pitchSymbol),
                     m_second->durationLogits(melody, pitchSymbol), m_logits[melody].duration);
    }

private:
    struct Logits {
        std::array<float, kPitchSymbols> pitch{};
        std::array<float, kDurationClasses> duration{};
    };

    std::span<const float> mixed(std::span<const float> first, std::span<const float> second,
                                 std::span<float> into) const {
        for (std::size_t i = 0; i < into.size(); ++i) {
            into[i] = (1.0F - m_share) * first[i] + m_share * second[i];
        }
        return into;
    }

    std::unique_ptr<MelodyDecoder> m_first;
    std::unique_ptr<MelodyDecoder> m_second;
    float m_share;
    bool m_seesFuture;
    std::vector<Logits> m_logits;
};

ModelCard blendedCard(const ModelCard& first, const ModelCard& second, double share) {
    const long percent = std::lround(share * 100.0);
    ModelCard card;
    card.name = first.name + " " + std::to_string(100 - percent) + " % + " + second.name + " " +
                std::to_string(percent) + " %";
    for (const ModelCard* part : {&first, &second}) {
        card.sources.insert(card.sources.end(), part->sources.begin(), part->sources.end());
        card.trainingSeconds += part->trainingSeconds;
    }
    if (first.validationBits > 0.0 && second.validationBits > 0.0) {
        card.validationBits = (1.0 - share) * first.validationBits + share * second.validationBits;
    }
    return card;
}

class BlendedModel : public MelodyModel {
public:
    BlendedModel(std::shared_ptr<const MelodyModel> first,
                 std::shared_ptr<const MelodyModel> second, double share)
        : m_first(std::move(first))
        , m_second(std::move(second))
        , m_share(share)
        , m_card(blendedCard(m_first->card(), m_second->card(), share)) {}

    [[nodiscard]] const ModelCard& card() const override { return m_card; }
    [[nodiscard]] std::string hash() const override {
        std::array<char, 17> digits{};
        const std::string parts =
            m_first->hash() + " " + m_second->hash() + " " + std::to_string(m_share);
        std::snprintf(digits.data(), digits.size(), "%016llx",
                      static_cast<unsigned long long>(stableHash(parts)));
        return digits.data();
    }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override {
        return std::make_unique<BlendedDecoder>(m_first->decoder(batch), m_second->decoder(batch),
                                                static_cast<float>(m_share), seesFuture());
    }
    [[nodiscard]] std::vector<std::string> styles() const override {
        const auto styles = m_first->styles();
        return styles == m_second->styles() ? styles : std::vector<std::string>();
    }
    [[nodiscard]] std::shared_ptr<const CopyIndex> copies() const override {
        std::call_once(m_copiesMade, [this] { m_copies = joinedCopies(); });
        return m_copies;
    }
    [[nodiscard]] bool seesFuture() const override {
        return m_first->seesFuture() && m_second->seesFuture();
    }

private:
    /// What both were trained on; null when one does not say. What human tunes share with both
    /// together nobody has counted.
    [[nodiscard]] std::shared_ptr<const CopyIndex> joinedCopies() const {
        const auto first = m_first->copies();
        const auto second = m_second->copies();
        if (!first || !second || first == second) {
            return first == second ? first : nullptr;
        }
        std::vector<CopyLayer> layers = first->layers();
        layers.insert(layers.end(), second->layers().begin(), second->layers().end());
        return std::make_shared<const CopyIndex>(std::move(layers), HumanCopies{});
    }

    std::shared_ptr<const MelodyModel> m_first;
    std::shared_ptr<const MelodyModel> m_second;
    double m_share;
    ModelCard m_card;
    mutable std::once_flag m_copiesMade;
    mutable std::shared_ptr<const CopyIndex> m_copies;
};

} // namespace

Result<std::shared_ptr<const MelodyModel>> blendedModel(std::shared_ptr<const MelodyModel> first,
                                                        std::shared_ptr<const MelodyModel> second,
                                                        double share) {
    if (!(share >= 0.0 && share <= 1.0)) {
        return Error{ErrorCode::OutOfRange, "a blend's share lies between 0 and 1"};
    }
    for (const auto& part : {first, second}) {
        if (part->tokens() != nullptr) {
            return Error{ErrorCode::Unsupported, "\"" + part->card().name +
                                                     "\" reads sixteenths, not notes, and cannot "
                                                     "be blended with another model"};
        }
    }
    if (share == 0.0 || share == 1.0) {
        return share == 0.0 ? first : second;
    }
    return std::shared_ptr<const MelodyModel>(
        std::make_shared<const BlendedModel>(std::move(first), std::move(second), share));
}

} // namespace cantilena

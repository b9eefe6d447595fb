#pragma once

#include "core/model/MelodyModel.h"
#include "core/model/Scoring.h"
#include "core/model/TokenNetwork.h"
#include "core/model/TokenWindows.h"

#include <mutex>
#include <optional>

namespace cantilena {

/// A model of the tutorial's kind: a sixteenth grid, absolute pitches, no key and no metre. Its
/// own reading is a row of tokens, which `begin` starts; `decoder` makes events of that, exactly
/// but slowly: a duration is how long the model would hold.
class TokenModel : public MelodyModel {
public:
    explicit TokenModel(TokenNetworkFile file);

    [[nodiscard]] const ModelCard& card() const override { return m_card; }
    [[nodiscard]] std::string hash() const override { return m_hash; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override;
    [[nodiscard]] const TokenModel* tokens() const override { return this; }

    [[nodiscard]] const TokenShape& shape() const { return m_shape; }
    [[nodiscard]] const TokenMapping& mapping() const { return m_mapping; }
    /// The network before a song's first token: it has read as many ends as its window is long, or
    /// one when it reads from the beginning.
    [[nodiscard]] TokenWindows begin() const;

private:
    TokenShape m_shape;
    TokenMapping m_mapping;
    ModelCard m_card;
    std::string m_hash;
    std::shared_ptr<const TokenWeights> m_weights;
    mutable std::once_flag m_begun;
    mutable std::optional<TokenWindows> m_begin;
};

/// Scores a melody, moved to the tutorial's key, token by token: a pitch by its token among those
/// that are no hold, a duration by the holds and their end. `tokensOf` can read the melody.
[[nodiscard]] MelodyScoring scoreTokens(const TokenModel& model, const EventSequence& melody,
                                        const PitchAlphabet& alphabet);

} // namespace cantilena

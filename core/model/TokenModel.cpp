#include "core/model/TokenModel.h"

#include "core/model/TokenDecoder.h"

#include <algorithm>
#include <utility>

namespace cantilena {

TokenModel::TokenModel(TokenNetworkFile file)
    : m_shape(file.shape)
    , m_mapping(file.mapping)
    , m_card(std::move(file.card))
    , m_hash(weightsHash(file.weights))
    , m_weights(tokenWeights(file)) {}

std::unique_ptr<MelodyDecoder> TokenModel::decoder(std::size_t batch) const {
    return std::make_unique<TokenDecoder>(m_mapping, begin(), batch);
}

TokenWindows TokenModel::begin() const {
    std::call_once(m_begun, [this] {
        m_begin.emplace(m_weights);
        for (int i = 0; i < std::max(m_shape.window, 1); ++i) {
            m_begin->push(m_mapping.end());
        }
    });
    return *m_begin;
}

} // namespace cantilena

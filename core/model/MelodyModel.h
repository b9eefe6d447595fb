#pragma once

#include "core/score/Key.h"
#include "core/score/Meter.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cantilena {

/// What a model file says about itself: shown to people, never needed to run the model.
struct ModelCard {
    std::string name;
    /// Corpora with their licences, one sentence each.
    std::vector<std::string> sources;
    std::size_t tunes = 0;
    std::size_t notes = 0;
    /// Bits per event on tunes held out by duplicate group; 0 when not measured.
    double validationBits = 0.0;
    double trainingSeconds = 0.0;
    int bestEpoch = 0;
    /// Anything more, by name.
    std::map<std::string, std::string> details;
};

/// A batch of melodies being read or written by a model, event by event. See core/model/README.md
/// for the order of calls.
class MelodyDecoder;
class CopyIndex;
class TokenModel;

/// A trained melody model: immutable, shared between threads.
class MelodyModel {
public:
    virtual ~MelodyModel() = default;

    [[nodiscard]] virtual const ModelCard& card() const = 0;
    /// Identity of the weights, for provenance: 16 hexadecimal digits.
    [[nodiscard]] virtual std::string hash() const = 0;
    /// A fresh decoder for `batch` melodies; decoders of one model may run on several threads.
    [[nodiscard]] virtual std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const = 0;
    /// Styles that it can be asked for, in the order of `MelodyContext::style`; often none.
    [[nodiscard]] virtual std::vector<std::string> styles() const { return {}; }
    /// Whether its decoders can fill gaps in sight of what follows: `MelodyDecoder::enter`.
    [[nodiscard]] virtual bool seesFuture() const { return false; }
    /// What it was trained on, to tell copies by; null when its file does not say.
    [[nodiscard]] virtual std::shared_ptr<const CopyIndex> copies() const { return nullptr; }
    /// The model as one of the tutorial's kind; null for those that read events as such.
    [[nodiscard]] virtual const TokenModel* tokens() const { return nullptr; }
};

} // namespace cantilena

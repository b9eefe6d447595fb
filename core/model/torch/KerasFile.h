#pragma once

#include "core/base/Result.h"
#include "core/model/Safetensors.h"

#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// The weights of an LSTM layer as Keras keeps them: kernel [inputs, 4 * units], recurrent kernel
/// [units, 4 * units], bias [4 * units]; gates in the order input, forget, cell, output.
struct KerasLstm {
    std::string name;
    Tensor kernel;
    Tensor recurrent;
    Tensor bias;

    [[nodiscard]] std::int64_t units() const { return recurrent.shape[0]; }
};

/// kernel [inputs, outputs], bias [outputs].
struct KerasDense {
    std::string name;
    Tensor kernel;
    Tensor bias;
};

/// A network of the tutorial's kind as a Keras file holds it; all shapes fit each other.
struct KerasNetwork {
    std::vector<KerasLstm> layers;
    KerasDense dense;
    /// "2.4.0" and "tensorflow"; empty where the file does not say.
    std::string version;
    std::string backend;
    /// Whether the file states its activations. A file of weights alone does not: they are taken to
    /// be sigmoid, tanh and softmax.
    bool statesActivations = false;
};

/// Reads the bytes of model.h5 (the whole model, or what `save_weights` writes) or of a .keras
/// archive. Fails by naming the layer that is not of the tutorial's kind: another kind of layer,
/// another activation, weights that are missing or do not fit. `name` begins the message.
Result<KerasNetwork> readKerasFile(const std::string& bytes, const std::string& name);

} // namespace cantilena

#pragma once

namespace at {
class Tensor;
}

namespace cantilena {

/// The weights of an LSTM layer with one bias.
struct LstmWeights {
    const at::Tensor& input;
    const at::Tensor& recurrent;
    const at::Tensor& bias;
};

/// The hidden states of an LSTM that begins with zeros, [steps, sequences, units], for an input of
/// [steps, sequences, size]; gradients flow. On a CPU by kernels of our own, about twice as fast as
/// LibTorch's when few sequences lie side by side; elsewhere by LibTorch's.
[[nodiscard]] at::Tensor lstmOver(const at::Tensor& input, const LstmWeights& weights);

} // namespace cantilena

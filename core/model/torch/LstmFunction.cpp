#include "core/model/torch/LstmFunction.h"

#include "core/model/torch/LstmKernels.h"

#include <torch/torch.h>

namespace cantilena {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

PackedMatrix packed(const torch::Tensor& matrix, PackedMatrix::Take take) {
    const auto rows = static_cast<std::size_t>(matrix.size(0));
    const auto columns = static_cast<std::size_t>(matrix.size(1));
    return {{matrix.data_ptr<float>(), rows * columns}, rows, columns, take};
}

LstmRun sizesOf(const torch::Tensor& hidden) {
    return {static_cast<std::size_t>(hidden.size(0)), static_cast<std::size_t>(hidden.size(1)),
            static_cast<std::size_t>(hidden.size(2))};
}

class LstmFunction : public torch::autograd::Function<LstmFunction> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& input,
                                 const torch::Tensor& inputWeight,
                                 const torch::Tensor& recurrentWeight, const torch::Tensor& bias) {
        const std::int64_t steps = input.size(0);
        const std::int64_t sequences = input.size(1);
        const std::int64_t units = recurrentWeight.size(1);
        const torch::Tensor rows = input.contiguous().view({steps * sequences, input.size(2)});
        torch::Tensor gates = torch::addmm(bias, rows, inputWeight.t()).contiguous();
        torch::Tensor cells = torch::empty({steps, sequences, units}, input.options());
        torch::Tensor hidden = torch::empty({steps, sequences, units}, input.options());
        lstmForward(sizesOf(hidden), packed(recurrentWeight, PackedMatrix::Take::Transposed),
                    gates.data_ptr<float>(), cells.data_ptr<float>(), hidden.data_ptr<float>());
        context->save_for_backward({rows, inputWeight, recurrentWeight, gates, cells, hidden});
        return hidden;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor& rows = saved[0];
        const torch::Tensor& inputWeight = saved[1];
        const torch::Tensor& recurrentWeight = saved[2];
        torch::Tensor gates = saved[3].clone();
        const torch::Tensor& hidden = saved[5];
        torch::Tensor hiddenGradient = gradients[0].contiguous().clone();
        lstmBackward(sizesOf(hidden), packed(recurrentWeight, PackedMatrix::Take::AsIs),
                     gates.data_ptr<float>(), saved[4].data_ptr<float>(),
                     hiddenGradient.data_ptr<float>());
        const std::int64_t steps = hidden.size(0);
        const std::int64_t sequences = hidden.size(1);
        const torch::Tensor inputGradient =
            gates.mm(inputWeight).view({steps, sequences, inputWeight.size(1)});
        // A step's gates saw the hidden state of the step before.
        const torch::Tensor before =
            hidden.view({steps * sequences, -1}).narrow(0, 0, (steps - 1) * sequences);
        const torch::Tensor after = gates.narrow(0, sequences, (steps - 1) * sequences);
        return {inputGradient, gates.t().mm(rows), after.t().mm(before), gates.sum(0)};
    }
};

/// Our kernels work in strips of sixteen.
bool fitsKernels(const torch::Tensor& input, std::int64_t units) {
    return input.device().is_cpu() && units % static_cast<std::int64_t>(PackedMatrix::kStrip) == 0;
}

} // namespace

at::Tensor lstmOver(const at::Tensor& input, const LstmWeights& weights) {
    const std::int64_t units = weights.recurrent.size(1);
    if (fitsKernels(input, units)) {
        return LstmFunction::apply(input, weights.input, weights.recurrent, weights.bias);
    }
    const torch::Tensor zero = torch::zeros({1, input.size(1), units}, input.options());
    const torch::Tensor noBias = torch::zeros({4 * units}, input.options());
    return std::get<0>(torch::lstm(input, {zero, zero},
                                   {weights.input, weights.recurrent, weights.bias, noBias}, true,
                                   1, 0.0, true, false, false));
}

} // namespace cantilena

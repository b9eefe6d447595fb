#include "core/model/torch/Network.h"

#include "core/model/FeatureMaker.h"
#include "core/model/torch/LstmFunction.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

namespace cantilena {

namespace {

constexpr double kMeanDecay = 0.9;
constexpr double kSquareDecay = 0.999;
constexpr double kTiny = 1e-8;

/// A tensor on the device that holds a copy of these values.
template <typename Value>
torch::Tensor onDevice(const std::vector<Value>& values, std::vector<std::int64_t> shape,
                       torch::Dtype type, const torch::Device& device) {
    // from_blob wants a pointer to change, but the copy is made before anyone could.
    auto* data = const_cast<Value*>(values.data());
    return torch::from_blob(data, shape, type).to(device, false, true);
}

std::vector<float> valuesOf(const torch::Tensor& tensor) {
    const torch::Tensor here = tensor.detach().to(torch::kCPU).contiguous();
    const auto* data = here.data_ptr<float>();
    return {data, data + here.numel()};
}

/// The batch's inputs and targets as tensors. N is the number of cells.
struct Tensors {
    Tensors(const Batch& batch, std::size_t inputs, const torch::Device& device) {
        const auto n = static_cast<std::int64_t>(batch.cells());
        const auto count = static_cast<std::int64_t>(inputs);
        categories = onDevice(batch.categories, {count, n}, torch::kInt64, device);
        numbers = onDevice(batch.numbers, {n, static_cast<std::int64_t>(kInputNumberCount)},
                           torch::kFloat32, device);
        pitchMemory = onDevice(batch.pitchMemory, {n, kPitchSymbols}, torch::kFloat32, device);
        intervalMemory =
            onDevice(batch.intervalMemory, {n, kPitchSymbols}, torch::kFloat32, device);
        durationMemory =
            onDevice(batch.durationMemory, {n, kDurationClasses}, torch::kFloat32, device);
        pitchTargets = onDevice(batch.pitchTargets, {n}, torch::kInt64, device);
        durationTargets = onDevice(batch.durationTargets, {n}, torch::kInt64, device);
        fillingDuration = onDevice(batch.fillingDuration, {n, 1}, torch::kInt64, device);
        intervals = intervalsFrom(onDevice(batch.lastPitch, {n, 1}, torch::kInt64, device));
        intervalsAhead = intervalsFrom(onDevice(batch.nextPitch, {n, 1}, torch::kInt64, device));
    }

    /// [N, kPitchSymbols]: how far each symbol lies from that pitch.
    static torch::Tensor intervalsFrom(const torch::Tensor& pitch) {
        const torch::Tensor symbols = torch::arange(
            kPitchSymbols, torch::TensorOptions(torch::kInt64).device(pitch.device()));
        const torch::Tensor steps =
            (symbols - pitch).clamp(-kWidestInterval, kWidestInterval) + kWidestInterval;
        const torch::Tensor none = (pitch < 0).logical_or(symbols >= kPitchesAroundTonic);
        return steps.masked_fill(none, kNoInterval);
    }

    torch::Tensor categories;
    torch::Tensor numbers;
    torch::Tensor pitchMemory;
    torch::Tensor intervalMemory;
    torch::Tensor durationMemory;
    torch::Tensor pitchTargets;
    torch::Tensor durationTargets;
    torch::Tensor fillingDuration;
    /// [N, kPitchSymbols]: the interval that each symbol would be from the last pitch, and how far
    /// it would lie from the first one behind the gap.
    torch::Tensor intervals;
    torch::Tensor intervalsAhead;
};

/// Losses and logits of a forward pass.
struct Outcome {
    torch::Tensor pitchLoss;
    torch::Tensor durationLoss;
    torch::Tensor pitchLogits;
};

torch::Tensor summedLoss(const torch::Tensor& logits, const torch::Tensor& targets) {
    namespace F = torch::nn::functional;
    return F::cross_entropy(
        logits, targets,
        F::CrossEntropyFuncOptions().reduction(torch::kSum).ignore_index(Batch::kNoTarget));
}

} // namespace

BatchLoss& BatchLoss::operator+=(const BatchLoss& other) {
    pitch += other.pitch;
    duration += other.duration;
    events += other.events;
    right += other.right;
    return *this;
}

double BatchLoss::bits() const {
    const auto count = static_cast<double>(std::max<std::size_t>(events, 1));
    return (pitch + duration) / count * std::numbers::log2e;
}

struct Parameters::State {
    State(std::vector<WeightPlan> weightPlan, const std::string& deviceName)
        : device(deviceName)
        , plan(std::move(weightPlan)) {
        std::int64_t count = 0;
        for (const WeightPlan& weight : plan) {
            count += static_cast<std::int64_t>(weight.size());
        }
        const auto options = torch::TensorOptions(torch::kFloat32).device(device);
        allWeights = torch::zeros({count}, options);
        allGradients = torch::zeros({count}, options);
        means = torch::zeros({count}, options);
        squares = torch::zeros({count}, options);
        std::int64_t offset = 0;
        for (const WeightPlan& weight : plan) {
            const auto size = static_cast<std::int64_t>(weight.size());
            torch::Tensor part = allWeights.narrow(0, offset, size).view(weight.shape).detach();
            part.set_requires_grad(true);
            // Gradients are summed where this tensor lies, so all of them form one row.
            part.mutable_grad() = allGradients.narrow(0, offset, size).view(weight.shape);
            weights[weight.name] = part;
            offset += size;
        }
    }

    torch::Device device;
    std::vector<WeightPlan> plan;
    /// Every weight in one row, in the plan's order; likewise their gradients and the optimiser's
    /// running means. `weights` are views of it.
    torch::Tensor allWeights;
    torch::Tensor allGradients;
    torch::Tensor means;
    torch::Tensor squares;
    /// Undefined until a step asks for it.
    torch::Tensor averages;
    std::int64_t updates = 0;
    std::map<std::string, torch::Tensor> weights;
};

Parameters::Parameters(std::vector<WeightPlan> plan, const std::string& device)
    : m_state(std::make_unique<State>(std::move(plan), device)) {}

Parameters::~Parameters() = default;

const at::Tensor& Parameters::weight(const std::string& name) const {
    return m_state->weights.at(name);
}

void Parameters::clearGradient() {
    m_state->allGradients.zero_();
}

void Parameters::addGradient(const Parameters& other) {
    m_state->allGradients.add_(other.m_state->allGradients);
}

void Parameters::update(const Step& step) {
    const torch::NoGradGuard noGradient;
    State& s = *m_state;
    const auto length = s.allGradients.norm().item<double>();
    if (length > step.longestGradient) {
        s.allGradients.mul_(step.longestGradient / length);
    }
    ++s.updates;
    s.means.mul_(kMeanDecay).add_(s.allGradients, 1.0 - kMeanDecay);
    s.squares.mul_(kSquareDecay).addcmul_(s.allGradients, s.allGradients, 1.0 - kSquareDecay);
    const auto count = static_cast<double>(s.updates);
    const double meanBias = 1.0 - std::pow(kMeanDecay, count);
    const double squareBias = 1.0 - std::pow(kSquareDecay, count);
    s.allWeights.mul_(1.0 - step.learningRate * step.weightDecay);
    const torch::Tensor spread = (s.squares / squareBias).sqrt_().add_(kTiny);
    s.allWeights.addcdiv_(s.means, spread, -step.learningRate / meanBias);
    if (step.averaging <= 0.0) {
        return;
    }
    if (!s.averages.defined()) {
        s.averages = s.allWeights.clone();
    }
    // At first the average is short, or it would remember how the weights began.
    const double kept = std::min(step.averaging, (1.0 + count) / (10.0 + count));
    s.averages.lerp_(s.allWeights, 1.0 - kept);
}

void Parameters::exchangeAverage() {
    const torch::NoGradGuard noGradient;
    if (m_state->averages.defined()) {
        const torch::Tensor weights = m_state->allWeights.clone();
        m_state->allWeights.copy_(m_state->averages);
        m_state->averages.copy_(weights);
    }
}

void Parameters::copyWeights(const Parameters& other) {
    const torch::NoGradGuard noGradient;
    m_state->allWeights.copy_(other.m_state->allWeights);
}

std::map<std::string, Tensor> Parameters::weights() const {
    std::map<std::string, Tensor> weights;
    for (const WeightPlan& plan : m_state->plan) {
        weights[plan.name] = {plan.shape, valuesOf(m_state->weights.at(plan.name))};
    }
    return weights;
}

void Parameters::setWeights(const std::map<std::string, Tensor>& weights) {
    const torch::NoGradGuard noGradient;
    for (const WeightPlan& plan : m_state->plan) {
        const Tensor& given = weights.at(plan.name);
        m_state->weights.at(plan.name).copy_(
            onDevice(given.values, given.shape, torch::kFloat32, m_state->device));
    }
}

Snapshot Parameters::snapshot() const {
    const torch::Tensor& averages = m_state->averages;
    return {valuesOf(m_state->allWeights), valuesOf(m_state->means), valuesOf(m_state->squares),
            averages.defined() ? valuesOf(averages) : std::vector<float>{}, m_state->updates};
}

void Parameters::restore(const Snapshot& snapshot) {
    const torch::NoGradGuard noGradient;
    const auto set = [this](torch::Tensor& to, const std::vector<float>& from) {
        to.copy_(onDevice(from, {static_cast<std::int64_t>(from.size())}, torch::kFloat32,
                          m_state->device));
    };
    set(m_state->allWeights, snapshot.weights);
    set(m_state->means, snapshot.means);
    set(m_state->squares, snapshot.squares);
    if (!snapshot.averages.empty()) {
        m_state->averages = torch::empty_like(m_state->allWeights);
        set(m_state->averages, snapshot.averages);
    }
    m_state->updates = snapshot.steps;
}

struct Network::State {
    State(const NetworkShape& networkShape, const std::string& deviceName)
        : shape(networkShape)
        , device(deviceName)
        , parameters(weightPlan(networkShape), deviceName) {}

    /// Zeros where numbers are dropped, else what makes up for the dropped ones.
    torch::Tensor dropMask(const std::vector<std::int64_t>& size, double share,
                           std::uint64_t rng) const {
        // Made on the CPU, with a generator of its own, so that replicas do not share a stream.
        auto generator = at::make_generator<at::CPUGeneratorImpl>(rng);
        torch::Tensor mask = torch::empty(size, torch::kFloat32);
        mask.bernoulli_(1.0 - share, generator);
        return mask.div_(1.0 - share).to(device);
    }

    [[nodiscard]] const torch::Tensor& weight(const std::string& name) const {
        return parameters.weight(name);
    }
    [[nodiscard]] torch::Tensor dense(const torch::Tensor& input, const std::string& name) const {
        return torch::linear(input, weight(name + ".weight"), weight(name + ".bias"));
    }

    torch::Tensor embedded(const Tensors& in) const {
        std::vector<torch::Tensor> parts;
        for (std::size_t i = 0; i < shape.inputs.size(); ++i) {
            const std::string name(kInputCategories[shape.inputs[i]].name);
            parts.push_back(torch::embedding(weight("embedding." + name),
                                             in.categories[static_cast<std::int64_t>(i)]));
        }
        parts.push_back(in.numbers);
        return torch::cat(parts, 1);
    }

    Outcome run(const Batch& batch, const Dropout* dropout, std::uint64_t rng) const {
        const Tensors in(batch, shape.inputs.size(), device);
        const auto steps = static_cast<std::int64_t>(batch.steps);
        const auto tunes = static_cast<std::int64_t>(batch.tunes);
        torch::Tensor input = embedded(in).view({steps, tunes, shape.inputSize()});
        torch::Tensor recurrent = weight("lstm.weight_hh");
        const std::int64_t masks = dropout != nullptr && dropout->variational ? 1 : steps;
        if (dropout != nullptr) {
            input = input * dropMask({masks, tunes, shape.inputSize()}, dropout->input, 3 * rng);
            if (dropout->recurrent > 0.0) {
                recurrent =
                    recurrent * dropMask(recurrent.sizes().vec(), dropout->recurrent, 3 * rng + 2);
            }
        }
        torch::Tensor hidden =
            lstmOver(input, {weight("lstm.weight_ih"), recurrent, weight("lstm.bias")});
        if (dropout != nullptr) {
            hidden = hidden * dropMask({masks, tunes, shape.units}, dropout->output, 3 * rng + 1);
        }
        return heads(in, hidden.reshape({steps * tunes, shape.units}));
    }

    Outcome heads(const Tensors& in, const torch::Tensor& hidden) const {
        const torch::Tensor none = torch::zeros({hidden.size(0), 1}, hidden.options());
        torch::Tensor pitch = dense(hidden, "pitch.absolute");
        if (shape.steps) {
            const torch::Tensor steps = torch::cat({dense(hidden, "pitch.interval"), none}, 1);
            pitch = pitch + steps.gather(1, in.intervals);
        }
        if (shape.future) {
            const torch::Tensor ahead = torch::cat({dense(hidden, "pitch.ahead"), none}, 1);
            pitch = pitch + ahead.gather(1, in.intervalsAhead);
        }
        // Behind its end a tune is taken to rest; no loss is counted there.
        const torch::Tensor symbol =
            in.pitchTargets.masked_fill(in.durationTargets < 0, kRestSymbol);
        const torch::Tensor interval = in.intervals.gather(1, symbol.unsqueeze(1)).squeeze(1);
        const torch::Tensor known =
            torch::cat({hidden, torch::embedding(weight("duration.pitch_embedding"), symbol),
                        torch::embedding(weight("duration.interval_embedding"), interval)},
                       1);
        torch::Tensor duration =
            dense(torch::tanh(dense(known, "duration.hidden")), "duration.out");
        if (shape.memory) {
            const torch::Tensor trust = torch::softplus(dense(hidden, "memory.gate"));
            pitch = pitch + trust.narrow(1, 0, 1) * in.pitchMemory +
                    trust.narrow(1, 1, 1) * in.intervalMemory;
            duration = duration + trust.narrow(1, 2, 1) * in.durationMemory;
        }
        if (shape.future) {
            duration = withinGap(duration, in.fillingDuration, dense(hidden, "duration.filling"));
        }
        return {summedLoss(pitch, in.pitchTargets), summedLoss(duration, in.durationTargets),
                pitch};
    }

    /// In a gap no duration goes beyond its end, and the one that fills it has a logit of its own.
    static torch::Tensor withinGap(const torch::Tensor& logits, const torch::Tensor& filling,
                                   const torch::Tensor& weight) {
        constexpr double kImpossible = -1e9;
        const torch::Tensor classes = torch::arange(
            kDurationClasses, torch::TensorOptions(torch::kInt64).device(logits.device()));
        const torch::Tensor fills = (classes == filling).to(logits.dtype());
        const torch::Tensor tooLong = (filling >= 0).logical_and(classes > filling);
        return (logits + fills * weight).masked_fill(tooLong, kImpossible);
    }

    NetworkShape shape;
    torch::Device device;
    Parameters parameters;
};

Network::Network(const NetworkShape& shape, const std::string& device)
    : m_state(std::make_unique<State>(shape, device)) {}

Network::~Network() = default;

BatchLoss Network::learn(const Batch& batch, double weight, const Dropout& dropout,
                         std::uint64_t rng) {
    m_state->parameters.clearGradient();
    const Outcome outcome = m_state->run(batch, &dropout, rng);
    ((outcome.pitchLoss + outcome.durationLoss) * weight).backward();
    return {outcome.pitchLoss.item<double>(), outcome.durationLoss.item<double>(), batch.events, 0};
}

BatchLoss Network::judge(const Batch& batch) {
    const torch::NoGradGuard noGradient;
    const Outcome outcome = m_state->run(batch, nullptr, 0);
    const torch::Tensor targets =
        onDevice(batch.pitchTargets, {static_cast<std::int64_t>(batch.cells())}, torch::kInt64,
                 m_state->device);
    const auto right = (outcome.pitchLogits.argmax(1) == targets).sum().item<std::int64_t>();
    return {outcome.pitchLoss.item<double>(), outcome.durationLoss.item<double>(), batch.events,
            static_cast<std::size_t>(right)};
}

void Network::addGradient(const Network& other) {
    m_state->parameters.addGradient(other.m_state->parameters);
}

void Network::update(const Step& step) {
    m_state->parameters.update(step);
}

void Network::copyWeights(const Network& other) {
    m_state->parameters.copyWeights(other.m_state->parameters);
}

void Network::exchangeAverage() {
    m_state->parameters.exchangeAverage();
}

std::map<std::string, Tensor> Network::weights() const {
    return m_state->parameters.weights();
}

void Network::setWeights(const std::map<std::string, Tensor>& weights) {
    m_state->parameters.setWeights(weights);
}

Snapshot Network::snapshot() const {
    return m_state->parameters.snapshot();
}

void Network::restore(const Snapshot& snapshot) {
    m_state->parameters.restore(snapshot);
}

std::vector<std::string> networkDevices() {
    std::vector<std::string> devices = {"cpu"};
    if (torch::cuda::is_available()) {
        for (std::size_t i = 0; i < torch::cuda::device_count(); ++i) {
            devices.push_back("cuda:" + std::to_string(i));
        }
    }
    return devices;
}

std::string networkLibraryVersion() {
    return TORCH_VERSION;
}

void useOneThreadHere() {
    at::set_num_threads(1);
}

} // namespace cantilena

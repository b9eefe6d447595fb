#pragma once

#include "core/model/NetworkShape.h"
#include "core/model/torch/Batch.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace at {
class Tensor;
}

namespace cantilena {

/// What a network made of a batch.
struct BatchLoss {
    /// Negative log-likelihood in nats, summed over the events.
    double pitch = 0.0;
    double duration = 0.0;
    std::size_t events = 0;
    /// Pitches predicted right, of that many (rests and ends count).
    std::size_t right = 0;

    BatchLoss& operator+=(const BatchLoss& other);
    [[nodiscard]] double bits() const;
};

/// What is left out at random while learning.
struct Dropout {
    /// Share of the numbers that enter the LSTM, and that leave it.
    double input = 0.12;
    double output = 0.3;
    /// Share of the LSTM's recurrent weights, the same for a whole batch (Merity and others 2017).
    double recurrent = 0.0;
    /// Whether a tune lacks the same numbers at all its steps (Gal and Ghahramani 2016).
    bool variational = false;
};

/// How far and how a step of the optimiser goes.
struct Step {
    double learningRate = 0.0;
    double weightDecay = 0.0;
    /// Gradients longer than this are shortened to it.
    double longestGradient = 1.0;
    /// How much of the running average of the weights remains at a step; 0 keeps no average.
    double averaging = 0.0;
};

/// All weights, and the optimiser's running means of gradients and of their squares, each in
/// one row, for going on later where this network stands.
struct Snapshot {
    std::vector<float> weights;
    std::vector<float> means;
    std::vector<float> squares;
    /// Running average of the weights; empty when none is kept.
    std::vector<float> averages;
    std::int64_t steps = 0;
};

/// Weights that learn, on one device, kept in one row: their gradient, and AdamW (Loshchilov and
/// Hutter 2019). One thread at a time.
class Parameters {
public:
    Parameters(std::vector<WeightPlan> plan, const std::string& device);
    ~Parameters();
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    /// Gradients flow into it.
    [[nodiscard]] const at::Tensor& weight(const std::string& name) const;
    void clearGradient();
    /// Adds the other's gradient to this one's.
    void addGradient(const Parameters& other);
    /// A step along the gradient.
    void update(const Step& step);
    void copyWeights(const Parameters& other);
    /// Puts the running average, where one is kept, in the place of the weights and these in its
    /// own.
    void exchangeAverage();

    [[nodiscard]] std::map<std::string, Tensor> weights() const;
    void setWeights(const std::map<std::string, Tensor>& weights);
    [[nodiscard]] Snapshot snapshot() const;
    void restore(const Snapshot& snapshot);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// A melody network that can learn, on one device. One thread at a time. Its functions may throw
/// LibTorch's exceptions, which derive from std::exception.
class Network {
public:
    /// `device` is a name that `networkDevices` lists.
    Network(const NetworkShape& shape, const std::string& device);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// The gradient of `loss sum * weight` takes the place of the one before. `rng` fixes what is
    /// dropped.
    BatchLoss learn(const Batch& batch, double weight, const Dropout& dropout, std::uint64_t rng);
    /// Without dropping anything and without a gradient.
    BatchLoss judge(const Batch& batch);

    /// Adds the other network's gradient to this one's.
    void addGradient(const Network& other);
    /// A step along the gradient.
    void update(const Step& step);
    void copyWeights(const Network& other);
    /// Puts the running average, where one is kept, in the place of the weights and these in its
    /// own.
    void exchangeAverage();

    [[nodiscard]] std::map<std::string, Tensor> weights() const;
    void setWeights(const std::map<std::string, Tensor>& weights);

    [[nodiscard]] Snapshot snapshot() const;
    void restore(const Snapshot& snapshot);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Random weights to begin with; the same seed gives the same on every machine.
[[nodiscard]] std::map<std::string, Tensor> initialWeights(const NetworkShape& shape,
                                                           std::uint64_t rng);

/// "cpu", then "cuda:0", ... where there are any.
[[nodiscard]] std::vector<std::string> networkDevices();
/// Version of LibTorch.
[[nodiscard]] std::string networkLibraryVersion();
/// Keeps LibTorch from starting threads of its own on behalf of the calling thread.
void useOneThreadHere();

} // namespace cantilena

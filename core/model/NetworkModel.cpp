#include "core/model/NetworkModel.h"

#include "core/base/File.h"
#include "core/model/FeatureMaker.h"
#include "core/model/Kernels.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/TokenModel.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <span>

namespace cantilena {

namespace {

/// A fully connected layer.
class Layer {
public:
    Layer() = default;
    /// `weight` is [outputs, inputs], of which the columns from `firstInput` on are taken.
    Layer(const Tensor& weight, const Tensor& bias, std::size_t firstInput, std::size_t inputs)
        : m_bias(bias.values)
        , m_inputs(inputs) {
        const std::size_t outputs = m_bias.size();
        const std::size_t width = weight.values.size() / outputs;
        m_columns.resize(inputs * outputs);
        for (std::size_t row = 0; row < outputs; ++row) {
            for (std::size_t column = 0; column < inputs; ++column) {
                m_columns[column * outputs + row] =
                    weight.values[row * width + firstInput + column];
            }
        }
    }
    Layer(const Tensor& weight, const Tensor& bias)
        : Layer(weight, bias, 0, weight.values.size() / bias.values.size()) {}

    [[nodiscard]] std::size_t outputs() const { return m_bias.size(); }
    [[nodiscard]] std::span<const float> bias() const { return m_bias; }

    void run(std::span<const float> input, std::span<float> output) const {
        std::copy(m_bias.begin(), m_bias.end(), output.begin());
        add(input, output);
    }
    void add(std::span<const float> input, std::span<float> output) const {
        addProduct({m_columns, m_bias.size(), m_inputs}, input, output);
    }

private:
    std::vector<float> m_columns;
    std::vector<float> m_bias;
    std::size_t m_inputs = 0;
};

/// What each value of a category adds to a layer: its embedding times the layer's part for it,
/// worked out once.
class Table {
public:
    Table(const Tensor& embedding, const Tensor& weight, std::size_t outputs,
          std::size_t firstInput)
        : m_width(outputs) {
        const auto size = static_cast<std::size_t>(embedding.shape[1]);
        const auto values = static_cast<std::size_t>(embedding.shape[0]);
        const Layer part(weight, {{}, std::vector<float>(outputs)}, firstInput, size);
        m_rows.resize(values * outputs);
        for (std::size_t value = 0; value < values; ++value) {
            part.add(std::span(embedding.values).subspan(value * size, size),
                     std::span(m_rows).subspan(value * outputs, outputs));
        }
    }

    void add(std::size_t value, std::span<float> sum) const {
        const float* row = m_rows.data() + value * m_width;
        for (std::size_t i = 0; i < m_width; ++i) {
            sum[i] += row[i];
        }
    }

private:
    std::vector<float> m_rows;
    std::size_t m_width;
};

/// Stands in for the logarithm of zero, where infinity would make sums that are no numbers.
constexpr float kImpossible = -1e9F;

float softplus(float x) {
    return x > 20.0F ? x : std::log1p(std::exp(x));
}

/// The weights, laid out for running one step at a time.
class NetworkWeights {
public:
    explicit NetworkWeights(const NetworkFile& file)
        : m_inputs(file.shape.inputs) {
        const auto& all = file.weights;
        const auto units = static_cast<std::size_t>(file.shape.units);
        const Tensor& inputWeight = all.at("lstm.weight_ih");
        std::size_t column = 0;
        for (const std::size_t index : m_inputs) {
            const InputCategory& input = kInputCategories[index];
            const Tensor& embedding = all.at("embedding." + std::string(input.name));
            m_tables.emplace_back(embedding, inputWeight, 4 * units, column);
            column += static_cast<std::size_t>(input.size);
        }
        m_numbers = Layer(inputWeight, all.at("lstm.bias"), column, kInputNumberCount);
        m_recurrent = Layer(all.at("lstm.weight_hh"), {{}, std::vector<float>(4 * units)});
        m_absolute = Layer(all.at("pitch.absolute.weight"), all.at("pitch.absolute.bias"));
        if (file.shape.steps) {
            m_interval = Layer(all.at("pitch.interval.weight"), all.at("pitch.interval.bias"));
        }
        if (file.shape.future) {
            m_ahead = Layer(all.at("pitch.ahead.weight"), all.at("pitch.ahead.bias"));
            m_filling = Layer(all.at("duration.filling.weight"), all.at("duration.filling.bias"));
        }
        const Tensor& hidden = all.at("duration.hidden.weight");
        m_hidden = Layer(hidden, all.at("duration.hidden.bias"), 0, units);
        m_hiddenTables.emplace_back(all.at("duration.pitch_embedding"), hidden, m_hidden.outputs(),
                                    units);
        m_hiddenTables.emplace_back(all.at("duration.interval_embedding"), hidden,
                                    m_hidden.outputs(), units + kDurationPitchEmbedding);
        m_duration = Layer(all.at("duration.out.weight"), all.at("duration.out.bias"));
        if (file.shape.memory) {
            m_gates = Layer(all.at("memory.gate.weight"), all.at("memory.gate.bias"));
        }
    }

    [[nodiscard]] bool seesFuture() const { return m_ahead.outputs() > 0; }
    [[nodiscard]] bool hasMemory() const { return m_gates.outputs() > 0; }
    [[nodiscard]] std::size_t units() const { return m_recurrent.outputs() / 4; }
    [[nodiscard]] std::size_t durationUnits() const { return m_hidden.outputs(); }

    /// The LSTM's gates before their bends.
    void gates(const StepFeatures& features, std::span<const float> hidden,
               std::span<float> gates) const {
        m_numbers.run(features.numbers, gates);
        for (std::size_t i = 0; i < m_tables.size(); ++i) {
            const auto value = static_cast<std::size_t>(features.categories[m_inputs[i]]);
            m_tables[i].add(value, gates);
        }
        m_recurrent.add(hidden, gates);
    }

    /// How much each of the three memories weighs.
    [[nodiscard]] std::array<float, 3> trust(std::span<const float> hidden) const {
        std::array<float, 3> trust{};
        if (m_gates.outputs() > 0) {
            m_gates.run(hidden, trust);
            std::transform(trust.begin(), trust.end(), trust.begin(), softplus);
        }
        return trust;
    }

    void pitchLogits(const StepFeatures& features, std::span<const float> hidden,
                     std::span<const float> trust, std::span<float> logits) const {
        m_absolute.run(hidden, logits);
        addSteps(m_interval, features.lastPitch, hidden, logits);
        addSteps(m_ahead, features.nextPitch, hidden, logits);
        for (std::size_t s = 0; s < logits.size(); ++s) {
            logits[s] += trust[0] * features.pitchMemory[s] + trust[1] * features.intervalMemory[s];
        }
    }

    /// `scratch` has room for `durationUnits`.
    void durationLogits(const StepFeatures& features, std::span<const float> hidden, float trust,
                        int symbol, std::span<float> scratch, std::span<float> logits) const {
        const bool step = symbol < kPitchesAroundTonic && features.lastPitch >= 0;
        const int interval = step ? intervalClass(symbol - features.lastPitch) : kNoInterval;
        m_hidden.run(hidden, scratch);
        m_hiddenTables[0].add(static_cast<std::size_t>(symbol), scratch);
        m_hiddenTables[1].add(static_cast<std::size_t>(interval), scratch);
        for (float& value : scratch) {
            value = std::tanh(value);
        }
        m_duration.run(scratch, logits);
        for (std::size_t d = 0; d < logits.size(); ++d) {
            logits[d] += trust * features.durationMemory[d];
        }
        if (features.fillingDuration >= 0 && m_filling.outputs() > 0) {
            const auto filling = static_cast<std::size_t>(features.fillingDuration);
            float weight = 0.0F;
            m_filling.run(hidden, {&weight, 1});
            logits[filling] += weight;
            std::fill(logits.begin() + features.fillingDuration + 1, logits.end(), kImpossible);
        }
    }

private:
    /// What the layer says of each pitch by its distance from `from`, where there is one.
    static void addSteps(const Layer& layer, int from, std::span<const float> hidden,
                         std::span<float> logits) {
        if (from < 0 || layer.outputs() == 0) {
            return;
        }
        std::array<float, kIntervals> steps{};
        layer.run(hidden, steps);
        for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
            const int step = intervalClass(symbol - from);
            logits[static_cast<std::size_t>(symbol)] += steps[static_cast<std::size_t>(step)];
        }
    }

    std::vector<std::size_t> m_inputs;
    std::vector<Table> m_tables;
    Layer m_numbers;
    Layer m_recurrent;
    Layer m_absolute;
    /// Against the last pitch; empty in networks without.
    Layer m_interval;
    /// Against the first pitch behind a gap, and of filling the gap exactly; empty in networks that
    /// see no future.
    Layer m_ahead;
    Layer m_filling;
    Layer m_hidden;
    /// By pitch symbol and by interval.
    std::vector<Table> m_hiddenTables;
    Layer m_duration;
    Layer m_gates;
};

class NetworkDecoder : public MelodyDecoder {
public:
    NetworkDecoder(std::shared_ptr<const NetworkWeights> weights, std::size_t batch)
        : m_weights(std::move(weights))
        , m_melodies(batch, Melody(*m_weights))
        , m_gates(4 * m_weights->units())
        , m_scratch(m_weights->durationUnits()) {}

    [[nodiscard]] std::size_t size() const override { return m_melodies.size(); }

    void begin(std::size_t melody, const MelodyContext& context) override {
        m_melodies[melody] = Melody(*m_weights);
        m_melodies[melody].maker = FeatureMaker(context);
    }

    void push(std::size_t melody, const MelodyEvent& event) override {
        Melody& state = m_melodies[melody];
        advance(state);
        state.maker.push(event);
        state.advanced = false;
        state.remembers = false;
    }

    bool enter(std::size_t melody, const Gap& gap) override {
        if (!m_weights->seesFuture()) {
            return false;
        }
        assert(!m_melodies[melody].advanced);
        m_melodies[melody].maker.enter(gap);
        return true;
    }

    bool weighMemory(float weight) override {
        m_memoryWeight = weight;
        return m_weights->hasMemory();
    }

    void copy(std::size_t from, std::size_t to) override { m_melodies[to] = m_melodies[from]; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> clone() const override {
        return std::make_unique<NetworkDecoder>(*this);
    }

    [[nodiscard]] std::span<const float> pitchLogits(std::size_t melody) override {
        Melody& state = m_melodies[melody];
        remember(state);
        m_weights->pitchLogits(state.features, state.hidden, state.trust, state.pitchLogits);
        return state.pitchLogits;
    }

    [[nodiscard]] std::span<const float> durationLogits(std::size_t melody,
                                                        int pitchSymbol) override {
        assert(pitchSymbol >= 0 && pitchSymbol < kEndSymbol);
        Melody& state = m_melodies[melody];
        remember(state);
        m_weights->durationLogits(state.features, state.hidden, state.trust[2], pitchSymbol,
                                  m_scratch, state.durationLogits);
        return state.durationLogits;
    }

private:
    struct Melody {
        explicit Melody(const NetworkWeights& weights)
            : cell(weights.units())
            , hidden(weights.units()) {}

        FeatureMaker maker{MelodyContext{}};
        /// Whether features, cell and hidden are for the next event already.
        bool advanced = false;
        /// Whether the features hold the memories too, and `trust` their weights.
        bool remembers = false;
        StepFeatures features;
        std::vector<float> cell;
        std::vector<float> hidden;
        std::array<float, 3> trust{};
        std::array<float, kPitchSymbols> pitchLogits{};
        std::array<float, kDurationClasses> durationLogits{};
    };

    void advance(Melody& state) {
        if (state.advanced) {
            return;
        }
        state.features = state.maker.inputs();
        m_weights->gates(state.features, state.hidden, m_gates);
        lstmStep(m_gates, state.cell, state.hidden);
        state.advanced = true;
    }

    /// Only who asks for logits needs the memories; reading on goes without.
    void remember(Melody& state) {
        advance(state);
        if (state.remembers) {
            return;
        }
        state.maker.recall(state.features);
        state.trust = m_weights->trust(state.hidden);
        for (float& trust : state.trust) {
            trust *= m_memoryWeight;
        }
        state.remembers = true;
    }

    std::shared_ptr<const NetworkWeights> m_weights;
    std::vector<Melody> m_melodies;
    float m_memoryWeight = 1.0F;
    std::vector<float> m_gates;
    std::vector<float> m_scratch;
};

class NetworkModel : public MelodyModel {
public:
    explicit NetworkModel(const NetworkFile& file)
        : m_card(file.card)
        , m_hash(weightsHash(file.weights))
        , m_styles(file.shape.styles)
        , m_seesFuture(file.shape.future)
        , m_copies(file.copies)
        , m_weights(std::make_shared<const NetworkWeights>(file)) {}

    [[nodiscard]] const ModelCard& card() const override { return m_card; }
    [[nodiscard]] std::string hash() const override { return m_hash; }
    [[nodiscard]] std::vector<std::string> styles() const override { return m_styles; }
    [[nodiscard]] bool seesFuture() const override { return m_seesFuture; }
    [[nodiscard]] std::shared_ptr<const CopyIndex> copies() const override { return m_copies; }
    [[nodiscard]] std::unique_ptr<MelodyDecoder> decoder(std::size_t batch) const override {
        return std::make_unique<NetworkDecoder>(m_weights, batch);
    }

private:
    ModelCard m_card;
    std::string m_hash;
    std::vector<std::string> m_styles;
    bool m_seesFuture;
    std::shared_ptr<const CopyIndex> m_copies;
    std::shared_ptr<const NetworkWeights> m_weights;
};

} // namespace

Result<std::shared_ptr<const MelodyModel>> loadMelodyModel(const std::filesystem::path& path) {
    const auto bytes = readFile(path);
    if (!bytes) {
        return bytes.error();
    }
    const std::string name = path.filename().string();
    if (isTokenNetwork(*bytes)) {
        auto file = parseTokenNetwork(*bytes, name);
        if (!file) {
            return file.error();
        }
        return std::shared_ptr<const MelodyModel>(
            std::make_shared<const TokenModel>(*std::move(file)));
    }
    const auto file = parseNetworkFile(*bytes, name);
    if (!file) {
        return file.error();
    }
    return runnableModel(*file);
}

std::shared_ptr<const MelodyModel> runnableModel(const NetworkFile& file) {
    return std::make_shared<NetworkModel>(file);
}

} // namespace cantilena

#include "core/model/CopyIndex.h"

#include "core/base/File.h"
#include "core/base/Random.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <string_view>

namespace cantilena {

namespace {

/// The first word of what is hashed, so that one kind is never taken for another.
enum class Hashed : std::uint64_t { Gram = 1, Place = 2, Whole = 3, Window = 4 };

using Gram = std::array<std::uint64_t, kGramSteps>;

constexpr std::uint64_t kGramMask = (std::uint64_t{1} << 40) - 1;
constexpr int kPitchBits = 8;
constexpr std::uint32_t kPitchMask = (1U << kPitchBits) - 1;
static_assert(kMostIndexedNotes < (std::size_t{1} << (32 - kPitchBits)));

std::uint64_t hashOf(const HashKey& key, Hashed kind, const Gram& gram) {
    std::array<std::uint64_t, kGramSteps + 1> words{};
    words[0] = static_cast<std::uint64_t>(kind);
    std::ranges::copy(gram, words.begin() + 1);
    return keyedHash(key, words);
}

/// Intervals, eight a word, behind what kind they are and how many.
std::uint64_t hashOf(const HashKey& key, Hashed kind, std::span<const std::int8_t> intervals) {
    std::vector<std::uint64_t> words = {static_cast<std::uint64_t>(kind), intervals.size()};
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        if (i % 8 == 0) {
            words.push_back(0);
        }
        words.back() |= std::uint64_t{static_cast<std::uint8_t>(intervals[i])} << (8 * (i % 8));
    }
    return keyedHash(key, words);
}

std::uint32_t windowHash(const HashKey& key, const IntervalWindow& window) {
    return static_cast<std::uint32_t>(hashOf(key, Hashed::Window, window));
}

/// Hides, and shows again, the gram's place of that number.
std::uint32_t veil(std::uint64_t gramSecret, std::size_t number) {
    return static_cast<std::uint32_t>(streamSeed(gramSecret, number));
}

const std::vector<Note>& notesOf(const SourceTune& tune) {
    return tune.melody->tracks.front()->notes;
}

/// Another key for other tunes, so that no table of hashes serves two models.
HashKey keyFor(std::span<const SourceTune> tunes) {
    std::string text;
    for (const SourceTune& tune : tunes) {
        text += tune.name;
        for (const Note& note : notesOf(tune)) {
            text +=
                ' ' + std::to_string(note.onset.value) + ':' + std::to_string(note.pitch.number);
        }
        text += '\n';
    }
    const std::uint64_t low = stableHash(text);
    return {low, stableHash(text + std::to_string(low))};
}

IndexedTune indexed(const SourceTune& tune) {
    IndexedTune entry{tune.name, tune.title, static_cast<std::uint32_t>(notesOf(tune).size()), {}};
    const MeterMap meters = tune.melody->meterMap();
    for (const Note& note : notesOf(tune)) {
        const auto bar = static_cast<std::uint32_t>(std::max(meters.at(note.onset).bar, 0));
        if (entry.bars.empty() || entry.bars.back().first != bar) {
            entry.bars.emplace_back(bar, 0);
        }
        ++entry.bars.back().second;
    }
    return entry;
}

int barOf(const IndexedTune& tune, std::size_t note) {
    for (const auto& [bar, notes] : tune.bars) {
        if (note < notes) {
            return static_cast<int>(bar);
        }
        note -= notes;
    }
    return 0;
}

/// A gram where it stands.
struct PlacedGram {
    std::uint64_t hash;
    std::uint32_t place;
    std::uint64_t secret;
};

/// The grams of all tunes, by hash and place.
std::vector<PlacedGram> placedGrams(const HashKey& key, std::span<const SourceTune> tunes) {
    std::vector<PlacedGram> grams;
    std::uint32_t offset = 0;
    for (const SourceTune& tune : tunes) {
        const std::vector<Note>& notes = notesOf(tune);
        const std::vector<MelodyStep> steps = stepsOf(notes);
        for (std::size_t i = 0; i + kGramSteps <= steps.size(); ++i) {
            Gram gram{};
            std::transform(steps.begin() + static_cast<std::ptrdiff_t>(i),
                           steps.begin() + static_cast<std::ptrdiff_t>(i + kGramSteps),
                           gram.begin(), [](const MelodyStep& step) { return step.packed(); });
            const auto note = offset + static_cast<std::uint32_t>(i);
            const auto pitch = static_cast<std::uint32_t>(notes[i].pitch.number) & kPitchMask;
            grams.push_back({hashOf(key, Hashed::Gram, gram) & kGramMask,
                             (note << kPitchBits) | pitch, hashOf(key, Hashed::Place, gram)});
        }
        offset += static_cast<std::uint32_t>(notes.size());
    }
    std::ranges::sort(grams, [](const PlacedGram& a, const PlacedGram& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.place < b.place;
    });
    return grams;
}

/// Where that gram's places lie in the layer; an empty range when it has none.
std::pair<std::uint32_t, std::uint32_t> placesOf(const CopyLayer& layer, const Gram& gram) {
    const std::uint64_t hash = hashOf(layer.key, Hashed::Gram, gram) & kGramMask;
    const auto found = std::ranges::lower_bound(layer.grams, hash);
    if (found == layer.grams.end() || *found != hash) {
        return {0, 0};
    }
    const auto at = static_cast<std::size_t>(found - layer.grams.begin());
    return {layer.begins[at], layer.begins[at + 1]};
}

} // namespace

CopyLayer copyLayer(std::span<const SourceTune> tunes) {
    CopyLayer layer;
    layer.key = keyFor(tunes);
    for (const SourceTune& tune : tunes) {
        const IntervalSequence intervals = intervalsOf(notesOf(tune));
        const auto number = static_cast<std::uint32_t>(layer.tunes.size());
        for (const IntervalWindow& window : distinctWindows(intervals)) {
            layer.windows.emplace_back(windowHash(layer.key, window), number);
        }
        layer.wholes.push_back(hashOf(layer.key, Hashed::Whole, intervals));
        layer.tunes.push_back(indexed(tune));
    }
    std::ranges::sort(layer.windows);
    std::size_t number = 0;
    for (const PlacedGram& gram : placedGrams(layer.key, tunes)) {
        if (layer.grams.empty() || layer.grams.back() != gram.hash) {
            layer.grams.push_back(gram.hash);
            layer.begins.push_back(static_cast<std::uint32_t>(layer.places.size()));
            number = 0;
        }
        layer.places.push_back(gram.place ^ veil(gram.secret, number++));
    }
    layer.begins.push_back(static_cast<std::uint32_t>(layer.places.size()));
    return layer;
}

CopyIndex::CopyIndex(std::vector<CopyLayer> layers, HumanCopies human)
    : m_layers(std::move(layers))
    , m_human(std::move(human)) {
    for (const CopyLayer& layer : m_layers) {
        std::vector<std::size_t>& offsets = m_offsets.emplace_back();
        std::size_t notes = 0;
        for (const IndexedTune& tune : layer.tunes) {
            offsets.push_back(notes);
            notes += tune.notes;
        }
        std::vector<std::uint32_t>& counts = m_windowCounts.emplace_back(layer.tunes.size());
        for (const auto& [hash, tune] : layer.windows) {
            ++counts[tune];
        }
    }
}

std::size_t CopyIndex::tuneCount() const {
    std::size_t count = 0;
    for (const CopyLayer& layer : m_layers) {
        count += layer.tunes.size();
    }
    return count;
}

std::vector<RunEnd> CopyIndex::runEnds(std::span<const Note> melody) const {
    std::vector<RunEnd> ends(melody.size());
    std::vector<std::size_t> firstTunes(m_layers.size());
    for (std::size_t layer = 1; layer < m_layers.size(); ++layer) {
        firstTunes[layer] = firstTunes[layer - 1] + m_layers[layer - 1].tunes.size();
    }
    const std::vector<MelodyStep> steps = stepsOf(melody);
    CopyTrail trail(*this);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        trail.push(steps[i]);
        const auto place = trail.place();
        if (!place) {
            continue;
        }
        const std::vector<std::size_t>& offsets = m_offsets[place->layer];
        const auto after = std::ranges::upper_bound(offsets, place->note);
        const auto tune = static_cast<std::size_t>(after - offsets.begin()) - 1;
        const int gramPitch = melody[i + 1 - kGramSteps].pitch.number;
        ends[i + 1] = {place->steps + 1, firstTunes[place->layer] + tune,
                       place->note - offsets[tune], gramPitch - place->gramPitch};
    }
    return ends;
}

CopyReport CopyIndex::report(std::span<const Note> melody, NoteRange range) const {
    const std::vector<RunEnd> ends = runEnds(melody);
    CopyReport report;
    report.shareCopied = shareCopied(ends, range);
    const auto longest = longestRun(ends, range);
    if (!longest) {
        return report;
    }
    std::size_t layer = 0;
    std::size_t tune = longest->end.tune;
    while (tune >= m_layers[layer].tunes.size()) {
        tune -= m_layers[layer++].tunes.size();
    }
    const IndexedTune& entry = m_layers[layer].tunes[tune];
    report.longest = {longest->end.notes,
                      longest->firstNote,
                      entry.name,
                      entry.title,
                      longest->end.note,
                      barOf(entry, longest->end.note),
                      longest->end.transposedBy};
    return report;
}

bool CopyIndex::knowsVersionOf(const IntervalSequence& intervals) const {
    const std::vector<IntervalWindow> windows = distinctWindows(intervals);
    for (std::size_t number = 0; number < m_layers.size(); ++number) {
        const CopyLayer& layer = m_layers[number];
        const std::uint64_t whole = hashOf(layer.key, Hashed::Whole, intervals);
        if (std::ranges::find(layer.wholes, whole) != layer.wholes.end()) {
            return true;
        }
        std::map<std::uint32_t, std::size_t> shared;
        for (const IntervalWindow& window : windows) {
            const std::uint32_t hash = windowHash(layer.key, window);
            const auto byHash = [](const auto& entry) { return entry.first; };
            for (const auto& entry : std::ranges::equal_range(layer.windows, hash, {}, byHash)) {
                ++shared[entry.second];
            }
        }
        for (const auto& [tune, count] : shared) {
            const std::size_t theirs = m_windowCounts[number][tune];
            if (2 * count >= std::min(windows.size(), theirs)) {
                return true;
            }
        }
    }
    return false;
}

HumanCopies humanCopies(const CopyIndex& index, std::span<const SourceTune> heldOut) {
    std::map<std::size_t, std::vector<std::uint32_t>> runs;
    for (const SourceTune& tune : heldOut) {
        const std::vector<RunEnd> ends = index.runEnds(notesOf(tune));
        for (const std::size_t length : kCalibratedPhrases) {
            for (std::size_t begin = 0; begin + length <= ends.size(); begin += length / 2) {
                std::size_t longest = 0;
                for (std::size_t i = begin; i < begin + length; ++i) {
                    longest = std::max(longest, std::min(ends[i].notes, i + 1 - begin));
                }
                const std::size_t told = longest >= kShortestKnownRun ? longest : 0;
                runs[length].push_back(static_cast<std::uint32_t>(told));
            }
        }
    }
    HumanCopies human;
    for (auto& [length, found] : runs) {
        std::ranges::sort(found);
        HumanCopies::Row row{length, found.size(), {}};
        for (std::size_t percent = 0; percent < row.runs.size(); ++percent) {
            row.runs[percent] = percentile(found, static_cast<int>(percent));
        }
        human.rows.push_back(row);
    }
    return human;
}

std::shared_ptr<const CopyIndex> trainedIndex(std::vector<CopyLayer> earlier,
                                              std::span<const SourceTune> training,
                                              std::span<const SourceTune> heldOut) {
    std::size_t notes = 0;
    for (const CopyLayer& layer : earlier) {
        for (const IndexedTune& tune : layer.tunes) {
            notes += tune.notes;
        }
    }
    for (const SourceTune& tune : training) {
        notes += notesOf(tune).size();
    }
    if (notes > kMostIndexedNotes || earlier.size() >= kMostIndexLayers) {
        return nullptr;
    }
    earlier.push_back(copyLayer(training));
    const CopyIndex index(earlier, {});
    return std::make_shared<const CopyIndex>(std::move(earlier), humanCopies(index, heldOut));
}

CopyTrail::CopyTrail(const CopyIndex& index)
    : m_index(&index)
    , m_runs(index.layers().size()) {}

CopyTrail::Gram CopyTrail::gramWith(const MelodyStep& step) const {
    Gram gram = m_recent;
    std::shift_left(gram.begin(), gram.end(), 1);
    gram.back() = step.packed();
    return gram;
}

void CopyTrail::push(const MelodyStep& step) {
    m_recent = gramWith(step);
    m_known = std::min(m_known + 1, kGramSteps);
    if (m_known < kGramSteps) {
        return;
    }
    std::uint32_t most = 0;
    for (std::size_t number = 0; number < m_runs.size(); ++number) {
        const CopyLayer& layer = m_index->layers()[number];
        std::vector<Run> longer;
        const auto [begin, end] = placesOf(layer, m_recent);
        const std::uint64_t secret = begin < end ? hashOf(layer.key, Hashed::Place, m_recent) : 0;
        for (std::uint32_t i = begin; i < end; ++i) {
            const std::uint32_t shown = layer.places[i] ^ veil(secret, i - begin);
            const std::uint32_t place = shown >> kPitchBits;
            const auto before = std::ranges::lower_bound(
                m_runs[number], place, {}, [](const Run& run) { return run.place + 1; });
            const bool goesOn = before != m_runs[number].end() && before->place + 1 == place;
            const auto steps = goesOn ? before->steps + 1 : static_cast<std::uint32_t>(kGramSteps);
            longer.push_back({place, steps, static_cast<int>(shown & kPitchMask)});
            most = std::max(most, steps);
        }
        m_runs[number] = std::move(longer);
    }
    m_steps = most;
}

bool CopyTrail::mayReach(std::size_t steps) const {
    assert(steps >= kGramSteps);
    if (steps == kGramSteps) {
        return m_known + 1 >= kGramSteps;
    }
    return m_steps + 1 >= steps;
}

bool CopyTrail::wouldReach(const MelodyStep& step, std::size_t steps) const {
    if (!mayReach(steps)) {
        return false;
    }
    const Gram gram = gramWith(step);
    for (std::size_t number = 0; number < m_runs.size(); ++number) {
        const CopyLayer& layer = m_index->layers()[number];
        const auto [begin, end] = placesOf(layer, gram);
        if (begin == end) {
            continue;
        }
        if (steps == kGramSteps) {
            return true;
        }
        const std::uint64_t secret = hashOf(layer.key, Hashed::Place, gram);
        std::vector<std::uint32_t> after;
        for (const Run& run : m_runs[number]) {
            if (run.steps + 1 >= steps) {
                after.push_back(run.place + 1);
            }
        }
        for (std::uint32_t i = begin; i < end && !after.empty(); ++i) {
            const std::uint32_t place = (layer.places[i] ^ veil(secret, i - begin)) >> kPitchBits;
            if (std::ranges::binary_search(after, place)) {
                return true;
            }
        }
    }
    return false;
}

std::optional<CopyTrail::Place> CopyTrail::place() const {
    std::optional<Place> best;
    for (std::size_t number = 0; number < m_runs.size(); ++number) {
        for (const Run& run : m_runs[number]) {
            // Runs of a layer are in order, so that of equals the first stands first.
            if (run.steps > (best ? best->steps : 0)) {
                best = Place{number, run.place + kGramSteps - run.steps, run.steps, run.pitch};
            }
        }
    }
    return best;
}

} // namespace cantilena

#include "core/corpus/CorpusReport.h"

#include "core/corpus/KeyEstimate.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace cantilena {

namespace {

using Json = nlohmann::ordered_json;

std::string meterName(const CorpusTune& tune) {
    return tune.meter ? tune.meter->name() : "none";
}

std::string keyName(const CorpusTune& tune) {
    return tune.keySource == KeySource::Unknown ? "none" : tune.key.name();
}

std::string line(const CorpusTune& tune) {
    std::string text = tune.name + ": " + std::string(verdictName(tune.verdict));
    if (isAccepted(tune.verdict)) {
        text += ", " + keyName(tune) + ", " + meterName(tune) + ", " + std::to_string(tune.notes) +
                " notes";
    }
    text += " (" + tune.reason + ")\n";
    for (const std::string& remark : tune.remarks) {
        text += "    " + remark + "\n";
    }
    return text;
}

/// "4/4 12, 3/4 7", the most frequent first.
std::string inOrder(const std::map<std::string, std::size_t>& counts) {
    std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
    std::ranges::stable_sort(sorted,
                             [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    for (const auto& [name, count] : sorted) {
        text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
    }
    return text.empty() ? "none" : text;
}

std::string summaryText(const CorpusSummary& summary) {
    std::string text = std::to_string(summary.files) + " files, " + std::to_string(summary.tunes) +
                       " tunes, " + std::to_string(summary.accepted) + " accepted with " +
                       std::to_string(summary.notes) + " notes\n";
    text += "Metres: " + inOrder(summary.meters) + "\n";
    text += "Keys: " + inOrder(summary.keys) + "\n";
    text += "Keys estimated by " + std::string(kKeyProfiles) + ": " +
            std::to_string(summary.estimatedKeys) + "\n";
    text += "Groups of duplicates: " + std::to_string(summary.duplicates.size()) + "\n";
    for (const std::vector<std::string>& group : summary.duplicates) {
        std::string_view separator = "    ";
        for (const std::string& name : group) {
            text += std::string(separator) + name;
            separator = " = ";
        }
        text += "\n";
    }
    return text;
}

} // namespace

CorpusSummary summarised(const Corpus& corpus) {
    CorpusSummary summary;
    summary.files = corpus.files;
    summary.tunes = corpus.tunes.size();
    std::map<std::size_t, std::vector<std::string>> groups;
    for (const CorpusTune& tune : corpus.tunes) {
        if (!isAccepted(tune.verdict)) {
            continue;
        }
        ++summary.accepted;
        summary.notes += tune.notes;
        ++summary.meters[meterName(tune)];
        ++summary.keys[keyName(tune)];
        summary.estimatedKeys += tune.keySource == KeySource::Estimated ? 1 : 0;
        groups[tune.duplicateGroup].push_back(tune.name);
    }
    for (auto& [number, names] : groups) {
        if (names.size() > 1) {
            summary.duplicates.push_back(std::move(names));
        }
    }
    return summary;
}

std::string corpusJson(const Corpus& corpus) {
    const CorpusSummary summary = summarised(corpus);
    Json rejected = Json::array();
    Json estimated = Json::array();
    for (const CorpusTune& tune : corpus.tunes) {
        if (!isAccepted(tune.verdict)) {
            rejected.push_back({{"file", tune.name}, {"reason", tune.reason}});
        } else if (tune.keySource == KeySource::Estimated) {
            estimated.push_back(
                {{"file", tune.name}, {"key", tune.key.name()}, {"margin", tune.keyMargin}});
        }
    }
    const Json json = {{"files", summary.files},
                       {"tunes", summary.tunes},
                       {"accepted", summary.accepted},
                       {"rejected", std::move(rejected)},
                       {"duplicates", summary.duplicates},
                       {"notes", summary.notes},
                       {"meters", summary.meters},
                       {"keys", summary.keys},
                       {"estimated_keys", std::move(estimated)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string corpusText(const Corpus& corpus) {
    std::string text;
    for (const CorpusTune& tune : corpus.tunes) {
        text += line(tune);
    }
    return text + summaryText(summarised(corpus));
}

} // namespace cantilena

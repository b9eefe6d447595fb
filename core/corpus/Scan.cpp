#include "core/base/File.h"
#include "core/corpus/Corpus.h"
#include "core/corpus/DataSet.h"
#include "core/corpus/TutorialDataSet.h"
#include "core/formats/ScoreFile.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace cantilena {

namespace fs = std::filesystem;

namespace {

bool isTutorialDataSet(const fs::path& path) {
    return path.filename() == kTutorialDataSetFile;
}

bool isReadable(const fs::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(readableExtensions(), extension) != readableExtensions().end();
}

bool isHidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

Error notListed(const fs::path& path, const std::error_code& failure) {
    const bool missing = failure == std::errc::no_such_file_or_directory;
    return {missing ? ErrorCode::NotFound : ErrorCode::Unavailable,
            path.string() + ": cannot be looked into: " + failure.message()};
}

/// Every music file below a folder, in the order of their names.
Result<std::vector<fs::path>> musicBelow(const fs::path& folder, const std::stop_token& stop) {
    std::error_code failure;
    fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied,
                                             failure);
    if (failure) {
        return notListed(folder, failure);
    }
    std::vector<fs::path> files;
    while (entries != fs::recursive_directory_iterator() && !stop.stop_requested()) {
        std::error_code unclear;
        const bool isFolder = entries->is_directory(unclear);
        if (isHidden(entries->path())) {
            entries.disable_recursion_pending();
        } else if (!isFolder &&
                   (isReadable(entries->path()) || isTutorialDataSet(entries->path()))) {
            files.push_back(entries->path());
        }
        entries.increment(failure);
        if (failure) {
            return notListed(folder, failure);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// What to read: each file once, even where the paths overlap.
Result<std::vector<fs::path>> listed(std::span<const fs::path> paths, const std::stop_token& stop) {
    std::vector<fs::path> files;
    std::set<fs::path> known;
    for (const fs::path& path : paths) {
        std::error_code failure;
        const fs::file_status status = fs::status(path, failure);
        if (!fs::exists(status)) {
            return notListed(path,
                             failure ? failure
                                     : std::make_error_code(std::errc::no_such_file_or_directory));
        }
        Result<std::vector<fs::path>> found =
            fs::is_directory(status) ? musicBelow(path, stop) : std::vector<fs::path>{path};
        if (!found) {
            return found;
        }
        for (fs::path& file : *found) {
            fs::path identity = fs::canonical(file, failure);
            if (known.insert(failure ? file : std::move(identity)).second) {
                files.push_back(std::move(file));
            }
        }
    }
    return files;
}

/// The file as given, and the "#X" by which the reader told its tunes apart.
std::string nameOf(const fs::path& file, const TuneReading& reading) {
    const std::string fileName = file.filename().string();
    const bool isOneOfSeveral =
        reading.name.starts_with(fileName) && reading.name.size() > fileName.size();
    return file.string() + (isOneOfSeveral ? reading.name.substr(fileName.size()) : "");
}

CorpusTune rejected(std::string name, Verdict verdict, std::string reason) {
    CorpusTune tune;
    tune.name = std::move(name);
    tune.verdict = verdict;
    tune.reason = std::move(reason);
    return tune;
}

/// The songs of the tutorial's data set, held against the mapping beside it where there is one.
std::vector<CorpusTune> tutorialTunesOf(const fs::path& file, const std::string& bytes) {
    const fs::path beside = file.parent_path() / kTutorialMappingFile;
    std::error_code unclear;
    if (!fs::exists(beside, unclear)) {
        return tutorialTunes(bytes, file.string());
    }
    const Result<std::string> json = readFile(beside);
    const auto mapping =
        json ? TokenMapping::parse(*json, beside.string()) : Result<TokenMapping>(json.error());
    std::vector<CorpusTune> tunes =
        tutorialTunes(bytes, file.string(), mapping ? &*mapping : nullptr);
    if (!mapping && !tunes.empty()) {
        tunes.front().remarks.push_back(mapping.error().message);
    }
    return tunes;
}

/// A file of no known ending, given by name.
std::vector<CorpusTune> dataSetTunes(const fs::path& file) {
    const Result<std::string> bytes = readFile(file);
    if (!bytes) {
        return {rejected(file.string(), Verdict::Broken, bytes.error().message)};
    }
    if (isTutorialDataSet(file) || looksLikeTutorialDataSet(*bytes)) {
        return tutorialTunesOf(file, *bytes);
    }
    if (TokenMapping::parse(*bytes, {})) {
        // The key to a data set beside it, no tune.
        return {};
    }
    Result<Corpus> packed = unpackedDataSet(*bytes, file.string());
    if (!packed) {
        const Verdict verdict = looksLikeDataSet(*bytes) ? Verdict::Broken : Verdict::NotMusic;
        return {rejected(file.string(), verdict, packed.error().message)};
    }
    return std::move(packed->tunes);
}

std::vector<CorpusTune> tunesOf(const fs::path& file) {
    if (!isReadable(file)) {
        return dataSetTunes(file);
    }
    std::vector<CorpusTune> tunes;
    for (FileTune& found : judgedFile(file)) {
        tunes.push_back(std::move(found.tune));
    }
    return tunes;
}

/// Reads files on several threads, each into its own place, so that their order stays.
class Scan {
public:
    Scan(std::vector<fs::path> files, std::stop_token stop)
        : m_files(std::move(files))
        , m_stop(std::move(stop))
        , m_tunes(m_files.size()) {}

    /// Returns when all files are read or a stop was asked for.
    void run(unsigned threads, const ProgressSink& progress) {
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        const std::size_t wanted = threads == 0 ? cores : threads;
        std::vector<std::jthread> workers(std::min(wanted, m_files.size()));
        for (std::jthread& worker : workers) {
            worker = std::jthread([this] { work(); });
        }
        reportUntilDone(progress);
    }

    [[nodiscard]] Corpus corpus() && {
        Corpus corpus;
        corpus.files = m_files.size();
        for (std::vector<CorpusTune>& tunes : m_tunes) {
            std::ranges::move(tunes, std::back_inserter(corpus.tunes));
        }
        return corpus;
    }

private:
    void work() {
        for (;;) {
            const std::size_t index = m_next.fetch_add(1);
            if (index >= m_files.size()) {
                return;
            }
            if (!m_stop.stop_requested()) {
                m_tunes[index] = tunesOf(m_files[index]);
            }
            {
                const std::scoped_lock lock(m_mutex);
                ++m_done;
            }
            m_changed.notify_one();
        }
    }

    void reportUntilDone(const ProgressSink& progress) {
        const std::string activity = "reading " + std::to_string(m_files.size()) +
                                     (m_files.size() == 1 ? " file" : " files");
        std::unique_lock lock(m_mutex);
        std::size_t reported = 0;
        while (reported < m_files.size()) {
            m_changed.wait(lock, [&] { return m_done > reported; });
            reported = m_done;
            lock.unlock();
            report(progress, static_cast<double>(reported) / static_cast<double>(m_files.size()),
                   activity);
            lock.lock();
        }
    }

    const std::vector<fs::path> m_files;
    const std::stop_token m_stop;
    std::vector<std::vector<CorpusTune>> m_tunes;
    std::atomic<std::size_t> m_next{0};
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::size_t m_done = 0;
};

} // namespace

std::vector<FileTune> judgedFile(const fs::path& file) {
    Result<std::vector<TuneReading>> readings = readScoreFile(file);
    if (!readings) {
        return {{rejected(file.string(), Verdict::Broken, readings.error().message), nullptr}};
    }
    if (readings->empty()) {
        return {{rejected(file.string(), Verdict::NoNotes, "holds no tune"), nullptr}};
    }
    std::vector<FileTune> tunes;
    for (TuneReading& reading : *readings) {
        const std::string name = nameOf(file, reading);
        FileTune found{rejected(name, Verdict::Broken, {}), nullptr};
        if (reading.score) {
            found.piece = std::make_shared<const Score>(std::move(*reading.score));
            found.tune = judged(*found.piece, name);
        } else {
            found.tune.reason = reading.score.error().message;
        }
        found.tune.remarks = std::move(reading.remarks);
        tunes.push_back(std::move(found));
    }
    return tunes;
}

Result<Corpus> scanCorpus(std::span<const fs::path> paths, const CorpusOptions& options,
                          std::stop_token stop, const ProgressSink& progress) {
    Result<std::vector<fs::path>> files = listed(paths, stop);
    if (!files) {
        return files.error();
    }
    Scan scan(std::move(*files), stop);
    scan.run(options.threads, progress);
    if (stop.stop_requested()) {
        return Error{ErrorCode::Cancelled, "reading the corpus was stopped"};
    }
    Corpus corpus = std::move(scan).corpus();
    assignDuplicateGroups(corpus);
    return corpus;
}

} // namespace cantilena

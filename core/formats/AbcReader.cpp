#include "core/formats/AbcReader.h"

#include "core/formats/AbcBook.h"
#include "core/formats/AbcTune.h"
#include "core/formats/WrittenScore.h"

#include <utility>

namespace cantilena {

Result<std::vector<TuneReading>> readAbc(std::string_view bytes, std::string_view name) {
    const std::vector<AbcTune> book = abcTunes(bytes);
    if (book.empty()) {
        return Error{ErrorCode::Malformed,
                     std::string(name) + ": is no ABC file: no line begins with X: or K:"};
    }
    std::vector<TuneReading> tunes;
    for (const AbcTune& tune : book) {
        std::string tuneName(name);
        if (book.size() > 1) {
            tuneName += "#" + tune.number;
        }
        const auto named = [&](Error error) {
            error.message = tuneName + ": " + error.message;
            return error;
        };
        TuneReading reading{tuneName, Score{}, {}};
        auto page = readAbcTune(tune);
        if (page) {
            reading.remarks = std::move(page->remarks);
            auto score = played(std::move(page->written));
            reading.score = score ? std::move(score) : Result<Score>(named(score.error()));
        } else {
            reading.score = named(page.error());
        }
        tunes.push_back(std::move(reading));
    }
    return tunes;
}

} // namespace cantilena

#include "core/formats/AbcReader.h"

#include "core/formats/AbcBook.h"
#include "core/formats/AbcTune.h"
#include "core/formats/BookBudget.h"
#include "core/formats/TextEncoding.h"
#include "core/formats/WrittenScore.h"

#include <utility>

namespace cantilena {

namespace {

Error named(std::string_view name, Error error) {
    error.message = std::string(name) + ": " + error.message;
    return error;
}

TuneReading readTune(const AbcTune& tune, const AbcBook& book, std::string name,
                     BookBudget& budget) {
    return playedFrom(readAbcTune(tune, book.header), std::move(name), budget);
}

} // namespace

Result<std::vector<TuneReading>> readAbc(std::string_view bytes, std::string_view name) {
    const std::string text = toUtf8(bytes);
    const AbcBook book = abcBook(text);
    if (book.tunes.empty()) {
        return named(name, {ErrorCode::Malformed, "is no ABC file: no line begins with X: or K:"});
    }
    if (book.tunes.size() > kMostAbcTunes) {
        return named(name, {ErrorCode::OutOfRange, "has more than 100,000 tunes"});
    }
    BookBudget budget(bytes.size());
    std::vector<TuneReading> tunes;
    tunes.reserve(book.tunes.size());
    for (const AbcTune& tune : book.tunes) {
        std::string tuneName(name);
        if (book.tunes.size() > 1) {
            tuneName += "#" + std::string(tune.number);
        }
        tunes.push_back(readTune(tune, book, std::move(tuneName), budget));
    }
    return tunes;
}

} // namespace cantilena

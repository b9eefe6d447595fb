#include "core/compose/NextNotes.h"

#include "core/compose/ContinuationParts.h"
#include "core/model/MelodyDecoder.h"
#include "core/model/Sampling.h"
#include "core/model/Scoring.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace cantilena {

namespace {

/// Every so many events what was read is put by, for when the line changes before its end.
constexpr std::size_t kBookmarkEvery = 32;
constexpr std::size_t kBookmarks = 40;
/// A long line is read from one of its notes of such a number on, so that it keeps its beginning
/// while it grows; at most twice as many are read, which from a cold start takes some 25 ms.
constexpr std::size_t kBlock = 160;

std::vector<Note> recent(std::vector<Note> line) {
    if (line.size() > 2 * kBlock) {
        const std::size_t left = (line.size() - kBlock) / kBlock * kBlock;
        line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(left));
    }
    return line;
}

std::vector<std::uint8_t> soundingSymbols(const MelodyContext& context) {
    std::vector<std::uint8_t> sounding(kPitchSymbols, 0);
    for (int symbol = 0; symbol < kPitchesAroundTonic; ++symbol) {
        sounding[static_cast<std::size_t>(symbol)] = symbolPitch(symbol, context.tonic).isValid();
    }
    return sounding;
}

/// The symbols allowed, the likeliest first; of equals the lower.
std::vector<int> ranked(std::span<const float> logits, std::span<const std::uint8_t> allowed) {
    std::vector<int> symbols;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (allowed[i] != 0) {
            symbols.push_back(static_cast<int>(i));
        }
    }
    std::ranges::stable_sort(symbols, std::greater{},
                             [&](int symbol) { return logits[static_cast<std::size_t>(symbol)]; });
    return symbols;
}

} // namespace

NextNoteReader::NextNoteReader(std::shared_ptr<const MelodyModel> model)
    : m_model(std::move(model))
    , m_decoder(m_model->decoder(1 + kBookmarks)) {}

NextNoteReader::~NextNoteReader() = default;

void NextNoteReader::begin(const EventSequence& line) {
    m_decoder->begin(0, line.context);
    m_read.clear();
    m_hasBegun = true;
}

bool NextNoteReader::readUpTo(const EventSequence& line, const Frame& frame,
                              const std::stop_token& stop) {
    const auto common =
        static_cast<std::size_t>(std::ranges::mismatch(m_read, line.events).in1 - m_read.begin());
    if (!m_hasBegun || frame != m_frame) {
        m_frame = frame;
        begin(line);
    } else if (common < m_read.size()) {
        const std::size_t bookmark = std::min(common / kBookmarkEvery, kBookmarks);
        if (bookmark == 0) {
            begin(line);
        } else {
            m_decoder->copy(bookmark, 0);
            m_read.resize(bookmark * kBookmarkEvery);
        }
    }
    while (m_read.size() < line.events.size()) {
        if (stop.stop_requested()) {
            return false;
        }
        m_decoder->push(0, line.events[m_read.size()]);
        m_read.push_back(line.events[m_read.size()]);
        const std::size_t bookmark = m_read.size() / kBookmarkEvery;
        if (m_read.size() % kBookmarkEvery == 0 && bookmark <= kBookmarks) {
            m_decoder->copy(0, bookmark);
        }
    }
    return true;
}

Result<std::vector<LikelyNote>> NextNoteReader::likeliest(const Score& score, std::size_t track,
                                                          Tick at, std::size_t count,
                                                          const std::stop_token& stop) {
    if (score.tracks[track]->channel == kDrumChannel) {
        return Error{ErrorCode::NotFound, "drums have no melody"};
    }
    std::vector<Note> notes = recent(legatoLine(*score.tracks[track], at));
    const auto key = keyToContinueIn(score, notes, at);
    const auto line = readLine(score, std::move(notes), at, key);
    if (!line) {
        return line.error();
    }
    if (const auto readable = checkReadable(*m_model, line->events); !readable) {
        return readable.error();
    }
    const MelodyContext& context = line->events.context;
    if (!readUpTo(line->events,
                  {context.tonic, context.mode, context.begin, score.meters, score.pickup}, stop)) {
        return Error{ErrorCode::Cancelled, "reading was stopped"};
    }
    const std::vector<std::uint8_t> sounding = soundingSymbols(context);
    const auto logits = m_decoder->pitchLogits(0);
    const std::vector<float> pitches(logits.begin(), logits.end());
    const std::vector<std::uint8_t> everyLength(kDurationClasses, 1);
    std::vector<LikelyNote> likely;
    for (const int symbol : ranked(pitches, sounding)) {
        if (likely.size() == count) {
            break;
        }
        const auto lengths = m_decoder->durationLogits(0, symbol);
        const int length = ranked(lengths, everyLength).front();
        likely.push_back({symbolPitch(symbol, context.tonic), classDuration(length),
                          std::exp2(-bitsOf(pitches, symbol, sounding)),
                          std::exp2(-bitsOf(lengths, length))});
    }
    return likely;
}

} // namespace cantilena

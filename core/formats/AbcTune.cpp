#include "core/formats/AbcTune.h"

#include "core/formats/AbcFields.h"
#include "core/formats/AbcKey.h"
#include "core/formats/AbcMusic.h"
#include "core/formats/AbcVoice.h"
#include "core/formats/BarCount.h"
#include "core/formats/Limits.h"
#include "core/formats/TextEncoding.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

namespace cantilena {

namespace {

/// The words of a directive or setting line; quoted words keep their spaces and lose the quotes.
std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> result;
    std::string word;
    bool isQuoted = false;
    bool isOpen = false;
    for (const char c : text) {
        if (c == '"') {
            isQuoted = !isQuoted;
            isOpen = true;
        } else if (!isQuoted && (c == ' ' || c == '\t')) {
            if (isOpen) {
                result.push_back(std::move(word));
            }
            word.clear();
            isOpen = false;
        } else {
            word += c;
            isOpen = true;
        }
    }
    if (isOpen) {
        result.push_back(std::move(word));
    }
    return result;
}

std::optional<int> smallNumber(std::string_view word) {
    const bool isNegative = word.starts_with('-');
    word.remove_prefix(isNegative ? 1 : 0);
    const auto number = takeAbcNumber(word);
    if (!number || !word.empty() || *number > 10'000) {
        return std::nullopt;
    }
    return isNegative ? -*number : *number;
}

class TuneReader {
public:
    Result<AbcTuneReading> read(const AbcTune& tune, std::span<const AbcLine> bookHeader);

private:
    void line(std::string_view text);
    void field(char letter, std::string_view value);
    void headerField(char letter, std::string_view value);
    void bodyField(char letter, std::string_view value);
    void key(std::string_view value);
    void meter(std::string_view value);
    void length(std::string_view value);
    void tempo(std::string_view value);
    void selectVoice(std::string_view value);
    void directive(std::string_view text);
    void midiDirective(const std::vector<std::string>& parts);
    void program(const std::vector<int>& numbers);
    void music(std::string_view text);
    void startMusic();
    AbcVoice& voice();
    AbcVoice& voiceNamed(const std::string& id);
    void alignVoices();
    [[nodiscard]] std::vector<std::vector<PlayedSpan>>
    spansOfVoices(const std::string& order) const;
    void giveDefaults(AbcVoice& voice);
    void remark(std::string sentence);
    void addHeaderTempo();
    Result<AbcTuneReading> finished();

    AbcTuneReading m_reading;
    int m_line = 0;
    bool m_isInBody = false;

    // What the header says, until voices begin with it.
    AbcKeyField m_key{AbcAccidentals{}, {}, {}};
    std::optional<Meter> m_meter;
    std::optional<AbcRatio> m_length;
    std::string m_tempo;
    std::string m_partOrder;
    std::optional<int> m_program;
    int m_transposed = 0;

    std::vector<std::unique_ptr<AbcVoice>> m_voices;
    std::unordered_map<std::string, AbcVoice*> m_voicesById;
    AbcVoice* m_current = nullptr;
    /// Where a voice begins that has not been heard of yet.
    FineTick m_newVoicesBegin;
    bool m_isContinued = false;
    std::size_t m_untold = 0;
    std::size_t m_alignments = 0;
    /// Why nothing more is read; empty while all is well.
    std::string m_fault;
};

Result<AbcTuneReading> TuneReader::read(const AbcTune& tune, std::span<const AbcLine> bookHeader) {
    for (const AbcLine& setting : bookHeader) {
        static constexpr std::string_view kForAllTunes = "CILMOQS%";
        if (kForAllTunes.find(setting.text.front()) != std::string_view::npos) {
            m_line = setting.number;
            line(setting.text);
        }
    }
    AbcLines lines(tune.text, tune.firstLine);
    auto next = lines.next();
    while (next && m_fault.empty()) {
        m_line = next->number;
        std::string text(next->text);
        for (next = lines.next(); next && next->text.starts_with("+:"); next = lines.next()) {
            text += " ";
            text += next->text.substr(2);
        }
        line(text);
    }
    return finished();
}

void TuneReader::line(std::string_view text) {
    if (text.starts_with("%%")) {
        directive(text.substr(2));
    } else if (isAbcField(text)) {
        field(text[0], trimmed(text.substr(2)));
    } else if (m_isInBody) {
        music(text);
    } else if (!text.empty()) {
        remark("text in the header was passed over");
    }
}

void TuneReader::remark(std::string sentence) {
    constexpr std::size_t kMostRemarks = 8;
    if (m_reading.remarks.size() < kMostRemarks) {
        m_reading.remarks.push_back("line " + std::to_string(m_line) + ": " + std::move(sentence));
    } else {
        ++m_untold;
    }
}

void TuneReader::field(char letter, std::string_view value) {
    switch (letter) {
    case 'K': key(value); break;
    case 'M': meter(value); break;
    case 'L': length(value); break;
    case 'Q': tempo(value); break;
    case 'V': selectVoice(value); break;
    case 'I': directive(value); break;
    default:
        if (m_isInBody) {
            bodyField(letter, value);
        } else {
            headerField(letter, value);
        }
        break;
    }
}

void TuneReader::headerField(char letter, std::string_view value) {
    WrittenScore& written = m_reading.written;
    const auto takeFirst = [&](std::string& target) {
        if (target.empty()) {
            target = abcText(value);
        }
    };
    switch (letter) {
    case 'T': takeFirst(written.title); break;
    case 'C': takeFirst(written.composer); break;
    case 'O':
    case 'S': takeFirst(written.origin); break;
    case 'P': m_partOrder = std::string(value); break;
    default: break;
    }
}

void TuneReader::bodyField(char letter, std::string_view value) {
    if (letter == 'P' && !value.empty()) {
        voice().beginPart(value.front());
    } else if (letter == 'w') {
        voice().addVerse(value);
    } else if (letter == 'T' && m_reading.written.title.empty()) {
        m_reading.written.title = abcText(value);
    }
}

void TuneReader::key(std::string_view value) {
    const auto read = abcKeyField(value);
    if (!read) {
        remark("the key \"" + std::string(value) + "\" was not understood");
    }
    if (m_isInBody) {
        if (read) {
            voice().setKey(*read);
        }
        return;
    }
    if (read) {
        m_key = *read;
    }
    startMusic();
}

void TuneReader::startMusic() {
    m_isInBody = true;
    for (const auto& known : m_voices) {
        giveDefaults(*known);
    }
    m_current = nullptr;
}

void TuneReader::giveDefaults(AbcVoice& known) {
    known.setPlainLength(m_length.value_or(abcDefaultLength(m_meter)));
    known.setMeter(m_meter);
    known.setKey(m_key);
    known.setDirectiveTransposition(m_transposed);
    if (m_program && known.written().program == 0) {
        known.written().program = *m_program;
    }
}

void TuneReader::meter(std::string_view value) {
    const auto read = abcMeterField(value);
    if (!read) {
        remark("the metre \"" + std::string(value) + "\" was not understood");
    } else if (m_isInBody) {
        voice().setMeter(read->meter);
    } else {
        m_meter = read->meter;
    }
}

void TuneReader::length(std::string_view value) {
    const auto read = abcRatio(value);
    if (!read) {
        remark("the length \"" + std::string(value) + "\" was not understood");
    } else if (m_isInBody) {
        voice().setPlainLength(*read);
    } else {
        m_length = *read;
    }
}

void TuneReader::tempo(std::string_view value) {
    if (!m_isInBody) {
        m_tempo = std::string(value);
    } else if (const auto bpm = abcTempo(value, voice().plainLength())) {
        voice().setTempo(*bpm);
    } else {
        remark("the tempo \"" + std::string(value) + "\" holds no number");
    }
}

AbcVoice& TuneReader::voice() {
    if (m_current == nullptr) {
        m_current = m_voices.empty() ? &voiceNamed("") : m_voices.front().get();
    }
    return *m_current;
}

AbcVoice& TuneReader::voiceNamed(const std::string& id) {
    if (const auto known = m_voicesById.find(id); known != m_voicesById.end()) {
        return *known->second;
    }
    if (m_voices.size() == kMostLines) {
        m_fault = "has more than " + std::to_string(kMostLines) + " voices";
        return *m_voices.back();
    }
    m_voices.push_back(std::make_unique<AbcVoice>(id));
    m_voicesById[id] = m_voices.back().get();
    if (m_isInBody) {
        giveDefaults(*m_voices.back());
        m_voices.back()->waitUntil(m_newVoicesBegin);
    }
    return *m_voices.back();
}

/// A new choice of staves inside the music begins for all voices at once; those that were not on
/// the page before have been silent.
void TuneReader::alignVoices() {
    if (++m_alignments > kMostPlayedSections) {
        return;
    }
    for (const auto& known : m_voices) {
        m_newVoicesBegin = std::max(m_newVoicesBegin, known->reached());
    }
    for (const auto& known : m_voices) {
        known->waitUntil(m_newVoicesBegin);
    }
}

void TuneReader::selectVoice(std::string_view value) {
    const std::vector<std::string> parts = words(value);
    if (parts.empty()) {
        return;
    }
    // Music before the first V: belongs to a voice without a name; a V: that follows at once, with
    // nothing played, names that voice.
    AbcVoice& selected = voiceNamed(parts[0]);
    m_current = &selected;
    for (std::size_t index = 1; index < parts.size(); ++index) {
        for (const std::string_view setting : {"name=", "nm="}) {
            if (parts[index].starts_with(setting)) {
                selected.setName(abcText(std::string_view(parts[index]).substr(setting.size())));
            }
        }
    }
    selected.setTransposition(abcTransposition(value));
}

void TuneReader::directive(std::string_view text) {
    const std::size_t comment = std::min(text.find('%'), text.size());
    std::string plain(text.substr(0, comment));
    std::replace(plain.begin(), plain.end(), '=', ' ');
    const std::vector<std::string> parts = words(plain);
    if (parts.size() >= 2 && parts[0] == "MIDI") {
        midiDirective(parts);
    } else if (m_isInBody && !parts.empty() && (parts[0] == "staves" || parts[0] == "score")) {
        alignVoices();
    }
}

/// "MIDI program N", "MIDI program CHANNEL N" (the n-th voice), "MIDI channel 10" for drums and
/// "MIDI transpose N".
void TuneReader::midiDirective(const std::vector<std::string>& parts) {
    std::vector<int> numbers;
    for (std::size_t index = 2; index < parts.size(); ++index) {
        if (const auto number = smallNumber(parts[index])) {
            numbers.push_back(*number);
        }
    }
    if (numbers.empty()) {
        return;
    }
    if (parts[1] == "program") {
        program(numbers);
    } else if (parts[1] == "channel" && numbers[0] == kDrumChannel + 1 &&
               (m_isInBody || m_current != nullptr)) {
        voice().written().channel = kDrumChannel;
    } else if (parts[1] == "transpose") {
        m_transposed = numbers[0];
        for (const auto& known : m_voices) {
            known->setDirectiveTransposition(m_transposed);
        }
    }
}

void TuneReader::program(const std::vector<int>& numbers) {
    const int program = std::clamp(numbers.back(), 0, 127);
    if (numbers.size() > 1) {
        const auto channel = static_cast<std::size_t>(std::max(numbers.front(), 0));
        if (channel >= 1 && channel <= m_voices.size()) {
            m_voices[channel - 1]->written().program = program;
        } else if (channel == 1) {
            m_program = program;
        }
    } else if (m_current == nullptr && !m_isInBody) {
        m_program = program;
    } else if (!voice().hasMusic()) {
        voice().written().program = program;
    } else if (voice().written().program != program) {
        remark("a change of instrument inside the music was left out");
    }
}

void TuneReader::music(std::string_view text) {
    AbcVoice* begun = nullptr;
    const auto begin = [&](AbcVoice& next) {
        if (&next != begun && !m_isContinued) {
            next.beginMusicLine();
        }
        begun = &next;
    };
    // A line may open with fields that choose another voice; words then belong to that one.
    AbcMusicSink sink;
    sink.remark = [&](std::string sentence) { remark(std::move(sentence)); };
    sink.field = [&](char letter, std::string_view value) -> AbcVoice& {
        field(letter, trimmed(value));
        if (letter == 'V') {
            begin(voice());
        }
        return voice();
    };
    const bool opensWithVoice = text.starts_with("[V:");
    if (!opensWithVoice) {
        begin(voice());
    }
    m_isContinued = readAbcMusic(text, voice(), sink);
}

/// Voices whose pages are as long as that of the first voice with repeats follow its order, so that
/// they stay together where signs are missing in some.
std::vector<std::vector<PlayedSpan>> TuneReader::spansOfVoices(const std::string& order) const {
    std::vector<std::vector<PlayedSpan>> all;
    const std::vector<PlayedSpan>* leading = nullptr;
    FineTick length;
    all.reserve(m_voices.size());
    for (const auto& known : m_voices) {
        all.push_back(known->spans(order));
        if (leading == nullptr && all.back().size() > 1) {
            leading = &all.back();
            length = known->reached();
        }
    }
    for (std::size_t index = 0; index < all.size() && leading != nullptr; ++index) {
        if (m_voices[index]->reached() == length) {
            all[index] = *leading;
        }
    }
    return all;
}

/// The header's tempo holds from the beginning, unless the music itself begins with one.
void TuneReader::addHeaderTempo() {
    auto& voices = m_reading.written.voices;
    const auto bpm = abcTempo(m_tempo, m_length.value_or(abcDefaultLength(m_meter)));
    if (bpm && !voices.empty()) {
        auto& tempos = voices.front().tempos;
        if (tempos.empty() || tempos.front().tick > Tick{}) {
            tempos.insert(tempos.begin(), TempoChange{{}, *bpm});
        }
    }
}

Result<AbcTuneReading> TuneReader::finished() {
    if (!m_fault.empty()) {
        return Error{ErrorCode::OutOfRange, m_fault};
    }
    const auto order = abcPartOrder(m_partOrder, kMostPlayedSections);
    if (!order) {
        return Error{ErrorCode::OutOfRange, "plays its parts out too often"};
    }
    int channel = 0;
    bool hasUnusedVerses = false;
    std::vector<std::vector<PlayedSpan>> spans = spansOfVoices(*order);
    for (std::size_t index = 0; index < m_voices.size(); ++index) {
        const auto& known = m_voices[index];
        if (!known->fault().empty()) {
            return Error{ErrorCode::OutOfRange, std::string(known->fault())};
        }
        if (!known->hasMusic()) {
            continue;
        }
        WrittenVoice voice = known->finished(std::move(spans[index]));
        if (voice.channel != kDrumChannel) {
            voice.channel = channel % 16;
            channel += channel + 1 == kDrumChannel ? 2 : 1;
        }
        int passes = 0;
        int verses = 0;
        for (const PlayedSpan& span : voice.spans) {
            passes = std::max(passes, span.pass);
        }
        for (const WrittenLyric& lyric : voice.lyrics) {
            verses = std::max(verses, lyric.verse + 1);
        }
        hasUnusedVerses = hasUnusedVerses || verses > passes;
        m_reading.written.voices.push_back(std::move(voice));
    }
    addHeaderTempo();
    if (hasUnusedVerses) {
        m_reading.remarks.push_back("verses beyond the number of repeats were left out");
    }
    if (!m_reading.written.voices.empty()) {
        const std::string odd = describedOddBars(m_reading.written.voices.front());
        if (!odd.empty()) {
            m_reading.remarks.push_back(odd);
        }
    }
    if (m_untold > 0) {
        m_reading.remarks.push_back("and " + std::to_string(m_untold) + " remarks more");
    }
    return std::move(m_reading);
}

} // namespace

Result<AbcTuneReading> readAbcTune(const AbcTune& tune, std::span<const AbcLine> bookHeader) {
    return TuneReader().read(tune, bookHeader);
}

} // namespace cantilena

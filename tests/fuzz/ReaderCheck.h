#pragma once

#include "core/formats/AbcWriter.h"
#include "core/formats/Limits.h"
#include "core/formats/MusicXmlReader.h"
#include "core/formats/MusicXmlWriter.h"
#include "core/formats/ScoreFile.h"
#include "core/formats/ScoreJson.h"
#include "core/formats/SmfReader.h"
#include "core/formats/SmfWriter.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace cantilena {

namespace readercheck {

template <typename Entry>
bool isSorted(const std::vector<Entry>& entries) {
    return std::is_sorted(entries.begin(), entries.end(),
                          [](const Entry& a, const Entry& b) { return a.tick < b.tick; });
}

template <typename Change>
bool isStrictlySorted(const std::vector<Change>& changes) {
    return std::adjacent_find(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
               return a.tick >= b.tick;
           }) == changes.end();
}

inline std::string faultOfTrack(const Track& track) {
    if (track.program < 0 || track.program > 127 || track.channel < 0 || track.channel > 15) {
        return "a program or channel is out of range";
    }
    if (!std::is_sorted(track.notes.begin(), track.notes.end(), precedes)) {
        return "notes are not in order";
    }
    for (const Note& note : track.notes) {
        if (!note.pitch.isValid() || note.duration <= Tick{} || note.onset < Tick{} ||
            note.velocity < 1 || note.velocity > 127) {
            return "a note is impossible";
        }
    }
    return isSorted(track.controllers) && isSorted(track.lyrics)
               ? ""
               : "controllers or lyrics are not in order";
}

/// What every score from a reader must be.
inline std::string faultOf(const Score& score) {
    if (!isStrictlySorted(score.tempos) || !isStrictlySorted(score.meters) ||
        !isStrictlySorted(score.keys) || !isSorted(score.chords) || !isSorted(score.markers)) {
        return "a list of the score is not in order";
    }
    for (const MeterChange& change : score.meters) {
        if (!change.meter.isValid()) {
            return "a metre is impossible";
        }
    }
    if (score.pickup < Tick{} || score.end() > kLongestScore * 2) {
        return "the score has an impossible length";
    }
    for (const auto& track : score.tracks) {
        if (const std::string fault = faultOfTrack(*track); !fault.empty()) {
            return fault;
        }
    }
    return "";
}

/// What is written must be readable and hold as many notes.
inline std::string faultOfWriting(const Score& score) {
    const auto back = readSmf(smfBytes(score), "written.mid");
    if (!back || !back->front().score) {
        return "what was written as MIDI cannot be read";
    }
    if (back->front().score->noteCount() != score.noteCount()) {
        return "notes were lost or added in writing MIDI";
    }
    return "";
}

/// The same for MusicXML, in which every note may need a voice of its own.
inline std::string faultOfWritingMusicXml(const Score& score) {
    const auto back = readMusicXml(musicXmlFromScore(score), "written.musicxml");
    if (!back || !back->front().score) {
        return "what was written as MusicXML cannot be read";
    }
    if (back->front().score->noteCount() != score.noteCount()) {
        return "notes were lost or added in writing MusicXML";
    }
    return "";
}

} // namespace readercheck

/// Reads the bytes as a file of that name and checks what comes out, also by writing it again. A
/// sentence about what is wrong with our readers or writers; empty when nothing is, and that
/// includes bytes that are refused.
inline std::string faultOfReading(std::string_view bytes, std::string_view name) {
    const auto tunes = readScoreBytes(bytes, name);
    if (!tunes) {
        return tunes.error().message.starts_with(name) ? "" : "a message does not name its file";
    }
    for (const TuneReading& tune : *tunes) {
        if (!tune.score) {
            if (!tune.score.error().message.starts_with(name)) {
                return "a message does not name its file";
            }
            continue;
        }
        const Score& score = *tune.score;
        if (std::string fault = readercheck::faultOf(score); !fault.empty()) {
            return fault;
        }
        // Writing is linear in length and lines; thirty bars tell as much as a million.
        const bool isSmall =
            score.end() < kWhole * 30 && score.tracks.size() < 20 && score.noteCount() < 200;
        if (isSmall) {
            if (std::string fault = readercheck::faultOfWriting(score); !fault.empty()) {
                return fault;
            }
            if (score.noteCount() < kMostLines) {
                if (std::string fault = readercheck::faultOfWritingMusicXml(score);
                    !fault.empty()) {
                    return fault;
                }
            }
            static_cast<void>(abcFromScore(score));
            static_cast<void>(scoreJson(score));
        }
    }
    return "";
}

} // namespace cantilena

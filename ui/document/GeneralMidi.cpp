#include "ui/document/GeneralMidi.h"

#include <QCoreApplication>
#include <QtGlobal>

#include <array>
#include <cstddef>

namespace cantilena {

namespace {

/// MIDI Manufacturers Association, General MIDI Level 1 sound set (1991).
constexpr std::array kInstruments = {
    QT_TRANSLATE_NOOP("GeneralMidi", "Grand piano"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bright piano"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Electric grand piano"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Honky-tonk piano"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Electric piano 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Electric piano 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Harpsichord"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Clavinet"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Celesta"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Glockenspiel"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Music box"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Vibraphone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Marimba"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Xylophone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tubular bells"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Dulcimer"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Drawbar organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Percussive organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Rock organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Church organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Reed organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Accordion"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Harmonica"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tango accordion"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Nylon guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Steel guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Jazz guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Clean guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Muted guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Overdriven guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Distortion guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Guitar harmonics"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Acoustic bass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Fingered bass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Picked bass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Fretless bass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Slap bass 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Slap bass 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth bass 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth bass 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Violin"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Viola"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Cello"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Contrabass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tremolo strings"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Pizzicato strings"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Orchestral harp"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Timpani"),
    QT_TRANSLATE_NOOP("GeneralMidi", "String ensemble 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "String ensemble 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth strings 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth strings 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Choir aahs"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Voice oohs"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth voice"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Orchestra hit"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Trumpet"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Trombone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tuba"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Muted trumpet"),
    QT_TRANSLATE_NOOP("GeneralMidi", "French horn"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Brass section"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth brass 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth brass 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Soprano saxophone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Alto saxophone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tenor saxophone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Baritone saxophone"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Oboe"),
    QT_TRANSLATE_NOOP("GeneralMidi", "English horn"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bassoon"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Clarinet"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Piccolo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Flute"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Recorder"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Pan flute"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Blown bottle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Shakuhachi"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Whistle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Ocarina"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Square lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Sawtooth lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Calliope lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Chiff lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Charang lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Voice lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Fifths lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bass and lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "New age pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Warm pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Polysynth pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Choir pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bowed pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Metallic pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Halo pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Sweep pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Rain"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Soundtrack"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Crystal"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Atmosphere"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Brightness"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Goblins"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Echoes"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Sci-fi"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Sitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Banjo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Shamisen"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Koto"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Kalimba"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bagpipe"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Fiddle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Shanai"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tinkle bell"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Agogo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Steel drums"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Woodblock"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Taiko drum"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Melodic tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth drum"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Reverse cymbal"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Guitar fret noise"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Breath noise"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Seashore"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bird tweet"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Telephone ring"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Helicopter"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Applause"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Gunshot"),
};
constexpr std::array kFamilies = {
    QT_TRANSLATE_NOOP("GeneralMidi", "Piano"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Chromatic percussion"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Organ"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Guitar"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Strings"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Ensemble"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Brass"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Reed"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Pipe"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth lead"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth pad"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Synth effects"),
    QT_TRANSLATE_NOOP("GeneralMidi", "World"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Percussive"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Sound effects"),
};
constexpr int kProgramsPerFamily = 8;
static_assert(kInstruments.size() == kFamilies.size() * kProgramsPerFamily);

std::size_t index(int program) {
    return static_cast<std::size_t>(qBound(0, program, static_cast<int>(kInstruments.size()) - 1));
}

/// The same, General MIDI percussion key map: keys 35 to 81.
constexpr int kFirstDrum = 35;
constexpr std::array kDrums = {
    QT_TRANSLATE_NOOP("GeneralMidi", "Acoustic bass drum"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Bass drum"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Side stick"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Snare"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Hand clap"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Electric snare"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low floor tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Closed hi-hat"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High floor tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Pedal hi-hat"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Open hi-hat"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low mid tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High mid tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Crash cymbal 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High tom"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Ride cymbal 1"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Chinese cymbal"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Ride bell"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Tambourine"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Splash cymbal"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Cowbell"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Crash cymbal 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Vibraslap"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Ride cymbal 2"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High bongo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low bongo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Mute high conga"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Open high conga"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low conga"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High timbale"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low timbale"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High agogo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low agogo"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Cabasa"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Maracas"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Short whistle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Long whistle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Short guiro"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Long guiro"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Claves"),
    QT_TRANSLATE_NOOP("GeneralMidi", "High wood block"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Low wood block"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Mute cuica"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Open cuica"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Mute triangle"),
    QT_TRANSLATE_NOOP("GeneralMidi", "Open triangle"),
};

} // namespace

QString instrumentName(int program) {
    return QCoreApplication::translate("GeneralMidi", kInstruments.at(index(program)));
}

QString instrumentName(const Track& track, const std::vector<Instrument>* font) {
    const bool isDrums = track.channel == kDrumChannel;
    const int bank = isDrums ? kDrumBank : 0;
    if (font && track.midiPort.empty()) {
        for (const Instrument& instrument : *font) {
            if (instrument.bank == bank && instrument.program == track.program) {
                return QString::fromStdString(instrument.name);
            }
        }
    }
    return isDrums ? QCoreApplication::translate("GeneralMidi", "Drums")
                   : instrumentName(track.program);
}

QString instrumentFamily(int program) {
    return QCoreApplication::translate("GeneralMidi",
                                       kFamilies.at(index(program) / kProgramsPerFamily));
}

QString drumName(int key) {
    const int index = key - kFirstDrum;
    if (index < 0 || index >= static_cast<int>(kDrums.size())) {
        return {};
    }
    return QCoreApplication::translate("GeneralMidi", kDrums[static_cast<std::size_t>(index)]);
}

} // namespace cantilena

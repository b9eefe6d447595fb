#include "app/Versions.h"

#include "app/Models.h"
#include "core/audio/FluidSynth.h"
#include "core/audio/SoundFile.h"
#include "core/midi/MidiPorts.h"

#include <QtGlobal>

namespace cantilena {

std::string versionText() {
    const auto backend = openBackend(findPlaces());
    return std::string("cantilena " CANTILENA_VERSION "\nQt ") + qVersion() + "\n" + "LibTorch " +
           (backend ? (*backend)->version() : "cannot be used: " + backend.error().message) +
           "\nFluidSynth " + fluidSynthVersion() + "\n" + midiLibraryVersion() + "\n" +
           soundFileLibraryVersion();
}

} // namespace cantilena

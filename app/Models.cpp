#include "app/Models.h"

#include "core/model/NetworkModel.h"
#include "core/model/NetworkModule.h"

namespace cantilena {

Result<std::shared_ptr<const ModelBackend>> openBackend(const Places& places) {
    return openModelBackend(places.networkModule);
}

Result<std::shared_ptr<const MelodyModel>> loadModel(const std::filesystem::path& path,
                                                     const Places& places) {
    return loadMelodyModel(path.empty() ? places.defaultModel() : path);
}

} // namespace cantilena

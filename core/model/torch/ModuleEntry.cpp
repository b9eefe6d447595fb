#include "core/model/NetworkModule.h"
#include "core/model/torch/TorchBackend.h"

#include <cstring>

/// What the program looks up in the module. Null when the caller was built from other headers.
extern "C" __attribute__((visibility("default"))) cantilena::ModelBackend*
cantilena_make_backend(const char* buildId) {
    if (std::strcmp(buildId, cantilena::kModuleBuildId) != 0) {
        return nullptr;
    }
    return new cantilena::TorchBackend;
}

#include "core/model/NetworkModule.h"

#include <dlfcn.h>

#include <map>
#include <mutex>

namespace cantilena {

namespace {

using MakeBackend = ModelBackend* (*)(const char* buildId);

/// The folder of the file that this code was loaded from.
std::filesystem::path ownFolder() {
    Dl_info place{};
    if (dladdr(reinterpret_cast<const void*>(&ownFolder), &place) == 0) {
        return {};
    }
    return std::filesystem::path(place.dli_fname).parent_path();
}

std::filesystem::path programFolder() {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
}

Result<std::shared_ptr<const ModelBackend>> opened(const std::filesystem::path& module) {
    const std::string name = module.filename().string();
    void* library = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        const char* reason = dlerror();
        return Error{ErrorCode::Unavailable, "the network module cannot be loaded: " +
                                                 std::string(reason != nullptr ? reason : name)};
    }
    const auto make = reinterpret_cast<MakeBackend>(dlsym(library, "cantilena_make_backend"));
    ModelBackend* backend = make != nullptr ? make(kModuleBuildId) : nullptr;
    if (backend == nullptr) {
        return Error{ErrorCode::Unsupported, name + ": this network module belongs to another "
                                                    "build of Cantilena"};
    }
    return std::shared_ptr<const ModelBackend>(backend);
}

} // namespace

Result<std::shared_ptr<const ModelBackend>> openModelBackend(const std::filesystem::path& module) {
    static std::mutex mutex;
    static std::map<std::filesystem::path, std::shared_ptr<const ModelBackend>> open;
    const std::scoped_lock lock(mutex);
    if (const auto found = open.find(module); found != open.end()) {
        return found->second;
    }
    std::error_code ignored;
    if (!std::filesystem::exists(module, ignored)) {
        return Error{ErrorCode::NotFound, module.string() + ": the network module is not there"};
    }
    auto backend = opened(module);
    if (backend) {
        open.emplace(module, *backend);
    }
    return backend;
}

Result<std::shared_ptr<const ModelBackend>> openModelBackend() {
    std::error_code ignored;
    const std::filesystem::path beside = ownFolder() / kModuleFile;
    return openModelBackend(
        std::filesystem::exists(beside, ignored) ? beside : programFolder() / kModuleFile);
}

} // namespace cantilena

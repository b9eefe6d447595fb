#pragma once

#include "core/base/Result.h"
#include "core/model/ModelBackend.h"

#include <filesystem>
#include <memory>

#define CANTILENA_TEXT_OF(x) #x
#define CANTILENA_TEXT(x) CANTILENA_TEXT_OF(x)
#ifdef NDEBUG
#define CANTILENA_BUILD_KIND "release"
#else
#define CANTILENA_BUILD_KIND "debug"
#endif

namespace cantilena {

/// What program and module must agree on: the number goes up with every change to ModelBackend.h
/// or to what it includes.
inline constexpr const char* kModuleBuildId =
    "cantilena network module 2, " CANTILENA_BUILD_KIND ", C++ " CANTILENA_TEXT(__cplusplus);

/// Name of the module's file.
inline constexpr const char* kModuleFile = "cantilena-torch.so";

/// Opens the module that trains networks; takes about half a second, so not before it is needed,
/// and better on a worker's thread. It is never closed: the second call gives the same backend.
/// Fails when it is not there, cannot be loaded, or belongs to another build.
Result<std::shared_ptr<const ModelBackend>> openModelBackend(const std::filesystem::path& module);

/// The same for the module beside this library, or beside the program.
Result<std::shared_ptr<const ModelBackend>> openModelBackend();

} // namespace cantilena

#pragma once

/// Put before a function of plain loops: the compiler makes one version of it a processor family
/// and the loader picks the one that fits. Sanitizers cannot run that choice, which comes before
/// they are set up.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CANTILENA_VECTOR_CLONES                                                                    \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CANTILENA_VECTOR_CLONES
#endif

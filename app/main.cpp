#include "app/CommandLine.h"

#include <cstdlib>

int main(int argc, char** argv) {
    // Read once, when the libraries load: our threads each run one replica, and a spinning pool
    // beneath them makes everything many times slower.
    setenv("OPENBLAS_NUM_THREADS", "1", 1);
    setenv("OMP_NUM_THREADS", "1", 1);
    return cantilena::runCommandLine(argc, argv);
}

#pragma once

namespace cantilena {

/// The whole program: the studio without a subcommand, else that subcommand. Returns the exit
/// status: 0, 1 when the work failed, 2 for wrong usage, 130 after an interruption.
int runCommandLine(int argc, char** argv);

} // namespace cantilena

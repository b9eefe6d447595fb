#pragma once

#include "app/Console.h"
#include "app/Places.h"

#include <functional>

namespace CLI {
class App;
}

namespace cantilena {

/// The work that the command line asks for, once it is read. Returns the exit status.
using Command = std::function<int(Console& console, const Places& places)>;

// Each declares its subcommand; reading its options sets `chosen`.
void addConvertCommand(CLI::App& app, Command& chosen);
void addCorpusCommand(CLI::App& app, Command& chosen);
void addTrainCommand(CLI::App& app, Command& chosen);
void addCrossvalCommand(CLI::App& app, Command& chosen);
void addEvaluateCommand(CLI::App& app, Command& chosen);
void addGenerateCommand(CLI::App& app, Command& chosen);
void addInfillCommand(CLI::App& app, Command& chosen);
void addSurpriseCommand(CLI::App& app, Command& chosen);
void addOriginalityCommand(CLI::App& app, Command& chosen);
void addImportKerasCommand(CLI::App& app, Command& chosen);
void addRenderCommand(CLI::App& app, Command& chosen);
void addDevicesCommand(CLI::App& app, Command& chosen);

} // namespace cantilena

#include "app/CommandLine.h"

#include "app/Commands.h"
#include "app/Studio.h"
#include "app/Versions.h"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>

namespace cantilena {

namespace {

constexpr int kWrongUsage = 2;

constexpr const char* kFooter =
    "Without a command the studio opens, with FILE in it.\n"
    "Example: cantilena generate --seed seed.mid --bars 8 --out candidates";

int run(const Command& command) {
    Console console;
    try {
        return command(console, findPlaces());
    } catch (const std::bad_alloc&) {
        return console.fail({ErrorCode::Unavailable, "There is not enough memory for this."});
    } catch (const std::exception& error) {
        return console.fail({ErrorCode::Internal, error.what()});
    }
}

} // namespace

int runCommandLine(int argc, char** argv) {
    CLI::App app("Cantilena, a composition studio for melodies", "cantilena");
    app.footer(kFooter);
    app.require_subcommand(0, 1);
    app.set_version_flag("--version", versionText);
    std::string file;
    app.add_option("FILE", file, "Project or music file (MIDI, ABC, **kern) to open in the studio");

    Command chosen;
    addConvertCommand(app, chosen);
    addCorpusCommand(app, chosen);
    addTrainCommand(app, chosen);
    addEvaluateCommand(app, chosen);
    addCrossvalCommand(app, chosen);
    addGenerateCommand(app, chosen);
    addInfillCommand(app, chosen);
    addSurpriseCommand(app, chosen);
    addOriginalityCommand(app, chosen);
    addImportKerasCommand(app, chosen);
    addRenderCommand(app, chosen);
    addDevicesCommand(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return app.exit(done);
    } catch (const CLI::ParseError& error) {
        app.exit(error, std::cerr, std::cerr);
        return kWrongUsage;
    }
    return chosen ? run(chosen) : runStudio(argc, argv, findPlaces(), file);
}

} // namespace cantilena

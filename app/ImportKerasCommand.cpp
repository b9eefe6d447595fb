#include "app/Commands.h"
#include "app/Models.h"

#include "core/model/TokenModel.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace cantilena {

namespace {

std::string textOf(const KerasImport& import, const TokenModel& model) {
    std::string layers;
    for (const int units : model.shape().units) {
        layers += (layers.empty() ? "" : " and ") + std::to_string(units);
    }
    return import.output.string() + ": a tutorial model (sixteenth grid, no metre) of " + layers +
           " units and " + std::to_string(model.mapping().size()) + " symbols, pitches " +
           model.mapping().pitchesInWords();
}

int importKeras(const KerasImport& import, Console& console, const Places& places) {
    const auto backend = openBackend(places);
    if (!backend) {
        return console.fail(backend.error());
    }
    const auto model = (*backend)->importKeras(import);
    if (!model) {
        return console.fail(model.error());
    }
    console.print(textOf(import, *(*model)->tokens()));
    return 0;
}

} // namespace

void addImportKerasCommand(CLI::App& app, Command& chosen) {
    auto import = std::make_shared<KerasImport>();
    CLI::App* command = app.add_subcommand(
        "import-keras",
        "Make a model of the files of the tutorial \"Melody Generation with LSTM\"");
    command
        ->add_option("--weights", import->weights,
                     "model.h5, what save_weights wrote, or a .keras archive")
        ->required();
    command->add_option("--mapping", import->mapping, "mapping.json of the same training")
        ->required();
    command->add_option("--dataset", import->dataSet,
                        "file_dataset of the same training, for the model's card");
    command->add_option("--out", import->output, "Model to write")->required();
    command->add_option("--name", import->name, "Name in the model's card");
    command->footer("Example: cantilena import-keras --weights model.h5 --mapping mapping.json "
                    "--out mine.safetensors");
    command->callback([&chosen, import] {
        chosen = [import](Console& console, const Places& places) {
            return importKeras(*import, console, places);
        };
    });
}

} // namespace cantilena

"""Writes Keras files with random weights into a folder, and what the networks in them foretell.

The networks are run by the equations of Keras' LSTM, in numpy and double precision, window by
window: an implementation that shares nothing with the program's. Usage: keras-fixtures.py FOLDER
"""
import io
import json
import sys
import zipfile
from pathlib import Path

import h5py
import numpy as np

PITCHES = [p for p in range(45, 82) if p not in (46, 49)]
SYMBOLS = [str(p) for p in PITCHES] + ["r", "_", "/"]
WINDOW = 64
rng = np.random.default_rng(20230817)
folder = Path(sys.argv[1])


def network(units, symbols=len(SYMBOLS)):
    """Weights as Keras keeps them: a list of LSTM layers, then the Dense layer."""
    layers, inputs = [], symbols
    for width in units:
        layers.append([rng.normal(0, 0.5, (inputs, 4 * width)),
                       rng.normal(0, 1.2 / np.sqrt(width), (width, 4 * width)),
                       rng.normal(0, 0.3, 4 * width)])
        inputs = width
    dense = [rng.normal(0, 2.0 / np.sqrt(inputs), (inputs, symbols)), rng.normal(0, 0.5, symbols)]
    as_stored = lambda arrays: [a.astype("<f4") for a in arrays]
    return [as_stored(layer) for layer in layers], as_stored(dense)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def foretold(net, windows):
    """Probabilities [window, step, symbol] after each step of windows of tokens, from rest."""
    layers, (dense, dense_bias) = net
    x = np.eye(dense.shape[1])[windows]
    for kernel, recurrent, bias in layers:
        units = recurrent.shape[0]
        h = np.zeros((x.shape[0], units))
        c = np.zeros((x.shape[0], units))
        rows = []
        for step in range(x.shape[1]):
            z = x[:, step] @ kernel.astype(float) + h @ recurrent.astype(float) + bias
            i, f, g, o = (z[:, k * units:(k + 1) * units] for k in range(4))
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            rows.append(h)
        x = np.stack(rows, axis=1)
    logits = x @ dense.astype(float) + dense_bias
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def layer_name(index):
    return "lstm" if index == 0 else f"lstm_{index}"


def config(net, symbols=len(SYMBOLS), change=None):
    layers = [{"class_name": "InputLayer",
               "config": {"name": "input_1", "batch_input_shape": [None, None, symbols]}}]
    for index, (_, recurrent, _) in enumerate(net[0]):
        layers.append({"class_name": "LSTM", "config": {
            "name": layer_name(index), "units": int(recurrent.shape[0]), "activation": "tanh",
            "recurrent_activation": "sigmoid", "use_bias": True, "go_backwards": False,
            "return_sequences": index + 1 < len(net[0]), "stateful": False}})
    layers.append({"class_name": "Dropout", "config": {"name": "dropout", "rate": 0.2}})
    layers.append({"class_name": "Dense", "config": {
        "name": "dense", "units": symbols, "activation": "softmax", "use_bias": True}})
    plan = {"class_name": "Model", "config": {"name": "model", "layers": layers}}
    if change:
        change({layer["config"]["name"]: layer for layer in layers})
    return plan


def weight_names(index, cell):
    name = layer_name(index)
    # TensorFlow 2 numbers the cells as it numbers the layers.
    inner = f"{name}/{name.replace('lstm', 'lstm_cell')}" if cell else name
    return [f"{inner}/{weight}:0" for weight in ("kernel", "recurrent_kernel", "bias")]


def write_h5(path, net, cell=False, whole=True, plan=None, change=None):
    with h5py.File(path, "w") as file:
        root = file.create_group("model_weights") if whole else file
        # Older files hold bytes of one length, newer ones strings of their own lengths.
        texts = (lambda names: names) if cell else (lambda names: [n.encode() for n in names])
        names = [layer_name(i) for i in range(len(net[0]))]
        root.attrs["layer_names"] = texts(["input_1", *names, "dropout", "dense"])
        root.attrs["backend"] = texts(["tensorflow"])[0]
        root.attrs["keras_version"] = texts(["2.4.0"])[0]
        if whole:
            file.attrs["model_config"] = texts([json.dumps(plan or config(net))])[0]
        for name in ("input_1", "dropout"):
            root.create_group(name).attrs["weight_names"] = []
        weights = {name: dict(zip(weight_names(i, cell), net[0][i]))
                   for i, name in enumerate(names)}
        weights["dense"] = dict(zip(["dense/kernel:0", "dense/bias:0"], net[1]))
        for layer, arrays in weights.items():
            group = root.create_group(layer)
            group.attrs["weight_names"] = texts(list(arrays))
            for name, array in arrays.items():
                group.create_dataset(name, data=array)
        if change:
            change(root)


def write_keras(path, net, checkpoint_names=False, without=()):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        top = "_layer_checkpoint_dependencies" if checkpoint_names else "layers"
        for index, arrays in enumerate(net[0]):
            for number, array in enumerate(arrays):
                file[f"{top}/{layer_name(index)}/cell/vars/{number}"] = array
            file.create_group(f"{top}/{layer_name(index)}/vars")
        for number, array in enumerate(net[1]):
            file[f"{top}/dense/vars/{number}"] = array
        file[f"{top}/dropout/seed_generator/vars/0"] = np.array([1, 2], dtype="u4")
        file["optimizer/vars/0"] = np.array(7, dtype="i8")
    files = {"config.json": json.dumps(config(net)),
             "metadata.json": json.dumps({"keras_version": "3.3.3"}),
             "model.weights.h5": buffer.getvalue()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if name not in without:
                archive.writestr(name, content)


def write_mapping(path, symbols):
    order = rng.permutation(len(symbols))
    path.write_text(json.dumps({symbols[i]: n for n, i in enumerate(order)}, indent=4))


def setting(layer, name, value):
    def change(layers):
        layers[layer]["config"][name] = value
    return change


def kind(layer, name):
    def change(layers):
        layers[layer]["class_name"] = name
    return change


def write_damaged(net):
    """One fault a file."""
    damaged = folder / "damaged"
    damaged.mkdir()
    for name, change in {"hard-sigmoid": setting("lstm", "recurrent_activation", "hard_sigmoid"),
                         "relu": setting("lstm", "activation", "relu"),
                         "backwards": setting("lstm", "go_backwards", True),
                         "no-softmax": setting("dense", "activation", "linear"),
                         "gru": kind("lstm", "GRU"),
                         "embedding": kind("dropout", "Embedding")}.items():
        write_h5(damaged / f"{name}.h5", net, plan=config(net, change=change))

    def replaced(path, array):
        def change(root):
            del root[path]
            root[path] = array
        return change

    def renamed(*names):
        def change(root):
            root["lstm"].attrs["weight_names"] = list(names)
        return change

    def unnamed(root):
        del root.attrs["layer_names"]

    units = net[0][0][1].shape[0]
    nan = net[0][0][0].copy()
    nan[3, 5] = np.nan
    whole = "lstm/lstm/"
    for name, change in {
            "kernel-shape": replaced(whole + "kernel:0", net[0][0][0][:, :-4]),
            "gru-shape": replaced(whole + "recurrent_kernel:0", net[0][0][1][:, :3 * units]),
            "bias-shape": replaced(whole + "bias:0", net[0][0][2][:-1]),
            "dense-shape": replaced("dense/dense/kernel:0", net[1][0][:-2]),
            "flat": replaced("dense/dense/kernel:0", net[1][0].ravel()),
            "whole-numbers": replaced(whole + "bias:0", np.arange(4 * units)),
            "not-finite": replaced(whole + "kernel:0", nan),
            "missing-set": renamed(b"lstm/nowhere:0"),
            "no-recurrent": renamed(b"lstm/kernel:0"),
            "no-layers": unnamed}.items():
        write_h5(damaged / f"{name}.h5", net, change=change)
    write_h5(damaged / "one-way.h5", (net[0], [net[1][0][:, :-1], net[1][1][:-1]]))
    write_keras(damaged / "no-weights.keras", net, without=("model.weights.h5",))
    write_keras(damaged / "no-config.keras", net, without=("config.json",))
    (damaged / "words.h5").write_text("these are not weights\n" * 50)
    whole_file = (folder / "one-old.h5").read_bytes()
    (damaged / "cut.h5").write_bytes(whole_file[:len(whole_file) // 2])
    (damaged / "cut.keras").write_bytes((folder / "one.keras").read_bytes()[:5000])


def main():
    # One as the tutorial's own, and one of odd widths.
    for name, units in (("one", [256]), ("three", [40, 18, 33])):
        net = network(units)
        write_h5(folder / f"{name}-old.h5", net)
        write_h5(folder / f"{name}-cell.h5", net, cell=True)
        write_h5(folder / f"{name}-weights.h5", net, whole=False)
        write_h5(folder / f"{name}-cell-weights.h5", net, cell=True, whole=False)
        write_keras(folder / f"{name}.keras", net)
        write_keras(folder / f"{name}-dependencies.keras", net, checkpoint_names=True)
        windows = rng.integers(0, len(SYMBOLS), (200, WINDOW))
        windows.astype("<i4").tofile(folder / f"{name}.windows")
        foretold(net, windows).astype("<f8").tofile(folder / f"{name}.steps")
        row = rng.integers(0, len(SYMBOLS), 3 * WINDOW)
        sliding = np.stack([row[i:i + WINDOW] for i in range(len(row) - WINDOW + 1)])
        row.astype("<i4").tofile(folder / f"{name}.row")
        foretold(net, sliding)[:, -1].astype("<f8").tofile(folder / f"{name}.sliding")
        if name == "one":
            small = network([8])
            write_h5(folder / "small.h5", small)
            write_damaged(small)
    write_mapping(folder / "mapping.json", SYMBOLS)
    write_mapping(folder / "mapping-40.json", SYMBOLS + ["46", "49"])


main()

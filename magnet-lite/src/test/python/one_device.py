"""Runs kernels on torch's meta device, where tensors have shapes and no numbers, and refuses what a GPU would pay for:
an operation on tensors of two devices, and a number of the device that is read on the host.

Arguments: a folder with archives (*.pt) and calls.json: for each archive the sizes of its model and the methods to call. A
method's arguments are found by the names of its parameters. Prints {"archive.method": "ok" or what is wrong}.
"""
import json
import pathlib
import sys

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

ROWS, TOKENS, PLACES = 3, 12, 16
META = torch.device("meta")


class OneDevice(TorchDispatchMode):
    """Single numbers may lie on the CPU, as CUDA allows. What is wrong is kept: TorchScript loses an error's message."""

    fault = None

    def __torch_dispatch__(self, op, types, args=(), kwargs=None):
        tensors = [t for t in tree_leaves((args, kwargs)) if isinstance(t, torch.Tensor)]
        devices = {t.device.type for t in tensors if t.dim() > 0 and t.numel() > 0}
        if len(devices) > 1:
            self.fault = f"{op} mixes {sorted(devices)}"
        elif "_local_scalar_dense" in str(op) and tensors[0].device == META:
            self.fault = f"{op} reads a number of the device"
        if self.fault:
            raise RuntimeError(self.fault)
        return op(*args, **(kwargs or {}))


def real(*shape):
    return torch.empty(shape, device=META)


def ids(*shape):
    return torch.empty(shape, dtype=torch.int64, device=META)


def bools(*shape):
    return torch.empty(shape, dtype=torch.bool, device=META)


MATRICES = (2, 6, 11, 13)  # of the sixteen weights of a layer: those that a quantised base holds as codes


def codes(shape, bits):
    """What stands for a matrix in few bits, and its scales."""
    rows, columns = shape
    if bits == 8:
        return torch.empty(shape, dtype=torch.int8, device=META), real(rows, 1)
    groups = (columns + 63) // 64
    return torch.empty([rows, groups * 32], dtype=torch.uint8, device=META), real(rows, groups, 2)


def base(model):
    """Weights and scales, whole or quantised: the head stays whole."""
    weights, scales = [real(*shape) for shape in model["weights"]], [real(0)]
    if model["bits"]:
        for i in range(5, len(weights)):
            if (i - 5) % 16 in MATRICES:
                weights[i], scale = codes(model["weights"][i], model["bits"])
                scales.append(scale)
    return weights, scales


def decoder(model):
    """What the decoder's methods take, by the parameters' names: on the device what lies there, settings on the CPU."""
    hidden, vocabulary, layers = model["hidden"], model["vocabulary"], model["layers"]
    cache = lambda: [real(ROWS, model["key_value_heads"], PLACES, model["head_size"]) for _ in range(layers)]
    factors = [real(*shape).requires_grad_() for shape in model["factors"]]
    tables = lambda: [real(PLACES, model["rotated"]) for _ in range(model["kinds"])]
    weights, scales = base(model)
    masks, texts = [bools(ROWS, TOKENS, TOKENS) for _ in range(model["kinds"])], [real(0)]
    if model["by_text"]:
        masks, texts = [bools(0)], [ids(24), ids(6), ids(18)] + [torch.empty(n, dtype=torch.int32, device=META) for n in (4, 3, 3)]
        texts += [torch.tensor(n) for n in (9, 4, 12)] + [torch.tensor([0] * model["kinds"])]
    coded, scale_of_codes = codes([8, 64], model["bits"]) if model["bits"] else (real(8, 64), real(0))
    return {
        "tokens": ids(ROWS, TOKENS), "positions": ids(ROWS, TOKENS), "cos": tables(), "sin": tables(),
        "masks": masks, "texts": texts,
        "select": ids(ROWS, 5), "pick": ids(7), "causal": torch.tensor(False), "attention": torch.tensor(0),
        "dropout": torch.tensor(0.1), "seed": torch.tensor(3), "weights": weights, "scales": scales,
        "factors": factors, "scale": torch.tensor(2.0), "like": real(1), "hidden": real(7, hidden), "targets": ids(7),
        "chunk": torch.tensor(4), "start": torch.tensor(0), "firsts": torch.tensor([0] * model["kinds"]), "read": ids(2),
        "keys": cache(), "values": cache(), "lora": None,
        "widened": {"weight": coded, "scale": scale_of_codes, "x": real(2, 64)},
        "added": {"y": real(3, 2, 8), "low": real(3, 2, 4).requires_grad_(), "b": real(8, 4).requires_grad_()},
    }


def others(name):
    matrices = lambda: [real(3, 4), real(5, 4)]
    return {
        "objectives": {
            "hidden": real(33, 8).requires_grad_(), "head": real(40, 8), "targets": ids(33), "weights": real(33),
            "chunk": torch.tensor(8), "cap": torch.tensor(5.0), "anchors": real(4, 8), "positives": real(4, 8),
            "temperature": torch.tensor(0.05), "left_out": bools(4, 4), "index": ids(6), "wide": torch.tensor(True), "x": real(4, 8), "weight": real(6, 8),
        },
        "optimizer": {
            "parameters": matrices(), "gradients": matrices(), "means": matrices(), "variances": matrices(),
            "steps": [torch.empty((), device=META) for _ in range(2)], "targets": matrices(), "sources": matrices(),
            "settings": torch.tensor([1e-2, 0.9, 0.999, 1e-8, 0.01, 0.5], dtype=torch.float64),
        },
        "tensors": {
            "x": real(8, 8), "y": real(8, 8), "like": real(1), "weight": real(8, 8), "a": real(2, 8), "b": real(8, 2),
            "target": real(10, 10), "source": real(8, 6), "row": torch.tensor(1), "column": torch.tensor(1),
            "shaped": real().expand(4, 5), "begin": torch.tensor(1), "end": torch.tensor(4), "slots": torch.tensor(5),
            "targets": [real(3, 2, 7, 4)], "sources": [real(2, 2, 7, 4)],
        },
        "probe": {
            "rows": real(40, 7), "labels": ids(40), "weights": real(7, 6), "mean": real(7, 6), "variance": real(7, 6),
            "rates": real(1, 6), "shrink": real(7, 6), "settings": torch.tensor([2, 4, 0, 5, 9]),
        },
        "bert": {
            "tokens": ids(ROWS, TOKENS), "lengths": ids(ROWS), "padded": torch.tensor(True), "layers": torch.tensor(1),
            "weights": [real(30, 8), real(20, 8), real(8), real(8), real(24, 8), real(24), real(8, 8), real(8), real(8), real(8),
                        real(16, 8), real(16), real(8, 16), real(8), real(8), real(8)],
        },
        "masks": {
            "document": ids(ROWS, TOKENS), "span": bools(ROWS, TOKENS), "position": ids(ROWS, TOKENS), "window": torch.tensor(4),
            "branch": ids(ROWS, TOKENS), "hidden": bools(ROWS, TOKENS), "piece": torch.tensor(5), "causal": torch.tensor(True),
        },
        "faulty": {"x": real(4)},
    }[name.split("-")[0]]


# What a parameter of this name is in one method only.
OWN = {
    "tensors.take_rows": {"row": ids(3)}, "tensors.bfloat16_bits": {"x": real(3).to(torch.float16)},
    "tensors.bits_of_bfloat16": {"x": real(3).to(torch.bfloat16)}, "tensors.fill_rows": {"target": real(10, 6)},
    # The layout is made on the CPU, where numbers are read at once, and goes to the device.
    "masks.by_text": {"document": torch.tensor([[0, 0, 1, 1, 1, -1]]), "span": torch.tensor([[0, 0, 0, 1, 1, 0]]) > 0, "like": real(1)},
}


def call(method, given):
    """By the names of its parameters."""
    return method(*[given[argument.name] for argument in method.schema.arguments if argument.name != "self"])


def main(folder):
    calls = json.loads((folder / "calls.json").read_text())
    torch._C._set_graph_executor_optimize(False)  # as the library does
    found = {}
    for archive, what in calls.items():
        module = torch.jit.load(str(folder / (archive + ".pt")), map_location=META)
        known = decoder(what["model"]) if "model" in what else others(archive)
        for method in what["methods"]:
            name = f"{archive}.{method}"
            watch = OneDevice()
            try:
                with watch:
                    if known.get("lora", 0) is None:
                        known["lora"] = module.stack_lora(known["factors"], known["scale"], known["like"])
                    given = {**known, **OWN.get(name, {}), **(known[method] if method in ("widened", "added") else {})}
                    if method == "kept_backward":
                        hidden, kept, last = call(module.kept_pass, given)
                        given.update(total=hidden.float().sum(), hidden=hidden, kept=kept, last=last)
                    result = call(getattr(module, method), given)
                    results = [t for t in tree_leaves(result) if t.numel() > 0 and t.dim() > 0]
                    learnt = [t for t in results if t.requires_grad]
                    if learnt:
                        torch.autograd.backward([t.sum() for t in learnt], retain_graph=True)
                away = {t.device.type for t in results} - {"meta"}
                # AdamW hands its settings back: the one result that may lie on the CPU.
                found[name] = "ok" if not away or name == "optimizer.step" else f"the result lies on {away}"
            except Exception as error:
                found[name] = watch.fault or str(error)
    print(json.dumps(found))


main(pathlib.Path(sys.argv[1]))

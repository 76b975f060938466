"""Reference values of the operations and optimisers of packages/tensor, for its test/fixtures/torch.json: PyTorch and
NumPy in double precision, from short decimal inputs.

Run with an interpreter that has PyTorch (Debian: apt-get install python3-torch):
    /usr/bin/python3 tools/reference/tensor_values.py
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

ROOT = Path(__file__).resolve().parents[2]
torch.set_default_dtype(torch.float64)
RNG = np.random.default_rng(20261122)


def draw(*shape):
    """Standard normal numbers with two decimals."""
    return torch.tensor(np.round(RNG.standard_normal(shape), 2))


def ids(size, *shape):
    return torch.tensor(RNG.integers(0, size, shape))


def told(tensor):
    """A tensor as its shape and its elements, row-major."""
    tensor = torch.as_tensor(tensor)
    return {"shape": list(tensor.shape), "values": tensor.detach().contiguous().flatten().tolist()}


def case(inputs, outputs):
    return {
        "inputs": {name: told(value) for name, value in inputs.items()},
        "outputs": {name: told(value) for name, value in outputs.items()},
    }


def activations():
    x = torch.tensor([-40.0, -3.5, -0.7, -0.01, 0.0, 0.02, 0.9, 4.0, 40.0])
    functions = {
        "relu": F.relu,
        "gelu": lambda v: F.gelu(v, approximate="tanh"),
        "silu": F.silu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "softplus": lambda v: F.softplus(v, threshold=1e9),
    }
    return case({"x": x}, {name: function(x) for name, function in functions.items()})


def matmul():
    a, b, bias = draw(3, 5), draw(2, 5), draw(2)
    p, q = draw(2, 3, 4), draw(2, 4, 1)
    r, s = draw(2, 3, 4), draw(4, 3)
    return case(
        {"a": a, "b": b, "bias": bias, "p": p, "q": q, "r": r, "s": s},
        {"fused": torch.tanh(0.5 * a @ b.T + bias), "batched": p @ q, "rows": r @ s},
    )


def nhwc(picture):
    return picture.permute(0, 2, 3, 1)


def nchw(picture):
    return picture.permute(0, 3, 1, 2)


def convolution():
    x, filters, bias = draw(2, 5, 6, 2), draw(3, 2, 2, 3), draw(3)
    y = F.conv2d(nchw(x), filters.permute(3, 2, 0, 1), bias, stride=2, padding=1)
    small, taps, shift = draw(2, 3, 2, 3), draw(3, 4, 2, 3), draw(2)
    z = F.conv_transpose2d(
        nchw(small), taps.permute(3, 2, 0, 1), shift, stride=2, padding=1, output_padding=(1, 0)
    )
    return case(
        {"x": x, "filter": filters, "bias": bias, "small": small, "taps": taps, "shift": shift},
        {"conv2d": nhwc(y), "conv2dTranspose": nhwc(z)},
    )


def normalisation():
    x, gain, bias = draw(2, 3, 5), draw(5), draw(5)
    return case(
        {"x": x, "gain": gain, "bias": bias},
        {
            "layerNorm": F.layer_norm(x, (5,), gain, bias, eps=1e-5),
            "softmax": F.softmax(x, -1),
            "logSoftmax": F.log_softmax(x, -1),
        },
    )


def losses():
    logits, targets, mask = draw(2, 3, 4), ids(4, 2, 3), torch.tensor([[1.0, 0, 1], [0.5, 0, 1]])
    each = F.cross_entropy(logits.reshape(-1, 4), targets.reshape(-1), reduction="none").reshape(2, 3)
    x, t = 10 * draw(4, 3), torch.rand(4, 3, generator=torch.Generator().manual_seed(1)).round(decimals=2)
    mean, spread = draw(3, 2), draw(3, 2)
    kl = torch.distributions.kl_divergence(
        torch.distributions.Normal(mean, torch.exp(spread / 2)), torch.distributions.Normal(0.0, 1.0)
    )
    return case(
        {"logits": logits, "targets": targets, "mask": mask, "x": x, "t": t, "mean": mean, "spread": spread},
        {
            "crossEntropy": each.mean(),
            "masked": (each * mask).sum() / mask.sum(),
            "bce": F.binary_cross_entropy_with_logits(x, t, reduction="sum") / 4,
            "squaredError": F.mse_loss(x, t, reduction="sum") / 8,
            "gaussianKl": kl.sum() / 3,
        },
    )


def attention():
    qkv, heads = draw(2, 3, 12), 2
    q, k, v = (part.reshape(2, 3, heads, 2).transpose(1, 2) for part in qkv.split(4, dim=2))
    scores = q @ k.transpose(2, 3) / np.sqrt(2)
    hidden = torch.triu(torch.ones(3, 3, dtype=torch.bool), diagonal=1)
    whole = F.softmax(scores, -1) @ v
    causal = F.softmax(scores.masked_fill(hidden, -np.inf), -1) @ v
    merge = lambda heads_apart: heads_apart.transpose(1, 2).reshape(2, 3, 4)
    return case({"qkv": qkv}, {"whole": merge(whole), "causal": merge(causal)})


def picking():
    table, rows = draw(4, 3), ids(4, 2, 3)
    x, at = draw(2, 3, 5), ids(5, 2, 3)
    ties = torch.tensor([[1.0, 2, 2], [0, -1, 0]])
    return case(
        {"table": table, "rows": rows, "x": x, "at": at, "ties": ties},
        {
            "embedding": F.embedding(rows, table),
            "gatherLast": x.gather(2, at.unsqueeze(2)).squeeze(2),
            "scatterLast": torch.zeros(2, 3, 5).scatter(2, at.unsqueeze(2), x[..., :1]),
            "argmax": np.argmax(ties.numpy(), -1),
            "largest": x.topk(3).values,
            "indices": x.topk(3).indices,
        },
    )


def moving():
    x, y = draw(2, 3, 4), draw(2, 1, 4)
    return case(
        {"x": x, "y": y},
        {
            "sum": x.sum((0, 2)),
            "mean": x.mean(1, keepdim=True),
            "max": x.amax((1, 2)),
            "transpose": x.permute(2, 0, 1),
            "slice": x[0:1, 1:3, 2:4],
            "pad": F.pad(x, (0, 1, 2, 0, 1, 1)),
            "concat": torch.cat([x, y, x], 1),
            "broadcastTo": y.expand(2, 3, 4),
            "subtract": x - y,
            "divide": y / x,
            "maximum": torch.maximum(x, y),
        },
    )


def optimiser(make, clip=None):
    """Parameters after each of four steps on ½‖wx + b − t‖², x and t fixed, and the loss before each."""
    w, b = torch.nn.Parameter(START[0].clone()), torch.nn.Parameter(START[1].clone())
    steps, losses_ = make([w, b]), []
    found = []
    for _ in range(4):
        steps.zero_grad()
        loss = 0.5 * ((DATA[0] @ w + b - DATA[1]) ** 2).sum()
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_([w, b], clip)
        steps.step()
        losses_.append(loss.item())
        found.append({"w": w.detach().flatten().tolist(), "b": b.detach().tolist()})
    return {"losses": losses_, "parameters": found}


START = draw(3, 2), draw(2)
DATA = draw(4, 3), draw(4, 2)
OPTIM = torch.optim


def optimisers():
    adam = {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-6}
    return {
        "data": case({"w": START[0], "b": START[1], "x": DATA[0], "t": DATA[1]}, {})["inputs"],
        "sgd": optimiser(lambda p: OPTIM.SGD(p, lr=0.05, weight_decay=0.1)),
        "clipped": optimiser(lambda p: OPTIM.SGD(p, lr=0.05), clip=1.5),
        "momentum": optimiser(lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.8, weight_decay=0.1)),
        "nesterov": optimiser(lambda p: OPTIM.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
        "adam": optimiser(lambda p: OPTIM.Adam(p, **adam)),
        "adamL2": optimiser(lambda p: OPTIM.Adam(p, weight_decay=0.1, **adam), clip=1.5),
        "adamw": optimiser(lambda p: OPTIM.AdamW(p, weight_decay=0.1, **adam)),
    }


def main():
    groups = (activations, matmul, convolution, normalisation, losses, attention, picking, moving, optimisers)
    made = {"program": "tools/reference/tensor_values.py", "torch": torch.__version__}
    entries = {**made, **{group.__name__: group() for group in groups}}
    parts = [f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in entries.items()]
    target = ROOT / "packages/tensor/test/fixtures/torch.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"{target.name}: {target.stat().st_size} bytes, torch {torch.__version__}")


main()

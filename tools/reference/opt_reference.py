"""Reference values of packages/models/src/language/opt, for its test/fixtures/opt.json: an OPT model (Zhang et al. 2022)
written for this from its description, in PyTorch and double precision. Logits, loss, all gradients, some steps of AdamW
along a cosine, and beam search that computes every text anew.

Weights are not stored: both sides make them from a counter (see `weight`). Of large tensors, the gradients are kept as a
norm and as products with two vectors that come from the same counter.

Run with an interpreter that has PyTorch (Debian: apt-get install python3-torch):
    /usr/bin/python3 tools/reference/opt_reference.py
"""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

ROOT = Path(__file__).resolve().parents[2]
torch.set_default_dtype(torch.float64)


def noise(stream, count):
    """Multiples of 2^-16 in [-1, 1): a linear congruential generator, the same in every language."""
    state = (stream * 2654435761 + 12345) % 2**32
    values = []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        values.append((state >> 15) / 2**16 - 1)
    return torch.tensor(values)


def shapes(config):
    d, h = config["width"], config["hidden"]
    found = {
        "model.decoder.embed_tokens.weight": (config["k"], d),
        "model.decoder.embed_positions.weight": (config["positions"] + 2, d),
        "model.decoder.final_layer_norm.weight": (d,),
        "model.decoder.final_layer_norm.bias": (d,),
    }
    for layer in range(config["layers"]):
        before = f"model.decoder.layers.{layer}."
        for name, rows, columns in [
            ("self_attn.q_proj", d, d),
            ("self_attn.k_proj", d, d),
            ("self_attn.v_proj", d, d),
            ("self_attn.out_proj", d, d),
            ("fc1", h, d),
            ("fc2", d, h),
        ]:
            found[f"{before}{name}.weight"] = (rows, columns)
            found[f"{before}{name}.bias"] = (rows,)
        for name in ("self_attn_layer_norm", "final_layer_norm"):
            found[f"{before}{name}.weight"] = (d,)
            found[f"{before}{name}.bias"] = (d,)
    return found


def weight(index, name, shape):
    """Tensors in alphabetical order of their names, from stream `index`; layer norms about 1, the rest about 0."""
    values = 0.35 * noise(index, math.prod(shape))
    return (1 + values if name.endswith("norm.weight") else values).float().double().reshape(shape)


def weights(config):
    named = sorted(shapes(config).items())
    return {name: weight(index, name, shape).requires_grad_() for index, (name, shape) in enumerate(named)}


def norm(p, name, x):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + 1e-5) * p[f"{name}.weight"] + p[f"{name}.bias"]


def linear(p, name, x):
    return x @ p[f"{name}.weight"].T + p[f"{name}.bias"]


def attention(config, p, name, x):
    b, t, d = x.shape
    heads = config["heads"]
    split = lambda which: linear(p, f"{name}.{which}_proj", x).reshape(b, t, heads, d // heads).transpose(1, 2)
    q, k, v = split("q"), split("k"), split("v")
    scores = q @ k.transpose(2, 3) / math.sqrt(d // heads)
    hidden = torch.ones(t, t).triu(1).bool()
    mixed = torch.softmax(scores.masked_fill(hidden, -math.inf), -1) @ v
    return linear(p, f"{name}.out_proj", mixed.transpose(1, 2).reshape(b, t, d))


def logits(config, p, tokens):
    """tokens (b, t) → (b, t, k)"""
    table = p["model.decoder.embed_tokens.weight"]
    positions = p["model.decoder.embed_positions.weight"][2 : 2 + tokens.shape[1]]
    x = table[tokens] + positions
    for layer in range(config["layers"]):
        name = f"model.decoder.layers.{layer}"
        x = x + attention(config, p, f"{name}.self_attn", norm(p, f"{name}.self_attn_layer_norm", x))
        units = torch.relu(linear(p, f"{name}.fc1", norm(p, f"{name}.final_layer_norm", x)))
        x = x + linear(p, f"{name}.fc2", units)
    return norm(p, "model.decoder.final_layer_norm", x) @ table.T


def loss_of(config, p, tokens):
    found = logits(config, p, tokens)[:, :-1]
    return F.cross_entropy(found.reshape(-1, config["k"]), tokens[:, 1:].reshape(-1))


def drawn_tokens(config, n):
    values = noise(999, n * config["length"])
    return ((values + 1) / 2 * config["k"]).long().reshape(n, config["length"])


def told(gradient, index):
    """Of small tensors all elements, of others three numbers that see every element."""
    flat = gradient.detach().flatten()
    if len(flat) <= 12:
        return flat.tolist()
    probes = [float(flat @ noise(5000 + 2 * index + i, len(flat))) for i in range(2)]
    return [float(flat.norm()), *probes]


def gradients(config, p, tokens):
    loss = loss_of(config, p, tokens)
    names = sorted(p)
    found = torch.autograd.grad(loss, [p[name] for name in names])
    return {name: told(gradient, index) for index, (name, gradient) in enumerate(zip(names, found))}


def trained(config, tokens, epochs, rate, final, decay):
    """Full batches; the loss before every step."""
    p = weights(config)
    optimiser = torch.optim.AdamW(p.values(), lr=rate, weight_decay=decay)
    losses = []
    for step in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = final + (rate - final) * 0.5 * (1 + math.cos(math.pi * step / epochs))
        optimiser.zero_grad()
        loss = loss_of(config, p, tokens)
        loss.backward()
        optimiser.step()
        losses.append(float(loss))
    names = sorted(p)
    return {"losses": losses, "weights": {name: told(p[name], index) for index, name in enumerate(names)}}


def beam_search(config, p, prompt, beams, length, penalty):
    running = [(0.0, list(prompt))]
    for _ in range(length):
        options = []
        with torch.no_grad():
            rows = torch.log_softmax(logits(config, p, torch.tensor([text for _, text in running]))[:, -1], -1)
        for (score, text), row in zip(running, rows):
            for token in set(text):
                row[token] = row[token] / penalty if row[token] > 0 else row[token] * penalty
            options += [(score + float(value), text + [token]) for token, value in enumerate(row)]
        running = sorted(options, key=lambda option: -option[0])[:beams]
    return {"tokens": running[0][1][len(prompt) :], "score": running[0][0], "second": running[1][0]}


def case(**config):
    p = weights(config)
    tokens = drawn_tokens(config, config["n"])
    prompts = tokens.tolist()
    training = dict(epochs=4, rate=3e-3, final=1e-4, decay=0.1)
    rows = logits(config, p, tokens)
    return {
        "config": config,
        "tokens": tokens.flatten().tolist(),
        # The first sequence in full, of the others the last position.
        "logits": rows[0].flatten().tolist() + rows[1:, -1].flatten().tolist(),
        "loss": float(loss_of(config, p, tokens)),
        "gradients": gradients(config, p, tokens),
        "training": {**training, **trained(config, tokens, **training)},
        "beams": [
            {
                "beams": beams,
                "penalty": penalty,
                "results": [beam_search(config, p, row, beams, config["length"], penalty) for row in prompts],
            }
            for beams, penalty in ((5, 1.0), (3, 1.5))
        ],
    }


cases = [
    case(k=11, width=8, layers=2, heads=2, hidden=32, positions=16, length=7, n=3),
    case(k=17, width=15, layers=3, heads=5, hidden=19, positions=23, length=9, n=5),
    case(k=6, width=4, layers=1, heads=1, hidden=3, positions=10, length=5, n=2),
]
made = {"program": "tools/reference/opt_reference.py", "torch": torch.__version__, "cases": cases}
target = ROOT / "packages/models/test/fixtures/opt.json"
target.write_text(json.dumps(made) + "\n")
print(f"{target}: {target.stat().st_size} bytes, torch {torch.__version__}")

"""Peer of packages/models/bench/opt.mjs: 5-beam generation by an OPT model in PyTorch, on one thread.

    LAYERS WIDTH HEADS VOCABULARY SECONDS

16 prompts of 64 tokens are continued by 64, written as PyTorch is fast: one product for queries, keys and values,
scaled_dot_product_attention where there is one, a cache with room for all positions. The beams of a prompt share its
keys and values, so that only those of new tokens are reordered. Weights and prompts are those of the benchmark
(hashed_uniforms.py). Prints one line of JSON: median milliseconds of a generation, the tokens, versions. Needs torch
and numpy.
"""

import json
import math
import statistics
import sys
import time

import numpy
import torch
from hashed_uniforms import hashed_uniforms, hashed_weights
from torch.nn import functional

LENGTH, PROMPTS, BEAMS = 64, 16, 5


class Model:
    def __init__(self, layers, width, heads, k):
        self.heads, self.width, self.k = heads, width, k
        self.stream = 3000
        self.table = self.take((k, width), 0.25)
        self.positions = self.take((2 * LENGTH + 2, width))
        self.last = self.norm()
        self.layers = [self.layer() for _ in range(layers)]

    def take(self, shape, bound=None):
        """Tensors in the order of the benchmark, which counts vectors too."""
        self.stream += 1
        bound = 1 / math.sqrt(shape[1]) if bound is None else bound
        return torch.from_numpy(hashed_weights(self.stream, math.prod(shape), bound).reshape(shape))

    def norm(self):
        self.stream += 2
        return torch.ones(self.width), torch.zeros(self.width)

    def linear(self, rows, columns):
        weight = self.take((rows, columns))
        self.stream += 1
        return weight, torch.zeros(rows)

    def layer(self):
        d = self.width
        q, k, v, out = (self.linear(d, d) for _ in range(4))
        fc1, fc2 = self.linear(4 * d, d), self.linear(d, 4 * d)
        qkv = torch.cat([q[0], k[0], v[0]]), torch.cat([q[1], k[1], v[1]])
        return {"qkv": qkv, "out": out, "fc1": fc1, "fc2": fc2, "before": self.norm(), "between": self.norm()}

    def normalised(self, parameters, x):
        return functional.layer_norm(x, (self.width,), *parameters)

    def split(self, layer, x):
        """x (rows, t, d) → queries, keys, values (rows, heads, t, d / heads)"""
        rows, t, _ = x.shape
        qkv = functional.linear(self.normalised(layer["before"], x), *layer["qkv"])
        return (part.transpose(1, 2) for part in qkv.view(rows, t, 3, self.heads, -1).unbind(2))

    def joined(self, layer, x, mixed):
        x = x + functional.linear(mixed.transpose(1, 2).reshape(x.shape), *layer["out"])
        units = torch.relu(functional.linear(self.normalised(layer["between"], x), *layer["fc1"]))
        return x + functional.linear(units, *layer["fc2"])

    def log_probabilities(self, x):
        return torch.log_softmax(functional.linear(self.normalised(self.last, x), self.table), -1)


def attend(q, k, v, causal):
    if hasattr(functional, "scaled_dot_product_attention"):
        return functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        hidden = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(hidden, -math.inf)
    return torch.softmax(scores, -1) @ v


class Cache:
    """Keys and values of all rows: the prompt's stay where they are, those of new tokens follow their beams."""

    def __init__(self, keys, values):
        rows, heads, t, size = keys.shape
        room = (rows * BEAMS, heads, 2 * LENGTH, size)
        self.both = torch.empty(room), torch.empty(room)
        for kept, new in zip(self.both, (keys, values)):
            kept[:, :, :t] = new.repeat_interleave(BEAMS, 0)

    def reorder(self, order, used):
        if used > LENGTH:
            for kept in self.both:
                kept[:, :, LENGTH:used] = kept[:, :, LENGTH:used].index_select(0, order)

    def extended(self, keys, values, used):
        for kept, new in zip(self.both, (keys, values)):
            kept[:, :, used : used + 1] = new
        return (kept[:, :, : used + 1] for kept in self.both)


def generate(model, prompts):
    x = model.table[prompts] + model.positions[2 : 2 + LENGTH]
    caches = []
    for layer in model.layers:
        q, k, v = model.split(layer, x)
        caches.append(Cache(k, v))
        x = model.joined(layer, x, attend(q, k, v, True))
    scores, tokens = model.log_probabilities(x[:, -1]).topk(BEAMS, -1)
    texts = tokens.reshape(-1, 1)
    first_rows = (torch.arange(PROMPTS) * BEAMS).unsqueeze(1)
    order = torch.arange(PROMPTS * BEAMS)
    for used in range(LENGTH, 2 * LENGTH - 1):
        x = (model.table[texts[:, -1]] + model.positions[used + 2]).unsqueeze(1)
        for layer, cache in zip(model.layers, caches):
            cache.reorder(order, used)
            q, k, v = model.split(layer, x)
            x = model.joined(layer, x, attend(q, *cache.extended(k, v, used), False))
        all_scores = model.log_probabilities(x[:, 0]).view(PROMPTS, BEAMS, -1) + scores.unsqueeze(2)
        scores, best = all_scores.view(PROMPTS, -1).topk(BEAMS, -1)
        order = (first_rows + torch.div(best, model.k, rounding_mode="floor")).view(-1)
        texts = torch.cat([texts[order], (best % model.k).view(-1, 1)], 1)
    return texts.view(PROMPTS, BEAMS, LENGTH)[:, 0]


def main():
    layers, width, heads, k = (int(argument) for argument in sys.argv[1:5])
    seconds = float(sys.argv[5])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model = Model(layers, width, heads, k)
    prompts = numpy.floor(hashed_uniforms(3000, PROMPTS * LENGTH) * k).astype(numpy.int64)
    prompts = torch.from_numpy(prompts).reshape(PROMPTS, LENGTH)
    with torch.inference_mode():
        tokens = generate(model, prompts)
        milliseconds = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(milliseconds) < 3:
            start = time.perf_counter()
            generate(model, prompts)
            milliseconds.append(1e3 * (time.perf_counter() - start))
    answer = {
        "milliseconds": statistics.median(milliseconds),
        "tokens": tokens.flatten().tolist(),
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()

"""Peer of packages/tensor/bench/transformer.mjs: training steps of a small language model by PyTorch, on one thread.

    BATCH SECONDS [SIZE]

A decoder of 4 layers, width 128, 4 heads, context 64, vocabulary 1000, or with SIZE `large` of the shape of OPT-125m, written as PyTorch is fastest: one product for
queries, keys and values, scaled_dot_product_attention where there is one, AdamW fused where this PyTorch can. Weights and
data are those of the benchmark (hashed_uniforms.py). Prints one line of JSON: median milliseconds of a step, the
first losses, versions. Needs torch and numpy.
"""

import json
import math
import statistics
import sys
import time

import numpy
import torch
from hashed_uniforms import hashed_uniforms, hashed_weights
from torch import nn
from torch.nn import functional

SIZES = {"small": (1000, 128, 4, 4, 64), "large": (50272, 768, 12, 12, 64)}
SIZE = sys.argv[3] if len(sys.argv) > 3 else "small"
VOCABULARY, WIDTH, LAYERS, HEADS, CONTEXT = SIZES[SIZE]
# A step of the large one takes seconds.
FIRST, LEAST = (5, 3) if SIZE == "small" else (2, 2)


class Weights:
    """Hands out the parameters in the order of the benchmark."""

    def __init__(self):
        self.stream = 0

    def take(self, shape, fan_in):
        self.stream += 1
        values = hashed_weights(self.stream, int(numpy.prod(shape)), 1 / math.sqrt(fan_in))
        return torch.from_numpy(values.reshape(shape))

    def linear(self, inputs, outputs):
        layer = nn.Linear(inputs, outputs)
        with torch.no_grad():
            layer.weight.copy_(self.take([inputs, outputs], inputs).T)
            layer.bias.copy_(self.take([outputs], inputs))
        return layer

    def norm(self):
        layer = nn.LayerNorm(WIDTH)
        with torch.no_grad():
            layer.weight.copy_(self.take([WIDTH], WIDTH))
            layer.bias.copy_(self.take([WIDTH], WIDTH))
        return layer


def attend(q, k, v):
    if hasattr(functional, "scaled_dot_product_attention"):
        return functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    hidden = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
    return torch.softmax(scores.masked_fill(hidden, -math.inf), -1) @ v


class Block(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.before = weights.norm()
        self.project = weights.linear(WIDTH, 3 * WIDTH)
        self.join = weights.linear(WIDTH, WIDTH)
        self.between = weights.norm()
        self.widen = weights.linear(WIDTH, 4 * WIDTH)
        self.narrow = weights.linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        batch = x.shape[0]
        parts = self.project(self.before(x)).view(batch, CONTEXT, 3, HEADS, WIDTH // HEADS).unbind(2)
        mixed = attend(*(part.transpose(1, 2) for part in parts))
        x = x + self.join(mixed.transpose(1, 2).reshape(batch, CONTEXT, WIDTH))
        return x + self.narrow(torch.relu(self.widen(self.between(x))))


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        weights = Weights()
        self.tokens = nn.Parameter(weights.take([VOCABULARY, WIDTH], WIDTH))
        self.positions = nn.Parameter(weights.take([CONTEXT, WIDTH], WIDTH))
        self.blocks = nn.Sequential(*(Block(weights) for _ in range(LAYERS)))
        self.last = weights.norm()

    def forward(self, tokens):
        x = functional.embedding(tokens, self.tokens) + self.positions
        return self.last(self.blocks(x)) @ self.tokens.T


def adamw(network):
    """The fused optimiser where there is one."""
    try:
        optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, fused=True)
        return optimiser, "fused AdamW"
    except (TypeError, RuntimeError):
        return torch.optim.AdamW(network.parameters(), lr=1e-3), "AdamW"


def main():
    batch, seconds = int(sys.argv[1]), float(sys.argv[2])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    network = Decoder()
    optimiser, optimiser_name = adamw(network)
    text = numpy.floor(hashed_uniforms(2001, batch * (CONTEXT + 1)) * VOCABULARY)
    text = torch.from_numpy(text.astype(numpy.int64)).reshape(batch, CONTEXT + 1)
    tokens, following = text[:, :-1].contiguous(), text[:, 1:].reshape(-1)

    def step():
        loss = functional.cross_entropy(network(tokens).view(-1, VOCABULARY), following)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        return loss

    losses = [step().item() for _ in range(FIRST)]
    milliseconds = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(milliseconds) < LEAST:
        start = time.perf_counter()
        step()
        milliseconds.append(1e3 * (time.perf_counter() - start))
    answer = {
        "milliseconds": statistics.median(milliseconds),
        "losses": losses,
        "optimiser": optimiser_name,
        "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()

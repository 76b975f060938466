"""Peer of packages/tensor/bench/vae.mjs: steps of variational autoencoders by PyTorch, on one thread.

    wide|small|picture BATCH SECONDS [channels_last]

Weights, data and noise are those of the benchmark (hashed_uniforms.py), in the layouts of PyTorch. Adam is fused
where this PyTorch can (its fastest setting), else the default. Prints one line of JSON: median milliseconds of a
step, the first losses, versions. Needs torch and numpy.
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


class Weights:
    """Hands out the parameters in the order of the benchmark."""

    def __init__(self):
        self.stream = 0

    def take(self, shape, fan_in):
        self.stream += 1
        values = hashed_weights(self.stream, int(numpy.prod(shape)), 1 / math.sqrt(fan_in))
        return torch.from_numpy(values.reshape(shape))

    def linear(self, inputs, outputs, rows=None, columns=None):
        """rows, columns: orders of pixels, where PyTorch flattens channels first."""
        layer = nn.Linear(inputs, outputs)
        weight, bias = self.take([inputs, outputs], inputs), self.take([outputs], inputs)
        weight = weight if rows is None else weight[rows]
        if columns is not None:
            weight, bias = weight[:, columns], bias[columns]
        return with_values(layer, weight.T, bias)

    def conv(self, inputs, outputs):
        weight, bias = self.take([4, 4, inputs, outputs], 16 * inputs), self.take([outputs], 16 * inputs)
        return with_values(nn.Conv2d(inputs, outputs, 4, 2, 1), weight.permute(3, 2, 0, 1), bias)

    def conv_transposed(self, inputs, outputs):
        weight, bias = self.take([4, 4, outputs, inputs], 16 * outputs), self.take([outputs], 16 * outputs)
        return with_values(nn.ConvTranspose2d(inputs, outputs, 4, 2, 1), weight.permute(3, 2, 0, 1), bias)


def with_values(layer, weight, bias):
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    return layer


class Dense(nn.Module):
    """d - hidden - latent - hidden - d."""

    def __init__(self, d, hidden, latent):
        super().__init__()
        weights = Weights()
        sizes = [d, *hidden]
        self.encoder = stack(weights, sizes)
        self.mean = weights.linear(sizes[-1], latent)
        self.log_variance = weights.linear(sizes[-1], latent)
        back = [latent, *reversed(hidden)]
        self.decoder = stack(weights, back)
        self.output = weights.linear(back[-1], d)

    def encode(self, x):
        h = self.encoder(x)
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        return self.output(self.decoder(z))


def stack(weights, sizes):
    layers = [layer for pair in zip(sizes, sizes[1:]) for layer in (weights.linear(*pair), nn.ReLU())]
    return nn.Sequential(*layers)


class Picture(nn.Module):
    """28 x 28 pixels, two convolutions to 7 x 7 x 128, latent 20: the network of Shumailov et al. 2024."""

    def __init__(self):
        super().__init__()
        weights = Weights()
        # Position of each element, channels first, among those with channels last.
        order = torch.arange(7 * 7 * 128).reshape(7, 7, 128).permute(2, 0, 1).reshape(-1)
        self.encoder = nn.Sequential(weights.conv(1, 64), nn.ReLU(), weights.conv(64, 128), nn.ReLU())
        self.mean = weights.linear(7 * 7 * 128, 20, rows=order)
        self.log_variance = weights.linear(7 * 7 * 128, 20, rows=order)
        self.expand = weights.linear(20, 7 * 7 * 128, columns=order)
        self.decoder = nn.Sequential(
            weights.conv_transposed(128, 64), nn.ReLU(), weights.conv_transposed(64, 1)
        )

    def encode(self, x):
        h = self.encoder(x.view(-1, 1, 28, 28)).flatten(1)
        return self.mean(h), self.log_variance(h)

    def decode(self, z):
        return self.decoder(self.expand(z).view(-1, 128, 7, 7)).flatten(1)


def bernoulli(logits, x):
    return functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")


def gaussian(decoded, x):
    return 0.5 * functional.mse_loss(decoded, x, reduction="sum")


def problem(name, batch):
    """Network, distortion, data and noise."""
    d, latent = {"wide": (784, 20), "small": (2, 2), "picture": (784, 20)}[name]
    u = hashed_uniforms(1001, batch * d).reshape(batch, d)
    noise = ((2 * hashed_uniforms(1002, batch * latent) - 1) * math.sqrt(3)).reshape(batch, latent)
    x = 2 * u - 1 if name == "small" else (u < 0.3)
    network = {
        "wide": lambda: Dense(784, [400], 20),
        "small": lambda: Dense(2, [64, 64], 2),
        "picture": Picture,
    }[name]()
    tensors = [torch.from_numpy(values.astype(numpy.float32)) for values in (x, noise)]
    return network, gaussian if name == "small" else bernoulli, *tensors


def adam(network):
    """The fused optimiser where there is one."""
    try:
        optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)
        return optimiser, "fused Adam"
    except (TypeError, RuntimeError):
        return torch.optim.Adam(network.parameters(), lr=1e-3), "Adam"


def main():
    name, batch, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    network, distortion, x, noise = problem(name, batch)
    if "channels_last" in sys.argv:
        network = network.to(memory_format=torch.channels_last)
    optimiser, optimiser_name = adam(network)

    def step():
        mean, log_variance = network.encode(x)
        z = mean + noise * torch.exp(0.5 * log_variance)
        kl = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
        loss = (distortion(network.decode(z), x) + kl) / batch
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        return loss

    losses = [step().item() for _ in range(5)]
    milliseconds = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(milliseconds) < 3:
        start = time.perf_counter()
        step()
        milliseconds.append(1e3 * (time.perf_counter() - start))
    print(
        json.dumps(
            {
                "milliseconds": statistics.median(milliseconds),
                "losses": losses,
                "optimiser": optimiser_name,
                "capability": torch.backends.cpu.get_cpu_capability()
                if hasattr(torch.backends, "cpu")
                else "unknown",
                "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
            }
        )
    )


if __name__ == "__main__":
    main()

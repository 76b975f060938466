"""Weighted fits for packages/models/test/fixtures/weighted.json: covariances of points with reliability weights by
numpy.cov(aweights=w, ddof=1), whose divisor is Σw − Σw²/Σw; and weighted least squares with the unbiased noise
√(Σ w r² / tr(W − WH)), H = X (XᵀWX)⁻¹ XᵀW formed as a matrix.

Run: python3 tools/reference/weighted_values.py
"""

import random

import numpy

from fixture import write


def parts_of(rng, sizes, width, label):
    return [[row(rng, width, label) for _ in range(size)] for size in sizes]


def row(rng, width, label):
    x = [rng.gauss(0, 1) * (1 + j) for j in range(width)]
    return x + [sum(x) + rng.gauss(0, 0.5)] if label else x


def joined(parts, weights):
    w = numpy.concatenate([[weight] * len(part) for part, weight in zip(parts, weights)])
    return numpy.array([row for part in parts for row in part]), w


def gaussian(rng, sizes, weights, d):
    parts = parts_of(rng, sizes, d, False)
    x, w = joined(parts, weights)
    covariance = numpy.atleast_2d(numpy.cov(x.T, aweights=w, ddof=1))
    mean = numpy.average(x, axis=0, weights=w)
    return {"d": d, "parts": parts, "weights": weights, "mean": mean.tolist(), "covariance": covariance.tolist()}


def linear(rng, sizes, weights, d):
    parts = parts_of(rng, sizes, d, True)
    z, w = joined(parts, weights)
    x, y = z[:, :-1], z[:, -1]
    if d > 2:  # Two equal columns: the rank is d − 1.
        x[:, 1] = x[:, 0]
        parts = [[[r[0], r[0], *r[2:]] for r in part] for part in parts]
    root = numpy.sqrt(w)
    solution = numpy.linalg.lstsq(root[:, None] * x, root * y, rcond=None)[0]
    hat = x @ numpy.linalg.pinv(x.T @ (w[:, None] * x)) @ x.T * w
    residuals = y - x @ solution
    freedom = numpy.trace(numpy.diag(w) - w[:, None] * hat)
    noise = numpy.sqrt(w @ residuals**2 / freedom)
    return {"d": d, "parts": parts, "weights": weights, "solution": solution.tolist(), "noise": float(noise)}


def main():
    rng = random.Random(41)
    entries = {
        "gaussian": [
            gaussian(rng, [3, 4], [2.5, 0.4], 1),
            gaussian(rng, [2, 9, 3], [1.5, 0.25, 1], 2),
            gaussian(rng, [6, 5], [0.1, 3], 3),
        ],
        "linear": [
            linear(rng, [3, 4], [2.5, 0.4], 1),
            linear(rng, [5, 9], [1.5, 0.25], 2),
            linear(rng, [6, 8], [0.3, 2], 3),
            linear(rng, [6, 8], [1, 1], 3),
        ],
    }
    write("packages/models/test/fixtures/weighted.json", "weighted_values.py", {"numpy": numpy.__version__, **entries})


if __name__ == "__main__":
    main()

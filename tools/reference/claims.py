"""Exact values that the published claims are compared with, where a claim does not compute them itself.

    python3 tools/reference/claims.py > packages/theory/test/fixtures/claims.json

numpy 2.4.6, scipy 1.17.1. Deterministic.

survival      P(a symbol of probability p is alive after k resamplings of n): the Wright-Fisher chain of its count, with
              the states that hold less than 1e-30 left out.
zipf          E number of symbols alive, Zipf-Mandelbrot on 1000 symbols, n = 1000: the same chain for every symbol.
scale_two     P(sigma_k > eps) with two points per fit, unbiased: sigma_k is a product of k half-normal variables; by
              quadrature over the other factors.
"""
import json
import sys

import numpy as np
from scipy import integrate, special, stats


def survival(p, n, fits):
    """Rows of the transition matrix are made once, for the counts that can be reached."""
    counts = np.arange(n + 1)
    law = stats.binom.pmf(counts, n, p)
    alive = {}
    for k in range(1, max(fits) + 1):
        if k > 1:
            nonzero = np.flatnonzero(law > 1e-30)
            new = np.zeros(n + 1)
            for c in nonzero:
                spread = 12 * np.sqrt(max(c, 1)) + 80
                low, high = max(0, int(c - spread)), min(n, int(c + spread))
                new[low:high + 1] += law[c] * stats.binom.pmf(counts[low:high + 1], n, c / n)
            law = new
        if k in fits:
            alive[k] = float(1 - law[0])
    return [[k, alive[k]] for k in fits]


def zipf(k, n, exponent, shift, fits):
    weights = (np.arange(1, k + 1) + shift) ** -float(exponent)
    p = weights / weights.sum()
    counts = np.arange(n + 1)
    matrix = stats.binom.pmf(counts[None, :], n, (counts / n)[:, None])
    law = stats.binom.pmf(counts[None, :], n, p[:, None]).sum(axis=0)
    rows = []
    for _ in range(fits):
        rows.append(float(k - law[0]))
        law = law @ matrix
    return rows


def scale_two(eps):
    half = lambda x: np.sqrt(2 / np.pi) * np.exp(-x * x / 2)
    one = lambda e: special.erfc(e / np.sqrt(2))
    two = lambda e: integrate.quad(lambda x: half(x) * one(e / x), 0, 40, epsabs=1e-13, limit=400, points=[e, 1])[0]
    three = lambda e: integrate.quad(lambda x: half(x) * two(e / x), 0, 40, epsabs=1e-10, limit=200, points=[e, 1])[0]
    return [float(one(eps)), float(two(eps)), float(three(eps))]


def main():
    json.dump({
        "survival": [[p, n, survival(p, n, fits)] for p, n, fits in
                     [(0.001, 10000, [10, 20, 50]), (0.01, 100, [1, 10, 50])]],
        "zipf": [[exponent, shift, zipf(1000, 1000, exponent, shift, 10)] for exponent, shift in [(1, 2.7), (2, 5)]],
        "scaleTwo": [[eps, scale_two(eps)] for eps in [0.1]],
    }, sys.stdout, indent=1)


main()

"""Exact values that the published claims are compared with, where a claim does not compute them itself.

    python3 tools/reference/claims.py > packages/theory/test/fixtures/claims.json

numpy 2.4.6, scipy 1.17.1. Deterministic.

survival      P(a symbol of probability p is alive after k resamplings of n): the Wright-Fisher chain of its count, with
              the states that hold less than 1e-30 left out.
zipf          E number of symbols alive, Zipf-Mandelbrot on 1000 symbols, n = 1000: the same chain for every symbol.
scale_two     P(sigma_k > eps) with two points per fit, unbiased: sigma_k is a product of k half-normal variables; by
              quadrature over the other factors.
clean         E test error of a memoriser of T points, sum p (1 - p)^T, p Zipf of exponent 1.5 on 10^6 symbols.
cut           the same where only the first 1000 symbols are drawn, and the mass that is never drawn.
memoriser     test error of a memoriser retrained on its own 400 samples, p Zipf of exponent 1.5 on 1000 symbols: the
              Wright-Fisher chain of every symbol.
ridge         one input, n rows of N(0, 1): E A, E A^2 and E of the variance (unit noise) of the ridge weight A w + noise,
              A = G/(G + n lambda), G chi-squared: by quadrature.
non_smooth    P(exactly one outlier) at the second fit of the non-smooth family of claim 40, by quadrature.
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


def zipf_probabilities(k, exponent):
    weights = np.arange(1, k + 1) ** -float(exponent)
    return weights / weights.sum()


def clean():
    p = zipf_probabilities(10**6, 1.5)
    return [[t, float(np.sum(p * np.exp(t * np.log1p(-p))))] for t in [100, 1000, 10000, 100000]]


def cut():
    p = zipf_probabilities(10**6, 1.5)
    lost, head = float(p[1000:].sum()), p[:1000]
    q = head / head.sum()
    rows = [[t, lost + float(np.sum(head * np.exp(t * np.log1p(-q))))] for t in [1000, 10000, 100000]]
    return {"mass": lost, "rows": rows}


def memoriser(k, n, fits):
    p = zipf_probabilities(k, 1.5)
    counts = np.arange(n + 1)
    matrix = stats.binom.pmf(counts[None, :], n, (counts / n)[:, None])
    law = stats.binom.pmf(counts[None, :], n, p[:, None])
    rows = []
    for _ in range(fits):
        rows.append(float(p @ law[:, 0]))
        law = law @ matrix
    return rows


def ridge(n, penalty):
    density = stats.chi2(n).pdf
    mean = lambda f: integrate.quad(lambda g: f(g) * density(g), 0, np.inf, epsabs=1e-13, epsrel=1e-12, limit=400)[0]
    total = n * penalty
    return [float(mean(lambda g: g / (g + total))), float(mean(lambda g: (g / (g + total))**2)),
            float(mean(lambda g: g / (g + total)**2))]


def non_smooth(n):
    """1 - max of n uniform points is Beta(1, n); alpha is half of it; one of n new points is an outlier."""
    one = lambda b: n * (1 - b)**(n - 1) * n * (b / 2) * (1 - b / 2)**(n - 1)
    return float(integrate.quad(one, 0, 1, epsabs=1e-14, limit=400, points=[1 / n, 5 / n])[0])


def main():
    json.dump({
        "survival": [[p, n, survival(p, n, fits)] for p, n, fits in
                     [(0.001, 10000, [10, 20, 50]), (0.01, 100, [1, 10, 50])]],
        "zipf": [[exponent, shift, zipf(1000, 1000, exponent, shift, 10)] for exponent, shift in [(1, 2.7), (2, 5)]],
        "scaleTwo": [[eps, scale_two(eps)] for eps in [0.1]],
        "clean": clean(),
        "cut": cut(),
        "memoriser": memoriser(1000, 400, 20),
        "ridge": [[n, penalty, ridge(n, penalty)] for n, penalty in [(12, 0.5), (100, 0.1)]],
        "nonSmooth": [[n, non_smooth(n)] for n in [2, 20, 100]],
    }, sys.stdout, indent=1)


main()

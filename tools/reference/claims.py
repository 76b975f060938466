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
steep         as clean, of exponent 2 on 10^5 symbols.
floors        as cut, [exponent, points, error], for so many points that hardly a symbol is missed.
memoriser     test error of a memoriser retrained on its own 400 samples, p Zipf of exponent 1.5 on 1000 symbols: the
              Wright-Fisher chain of every symbol.
ridge         one input, n rows of N(0, 1): E A, E A^2 and E of the variance (unit noise) of the ridge weight A w + noise,
              A = G/(G + n lambda), G chi-squared: by quadrature.
second_fit    E (w_1 - w*)^2 of the second fit of a regression on one input under accumulate-subsample, n labels of the same n
              inputs in both batches, unit noise. A draw holds a inputs of the first batch alone, b of the second alone and c
              of both; given the inputs, whose squares are chi-squared, the error is 1/G + (1 - A^2/G^2)/X with G the sum
              of squares over the draw, A over its rows of the first batch, X over all inputs. By independence of X and the
              shares, and of the classes, one integral for each (a, b, c).
non_smooth    P(exactly one outlier) at the second fit of the non-smooth family of claim 40, by quadrature.
"""
import json
import math
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


def clean(k, exponent, points):
    p = zipf_probabilities(k, exponent)
    return [[t, float(np.sum(p * np.exp(t * np.log1p(-p))))] for t in points]


def cut(k, exponent, points):
    p = zipf_probabilities(k, exponent)
    lost, head = float(p[1000:].sum()), p[:1000]
    q = head / head.sum()
    rows = [[t, lost + float(np.sum(head * np.exp(t * np.log1p(-q))))] for t in points]
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


def second_fit(n):
    total = 0
    for c in range(n // 2 + 1):
        for a in range(n - 2 * c + 1):
            b = n - a - 2 * c
            if a + b + c > n:
                continue
            ways = math.comb(n, c) * math.comb(n - c, a) * math.comb(n - c - a, b)
            single, double = lambda s: 1 + 2 * s, lambda s: 1 + 4 * s
            law = lambda s: single(s)**(-(a + b) / 2) * double(s)**(-c / 2)
            square = lambda s: (a * (a + 2) / single(s)**2 + 2 * a * c / (single(s) * double(s))
                                + c * (c + 2) / double(s)**2)
            integral = lambda f: integrate.quad(f, 0, np.inf, epsabs=1e-13, epsrel=1e-12, limit=400)[0]
            share = integral(lambda s: s * law(s) * square(s))
            total += ways / math.comb(2 * n, n) * (integral(law) + (1 - share) / (n - 2))
    return total


def main():
    json.dump({
        "survival": [[p, n, survival(p, n, fits)] for p, n, fits in
                     [(0.001, 10000, [10, 20, 50]), (0.01, 100, [1, 10, 50])]],
        "zipf": [[exponent, shift, zipf(1000, 1000, exponent, shift, 10)] for exponent, shift in [(1, 2.7), (2, 5)]],
        "scaleTwo": [[eps, scale_two(eps)] for eps in [0.1]],
        "clean": clean(10**6, 1.5, [100, 1000, 10000, 100000]),
        "cut": cut(10**6, 1.5, [1000, 10000, 100000]),
        "steep": clean(10**5, 2, [100, 1000, 10000]),
        "floors": [[exponent, points, cut(k, exponent, [points])["rows"][0][1]] for exponent, points, k in
                   [(1.5, 300000, 10**6), (2, 10**7, 10**5)]],
        "memoriser": memoriser(1000, 400, 20),
        "ridge": [[n, penalty, ridge(n, penalty)] for n, penalty in [(12, 0.5), (100, 0.1)]],
        "secondFit": [[n, second_fit(n)] for n in [20]],
        "nonSmooth": [[n, non_smooth(n)] for n in [2, 20, 100]],
    }, sys.stdout, indent=1)


main()

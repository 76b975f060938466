"""Reference values for packages/theory, by routes the package does not take.

    python3 tools/reference/theory.py > packages/theory/test/fixtures/reference.json

numpy 2.4.6, scipy 1.17.1, mpmath 1.3.0. Deterministic.

chi, polygamma     mpmath, 30 digits.
scale              distribution of the scale of a Gaussian after k refits by inverting its characteristic function
                   (Gil-Pelaez): log S_k = sum of k independent log(chi^2_{n-1}/(n-ddof)).
wright_fisher      exact chains over *joint* count vectors (all compositions of n over K symbols), not symbol by symbol.
collapse_time      expected absorption time by iterating the symbol chain with scipy's binomial masses until the
                   remainder is geometric.
squared_w2         one dimension, one fit: E W2^2 by quadrature over the chi^2 density.
bures              full covariance, d = 2 and 3: slope of E W2^2 in 1/n by Gaussian perturbation of the matrix square root,
                   numerically differentiated.
gaussian_tiny      E S and E mu^2 of every workflow from the covariance matrix of all points ever drawn, which is
                   propagated point by point; random subsets and mixture components are enumerated, each with its weight.
                   Weighted points: the covariance of the weighted sums.
"""
import itertools
import json
import math
import sys

import mpmath
import numpy as np
from scipy import integrate, optimize, special, stats

mpmath.mp.dps = 30


def chi():
    rows = []
    for nu in [1, 2, 3, 9, 31, 32, 99, 100, 999, 10**6]:
        mean = mpmath.sqrt(2) * mpmath.gammaprod([mpmath.mpf(nu + 1) / 2], [mpmath.mpf(nu) / 2]) \
            if nu < 10**5 else mpmath.sqrt(2) * mpmath.exp(mpmath.loggamma(mpmath.mpf(nu + 1) / 2) - mpmath.loggamma(mpmath.mpf(nu) / 2))
        rows.append([nu, float(mean)])
    return rows


def polygamma():
    return [[x, float(mpmath.psi(1, mpmath.mpf(x))), float(mpmath.psi(2, mpmath.mpf(x)))]
            for x in [0.25, 0.5, 1, 1.5, 4.5, 11.5, 12, 49.5, 5000]]


class LogScale:
    """log S after k refits with n points and divisor n - ddof."""

    def __init__(self, n, ddof, k):
        self.a, self.shift, self.k = (n - 1) / 2, math.log(2 / (n - ddof)), k
        self.mean = k * (special.digamma(self.a) + self.shift)
        self.sd = math.sqrt(k * special.polygamma(1, self.a))

    def survival(self, x):
        def integrand(u):
            log_phi = self.k * (1j * u * self.shift + special.loggamma(self.a + 1j * u) - special.loggamma(self.a))
            return (np.exp(log_phi - 1j * u * x)).imag / u
        top = 12 / self.sd if self.k > 20 else 400 / self.sd
        value = sum(integrate.quad(integrand, a, b, limit=400, epsabs=1e-13, epsrel=1e-12)[0]
                    for a, b in itertools.pairwise(np.linspace(1e-12, top, 41)))
        return 0.5 + value / math.pi

    def median(self):
        return optimize.brentq(lambda x: self.survival(x) - 0.5, self.mean - self.sd, self.mean + self.sd, xtol=1e-12)


def scale():
    tails = [[10, 1, k, 0.1, LogScale(10, 1, k).survival(2 * math.log(0.1))] for k in [10, 50, 100, 150, 200]]
    medians = [[n, ddof, k, LogScale(n, ddof, k).median()]
               for n, ddof, k in [(10, 1, 20), (10, 1, 200), (10, 0, 200), (100, 1, 100), (100, 1, 1000), (10, 1, 201)]]
    return {"tails": tails, "median_log_variance": medians}


def compositions(n, k):
    if k == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in compositions(n - first, k - 1):
            yield (first, *rest)


def wright_fisher_joint(p, sizes, keep):
    """Per generation: E support, E entropy, E sum p^2, P(one symbol left), over the exact joint law of all counts."""
    law = {c: stats.multinomial.pmf(c, sizes[0], p) for c in compositions(sizes[0], len(p))}
    rows = []
    for t in range(len(sizes)):
        if t > 0:
            new = {}
            for counts, mass in law.items():
                if mass == 0:
                    continue
                total = sum(counts)
                q = [c / total for c in counts]
                for draw in compositions(sizes[t], len(p)):
                    m = stats.multinomial.pmf(draw, sizes[t], q)
                    if m > 0:
                        key = tuple(a + b for a, b in zip(counts, draw)) if keep else draw
                        new[key] = new.get(key, 0) + mass * m
            law = new
        row = [0.0] * 4
        for counts, mass in law.items():
            q = np.array(counts) / sum(counts)
            positive = q[q > 0]
            row[0] += mass * len(positive)
            row[1] -= mass * float(np.sum(positive * np.log(positive)))
            row[2] += mass * float(np.sum(q * q))
            row[3] += mass * (len(positive) == 1)
        rows.append(row)
    return rows


def wright_fisher():
    cases = [
        {"p": [0.5, 0.3, 0.2], "sizes": [3, 3, 3, 3], "keep": False},
        {"p": [0.6, 0.3, 0.1], "sizes": [2, 3, 4, 2], "keep": False},
        {"p": [0.5, 0.3, 0.2], "sizes": [3, 2, 4], "keep": True},
    ]
    return [{**case, "rows": wright_fisher_joint(**case)} for case in cases]


def collapse_time_of(p, n):
    counts = np.arange(n + 1)
    matrix = stats.binom.pmf(counts[None, :], n, (counts / n)[:, None])
    spectrum = sum(stats.binom.pmf(counts, n, q) for q in p)
    time, alive = 1.0, 1 - spectrum[n]
    for step in range(40 * n):
        time += alive
        spectrum = spectrum @ matrix
        alive = 1 - spectrum[n]
        if step > 18 * n:
            break
    # 1 - 1/n is the second eigenvalue of the Wright-Fisher chain: the rest is a geometric series.
    return time + alive * n


def collapse_time():
    uniform = [0.1] * 10
    skewed = [0.4, 0.3, 0.2, 0.1]
    return [[p, n, collapse_time_of(p, n)] for p, n in [(uniform, 10), (uniform, 100), (skewed, 50), ([0.5, 0.5], 3)]] + [
        [uniform, 1000, collapse_time_of(uniform, 1000)]]


REAL = -1


def grow(cov, labels, models, bias):
    """The covariance with new points below the old: each from N(0, 1), label REAL, or from a model (indices of the points it
    was fitted to, their weights, its squared mean, its variance)."""
    old, size = len(cov), len(labels)
    grown = np.zeros((old + size,) * 2)
    grown[:old, :old] = cov
    for a, label in enumerate(labels):
        i = old + a
        if label == REAL:
            grown[i, i] = 1.0
            continue
        indices, weights, square, spread = models[label]
        grown[i, :old] = grown[:old, i] = np.average(cov[:, indices], axis=1, weights=weights)
        for b, other in enumerate(labels[:a]):
            if other != REAL:
                block = cov[np.ix_(indices, models[other][0])]
                shared = square if other == label else np.average(block @ models[other][1], weights=weights) / sum(models[other][1])
                grown[i, old + b] = grown[old + b, i] = shared
        grown[i, i] = square + bias * spread
    return grown


def enumerate_plans(initial, generations, ddof, bias, branches):
    """[E S, E mu^2] of models 0 ... generations over all plans.

    branches(t, size) -> [(weight, labels of the new points of generation t, [(weight, indices of D_t)])], with `size` points
    drawn before; a label is REAL or the number of a model. Indices may be followed by what each of the points counts."""
    total = np.zeros((generations + 1, 2))

    def run(cov, t, weight, chosen, models, counts=None):
        w = np.ones(len(chosen)) if counts is None else np.array(counts)
        n = w.sum()
        block = cov[np.ix_(chosen, chosen)]
        mean_square = w @ block @ w / n**2
        variance = (w @ np.diag(block) - n * mean_square) / (n - ddof * (w @ w) / n)
        total[t] += weight * np.array([variance, mean_square])
        if t == generations:
            return
        models = models + [(chosen, w, mean_square, variance)]
        for share, labels, choices in branches(t + 1, len(cov)):
            grown = grow(cov, labels, models, bias)
            for part, indices, *counts in choices:
                run(grown, t + 1, weight * share * part, indices, models, *counts)

    run(np.eye(initial), 0, 1.0, list(range(initial)), [])
    return total.tolist()


def fixed_plan(plan):
    """plan(t, size) -> (old indices, number of new points, number of fresh real points)."""
    def branches(t, size):
        old, new, real = plan(t, size)
        return [(1.0, [t - 1] * new + [REAL] * real, [(1.0, list(old) + list(range(size, size + new + real)))])]
    return branches


def weighted(new, real, share):
    """Fresh-real: `share` is what the real points together count in the fit, 1 - share the synthetic ones."""
    def branches(t, size):
        counts = [(1 - share) / new] * new + [share / real] * real
        return [(1.0, [t - 1] * new + [REAL] * real, [(1.0, list(range(size, size + new + real)), counts)])]
    return branches


def subsets(added, train):
    """Accumulate-subsample: every subset of all points so far."""
    def branches(t, size):
        chosen = [list(subset) for subset in itertools.combinations(range(size + added), train)]
        return [(1.0, [t - 1] * added, [(1 / len(chosen), indices) for indices in chosen])]
    return branches


def redrawn(initial, kept, new):
    """keep-real with a subset of D_0 drawn anew in each generation: every subset."""
    def branches(t, size):
        chosen = [list(subset) for subset in itertools.combinations(range(initial), kept)]
        synthetic = list(range(size, size + new))
        return [(1.0, [t - 1] * new, [(1 / len(chosen), indices + synthetic) for indices in chosen])]
    return branches


def mixture(size, weights):
    """alpha, beta, gamma: the component of every point, unrolled to models and p_0."""
    alpha, beta, gamma = weights

    def branches(t, before):
        components = {REAL: 1.0}
        for j in range(t):
            components = {key: beta * w for key, w in components.items()}
            components[j] = components.get(j, 0) + alpha
            components[REAL] += gamma
        names = [key for key, w in components.items() if w > 0]
        new = list(range(before, before + size))
        return [(math.prod(components[label] for label in labels), labels, [(1.0, new)])
                for labels in itertools.product(names, repeat=size)]
    return branches


def gaussian_tiny():
    lists = [2, 1, 4, 4, 4]
    plans = [
        ({"kind": "replace"}, {"initial": 3, "new": 2}, 4, fixed_plan(lambda t, size: ([], 2, 0))),
        ({"kind": "replace-grown"}, {"initial": 3, "new": 2}, 4, fixed_plan(lambda t, size: ([], 3 + 2 * t, 0))),
        ({"kind": "accumulate"}, {"initial": 3, "new": {"kind": "list", "values": [2, 1, 4]}}, 4,
         fixed_plan(lambda t, size: (range(size), lists[t - 1], 0))),
        ({"kind": "fresh-real"}, {"initial": 3, "new": 2, "real": 1}, 4, fixed_plan(lambda t, size: ([], 2, 1))),
        ({"kind": "keep-real", "share": 0.5, "subset": "fixed", "mode": "added"}, {"initial": 4, "new": 3}, 4,
         fixed_plan(lambda t, size: (range(2), 3, 0))),
        ({"kind": "keep-real", "share": 1, "subset": "redrawn", "mode": "added"}, {"initial": 3, "new": 2}, 4,
         fixed_plan(lambda t, size: (range(3), 2, 0))),
        ({"kind": "keep-real", "share": 0.5, "subset": "fixed", "mode": "replacing"}, {"initial": 4, "new": 3}, 4,
         fixed_plan(lambda t, size: (range(2), 1, 0))),
        ({"kind": "accumulate-subsample"}, {"initial": 3, "new": 2, "train": 2}, 3, subsets(2, 2)),
        ({"kind": "mixture", "alpha": 0.5, "beta": 0.3, "gamma": 0.2}, {"initial": 3, "new": 2}, 3,
         mixture(2, (0.5, 0.3, 0.2))),
        ({"kind": "keep-real", "share": 0.5, "subset": "redrawn", "mode": "added"}, {"initial": 4, "new": 2}, 3,
         redrawn(4, 2, 2)),
        ({"kind": "fresh-real", "weight": 0.3}, {"initial": 3, "new": 2, "real": 3}, 4, weighted(2, 3, 0.3)),
        ({"kind": "fresh-real", "weight": "golden"}, {"initial": 3, "new": 2, "real": 2}, 4, weighted(2, 2, (5**0.5 - 1) / 2)),
    ]
    return [{"ddof": ddof, "samplingBias": bias, "workflow": workflow, "sizes": sizes,
             "rows": enumerate_plans(sizes["initial"], generations, ddof, bias, branches)}
            for ddof, bias in [(0, 1.0), (1, 1.0), (0, 0.8), (1, 0.8)]
            for workflow, sizes, generations, branches in plans]


def squared_w2():
    """E W2^2 of the first fit in one dimension by quadrature: chi^2 density, no closed form for E sigma."""
    rows = []
    for n, ddof in [(3, 0), (3, 1), (10, 1), (100, 0)]:
        density = stats.chi2(n - 1).pdf
        risk = integrate.quad(lambda q: (math.sqrt(q / (n - ddof)) - 1) ** 2 * density(q), 0, 60 + 4 * n, limit=500,
                              points=[n], epsabs=1e-13)[0]
        rows.append([n, ddof, 1 / n + risk])
    return rows


def bures_squared(a, b):
    values, vectors = np.linalg.eigh(b)
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    middle = np.linalg.eigvalsh(root @ a @ root)
    return np.trace(a) + np.trace(b) - 2 * np.sum(np.sqrt(middle))


def bures():
    """E of the second-order term for a scatter perturbation with Cov(D_ij, D_kl) = (C_ik C_jl + C_il C_jk)/n."""
    rows = []
    for cov in [np.eye(2), np.array([[2.0, 0.6], [0.6, 1.0]]), np.array([[1, 0.5, 0], [0.5, 2, -0.8], [0, -0.8, 3]])]:
        d, h = len(cov), 1e-3
        pairs = [(i, j) for i in range(d) for j in range(i, d)]

        def basis(i, j):
            m = np.zeros((d, d))
            m[i, j] = m[j, i] = 1
            return m

        total = np.trace(cov)
        for i, j in pairs:
            for k, m in pairs:
                u, v = basis(i, j), basis(k, m)
                f = lambda x, y: bures_squared(cov + h * (x * u + y * v), cov)
                if (i, j) == (k, m):
                    second = (f(1, 0) - 2 * f(0, 0) + f(-1, 0)) / h**2
                else:
                    second = (f(1, 1) - f(1, -1) - f(-1, 1) + f(-1, -1)) / (4 * h**2)
                covariance = cov[i, k] * cov[j, m] + cov[i, m] * cov[j, k]
                total += 0.5 * second * covariance
        rows.append([cov.ravel().tolist(), float(total)])
    return rows


json.dump({
    "bures": bures(),
    "chi": chi(),
    "polygamma": polygamma(),
    "scale": scale(),
    "wrightFisher": wright_fisher(),
    "collapseTime": collapse_time(),
    "gaussianTiny": gaussian_tiny(),
    "squaredW2": squared_w2(),
}, sys.stdout, indent=1)
sys.stdout.write("\n")

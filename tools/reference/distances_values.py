"""Reference values of the distances for packages/math/test/fixtures/distances.json.

W2 and KL between Gaussians by the textbook formulas in 80 digits of mpmath, from factors given as doubles; KL, total
variation, Hellinger and entropy of categoricals in 60 digits; W1 between samples by scipy.stats.wasserstein_distance.

Run: python3 tools/reference/distances_values.py
"""

import random

from mpmath import mp
from scipy.stats import wasserstein_distance

from fixture import write

mp.dps = 80


def random_factor(rng, d, scales):
    factor = [0.0] * (d * d)
    for i in range(d):
        for j in range(i):
            factor[i * d + j] = scales[i] * rng.gauss(0, 1)
        factor[i * d + i] = scales[i] * rng.uniform(0.5, 2)
    return factor


def matrix(values, d):
    return mp.matrix([[mp.mpf(values[i * d + j]) for j in range(d)] for i in range(d)])


def column(values):
    return mp.matrix([mp.mpf(v) for v in values])


def squared_norm(v):
    return sum(x * x for x in v)


def squared_w2(mean_a, factor_a, mean_b, factor_b, d):
    """|Δ|² + tr Σa + tr Σb − 2 tr (Lbᵀ Σa Lb)^½, the last trace from eigenvalues in proportionate precision."""
    la, lb = matrix(factor_a, d), matrix(factor_b, d)
    shift = squared_norm(column(mean_a) - column(mean_b))
    product = lb.T * la
    nuclear = sum(mp.svd_r(product, compute_uv=False))
    return shift + squared_norm(la) + squared_norm(lb) - 2 * nuclear


def kl(mean_a, factor_a, mean_b, factor_b, d):
    la, lb = matrix(factor_a, d), matrix(factor_b, d)
    m = lb**-1 * la
    v = lb**-1 * (column(mean_b) - column(mean_a))
    logs = sum(mp.log(abs(lb[i, i])) - mp.log(abs(la[i, i])) for i in range(d))
    return (squared_norm(m) + squared_norm(v) - d) / 2 + logs


def gaussian_case(name, d, mean_a, factor_a, mean_b, factor_b, with_kl=True):
    arguments = (mean_a, factor_a, mean_b, factor_b, d)
    case = {"name": name, "d": d, "meanA": mean_a, "factorA": factor_a, "meanB": mean_b, "factorB": factor_b}
    case["squaredW2"] = float(squared_w2(*arguments))
    case["kl"] = float(kl(*arguments)) if with_kl else None
    return case


def nudge(rng, values, size):
    return [x * (1 + size * rng.uniform(-1, 1)) for x in values]


def gaussians(rng):
    for d in (1, 2, 3, 6, 10):
        means = [[rng.gauss(0, 1) for _ in range(d)] for _ in range(2)]
        factors = [random_factor(rng, d, [1.0] * d) for _ in range(2)]
        yield gaussian_case(f"d = {d}", d, means[0], factors[0], means[1], factors[1])
    zero = [0.0] * 3
    factor = random_factor(rng, 3, [1.0] * 3)
    for size in (1e-3, 1e-6, 1e-9):
        yield gaussian_case(f"equal within {size}", 3, zero, factor, zero, nudge(rng, factor, size))
    collapsed = random_factor(rng, 3, [1.0, 1e-5, 1e-10])
    yield gaussian_case("nearly singular and whole", 3, zero, collapsed, zero, factor)
    yield gaussian_case("nearly singular, both", 3, zero, collapsed, zero, random_factor(rng, 3, [1.0, 1e-5, 1e-10]))
    yield gaussian_case("nearly singular and nearly equal", 3, zero, collapsed, zero, nudge(rng, collapsed, 1e-6))
    tiny = [x * 2.0**-400 for x in factor]
    yield gaussian_case("both of scale 2^-400", 3, zero, tiny, zero, nudge(rng, tiny, 0.1))
    line = [1.0, 0.0, 2.0, 0.0]
    other = [0.5, 0.0, -0.75, 0.0]
    yield gaussian_case("singular, both", 2, [0.0, 0.0], line, [0.0, 0.0], other, with_kl=False)
    yield gaussian_case("point mass", 2, [1.0, 0.0], [0.0] * 4, [0.0, 0.0], other, with_kl=False)


def probabilities(weights):
    total = sum(weights)
    return [w / total for w in weights]


def categorical_case(p, q):
    ps, qs = [mp.mpf(x) for x in p], [mp.mpf(x) for x in q]
    divergence = sum((a * mp.log(a / b) if a > 0 else 0) - a + b for a, b in zip(ps, qs))
    return {
        "p": p,
        "q": q,
        "kl": float(divergence),
        "totalVariation": float(sum(abs(a - b) for a, b in zip(ps, qs)) / 2),
        "hellinger": float(mp.sqrt(sum((mp.sqrt(a) - mp.sqrt(b)) ** 2 for a, b in zip(ps, qs)) / 2)),
        "entropy": float(-sum(a * mp.log(a) for a in ps if a > 0)),
    }


def categoricals(rng):
    for k in (2, 5, 100):
        yield categorical_case(
            probabilities([rng.expovariate(1) for _ in range(k)]), probabilities([rng.expovariate(1) for _ in range(k)]))
    lost = [rng.expovariate(1) if i % 3 else 0.0 for i in range(12)]
    yield categorical_case(probabilities(lost), probabilities([rng.expovariate(1) for _ in range(12)]))
    p = probabilities([rng.uniform(1, 2) for _ in range(20)])
    yield categorical_case(p, nudge(rng, p, 1e-7))
    yield categorical_case([1e-300, 1 - 1e-16], [1e-10, 1 - 1e-10])


def samples(rng):
    for n, m, ties in ((1, 1, False), (5, 5, False), (7, 3, False), (40, 101, False), (30, 12, True)):
        x, y = [rng.gauss(0, 1) for _ in range(n)], [rng.gauss(0.5, 2) for _ in range(m)]
        if ties:
            x, y = [float(round(v)) for v in x], [float(round(v)) for v in y]
        yield {"x": x, "y": y, "w1": float(wasserstein_distance(x, y))}


def main():
    rng = random.Random(20261122)
    entries = {
        "gaussians": list(gaussians(rng)),
        "categoricals": list(categoricals(rng)),
        "samples": list(samples(rng)),
    }
    write("packages/math/test/fixtures/distances.json", "distances_values.py", entries)


if __name__ == "__main__":
    main()

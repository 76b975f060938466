"""Reference values of lgamma digamma erf erfc normalCdf normalQuantile for packages/math/test/fixtures/special.json.

Run: python3 tools/reference/special_values.py
"""

import math

from mpmath import mp

from fixture import columns, neighbours, seeded, uniform_in_exponent, write
from special_tables import lower_quantile

mp.prec = 320
TINY, HUGE = 5e-324, 1.7976931348623157e308
ROOT = 1.4616321449683623


def signed(rng, low, high):
    return uniform_in_exponent(rng, low, high) * rng.choice([-1, 1])


def gamma_points(rng):
    xs = [rng.uniform(0, 8.5) for _ in range(1500)] + [uniform_in_exponent(rng, TINY, 1e305) for _ in range(500)]
    xs += [rng.uniform(8, 1000) for _ in range(300)] + [uniform_in_exponent(rng, 1e-3, 1e6) for _ in range(300)]
    for zero in (1, 2, ROOT):
        xs += [zero + signed(rng, 1e-16, 0.3) for _ in range(250)] + neighbours(float(zero), 3)
    for edge in [0.625, 8.0] + [(n + 0.5) / 4 for n in range(2, 33)]:
        xs += neighbours(edge, 1)
    return [x for x in xs if x > 0]


def erf_points(rng):
    xs = [rng.uniform(-6.2, 6.2) for _ in range(1500)] + [signed(rng, 1e-10, 6) for _ in range(500)]
    xs += [signed(rng, 1e-307, 1e-8) for _ in range(100)]
    for edge in [0.375, 6.0, 5.9] + [(n + 0.5) / 4 for n in range(1, 25)]:
        xs += neighbours(edge, 1)
    return xs


def erfc_points(rng):
    return erf_points(rng) + [rng.uniform(0.3, 27.3) for _ in range(1200)] + [27.2260171111083, 26.5, 26.6]


def cdf_points(rng):
    return [rng.uniform(-38.4, 8.3) for _ in range(1500)] + [rng.uniform(-5, 5) for _ in range(800)] + [
        signed(rng, 1e-18, 1) for _ in range(200)]


def quantile_points(rng):
    ps = [rng.uniform(0, 1) for _ in range(1200)] + [uniform_in_exponent(rng, TINY, 0.5) for _ in range(900)]
    ps += [0.5 + signed(rng, 1e-16, 0.4) for _ in range(400)]
    for edge in (0.0625, 0.25, 0.75, 0.9375):
        ps += neighbours(edge, 2)
    return [p for p in ps if 0 < p < 1]


def negative_points(rng):
    xs = [-rng.uniform(0, 12) for _ in range(400)] + [-uniform_in_exponent(rng, 1e-300, 1) for _ in range(100)]
    xs += [-rng.uniform(12, 3000) for _ in range(200)] + [-k + signed(rng, 1e-12, 0.4) for k in range(1, 60)]
    return [x for x in xs if x != math.floor(x)]


def log_size_of_gamma(x):
    return mp.log(abs(mp.gamma(x)))


def quantile(p):
    return lower_quantile(p) if p <= 0.5 else -lower_quantile(1 - p)


FUNCTIONS = {
    "lgamma": (mp.loggamma, gamma_points),
    "digamma": (mp.digamma, gamma_points),
    "lgamma of negative x": (log_size_of_gamma, negative_points),
    "digamma of negative x": (mp.digamma, negative_points),
    "erf": (mp.erf, erf_points),
    "erfc": (mp.erfc, erfc_points),
    "normalCdf": (lambda x: mp.erfc(-x / mp.sqrt(2)) / 2, cdf_points),
    "normalQuantile": (quantile, quantile_points),
}


def main():
    entries = {}
    for seed, (name, (function, points)) in enumerate(FUNCTIONS.items()):
        entries[name] = columns(function, [(x,) for x in sorted(set(points(seeded(100 + seed))))])
        print(name, len(entries[name]["y"]))
    write("packages/math/test/fixtures/special.json", "special_values.py", entries)


if __name__ == "__main__":
    main()

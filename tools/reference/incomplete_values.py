"""Reference values of the incomplete gamma and beta functions for packages/math/test/fixtures/incomplete.json.

Run: python3 tools/reference/incomplete_values.py
"""

import math

from mpmath import mp

from fixture import columns, seeded, uniform_in_exponent, write

mp.prec = 260


def gamma_points(rng):
    points = []
    for _ in range(500):
        a = uniform_in_exponent(rng, 1e-3, 1e4)
        points.append((a, max(a + rng.uniform(-4, 6) * math.sqrt(a), uniform_in_exponent(rng, 1e-6, 1) * a)))
    points += [(uniform_in_exponent(rng, 1e-6, 3), uniform_in_exponent(rng, 1e-6, 30)) for _ in range(300)]
    points += [(a, a + z * math.sqrt(a)) for a in (1e5, 1e6) for z in (-5, -3, -1, 0, 1, 3, 5, 8)]
    points += [(rng.randint(1, 60) / 2, rng.uniform(0, 200)) for _ in range(200)]
    return points


def lower(a, x):
    with mp.workprec(500):
        return mp.gammainc(a, 0, x, regularized=True)


def upper(a, x):
    with mp.workprec(500):
        return mp.gammainc(a, x, mp.inf, regularized=True)


def beta_points(rng):
    points = []
    for _ in range(400):
        a, b = uniform_in_exponent(rng, 0.01, 300), uniform_in_exponent(rng, 0.01, 300)
        mean, sd = a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)
        points.append((a, b, min(max(mean + rng.uniform(-6, 4) * sd, uniform_in_exponent(rng, 1e-8, 1) * mean), 1.0)))
    points += [(rng.randint(1, 40) / 2, 0.5, rng.uniform(0, 1)) for _ in range(150)]
    points += [(a, a * r, 1 / (1 + r) * (1 - d)) for a in (1e3, 3e3) for r in (0.5, 1, 3) for d in (0.1, 0.03, 0.01, 0, -0.01)]
    return [p for p in points if 0 < p[2] < 1]


def beta(a, b, x):
    with mp.workprec(700):
        value = mp.betainc(a, b, 0, x, regularized=True)
    return value


def student_points(rng):
    return [(rng.uniform(-6, 12), rng.choice([1, 2, 3, 4, 5, 9, 30, 99.5, 400])) for _ in range(250)]


def student(t, df):
    tail = beta(df / 2, mp.mpf(1) / 2, df / (df + t * t)) / 2
    return tail if t >= 0 else 1 - tail


FUNCTIONS = {
    "regularizedGammaP": (lower, gamma_points),
    "regularizedGammaQ": (upper, gamma_points),
    "regularizedBeta": (beta, beta_points),
    "studentTSurvival": (student, student_points),
}


def main():
    entries = {}
    for seed, (name, (function, points)) in enumerate(FUNCTIONS.items()):
        chosen = sorted(set(points(seeded(200 + seed // 2 * 2))))
        entries[name] = columns(function, [p for p in chosen if function(*map(mp.mpf, p)) > mp.mpf(10) ** -300])
        print(name, len(entries[name]["y"]), flush=True)
    write("packages/math/test/fixtures/incomplete.json", "incomplete_values.py", entries)


if __name__ == "__main__":
    main()

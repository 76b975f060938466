"""Reference values of sample statistics for packages/math/test/fixtures/statistics.json: exact rational arithmetic
(fractions) for sums, means, variances and covariances; numpy.quantile(method="linear") for quantiles.

Run: python3 tools/reference/statistics_values.py
"""

import random
from fractions import Fraction

import numpy

from fixture import write


def exact_variance(x, ddof):
    values = [Fraction(v) for v in x]
    centre = sum(values) / len(values)
    return sum((v - centre) ** 2 for v in values) / (len(values) - ddof)


def number_case(name, x):
    values = [Fraction(v) for v in x]
    return {
        "name": name,
        "x": x,
        "sum": float(sum(values)),
        "mean": float(sum(values) / len(values)),
        "variance0": float(exact_variance(x, 0)),
        "variance1": float(exact_variance(x, 1)),
    }


def covariance_case(points, ddof):
    n, d = len(points), len(points[0])
    exact = [[Fraction(v) for v in row] for row in points]
    centre = [sum(row[j] for row in exact) / n for j in range(d)]
    matrix = [
        float(sum((row[j] - centre[j]) * (row[k] - centre[k]) for row in exact) / (n - ddof))
        for j in range(d)
        for k in range(d)
    ]
    return {"d": d, "ddof": ddof, "points": [v for row in points for v in row], "covariance": matrix}


def main():
    rng = random.Random(20261122)
    numbers = [
        number_case("normal", [rng.gauss(0, 1) for _ in range(50)]),
        number_case("far from zero", [1e9 + rng.gauss(0, 1) for _ in range(50)]),
        number_case("cancelling", [1.0, 1e100, 1.0, -1e100]),
        number_case("of all sizes", [rng.choice([-1, 1]) * 10.0 ** rng.uniform(-20, 20) for _ in range(60)]),
        number_case("equal", [0.1] * 10),
    ]
    points = [[rng.gauss(5, 1), rng.gauss(-1e6, 1), rng.gauss(0, 1e-3)] for _ in range(30)]
    x = [rng.gauss(0, 1) for _ in range(17)]
    ps = [0.0, 0.01, 0.05, 0.25, 1 / 3, 0.5, 0.9, 0.95, 1.0]
    quantiles = {"x": x, "p": ps, "q": [float(numpy.quantile(x, p, method="linear")) for p in ps]}
    write(
        "packages/math/test/fixtures/statistics.json",
        "statistics_values.py",
        {"numbers": numbers, "covariances": [covariance_case(points, ddof) for ddof in (0, 1)], "quantiles": quantiles},
    )


if __name__ == "__main__":
    main()

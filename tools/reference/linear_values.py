"""Reference values of Cholesky factors, symmetric eigenvalues, square roots and singular values for
packages/math/test/fixtures/linear.json, by mpmath with 60 digits from the doubles in the fixture.

Run: python3 tools/reference/linear_values.py
"""

import math
import random

from mpmath import mp

from fixture import write

mp.dps = 60


def flat(matrix):
    return [float(matrix[i, j]) for i in range(matrix.rows) for j in range(matrix.cols)]


def from_doubles(values, rows, columns):
    return mp.matrix([[mp.mpf(values[i * columns + j]) for j in range(columns)] for i in range(rows)])


def random_matrix(rng, rows, columns):
    return [rng.gauss(0, 1) for _ in range(rows * columns)]


def random_covariance(rng, d, scales):
    """Doubles, exactly symmetric: D B Bᵀ D rounded, for a random B and the given standard deviations D."""
    b = random_matrix(rng, d, d + 2)
    a = [[0.0] * d for _ in range(d)]
    for i in range(d):
        for j in range(i + 1):
            a[i][j] = a[j][i] = scales[i] * scales[j] * sum(b[i * (d + 2) + k] * b[j * (d + 2) + k] for k in range(d + 2))
    return [x for row in a for x in row]


def covariance_case(name, a, d):
    matrix = from_doubles(a, d, d)
    values, vectors = mp.eigsy(matrix)
    root = vectors * mp.diag([mp.sqrt(v) for v in values]) * vectors.T
    return {
        "name": name,
        "d": d,
        "a": a,
        "cholesky": flat(mp.cholesky(matrix)),
        "eigenvalues": sorted(float(v) for v in values),
        "root": flat(root),
    }


def covariances(rng):
    for d in (1, 2, 3, 6, 10):
        yield covariance_case(f"d = {d}", random_covariance(rng, d, [1.0] * d), d)
    yield covariance_case("graded to 1e-6", random_covariance(rng, 4, [1.0, 1e-2, 1e-4, 1e-6]), 4)
    a = random_covariance(rng, 3, [1.0] * 3)
    yield scaled(covariance_case("of scale 2^-800", a, 3), -800)
    yield scaled(covariance_case("of scale 2^800", a, 3), 800)


def scaled(case, exponent):
    """The case of 2^exponent a; an even exponent, so that all results scale exactly."""
    by = lambda values, power: [math.ldexp(v, power) for v in values]
    half = exponent // 2
    return {
        **case,
        "a": by(case["a"], exponent),
        "cholesky": by(case["cholesky"], half),
        "eigenvalues": by(case["eigenvalues"], exponent),
        "root": by(case["root"], half),
    }


def singular_cases(rng):
    for rows, columns in ((1, 1), (3, 3), (5, 2), (2, 5), (10, 10)):
        a = random_matrix(rng, rows, columns)
        matrix = from_doubles(a, rows, columns)
        values = mp.svd_r(matrix if rows >= columns else matrix.T, compute_uv=False)
        yield {"rows": rows, "columns": columns, "a": a, "values": sorted((float(v) for v in values), reverse=True)}


def main():
    rng = random.Random(20261122)
    entries = {"covariances": list(covariances(rng)), "singular": list(singular_cases(rng))}
    write("packages/math/test/fixtures/linear.json", "linear_values.py", entries)


if __name__ == "__main__":
    main()

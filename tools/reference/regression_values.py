"""Reference fits for packages/models/test/fixtures/regression.json.

Least squares (also of minimum norm, and of rank-deficient inputs) by numpy.linalg.lstsq, ridge by the normal equations
in 50 digits of mpmath, logistic regression by Newton's method in 50 digits.

Run: python3 tools/reference/regression_values.py
"""

import random

import numpy
from mpmath import mp

from fixture import write

mp.dps = 50


def rows(rng, n, d, label):
    result = []
    for _ in range(n):
        x = [rng.gauss(0, 1) * (1 + j) for j in range(d)]
        result.append(x + [label(rng, x)])
    return result


def linear_label(rng, x):
    return sum(x) / len(x) + rng.gauss(0, 0.5)


def logistic_label(rng, x):
    return 1.0 if rng.random() < 1 / (1 + mp.exp(-x[0] + x[-1] / 4)) else 0.0


def least_squares(data):
    z = numpy.array(data)
    return [float(w) for w in numpy.linalg.lstsq(z[:, :-1], z[:, -1], rcond=None)[0]]


def ridge(data, penalty):
    x = mp.matrix([row[:-1] for row in data])
    y = mp.matrix([row[-1] for row in data])
    left = x.T * x + len(data) * mp.mpf(penalty) * mp.eye(x.cols)
    return [float(w) for w in mp.lu_solve(left, x.T * y)]


def logistic(data):
    x = mp.matrix([row[:-1] for row in data])
    y = mp.matrix([row[-1] for row in data])
    w = mp.zeros(x.cols, 1)
    for _ in range(30):
        p = (x * w).apply(lambda u: 1 / (1 + mp.exp(-u)))
        curvature = mp.zeros(x.cols)
        for i in range(x.rows):
            curvature += p[i] * (1 - p[i]) * x[i, :].T * x[i, :]
        w += mp.lu_solve(curvature, x.T * (y - p))
    return [float(v) for v in w]


def logistic_risk(w, truth, mean):
    """Excess log loss and accuracy for x ~ N(mean, I) in two dimensions, by double quadrature."""
    def over(f):
        inner = lambda a: mp.quad(lambda b: f(a, b) * mp.npdf(a, mean[0]) * mp.npdf(b, mean[1]), [-9, -3, 0, 3, 9])
        return mp.quad(inner, [-9, -3, 0, 3, 9])

    def excess(a, b):
        u, v = a * truth[0] + b * truth[1], a * w[0] + b * w[1]
        p = 1 / (1 + mp.exp(-u))
        return mp.log(1 + mp.exp(v)) - p * v - mp.log(1 + mp.exp(u)) + p * u

    with mp.workdps(15):
        return float(over(excess))


def main():
    rng = random.Random(20)
    linear = []
    for n, d in [(1, 1), (7, 1), (30, 3), (3, 5), (5, 5), (12, 8)]:
        data = rows(rng, n, d, linear_label)
        linear.append({"n": n, "d": d, "rows": data, "leastSquares": least_squares(data)})
    doubled = [[row[0], row[1], 2 * row[0] - row[1], row[2]] for row in rows(rng, 9, 2, linear_label)]
    linear.append({"n": 9, "d": 3, "rows": doubled, "leastSquares": least_squares(doubled)})
    ridges = []
    for n, d, penalty in [(7, 1, 0.5), (30, 3, 1e-3), (3, 5, 0.1)]:
        data = rows(rng, n, d, linear_label)
        ridges.append({"n": n, "d": d, "penalty": penalty, "rows": data, "weights": ridge(data, penalty)})
    logistics = []
    for n, d in [(40, 1), (60, 3)]:
        data = rows(rng, n, d, logistic_label)
        logistics.append({"n": n, "d": d, "rows": data, "weights": logistic(data)})
    risks = []
    for w, truth, mean in [([1, 0.5], [0.8, -0.3], [0, 0]), ([0.2, 3], [0.5, 2], [0.5, 1])]:
        risks.append({"w": w, "truth": truth, "mean": mean, "excess": logistic_risk(w, truth, mean)})
    write("packages/models/test/fixtures/regression.json", "regression_values.py", {"linear": linear, "ridge": ridges, "logistic": logistics, "risk": risks})


if __name__ == "__main__":
    main()

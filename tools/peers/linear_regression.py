"""Peer of packages/process/bench/regression.mjs: linear regression under accumulate by numpy, median of five lineages.

    published N G D DESIGN   numpy.linalg.lstsq on all rows so far, in each of G + 1 generations
    pooled N G D DESIGN      XᵀX and Xᵀy of the new rows are added to those of the pool, numpy.linalg.solve

DESIGN is fixed (each generation labels the inputs of the first again) or fresh. Prints one line of JSON.
"""

import json
import sys
import time

import numpy


def rows(rng, n, d, design, initial, weights):
    x = initial if design == "fixed" else rng.standard_normal((n, d))
    return x, x @ weights + rng.standard_normal(n)


def published(rng, n, generations, d, design):
    initial = rng.standard_normal((n, d))
    weights = numpy.full(d, d**-0.5)
    x_pool = numpy.empty(((generations + 1) * n, d))
    y_pool = numpy.empty((generations + 1) * n)
    for t in range(generations + 1):
        x, y = rows(rng, n, d, design, initial, weights)
        x_pool[t * n:(t + 1) * n], y_pool[t * n:(t + 1) * n] = x, y
        weights = numpy.linalg.lstsq(x_pool[:(t + 1) * n], y_pool[:(t + 1) * n], rcond=None)[0]
    return weights


def pooled(rng, n, generations, d, design):
    initial = rng.standard_normal((n, d))
    weights = numpy.full(d, d**-0.5)
    gram, moment = numpy.zeros((d, d)), numpy.zeros(d)
    repeated = initial.T @ initial
    for _ in range(generations + 1):
        x, y = rows(rng, n, d, design, initial, weights)
        gram += repeated if design == "fixed" else x.T @ x
        moment += x.T @ y
        weights = numpy.linalg.solve(gram, moment)
    return weights


def main():
    way, n, generations, d, design = sys.argv[1], *map(int, sys.argv[2:5]), sys.argv[5]
    run = {"published": published, "pooled": pooled}[way]
    times = []
    for seed in range(5):
        start = time.perf_counter()
        run(numpy.random.default_rng(seed), n, generations, d, design)
        times.append(1000 * (time.perf_counter() - start))
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__}
    print(json.dumps({"milliseconds": sorted(times)[2], "versions": versions}))


if __name__ == "__main__":
    main()

"""Peer of packages/process/bench/gaussian.mjs: a one-dimensional Gaussian under replace, maximum likelihood, by numpy.

    loop R G N ROUNDS        one lineage after another, one call of numpy per generation and step: the published way
    vectorised R G N ROUNDS  R lineages at once, as the rows of one array

Prints one line of JSON: seconds of each round, versions, and the mean variance of the last models. Needs numpy.
"""

import json
import sys
import time

import numpy


def loop(lineages, generations, n, rng):
    variances = numpy.empty(lineages)
    for i in range(lineages):
        mean, deviation = 0.0, 1.0
        for _ in range(generations + 1):
            x = rng.normal(mean, deviation, n)
            mean, deviation = x.mean(), x.std()
        variances[i] = deviation**2
    return variances


def vectorised(lineages, generations, n, rng):
    mean, deviation = numpy.zeros((lineages, 1)), numpy.ones((lineages, 1))
    x = numpy.empty((lineages, n))
    for _ in range(generations + 1):
        rng.standard_normal(out=x)
        x *= deviation
        x += mean
        mean = x.mean(axis=1, keepdims=True)
        deviation = x.std(axis=1, keepdims=True)
    return deviation**2


def main():
    way, lineages, generations, n, rounds = sys.argv[1], *map(int, sys.argv[2:])
    work = {"loop": loop, "vectorised": vectorised}[way]
    seconds = []
    for seed in range(rounds):
        rng = numpy.random.default_rng(seed)
        start = time.perf_counter()
        variance = work(lineages, generations, n, rng).mean()
        seconds.append(time.perf_counter() - start)
    versions = {"python": sys.version.split()[0], "numpy": numpy.__version__}
    print(json.dumps({"seconds": seconds, "versions": versions, "variance": float(variance)}))


if __name__ == "__main__":
    main()

"""Peer of packages/process/bench/kde.mjs: a kernel density estimate of two moons under accumulate.

    tree N G H M           scikit-learn's KernelDensity, fitted to the pool and scored at M test points in each of G + 1
                           generations: the published way
    incremental N G H M    numpy: log sums at the test points, to which each generation adds the kernels of its N new
                           points; no estimator object

Prints one line of JSON: seconds, versions, the last negative log likelihood. Needs an interpreter with scikit-learn
(Debian: apt-get install python3-sklearn).
"""

import json
import sys
import time

import numpy
import scipy
import sklearn
from sklearn.datasets import make_moons
from sklearn.neighbors import KernelDensity


def tree(real, test, n, generations, h, rng):
    pool = real
    for t in range(generations + 1):
        model = KernelDensity(bandwidth=h).fit(pool)
        score = -model.score_samples(test).mean()
        if t < generations:
            pool = numpy.concatenate([pool, model.sample(n, random_state=int(rng.integers(2**31)))])
    return score


def incremental(real, test, n, generations, h, rng):
    pool = numpy.empty(((generations + 1) * n, 2))
    pool[:n] = real
    sums = numpy.full(len(test), -numpy.inf)
    constant = numpy.log(2 * numpy.pi * h * h)
    for t in range(generations + 1):
        size = (t + 1) * n
        new = pool[size - n:size]
        exponents = -((test[:, None, :] - new[None, :, :]) ** 2).sum(axis=2) / (2 * h * h)
        largest = exponents.max(axis=1)
        sums = numpy.logaddexp(sums, largest + numpy.log(numpy.exp(exponents - largest[:, None]).sum(axis=1)))
        score = -(sums - numpy.log(size) - constant).mean()
        if t < generations:
            chosen = rng.integers(size, size=n)
            pool[size:size + n] = pool[chosen] + h * rng.standard_normal((n, 2))
    return score


def main():
    way, n, generations, h, m = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]), int(sys.argv[5])
    rng = numpy.random.default_rng(1)
    real = make_moons(n, noise=0.05, random_state=1)[0]
    test = make_moons(m, noise=0.05, random_state=2)[0]
    start = time.perf_counter()
    score = {"tree": tree, "incremental": incremental}[way](real, test, n, generations, h, rng)
    seconds = time.perf_counter() - start
    versions = {
        "python": sys.version.split()[0],
        "scikit-learn": sklearn.__version__,
        "scipy": scipy.__version__,
        "numpy": numpy.__version__,
    }
    print(json.dumps({"seconds": seconds, "versions": versions, "negativeLogLikelihood": float(score)}))


if __name__ == "__main__":
    main()

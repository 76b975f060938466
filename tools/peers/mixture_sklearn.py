"""Peer of packages/models/bench/mixture.mjs: the same work by scikit-learn's GaussianMixture, with the same stopping
rule (change of the mean log likelihood below 1e-5, at most 2000 iterations, k-means afresh in every fit).

    lineage FILE N   fit 2 components to each of the training sets in FILE (float64, N × 2 each) and sample N points;
                     milliseconds of each generation and iterations
    fit FILE ROUNDS  fit the points in FILE (float64, n × 2), ROUNDS times; milliseconds and iterations of each

Prints one line of JSON. Needs an interpreter with scikit-learn (Debian: apt-get install python3-sklearn).
"""

import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture


def mixture(seed):
    return GaussianMixture(2, covariance_type="full", tol=1e-5, max_iter=2000, random_state=seed)


def timed(x, seed):
    start = time.perf_counter()
    model = mixture(seed).fit(x)
    return model, start


def lineage(file, n):
    milliseconds, iterations = [], []
    for t, x in enumerate(np.fromfile(file).reshape(-1, n, 2)):
        model, start = timed(x, t)
        model.sample(n)
        milliseconds.append(1000 * (time.perf_counter() - start))
        iterations.append(model.n_iter_)
    return {"milliseconds": milliseconds, "iterations": iterations}


def fits(file, rounds):
    x = np.fromfile(file).reshape(-1, 2)
    milliseconds, iterations = [], []
    for seed in range(rounds):
        model, start = timed(x, seed)
        milliseconds.append(1000 * (time.perf_counter() - start))
        iterations.append(model.n_iter_)
    return {"milliseconds": milliseconds, "iterations": iterations}


def main():
    warnings.simplefilter("ignore")
    work, file, count = sys.argv[1:]
    result = (lineage if work == "lineage" else fits)(file, int(count))
    versions = {"python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__}
    print(json.dumps({"versions": versions, **result}))


if __name__ == "__main__":
    main()

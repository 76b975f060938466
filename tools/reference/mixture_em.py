"""Reference values of EM for Gaussian mixtures, for packages/models/test/fixtures/mixture.json: scikit-learn's
GaussianMixture from shared starts, its parameters and lower bound after each of 20 iterations, for the four kinds of
covariance; BIC and AIC of the last; and two fits from given responsibilities.

Run with an interpreter that has scikit-learn (Debian: apt-get install python3-sklearn):
    /usr/bin/python3 tools/reference/mixture_em.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import scipy
import sklearn
from sklearn.mixture import GaussianMixture

ROOT = Path(__file__).resolve().parents[2]
KINDS = {"full": "full", "tied": "tied", "diagonal": "diag", "spherical": "spherical"}
ITERATIONS = 20


def draw(rng, weights, means, factors, n):
    """Data with six decimals, so that they are short in JSON."""
    labels = rng.choice(len(weights), size=n, p=weights)
    z = rng.standard_normal((n, len(means[0])))
    points = np.array([means[c] + factors[c] @ z[i] for i, c in enumerate(labels)])
    return np.round(points, 6)


def precisions_of(covariances, weights, kind):
    """Covariances of the start (k × d × d), projected onto the kind as the family does it."""
    d = covariances.shape[1]
    diagonals = np.array([np.diag(c) for c in covariances])
    if kind == "full":
        return np.linalg.inv(covariances)
    if kind == "tied":
        return np.linalg.inv(np.tensordot(weights, covariances, axes=1))
    return 1 / diagonals if kind == "diagonal" else d / diagonals.sum(axis=1)


def parameters(model):
    return {
        "lowerBound": model.lower_bound_,
        "weights": model.weights_.tolist(),
        "means": model.means_.ravel().tolist(),
        "covariances": np.ravel(model.covariances_).tolist(),
    }


def trace(x, start, kind, floor):
    """One fit of one iteration after another, each from where the last one ended."""
    weights, means, covariances = (np.array(start[name]) for name in ("weights", "means", "covariances"))
    model = GaussianMixture(
        len(weights),
        covariance_type=KINDS[kind],
        tol=0,
        reg_covar=floor,
        max_iter=1,
        warm_start=True,
        weights_init=weights,
        means_init=means,
        precisions_init=precisions_of(covariances, weights, kind),
        random_state=0,
    )
    steps = [parameters(model.fit(x)) for _ in range(ITERATIONS)]
    return {"kind": kind, "steps": steps, "bic": model.bic(x), "aic": model.aic(x)}


class FromResponsibilities(GaussianMixture):
    """GaussianMixture whose start is one M-step from given responsibilities."""

    def _initialize_parameters(self, x, _random_state):
        self._initialize(x, self.responsibilities)


def from_responsibilities(x, labels, k, kind, floor):
    model = FromResponsibilities(k, covariance_type=KINDS[kind], tol=1e-5, reg_covar=floor, max_iter=2000)
    model.responsibilities = np.eye(k)[labels]
    model.fit(x)
    return {"kind": kind, "iterations": model.n_iter_, "converged": bool(model.converged_), **parameters(model)}


def case(name, x, start, floor):
    labels = np.argmin([[np.sum((p - m) ** 2) for m in start["means"]] for p in x], axis=1)
    k = len(start["weights"])
    return {
        "name": name,
        "d": x.shape[1],
        "k": k,
        "covarianceFloor": floor,
        "start": start,
        "data": x.ravel().tolist(),
        "labels": labels.tolist(),
        "traces": [trace(x, start, kind, floor) for kind in KINDS],
        "fits": [from_responsibilities(x, labels, k, kind, floor) for kind in KINDS],
    }


def plane(rng):
    factors = [np.array(f) for f in ([[1, 0], [0.5, 0.6]], [[0.4, 0], [-0.3, 0.9]], [[1.5, 0], [0, 0.3]])]
    x = draw(rng, [0.5, 0.3, 0.2], [[0, 0], [2, 1], [-1, 2]], factors, 90)
    start = {
        "weights": [0.25, 0.25, 0.5],
        "means": [[-0.5, 0.5], [1.5, 0.5], [0, 2]],
        "covariances": [[[1, 0.25], [0.25, 0.5]], [[0.5, 0], [0, 2]], [[1, -0.5], [-0.5, 1]]],
    }
    return case("three components in the plane, without a floor", x, start, 0.0)


def space(rng):
    factors = [np.array([[1, 0, 0], [0.5, 0.8, 0], [-0.2, 0.3, 0.5]]), np.diag([0.3, 0.6, 1.2])]
    x = draw(rng, [0.6, 0.4], [[5, -3, 0.5], [6, -2, 1]], factors, 70)
    start = {
        "weights": [0.5, 0.5],
        "means": [[5, -3, 0], [6.5, -2, 1.5]],
        "covariances": [[[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], [[0.5, 0, 0], [0, 0.5, 0.25], [0, 0.25, 1]]],
    }
    return case("two components in space, with a floor", x, start, 0.01)


def pair(rng):
    factors = [np.array(f) for f in ([[0.8, 0], [0.4, 0.5]], [[1.2, 0], [-0.6, 0.7]])]
    x = draw(rng, [0.7, 0.3], [[0, 0], [1.5, 1]], factors, 60)
    start = {
        "weights": [0.5, 0.5],
        "means": [[-0.5, 0], [1, 1]],
        "covariances": [[[1, 0.5], [0.5, 1]], [[1, 0], [0, 0.5]]],
    }
    return case("two components in the plane, which overlap", x, start, 1e-6)


def main():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(20)
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    made = {"program": "tools/reference/mixture_em.py", "versions": versions, "cases": [plane(rng), space(rng), pair(rng)]}
    target = ROOT / "packages/models/test/fixtures/mixture.json"
    target.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes, {versions}")


if __name__ == "__main__":
    main()

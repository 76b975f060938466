"""Reference values of kernel density estimates for packages/models/test/fixtures/kde.json: scikit-learn's KernelDensity
(bandwidths h, scott, silverman as absolute numbers; leaf_size = n makes it sum over all points: its bounds on far
nodes of the tree lose digits even at rtol = atol = 0) and SciPy's
gaussian_kde (factors times the data's covariance).

Run: /usr/bin/python3 tools/reference/kde_values.py        (Debian: apt-get install python3-sklearn python3-scipy)
Written with scikit-learn 1.2.1, SciPy 1.10.1, numpy 1.24.2.
"""

import json
from pathlib import Path

import numpy
import scipy
import sklearn
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity

ROOT = Path(__file__).resolve().parents[2]


def rounded(values):
    """Few digits, so that the inputs are short in the file and exact on both sides."""
    return numpy.round(values, 3)


def case(rng, n, d, centre, queries):
    points = rounded(centre + rng.standard_normal((n, d)) @ rng.standard_normal((d, d)))
    places = rounded(centre + 2.5 * rng.standard_normal((queries, d)))
    rows = []
    for bandwidth in (0.35, "scott", "silverman"):
        tree = KernelDensity(bandwidth=bandwidth, kernel="gaussian", rtol=0, atol=0, leaf_size=n).fit(points)
        rows.append({"scaling": "none", "bandwidth": bandwidth, "h": float(tree.bandwidth_), "logDensity": tree.score_samples(places).tolist()})
    if n > d:
        for bandwidth in (0.35, "scott", "silverman"):
            scaled = gaussian_kde(points.T, bw_method=bandwidth)
            rows.append({
                "scaling": "covariance",
                "bandwidth": bandwidth,
                "h": float(scaled.factor),
                "kernel": scaled.covariance.ravel().tolist(),
                "logDensity": scaled.logpdf(places.T).tolist(),
            })
    return {"n": n, "d": d, "points": points.ravel().tolist(), "places": places.ravel().tolist(), "rows": rows}


def main():
    rng = numpy.random.default_rng(20240404)
    cases = [
        case(rng, 1, 1, 0.0, 4),
        case(rng, 40, 1, 3.0, 12),
        case(rng, 60, 2, 0.0, 12),
        case(rng, 700, 2, -5.0, 6),
        case(rng, 50, 5, 1.0, 8),
    ]
    made = {
        "program": "tools/reference/kde_values.py",
        "scikit-learn": sklearn.__version__,
        "scipy": scipy.__version__,
        "numpy": numpy.__version__,
        "cases": cases,
    }
    parts = [f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in made.items()]
    (ROOT / "packages/models/test/fixtures/kde.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    main()

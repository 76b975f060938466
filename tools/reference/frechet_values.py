"""Reference values for packages/math/test/fixtures/frechet.json: the squared Fréchet distance between Gaussians from the
matrix square root of SciPy, as implementations of the Fréchet inception distance compute it; precision and recall of
Kynkäänniemi et al. (2019) by the definition, from a whole matrix of distances in numpy.

Run: python3 tools/reference/frechet_values.py
"""

import json
from pathlib import Path

import numpy
import scipy
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist

ROOT = Path(__file__).resolve().parents[2]


def moments(x):
    return numpy.mean(x, axis=0), numpy.cov(x, rowvar=False).reshape(x.shape[1], x.shape[1])


def frechet(a, b):
    (mean_a, covariance_a), (mean_b, covariance_b) = moments(a), moments(b)
    root = numpy.real(sqrtm(covariance_a @ covariance_b))
    return float(numpy.sum((mean_a - mean_b) ** 2) + numpy.trace(covariance_a + covariance_b - 2 * root))


def radii(x, k):
    distances = cdist(x, x)
    numpy.fill_diagonal(distances, numpy.inf)
    return numpy.sort(distances, axis=1)[:, k - 1]


def share_on(centres, points, k):
    return float(numpy.mean(numpy.any(cdist(points, centres) <= radii(centres, k)[None, :], axis=1)))


def case(rng, n, d, shift, spread, k):
    mix = rng.standard_normal((d, d))
    real = numpy.round(rng.standard_normal((n, d)) @ mix, 3)
    made = numpy.round(shift + spread * rng.standard_normal((n - 5, d)) @ mix, 3)
    return {
        "d": d,
        "k": k,
        "real": real.ravel().tolist(),
        "made": made.ravel().tolist(),
        "frechet": frechet(made, real),
        "precision": share_on(real, made, k),
        "recall": share_on(made, real, k),
    }


def main():
    rng = numpy.random.default_rng(20)
    cases = [case(rng, *sizes) for sizes in [(40, 1, 0.4, 0.7, 1), (60, 3, 0.2, 0.5, 3), (80, 5, 0.6, 1.4, 3), (50, 8, 0, 0.2, 5)]]
    target = ROOT / "packages/math/test/fixtures/frechet.json"
    made = {"program": "tools/reference/frechet_values.py", "scipy": scipy.__version__, "numpy": numpy.__version__}
    lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in cases)
    target.write_text(json.dumps(made)[:-1] + ',\n"cases": [\n' + lines + "\n]}\n")
    print(target.stat().st_size, "bytes", [(c["frechet"], c["precision"], c["recall"]) for c in cases])


main()

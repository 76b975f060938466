"""Reference values of the decomposition of errors for packages/process/test/fixtures/factorial.json: Shapley values by walking through
all orders of switching errors on, interactions by the recursion that defines them, neither by the weights that the package uses; and limits of
means, the wider of Student's and of Hall's (1992), the latter by finding the root of his cubic.

Run: python3 tools/reference/factorial.py
"""

import itertools
import json
import math
from pathlib import Path

import numpy
import scipy
from scipy import optimize, stats

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["statistical", "expressivity", "approximation", "precision"]
LEVEL = 0.9


def shapley(value, k):
    total = numpy.zeros((k,) + value[0].shape)
    for order in itertools.permutations(range(k)):
        mask = 0
        for b in order:
            total[b] += value[mask | 1 << b] - value[mask]
            mask |= 1 << b
    return total / math.factorial(k)


def dividends(value, k):
    found = {}
    for mask in sorted(range(1, 1 << k), key=lambda m: (m.bit_count(), m)):
        below = sum(found[each] for each in found if each & mask == each)
        found[mask] = value[mask] - value[0] - below
    return found


def limits(values):
    n = len(values)
    centre, deviation = numpy.mean(values), numpy.std(values, ddof=1)
    skewness = float(stats.skew(values))
    reach = stats.t.isf((1 - LEVEL) / 2, n - 1) / math.sqrt(n)

    def hall(y):
        return optimize.brentq(
            lambda w: w + skewness * w**2 / 3 + skewness**2 * w**3 / 27 + skewness / (6 * n) - y, -1e3, 1e3, xtol=1e-14
        )

    low = centre - deviation * max(reach, hall(reach))
    high = centre + deviation * max(reach, -hall(-reach))
    return {"estimate": float(centre), "low": float(low), "high": float(high)}


def main():
    rng = numpy.random.default_rng(20261122)
    k, lineages = len(SOURCES), 7
    # A skewed part that lineages share, and one of each setting.
    value = [rng.exponential(1, lineages) * (1 + bin(m).count("1")) + rng.normal(0, 0.3, lineages) for m in range(1 << k)]
    shares, together = shapley(value, k), dividends(value, k)
    made = {
        "program": "tools/reference/factorial.py",
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "sources": SOURCES,
        "level": LEVEL,
        "distances": [[float(each) for each in setting] for setting in value],
        "shares": [limits(each) for each in shares],
        "effects": [
            {"sources": [SOURCES[b] for b in range(k) if mask >> b & 1], **limits(each)} for mask, each in together.items()
        ],
    }
    target = ROOT / "packages/process/test/fixtures/factorial.json"
    target.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes, scipy {scipy.__version__}")


if __name__ == "__main__":
    main()

"""Reference values of the product-limit estimate for packages/process/test/fixtures/kaplan-meier.json:
scipy.stats.ecdf of right-censored data, its log-log limits, and the median interval read off them.

The first data set is the 6-mercaptopurine arm of Freireich et al. (Blood 21, 1963), whose estimate is in every textbook. Before they are
written, the values are compared with the formulas written out.

Run: python3 tools/reference/kaplan_meier.py
"""

import json
import math
import random
import warnings
from pathlib import Path

import numpy
import scipy
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
LEVELS = [0.95, 0.8]


def first_half(t, curve):
    below = [float(at) for at, value in zip(t, curve) if value <= 0.5 + 1e-9]
    return below[0] if below else None


def case(name, times, happened):
    data = stats.CensoredData.right_censored(times, [not each for each in happened])
    survival = stats.ecdf(data).sf
    events = sorted({t for t, each in zip(times, happened) if each})
    at = numpy.searchsorted(survival.quantiles, events)
    entry = {
        "name": name,
        "times": times,
        "happened": happened,
        "t": events,
        "survival": [float(survival.probabilities[i]) for i in at],
        "median": first_half(events, survival.probabilities[at]),
        "limits": [],
    }
    for level in LEVELS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            limits = survival.confidence_interval(confidence_level=level, method="log-log")
        low, high = limits.low.probabilities[at], limits.high.probabilities[at]
        # Beyond S = 0 this program has no limits.
        keep = int(numpy.sum(survival.probabilities[at] > 0))
        entry["limits"].append(
            {
                "level": level,
                "low": [float(v) for v in low[:keep]],
                "high": [float(v) for v in high[:keep]],
                "medianLow": first_half(events[:keep], low[:keep]),
                "medianHigh": first_half(events[:keep], high[:keep]),
            }
        )
    return entry


def by_hand(times, happened, level):
    """Product-limit estimate, Greenwood's sum and log-log limits, written out."""
    z, survival, greenwood, rows = stats.norm.isf((1 - level) / 2), 1.0, 0.0, []
    for t in sorted({t for t, each in zip(times, happened) if each}):
        at_risk = sum(each >= t for each in times)
        events = sum(each == t and gone for each, gone in zip(times, happened))
        survival *= 1 - events / at_risk
        if events == at_risk:
            break
        greenwood += events / (at_risk * (at_risk - events))
        reach = z * math.sqrt(greenwood) / abs(math.log(survival))
        rows.append((survival, survival ** math.exp(reach), survival ** math.exp(-reach)))
    return rows


def check(entry):
    for limits in entry["limits"]:
        rows = by_hand(entry["times"], entry["happened"], limits["level"])
        found = list(zip(entry["survival"], limits["low"], limits["high"]))
        assert numpy.allclose(rows, found, rtol=1e-12, atol=0), entry["name"]


def main():
    rng = random.Random(20261122)
    freireich = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapsed = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    cases = [case("6-mercaptopurine", freireich, [bool(each) for each in relapsed])]
    for name, n, horizon in [("everything followed", 40, 10**9), ("half outlive the run", 60, 40), ("ties", 200, 12)]:
        times = [1 + int(rng.expovariate(1 / 50) if name != "ties" else rng.expovariate(1 / 5)) for _ in range(n)]
        cases.append(case(name, [min(t, horizon) for t in times], [t <= horizon for t in times]))
    left = [rng.randint(1, 100) for _ in range(50)]
    real = [1 + int(rng.expovariate(1 / 60)) for _ in range(50)]
    cases.append(
        case("lost to follow-up", [min(pair) for pair in zip(left, real)], [r <= e for e, r in zip(left, real)])
    )
    for each in cases:
        check(each)
    target = ROOT / "packages/process/test/fixtures/kaplan-meier.json"
    made = {"program": "tools/reference/kaplan_meier.py", "scipy": scipy.__version__, "cases": cases}
    target.write_text(json.dumps(made, separators=(",", ":")) + "\n")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size} bytes, scipy {scipy.__version__}")


if __name__ == "__main__":
    main()

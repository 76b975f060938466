"""Simulated values that claims are compared with where no closed form is known: means with their standard errors.

    python3 tools/reference/claims_simulated.py > packages/theory/test/fixtures/claims-simulated.json

numpy 2.4.6, a quarter of an hour of processor time. Deterministic.

kde           mean negative log likelihood of 500 test points under Gaussian kernel density estimates, h = 0.5, refitted to
              100 points a generation; data and test points on two half circles, half of the points on each at evenly
              spaced angles, as sklearn.datasets.make_moons(noise=0.05) places them. Of models 0 and 99; under replace,
              where a few lineages carry the mean at model 99, also of its logarithm.
regression    |w_t - w*|^2 over d/(n - d - 1), unit noise, d = 10, n = 100, least squares on a draw without replacement of n of
              all rows so far; labels of the same n inputs in every generation (fixed) or of new ones (fresh).
seeds         the same, fixed, as the released script of Kazdan et al. draws it for its seeds 0 ... 99: numpy's old
              generator, 1000 test inputs. Means at models 0 and 99 and their standard errors, and the ratio of the means.
mixture       log of the squared L2 distance to model 0 of two full Gaussian components, refitted to N points of themselves,
              D_0 from N(0, I_2): EM from k-means++ afresh for every fit, until the mean log likelihood gains less than 1e-5;
              1e-6 on the variances. N = 1000, models 100 and 300; N = 500, model 500. To 8 decimals: what a processor's
              linear algebra does to the last bits, hundreds of iterations enlarge.
"""
import json
import sys

import numpy as np

LAST = 99


def moons(n, rng):
    angle = np.linspace(0, np.pi, n // 2)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    return np.concatenate([upper, lower]) + 0.05 * rng.standard_normal((n, 2))


def negative_log_likelihood(points, test, h):
    squares = (test**2).sum(1)[:, None] + (points**2).sum(1)[None, :] - 2 * test @ points.T
    exponent = -squares / (2 * h * h)
    top = exponent.max(1, keepdims=True)
    log_density = np.log(np.exp(exponent - top).mean(1)) + top[:, 0] - np.log(2 * np.pi * h * h)
    return -log_density.mean()


def kde_lineage(workflow, rng, n=100, h=0.5):
    pool, test = moons(n, rng), moons(500, rng)
    train = pool
    first = negative_log_likelihood(train, test, h)
    for _ in range(LAST):
        new = train[rng.integers(len(train), size=n)] + h * rng.standard_normal((n, 2))
        if workflow == "replace":
            train = new
            continue
        pool = np.concatenate([pool, new])
        train = pool if workflow == "accumulate" else pool[rng.choice(len(pool), n, replace=False)]
    return [first, negative_log_likelihood(train, test, h)]


def regression_lineage(fixed, rng, fits, n=100, d=10):
    inputs, labels = np.empty((LAST * n + n, d)), np.empty(LAST * n + n)
    inputs[:n], labels[:n] = rng.standard_normal((n, d)), rng.standard_normal(n)
    errors = []
    for t in range(LAST + 1):
        rows = rng.choice(n + t * n, n, replace=False)
        x = inputs[rows]
        w = np.linalg.solve(x.T @ x, x.T @ labels[rows])
        errors.append(w @ w * (n - d - 1) / d)
        if t < LAST:
            new = slice(n + t * n, 2 * n + t * n)
            inputs[new] = inputs[:n] if fixed else rng.standard_normal((n, d))
            labels[new] = inputs[new] @ w + rng.standard_normal(n)
    return [errors[fit - 1] for fit in fits]


def released_lineage(seed, n=100, d=10):
    rng = np.random.RandomState(seed)
    truth = rng.randn(d)
    first = rng.randn(n, d)
    x, y = first.copy(), first @ truth + rng.randn(n)
    test = rng.randn(1000, d)
    errors = []
    for _ in range(LAST + 1):
        rows = rng.choice(np.arange(len(x)), size=n, replace=False)
        w = np.linalg.pinv(x[rows]) @ y[rows]
        errors.append(np.mean((test @ truth - test @ w) ** 2))
        x, y = np.concatenate((x, first)), np.concatenate((y, first @ w + rng.randn(n)))
    return [errors[0], errors[LAST]]


def summary(values):
    values = np.array(values)
    return [[float(m), float(s)] for m, s in
            zip(values.mean(0), values.std(0, ddof=1) / np.sqrt(len(values)))]


def kde(seed, replicates):
    rng = np.random.default_rng(seed)
    runs = {name: np.array([kde_lineage(name, rng) for _ in range(count)]) for name, count in replicates.items()}
    return {**{name: summary(values) for name, values in runs.items()},
            "logReplace": summary(np.log(runs["replace"]))}


def regression(seed, fixed, replicates, fits):
    rng = np.random.default_rng(seed)
    return [[fit, *row] for fit, row in
            zip(fits, summary([regression_lineage(fixed, rng, fits) for _ in range(replicates)]))]


def seeds():
    runs = np.array([released_lineage(seed) for seed in range(100)])
    return {"errors": summary(runs), "ratio": float(runs[:, 1].mean() / runs[:, 0].mean())}


def k_means(x, rng):
    """Labels 0 and 1 of Lloyd's iteration from k-means++, whose second centre is the better of two candidates."""
    first = x[rng.integers(len(x))]
    distance = ((x - first)**2).sum(1)
    candidates = rng.choice(len(x), 2, p=distance / distance.sum())
    second = min(candidates, key=lambda i: np.minimum(distance, ((x - x[i])**2).sum(1)).sum())
    centres = np.array([first, x[second]])
    tolerance = 1e-4 * x.var(0).mean()
    nearer = lambda: ((x - centres[1])**2).sum(1) < ((x - centres[0])**2).sum(1)
    for _ in range(300):
        labels = nearer()
        moved = np.array([x[~labels].mean(0), x[labels].mean(0)])
        shift, centres = ((moved - centres)**2).sum(), moved
        if shift <= tolerance:
            break
    return nearer().astype(float)


def fit_mixture(x, rng, tolerance=1e-5, iterations=2000, floor=1e-6):
    """Weights, means, covariances. Log densities are quadratic forms: one product with (1, x, y, x^2, x y, y^2)."""
    n = len(x)
    features = np.column_stack([np.ones(n), x, x[:, 0]**2, x[:, 0] * x[:, 1], x[:, 1]**2])
    labels = k_means(x, rng)
    shares = np.array([1 - labels, labels])
    before = -np.inf
    for _ in range(iterations + 1):
        sums = shares @ features
        weight = sums[:, 0]
        mean = sums[:, 1:3] / weight[:, None]
        xx = sums[:, 3] / weight - mean[:, 0]**2 + floor
        xy = sums[:, 4] / weight - mean[:, 0] * mean[:, 1]
        yy = sums[:, 5] / weight - mean[:, 1]**2 + floor
        det = xx * yy - xy**2
        a, b, c = yy / det, -xy / det, xx / det
        level = (np.log(weight / n) - np.log(2 * np.pi) - np.log(det) / 2
                 - (a * mean[:, 0]**2 + 2 * b * mean[:, 0] * mean[:, 1] + c * mean[:, 1]**2) / 2)
        form = np.column_stack([level, a * mean[:, 0] + b * mean[:, 1], b * mean[:, 0] + c * mean[:, 1],
                                -a / 2, -b, -c / 2])
        logs = form @ features.T
        total = np.maximum(logs[0], logs[1]) + np.log1p(np.exp(-np.abs(logs[0] - logs[1])))
        if abs(total.mean() - before) < tolerance:
            break
        before = total.mean()
        shares = np.exp(logs - total)
    return weight / n, mean, np.array([[[xx[i], xy[i]], [xy[i], yy[i]]] for i in range(2)])


def overlap(p, q):
    total = 0
    for i in range(2):
        for j in range(2):
            spread, between = p[2][i] + q[2][j], p[1][i] - q[1][j]
            density = np.exp(-between @ np.linalg.solve(spread, between) / 2) / (2 * np.pi * np.sqrt(np.linalg.det(spread)))
            total += p[0][i] * q[0][j] * density
    return total


def mixture_lineage(n, times, rng):
    first = model = fit_mixture(rng.standard_normal((n, 2)), rng)
    rows = []
    for t in range(1, max(times) + 1):
        second = rng.binomial(n, model[0][1])
        z = np.split(rng.standard_normal((n, 2)), [n - second])
        points = [model[1][i] + z[i] @ np.linalg.cholesky(model[2][i]).T for i in range(2)]
        model = fit_mixture(np.concatenate(points), rng)
        if t in times:
            rows.append(np.log(overlap(first, first) + overlap(model, model) - 2 * overlap(first, model)))
    return rows


def mixture(n, times, replicates):
    rng = np.random.default_rng(23)
    rows = summary([mixture_lineage(n, times, rng) for _ in range(replicates)])
    return [[t, round(mean, 8), round(error, 8)] for t, (mean, error) in zip(times, rows)]


def main():
    json.dump({
        "kde": kde(22, {"replace": 20000, "accumulate-subsample": 4000, "accumulate": 1000}),
        "regression": {
            "fixed": regression(50, True, 20000, [2, 10, 100]),
            "fresh": regression(51, False, 20000, [2, 10, 100]),
        },
        "seeds": seeds(),
        "mixture": {"1000": mixture(1000, [100, 300], 100), "500": mixture(500, [500], 60)},
    }, sys.stdout, indent=1)
    sys.stdout.write("\n")


main()

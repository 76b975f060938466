"""Log densities and masses for packages/math/test/fixtures/log-densities.json.

`expected` is the value with mpmath at 80 digits, rounded. `scipy` is SciPy's logpdf/logpmf where it agrees with that to
5e-13; elsewhere (large counts, extreme arguments) `scipyError` is its relative error. Made with numpy 2.4.6,
scipy 1.17.1, mpmath 1.3.0.

Run: python3 tools/reference/log_densities.py
"""

import json
import warnings
from pathlib import Path

import mpmath as mp
import numpy as np
import scipy.stats as st

mp.mp.dps = 80
rng = np.random.default_rng(20240724)
FIXTURE = Path(__file__).resolve().parents[2] / 'packages/math/test/fixtures/log-densities.json'


def lgamma(x):
    return mp.loggamma(mp.mpf(x))


def choose(n, k):
    return lgamma(mp.mpf(n) + 1) - lgamma(mp.mpf(k) + 1) - lgamma(mp.mpf(n) - mp.mpf(k) + 1)


def normal(x, mean, sd):
    x, mean, sd = map(mp.mpf, (x, mean, sd))
    return -(((x - mean) / sd) ** 2) / 2 - mp.log(sd) - mp.log(2 * mp.pi) / 2


def exponential(x, rate):
    return mp.log(mp.mpf(rate)) - mp.mpf(rate) * mp.mpf(x)


def gamma(x, shape, scale):
    x, a, s = map(mp.mpf, (x, shape, scale))
    return (a - 1) * mp.log(x / s) - x / s - mp.loggamma(a) - mp.log(s)


def chi_squared(x, df):
    return gamma(x, mp.mpf(df) / 2, 2)


def binomial(k, n, p):
    p = mp.mpf(p)
    return choose(n, k) + k * mp.log(p) + (n - k) * mp.log(1 - p)


def poisson(k, mean):
    return k * mp.log(mp.mpf(mean)) - mp.mpf(mean) - lgamma(mp.mpf(k) + 1)


def multinomial(counts, weights):
    total = mp.fsum(map(mp.mpf, weights))
    value = lgamma(mp.mpf(sum(counts)) + 1)
    for c, w in zip(counts, weights):
        value += -lgamma(mp.mpf(c) + 1) + (c * mp.log(mp.mpf(w) / total) if c else 0)
    return value


def hypergeometric(k, good, bad, draws):
    return choose(good, k) + choose(bad, draws - k) - choose(good + bad, draws)


def multivariate_hypergeometric(drawn, counts):
    return mp.fsum(choose(c, x) for x, c in zip(drawn, counts)) - choose(sum(counts), sum(drawn))


def matrix(flat):
    d = round(len(flat) ** 0.5)
    return mp.matrix(d, d) if d == 0 else mp.matrix([[mp.mpf(flat[i * d + j]) for j in range(d)] for i in range(d)])


def solve_lower(l, b):
    z = []
    for i in range(l.rows):
        z.append((b[i] - mp.fsum(l[i, j] * z[j] for j in range(i))) / l[i, i])
    return z


def multivariate_normal(x, mean, factor):
    l = matrix(factor)
    z = solve_lower(l, [mp.mpf(a) - mp.mpf(b) for a, b in zip(x, mean)])
    log_det = mp.fsum(mp.log(l[i, i]) for i in range(l.rows))
    return -mp.fsum(v * v for v in z) / 2 - log_det - l.rows * mp.log(2 * mp.pi) / 2


def wishart(factor_of_x, df, factor_of_scale):
    f, g, n = matrix(factor_of_x), matrix(factor_of_scale), mp.mpf(df)
    d = f.rows
    trace = mp.fsum(v * v for j in range(d) for v in solve_lower(g, [f[i, j] for i in range(d)]))
    log_det = lambda l: 2 * mp.fsum(mp.log(l[i, i]) for i in range(d))
    log_gamma = mp.mpf(d) * (d - 1) / 4 * mp.log(mp.pi) + mp.fsum(lgamma((n - j) / 2) for j in range(d))
    return ((n - d - 1) * log_det(f) - trace - n * d * mp.log(2) - n * log_det(g)) / 2 - log_gamma


def product(factor):
    d = round(len(factor) ** 0.5)
    l = np.array(factor).reshape(d, d)
    return l @ l.T


SCIPY = {
    'normal': lambda x, mean, sd: st.norm.logpdf(x, mean, sd),
    'exponential': lambda x, rate: st.expon.logpdf(x, scale=1 / rate),
    'gamma': lambda x, shape, scale: st.gamma.logpdf(x, shape, scale=scale),
    'chiSquared': lambda x, df: st.chi2.logpdf(x, df),
    'binomial': lambda k, n, p: st.binom.logpmf(k, n, p),
    'poisson': lambda k, mean: st.poisson.logpmf(k, mean),
    'multinomial': lambda c, w: st.multinomial.logpmf(c, sum(c), np.array(w) / np.sum(w)),
    'hypergeometric': lambda k, good, bad, draws: st.hypergeom.logpmf(k, good + bad, good, draws),
    'multivariateHypergeometric': lambda x, c: st.multivariate_hypergeom.logpmf(x, c, sum(x)),
    'multivariateNormal': lambda x, mean, f: st.multivariate_normal.logpdf(x, mean, product(f)),
    'wishart': lambda f, df, g: st.wishart.logpdf(product(f), df, product(g)),
}
EXACT = {
    'normal': normal,
    'exponential': exponential,
    'gamma': gamma,
    'chiSquared': chi_squared,
    'binomial': binomial,
    'poisson': poisson,
    'multinomial': multinomial,
    'hypergeometric': hypergeometric,
    'multivariateHypergeometric': multivariate_hypergeometric,
    'multivariateNormal': multivariate_normal,
    'wishart': wishart,
}


def lower(d, spread=1.0):
    l = np.tril(rng.normal(size=(d, d)))
    np.fill_diagonal(l, np.exp(spread * rng.normal(size=d)))
    return [float(v) for v in l.ravel()]


def floats(values):
    return [float(v) for v in values]


def around(mean, sd, low, high):
    """Whole numbers in the bulk, in both tails and at the ends of [low, high]."""
    places = {int(mean + z * sd) for z in (-30, -6, -2, -0.3, 0, 0.7, 3, 8, 40)} | {low, low + 1, high - 1, high}
    return sorted(k for k in places if low <= k <= high)


def cases():
    for x in (0.0, 1e-300, 0.3, -4.0, 38.0, 1e8):
        for mean, sd in ((0.0, 1.0), (0.25, 1e-3), (-7.0, 2e5), (3.0, 1e-100)):
            yield 'normal', (x, mean, sd)
    for x in (0.0, 1e-9, 0.7, 40.0, 1e6):
        for rate in (1e-5, 0.4, 1.5, 3e4):
            yield 'exponential', (x, rate)
    for shape in (1e-8, 0.02, 0.5, 1.0, 1.0000001, 1.7, 2.0, 12.3, 16.0, 400.5, 1e6, 1e12):
        for factor in (1e-30, 0.01, 0.5, 0.999, 1.0, 1.003, 2.0, 60.0):
            for scale in (1.0, 3e-4):
                yield 'gamma', (float(shape * factor * scale), shape, scale)
    for df in (1.0, 2.0, 3.0, 0.3, 9.0, 50.0, 999.0, 1e7):
        for factor in (1e-10, 0.1, 0.9, 1.0, 1.2, 8.0):
            yield 'chiSquared', (float(df * factor), df)
    for n in (1, 2, 7, 15, 16, 17, 100, 1000, 10**6, 10**12, 2**53):
        for p in (1e-17, 1e-6, 0.01, 0.3, 0.5, 0.75, 0.999, 1 - 2.0**-53):
            for k in around(n * p, (n * p * (1 - p)) ** 0.5, 0, n):
                yield 'binomial', (k, n, p)
    for mean in (1e-20, 0.01, 1.0, 9.5, 100.25, 1e4, 1e9, 1e15):
        for k in around(mean, mean**0.5, 0, int(3 * mean + 10)):
            yield 'poisson', (k, mean)
    for total in (5, 40, 1000, 10**6, 10**10, 2**53):
        for share in (0.5, 0.07, 0.9):
            for part in (0.5, 0.2, 0.97):
                good, draws = int(total * share), int(total * part)
                bad = total - good
                mean = draws * good / total
                sd = (mean * (1 - part) * (1 - share)) ** 0.5
                for k in around(mean, sd, max(0, draws - bad), min(good, draws)):
                    yield 'hypergeometric', (k, good, bad, draws)
    for k, n in ((2, 3), (3, 50), (5, 10**4), (8, 9 * 10**8), (200, 500)):
        for _ in range(4):
            weights = floats(rng.gamma(0.7, size=k))
            p = np.array(weights) / np.sum(weights)
            yield 'multinomial', ([int(c) for c in rng.multinomial(n, p)], weights)
            yield 'multinomial', ([int(c) for c in rng.multinomial(n, np.full(k, 1 / k))], weights)
            counts = [int(c) for c in rng.multinomial(n, p)]
            drawn = [int(c) for c in rng.multivariate_hypergeometric(counts, n // 3, method='marginals')]
            yield 'multivariateHypergeometric', (drawn, counts)
    for d in (1, 2, 5, 12):
        for _ in range(3):
            yield 'multivariateNormal', (floats(3 * rng.normal(size=d)), floats(rng.normal(size=d)), lower(d, 0.4))
            for df in (d - 0.5, float(d), d + 7.0, 1e3, 1e8):
                scale = lower(d, 0.3)
                wishart_factor = np.array(scale).reshape(d, d) @ np.array(lower(d, 0.3)).reshape(d, d) * (df / d) ** 0.5
                yield 'wishart', (floats(wishart_factor.ravel()), df, scale)


def row(law, args):
    exact = EXACT[law](*args)
    with warnings.catch_warnings(), np.errstate(all='ignore'):
        warnings.simplefilter('ignore')
        try:
            scipy = float(SCIPY[law](*args))
        except Exception:
            scipy = float('nan')
    error = abs((mp.mpf(scipy) - exact) / exact) if exact != 0 and np.isfinite(scipy) else mp.inf
    beside = {'scipy': scipy} if error <= 5e-13 else {'scipyError': f'{float(error):.1e}'}
    return {'law': law, 'args': args, 'expected': float(exact), **beside}


rows = [json.dumps(row(law, args)) for law, args in cases()]
FIXTURE.write_text('[\n' + ',\n'.join(rows) + '\n]\n')
print(f'{FIXTURE.name}: {len(rows)} rows')

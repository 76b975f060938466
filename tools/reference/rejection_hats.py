"""Do the hats of the rejection samplers cover their laws? (packages/math/src/random: binomial, poisson, hypergeometric)

Transformed rejection draws k = floor((2a/us + b) u + c), us = 1/2 - |u|, and accepts with probability mass/hat(us); the law
is exact only if mass <= hat everywhere and squeeze * hat <= mass where the squeeze accepts (us >= 0.07). Ratio of uniforms
is exact only if its rectangle contains the region. The program scans u and the parameters and prints the worst ratios:
all must be <= 1. It found that Hoermann's published constants for the Poisson law are not enough (first line), which is
why poisson.ts raises the hat by 0.7 % and lowers the squeeze by 1.3 %.

Run: python3 tools/reference/rejection_hats.py        (numpy 2.4.6, scipy 1.17.1; about half a minute)
"""

import numpy as np
from scipy import stats

edge = 0.005 * 0.7 ** np.arange(60)
U = np.concatenate([(np.arange(1, 12000) / 12000 - 0.5), -0.5 + edge, 0.5 - edge])
US = 0.5 - np.abs(U)


def worst(mass, hat, squeeze):
    """Largest mass/hat, and largest squeeze * hat/mass where the squeeze accepts."""
    inside = (US >= 0.07) & (mass > 0)
    return (mass / hat).max(), (squeeze * hat[inside] / mass[inside]).max()


def poisson(mean, hat_factor, squeeze_factor):
    b = 0.931 + 2.53 * np.sqrt(mean)
    a = -0.059 + 0.02483 * b
    k = np.floor((2 * a / US + b) * U + mean + 0.43)
    mass = np.where(k >= 0, stats.poisson.pmf(k, mean), 0)
    hat = hat_factor * (1.1239 + 1.1328 / (b - 3.4)) / (a / US**2 + b)
    early = US < 0.013  # there v > us is rejected unseen, so the acceptance probability must not exceed us
    covers = worst(mass, hat, squeeze_factor * (0.9277 - 3.6224 / (b - 2)))
    return *covers, (mass[early] / hat[early] / US[early]).max()


def binomial(n, p):
    sd = np.sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * sd
    a = -0.0873 + 0.0248 * b + 0.01 * p
    k = np.floor((2 * a / US + b) * U + n * p + 0.5)
    mode = np.floor((n + 1) * p)
    mass = stats.binom.pmf(k, n, p) / stats.binom.pmf(mode, n, p)
    return worst(mass, (2.83 + 5.1 / b) * sd / (a / US**2 + b), 0.92 - 4.2 / b)


def hypergeometric(total, good, draws):
    mean = draws * good / total
    variance = mean * (1 - good / total) * (total - draws) / (total - 1)
    half_width = (np.sqrt(8 / np.e) * np.sqrt(variance + 0.5) + 3 - 2 * np.sqrt(3 / np.e)) / 2
    k = np.arange(max(0, mean - 12 * variance**0.5 - 5) // 1, min(good, draws, mean + 12 * variance**0.5 + 5) + 1)
    mass = stats.hypergeom.pmf(k, total, good, draws)
    reach = np.maximum(np.abs(k - mean - 0.5), np.abs(k + 1 - mean - 0.5))
    return (reach * np.sqrt(mass / mass.max())).max() / half_width


def geometric(start, stop, ratio):
    while start < stop:
        yield start
        start *= ratio


def scan_poisson(hat_factor, squeeze_factor):
    means = list(geometric(10, 100, 1.005)) + list(geometric(100, 1e8, 1.2))
    return np.max([poisson(mean, hat_factor, squeeze_factor) for mean in means], axis=0)


def scan_binomial():
    sizes = [int(n) for n in geometric(20, 1e6, 1.2)]
    return np.max([binomial(n, mean / n) for n in sizes for mean in geometric(10, n / 2 + 1e-9, 1.1)], axis=0)


def scan_hypergeometric():
    totals = [int(t) for t in geometric(40, 2e4, 1.5)]
    parts = lambda total: [int(x) for x in geometric(10, total / 2 + 1, 1.3)]
    return max(
        hypergeometric(t, g, n) for t in totals for g in parts(t) for n in parts(t) if n <= g and n * g >= 10 * t
    )


print('worst ratios                mass/hat   squeeze/mass  early rejection')
print('Poisson, as published     %10.6f %12.6f %12.6f' % tuple(scan_poisson(1, 1)))
print('Poisson, as used          %10.6f %12.6f %12.6f' % tuple(scan_poisson(1.007, 0.987)))
print('binomial                  %10.6f %12.6f' % tuple(scan_binomial()))
print('hypergeometric (region)   %10.6f' % scan_hypergeometric())

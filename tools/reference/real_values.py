"""Reference values of real sources for packages/models/test/fixtures/real.json: quantiles of Gaussian mixtures by
mpmath root finding in 60 digits, Zipf-Mandelbrot probabilities by exact summation in 60 digits.

Run: python3 tools/reference/real_values.py
"""

from mpmath import mp

from fixture import write

mp.dps = 60


def cdf(x, parts):
    return sum(mp.mpf(w) * mp.ncdf((x - mp.mpf(m)) / mp.sqrt(mp.mpf(v))) for w, m, v in parts)


def mixture_quantile(p, parts):
    bounds = [mp.mpf(m) + mp.sqrt(mp.mpf(v)) * mp.sqrt(2) * mp.erfinv(2 * mp.mpf(p) - 1) for _, m, v in parts]
    low, high = min(bounds), max(bounds)
    for _ in range(220):
        middle = (low + high) / 2
        if cdf(middle, parts) < mp.mpf(p):
            low = middle
        else:
            high = middle
    return float(low)


def mixture_case(name, weights, means, variances):
    ps = [1e-12, 0.001, 0.01, 0.25, 0.5, 0.625, 0.75, 0.99, 0.999]
    parts = list(zip(weights, means, variances))
    return {
        "name": name,
        "weights": weights,
        "means": means,
        "variances": variances,
        "p": ps,
        "q": [mixture_quantile(p, parts) for p in ps],
    }


def zipf_case(k, exponent, shift):
    weights = [(mp.mpf(i) + mp.mpf(shift)) ** -mp.mpf(exponent) for i in range(1, k + 1)]
    total = sum(weights)
    return {"k": k, "exponent": exponent, "shift": shift, "p": [float(w / total) for w in weights]}


def main():
    mixtures = [
        mixture_case("two far apart", [0.5, 0.5], [-4.0, 4.0], [1.0, 1.0]),
        mixture_case("unequal", [0.25, 0.75], [0.0, 1.5], [4.0, 0.25]),
        mixture_case("three", [0.125, 0.375, 0.5], [-10.0, 0.0, 0.5], [1.0, 9.0, 0.01]),
        mixture_case("one", [1.0], [2.0], [9.0]),
    ]
    zipfs = [zipf_case(5, 1.0, 0.0), zipf_case(50, 1.5, 2.7), zipf_case(10, 0.0, 3.0), zipf_case(8, 4.0, -0.5)]
    write("packages/models/test/fixtures/real.json", "real_values.py", {"mixtures": mixtures, "zipfs": zipfs})


if __name__ == "__main__":
    main()

"""Tables and polynomial coefficients of packages/math/src/special, computed with mpmath.

Run: python3 tools/reference/special_tables.py
"""

from mpmath import mp

from typescript_table import constant, fit, split, table, write

mp.dps = 60
HEADER = "// Made by tools/reference/special_tables.py; do not edit by hand."
FOLDER = "packages/math/src/special"


def bits(error):
    return float(mp.log(abs(error), 2)) if error else -999


def slope_at(function, zero):
    """x → function(x) / (x − zero), also at the zero itself."""
    return lambda x: function(x) / (x - zero) if x != zero else mp.diff(function, zero)


def piece(function, centre, half_width, terms, zero_at_centre=False):
    """Row of a table: c0 rounded, what that lost, c1, c2, … of a polynomial in x − centre."""
    centre = mp.mpf(centre)
    if zero_at_centre:
        slope = slope_at(function, centre)
        c, error = fit(slope, centre - half_width, centre + half_width, terms, centre)
        return [0, 0, *c], error
    c, error = fit(function, centre - half_width, centre + half_width, terms + 1, centre)
    return [*split(c[0]), *c[1:]], error / function(centre)


def pieces(name, function, first, last, per_unit, terms, zeros=()):
    rows, worst = [], -999
    for n in range(first, last + 1):
        row, error = piece(function, mp.mpf(n) / per_unit, mp.mpf(1 if n == 8 and zeros else 0.5) / per_unit, terms, n in zeros)
        rows += row
        worst = max(worst, bits(error))
    print(f"  {name}: {last - first + 1} pieces, relative error 2^{worst:.1f}")
    return rows


def gamma_tables():
    terms = 16
    lgamma = pieces("lgamma", mp.loggamma, 3, 33, 4, terms, zeros=(4, 8))
    digamma = pieces("digamma", mp.digamma, 3, 33, 4, terms)
    root = mp.findroot(mp.digamma, mp.mpf("1.4616321449683623412626595423257213284681962"))
    root_high, root_low = split(root)
    slope = slope_at(mp.digamma, root)
    at_root, error = fit(slope, mp.mpf("1.25"), mp.mpf("1.75"), 18, root)
    print(f"  digamma at its root: 2^{bits(error):.1f}")
    stirling = lambda z: sum(mp.bernoulli(2 * i + 2) / ((2 * i + 2) * (2 * i + 1)) * z**i for i in range(9))
    asymptotic = lambda z: sum(mp.bernoulli(2 * i + 2) / (2 * i + 2) * z**i for i in range(9))

    def stirling_exactly(z):
        if z < mp.mpf(10) ** -4:
            return stirling(z)
        x = 1 / mp.sqrt(z)
        return (mp.loggamma(x) - (x - 0.5) * mp.log(x) + x - mp.log(2 * mp.pi) / 2) * x

    def asymptotic_exactly(z):
        if z < mp.mpf(10) ** -4:
            return asymptotic(z)
        x = 1 / mp.sqrt(z)
        return (mp.log(x) - 1 / (2 * x) - mp.digamma(x)) * x * x

    s, error = fit(stirling_exactly, 0, 1 / mp.mpf(8) ** 2, 8)
    print(f"  Stirling: 2^{bits(error):.1f}")
    a, error = fit(asymptotic_exactly, 0, 1 / mp.mpf(8) ** 2, 8)
    print(f"  digamma for large x: 2^{bits(error):.1f}")
    half_log = split(mp.log(2 * mp.pi) / 2 - mp.mpf(1) / 2)
    write(f"{FOLDER}/gamma-table.ts", HEADER, [
        constant("rowLength", terms + 2, "Length of a row of the tables below: c0, what its rounding lost, c1, c2, …"),
        table("lgammaRows", lgamma, "log Γ around n/4, n = 3 … 33, as polynomials in x − n/4, |x − n/4| ≤ 1/8 (1/4 around 2)."),
        table("digammaRows", digamma, "ψ around n/4, n = 3 … 33."),
        constant("rootHigh", root_high, "The positive zero of ψ, rounded."),
        constant("rootLow", root_low, "The zero − rootHigh."),
        table("rootRow", [0, 0, *at_root], "ψ for 1.25 ≤ x < 1.75 as a polynomial in x − zero."),
        constant("stirlingHigh", half_log[0], "(log 2π − 1) / 2, rounded."),
        constant("stirlingLow", half_log[1], "What that rounding lost."),
        table("stirlingRow", s, "x (log Γ(x) − (x − ½) log x + x − ½ log 2π) as a polynomial in 1/x², x ≥ 8."),
        table("digammaRow", a, "x² (log x − 1/(2x) − ψ(x)) as a polynomial in 1/x², x ≥ 8."),
    ])


def scaled_erfc(x):
    return mp.exp(x * x) * mp.erfc(x)


def error_function_tables():
    terms = 13
    central, error = fit(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) if z > 1e-20 else 2 / mp.sqrt(mp.pi) * (1 - z / 3),
                         0, mp.mpf("0.375") ** 2, 10)
    print(f"  erf near 0: 2^{bits(error):.1f}")
    erf = pieces("erf", mp.erf, 2, 24, 4, terms)
    erfcx = pieces("erfcx", scaled_erfc, 2, 24, 4, terms)

    def far(z):
        if z < mp.mpf(10) ** -4:
            return sum((-1) ** i * mp.fac2(2 * i - 1) * (z / 2) ** i for i in range(14)) / mp.sqrt(mp.pi)
        x = 1 / mp.sqrt(z)
        return x * scaled_erfc(x)

    f, error = fit(far, 0, 1 / mp.mpf(6) ** 2, 14)
    print(f"  erfcx far out: 2^{bits(error):.1f}")
    head = split(central[0])
    write(f"{FOLDER}/erf-table.ts", HEADER, [
        constant("rowLength", terms + 2, "Length of a row of the tables below: c0, what its rounding lost, c1, c2, …"),
        table("centralRow", [*head, *central[1:]], "erf(x) / x as a polynomial in x², |x| < 0.375."),
        table("erfRows", erf, "erf around n/4, n = 2 … 24, as polynomials in x − n/4."),
        table("scaledErfcRows", erfcx, "e^(x²) erfc(x) around n/4, n = 2 … 24."),
        table("farRow", [*split(f[0]), *f[1:]], "x e^(x²) erfc(x) as a polynomial in 1/x², x ≥ 6."),
    ])


def lower_quantile(p):
    """x with Φ(x) = p for 0 < p ≤ ½, by Newton's method on log Φ."""
    if p == mp.mpf(1) / 2:
        return mp.mpf(0)
    s = mp.sqrt(-2 * mp.log(p))
    x = -s if p < 0.05 else (p - mp.mpf(1) / 2) * mp.sqrt(2 * mp.pi)
    target = mp.log(p)
    for _ in range(200):
        cdf = mp.erfc(-x / mp.sqrt(2)) / 2
        density = mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
        change = (mp.log(cdf) - target) * cdf / density
        x -= change
        if abs(change) < mp.mpf(10) ** -50 * abs(x):
            return x
    raise ArithmeticError(p)


def quantile_tables():
    mp.dps = 70
    half = mp.mpf(1) / 2

    def central(z):
        if z < mp.mpf(10) ** -30:
            return mp.sqrt(2 * mp.pi)
        q = mp.sqrt(z)
        return -lower_quantile(half - q) / q

    c, error = fit(central, 0, mp.mpf("0.25") ** 2, 14)
    print(f"  quantile centre: 2^{bits(error):.1f}")
    middle = pieces("quantile between", lambda q: -lower_quantile(half - q), 16, 28, 64, 13)
    tail = lambda s: -lower_quantile(mp.exp(-s * s))
    near = pieces("quantile tail", tail, 6, 16, 4, 13)
    far = pieces("quantile far tail", tail, 4, 28, 1, 13)
    write(f"{FOLDER}/quantile-table.ts", HEADER, [
        constant("rowLength", 15, "Length of a row of the tables below: c0, what its rounding lost, c1, c2, …"),
        table("centralRow", [*split(c[0]), *c[1:]], "Φ⁻¹(½ + q) / q as a polynomial in q², |q| ≤ 1/4."),
        table("betweenRows", middle, "Φ⁻¹(½ + q) around q = n/64, n = 16 … 28."),
        table("nearRows", near, "−Φ⁻¹(e^(−s²)) around s = n/4, n = 6 … 16."),
        table("farRows", far, "−Φ⁻¹(e^(−s²)) around s = n, n = 4 … 28."),
    ])


if __name__ == "__main__":
    gamma_tables()
    error_function_tables()
    quantile_tables()

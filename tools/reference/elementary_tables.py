"""Tables and polynomial coefficients of packages/math/src/elementary, computed with mpmath.

Run: python3 tools/reference/elementary_tables.py
"""

from mpmath import mp

from typescript_table import constant, fit, split, table, write

mp.prec = 300
HEADER = "// Made by tools/reference/elementary_tables.py; do not edit by hand."
NEAR_LOG, NEAR_ANGLE = mp.mpf("0.11"), mp.mpf("0.79")
FOLDER = "packages/math/src/elementary"


def report(name, error):
    print(f"  {name}: error 2^{float(mp.log(abs(error), 2)):.1f}")


def exp_table():
    steps = 128
    high, low = [], []
    for j in range(steps):
        value = mp.mpf(2) ** (mp.mpf(j) / steps)
        h, l = split(value)
        high.append(h)
        low.append(mp.mpf(l) / h)
    step = mp.log(2) / steps
    step_high, step_low = split(step, 35)
    bound = step / 2 * mp.mpf("1.001")
    series = lambda r: mp.nsum(lambda i: r**i / mp.factorial(i + 2), [0, 30])
    c, error = fit(lambda r: sum(r**i / mp.factorial(i + 2) for i in range(25)), -bound, bound, 4)
    report("exp, (e^r - 1 - r) / r^2", error)
    write(f"{FOLDER}/exp-table.ts", HEADER, [
        table("powerHigh", high, "2^(j/128) for j = 0 … 127, rounded."),
        table("powerTail", low, "What the rounding of powerHigh lost, relative to it."),
        constant("stepsPerUnit", steps / mp.log(2), "128 / ln 2."),
        constant("stepHigh", step_high, "ln 2 / 128, its leading 35 bits."),
        constant("stepLow", step_low, "ln 2 / 128 − stepHigh."),
        *[constant(f"exp{i + 2}", c[i], f"Coefficient of r^{i + 2} in e^r, |r| ≤ ln 2 / 256.") for i in range(4)],
    ])


def best_centre(low, high):
    """A 21-bit number in the middle quarter of [low, high] whose reciprocal is closest to a double."""
    unit = mp.mpf(2) ** -20
    middle, reach = (low + high) / 2, (high - low) / 16
    candidates = range(int((middle - reach) / unit), int((middle + reach) / unit) + 1)

    def loss(i):
        inverse = 1 / (i * unit)
        return abs(float(inverse) / inverse - 1)

    return min(candidates, key=loss) * unit


def log_table():
    import struct
    offset, steps = 0x3FE61000, 128

    def edge(word):
        return mp.mpf(struct.unpack(">d", struct.pack(">Q", word << 32))[0])

    centres, inverses, highs, lows = [], [], [], []
    mp.prec = 130
    for i in range(steps):
        low, high = edge(offset + (i << 13)), edge(offset + ((i + 1) << 13))
        c = mp.mpf(1) if low < 1 < high else best_centre(low, high)
        value = mp.log(c)
        rounded = mp.floor(value * mp.mpf(2) ** 42 + mp.mpf(1) / 2) / mp.mpf(2) ** 42
        centres.append(c)
        inverses.append(1 / c)
        highs.append(rounded)
        lows.append(value - rounded)
    mp.prec = 300
    ln2_high, ln2_low = split(mp.log(2), 40)
    bound = mp.mpf(2) ** -8 * mp.mpf("1.13")
    tail = lambda r: sum((-1) ** i * r**i / (i + 3) for i in range(45))
    whole = lambda r: sum(-((-1) ** i) * r**i / (i + 2) for i in range(45))
    c, error = fit(whole, -bound, bound, 6)
    report("log, (log1p r - r) / r^2", error)
    d, error = fit(tail, -bound, bound, 6)
    report("pow, (log1p r - r + r^2/2) / r^3", error)
    near, error = fit(lambda r: sum((-1) ** i * r**i / (i + 3) for i in range(150)), -NEAR_LOG, NEAR_LOG, 12)
    report("log1p near 0, (log1p r - r + r^2/2) / r^3", error)
    write(f"{FOLDER}/log-table.ts", HEADER, [
        "/** High word of the double below which the first interval starts. */\n"
        f"export const firstHighWord = 0x{offset:x};\n",
        table("centre", centres, "A short number c in the middle of each of 128 intervals of [0.69, 1.38]; 1 in the one around 1."),
        table("inverse", inverses, "1 / c, chosen to lose nothing by rounding."),
        table("logHigh", highs, "log c to a multiple of 2^−42."),
        table("logLow", lows, "log c − logHigh."),
        constant("ln2High", ln2_high, "ln 2, its leading 40 bits."),
        constant("ln2Low", ln2_low, "ln 2 − ln2High."),
        *[constant(f"log{i + 2}", c[i], f"Coefficient of r^{i + 2} in log(1 + r), |r| ≤ 2^−8.") for i in range(6)],
        *[constant(f"tail{i + 3}", d[i], f"Coefficient of r^{i + 3} in log(1 + r) where r − r²/2 is exact.") for i in range(6)],
        *[constant(f"near{i + 3}", near[i], f"Coefficient of r^{i + 3} in log(1 + r), |r| < 0.11.") for i in range(12)],
    ])


def sine_table():
    steps = 512
    step = 2 * mp.pi / steps
    high, low = [], []
    for j in range(steps + steps // 4):
        value = mp.sin(step * j) if j % (steps // 2) else mp.mpf(0)
        h, l = split(value)
        high.append(h)
        low.append(l)
    p1, rest = split(step, 30)
    exact = step - mp.mpf(p1)
    p2, _ = split(exact, 30)
    p3 = float(exact - mp.mpf(p2))
    bound = step / 2 * mp.mpf("1.001")
    s, error = fit(lambda z: sum((-1) ** (i + 1) * z**i / mp.factorial(2 * i + 3) for i in range(20)), 0, bound**2, 2)
    report("sin, (sin r - r) / r^3", error)
    c, error = fit(lambda z: sum((-1) ** (i + 1) * z**i / mp.factorial(2 * i + 2) for i in range(20)), 0, bound**2, 2)
    report("cos, (cos r - 1) / r^2", error)
    near_s, error = fit(lambda z: sum((-1) ** (i + 1) * z**i / mp.factorial(2 * i + 3) for i in range(30)), 0, NEAR_ANGLE**2, 6)
    report("sin near 0, (sin r - r) / r^3", error)
    near_c, error = fit(lambda z: sum((-1) ** i * z**i / mp.factorial(2 * i + 4) for i in range(30)), 0, NEAR_ANGLE**2, 6)
    report("cos near 0, (cos r - 1 + r^2/2) / r^4", error)
    mp.prec = 1500
    chunks, digits = 53, []
    scaled = mp.floor(2 / mp.pi * mp.mpf(2) ** (24 * chunks))
    whole = int(scaled)
    for i in range(chunks):
        digits.append((whole >> (24 * (chunks - 1 - i))) & 0xFFFFFF)
    mp.prec = 300
    circle_high, circle_low = split(step)
    write(f"{FOLDER}/sine-table.ts", HEADER, [
        table("sineHigh", high, "sin(2π j / 512) for j = 0 … 639, rounded; cos(2π j / 512) is entry j + 128."),
        table("sineLow", low, "What the rounding of sineHigh lost."),
        constant("arcsPerUnit", 1 / step, "512 / 2π."),
        constant("arc1", p1, "2π / 512, its leading 30 bits."),
        constant("arcRest", exact, "The rest, rounded."),
        constant("arc2", p2, "The rest, its leading 30 bits."),
        constant("arc3", p3, "What is left after arc1 and arc2."),
        constant("arcHigh", circle_high, "2π / 512, rounded."),
        constant("arcLow", circle_low, "2π / 512 − arcHigh."),
        *[constant(f"sin{2 * i + 3}", s[i], f"Coefficient of r^{2 * i + 3} in sin r, |r| ≤ π / 512.") for i in range(2)],
        *[constant(f"cos{2 * i + 2}", c[i], f"Coefficient of r^{2 * i + 2} in cos r.") for i in range(2)],
        *[constant(f"nearSin{2 * i + 3}", near_s[i], f"Coefficient of r^{2 * i + 3} in sin r, |r| < 0.79.") for i in range(6)],
        *[constant(f"nearCos{2 * i + 4}", near_c[i], f"Coefficient of r^{2 * i + 4} in cos r.") for i in range(6)],
        table("twoOverPi", [0, 0] + digits, "2/π in base 2^24, most significant digit first, after two zeros.", "Int32Array"),
    ])


if __name__ == "__main__":
    exp_table()
    log_table()
    sine_table()

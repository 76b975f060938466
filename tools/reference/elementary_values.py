"""Reference values of exp expm1 log log1p sin cos pow for packages/math/test/fixtures/elementary.json.

Run: python3 tools/reference/elementary_values.py
"""

import math

from mpmath import mp

from fixture import columns, from_bits, neighbours, seeded, uniform_in_exponent, write

mp.prec = 200
TINY, HUGE = 5e-324, 1.7976931348623157e308


def signed(rng, low, high):
    return uniform_in_exponent(rng, low, high) * rng.choice([-1, 1])


def exp_points(rng):
    xs = [rng.uniform(-745.1, 709.78) for _ in range(900)] + [rng.uniform(-5, 5) for _ in range(900)]
    xs += [signed(rng, 1e-20, 700) for _ in range(500)] + [rng.uniform(-745.2, -707) for _ in range(300)]
    for k in range(-60, 61):  # where the reduction switches
        xs += neighbours((k + 0.5) * math.log(2) / 128, 1)
    for edge in [709.782712893384, -708.3964185322641, -745.1332191019411, -744.4400719213812, 1.0, -1.0, 0.5]:
        xs += neighbours(edge)
    return [x for x in xs if -745.2 < x < 709.79]


def expm1_points(rng):
    xs = [rng.uniform(-38, 709.7) for _ in range(500)] + [rng.uniform(-3, 3) for _ in range(1200)]
    xs += [signed(rng, 1e-19, 30) for _ in range(800)] + [signed(rng, TINY, 1e-10) for _ in range(100)]
    for k in range(-130, 131):
        xs += [(k + 0.5) * math.log(2) / 128 * (1 + rng.uniform(-1e-3, 1e-3)), (k + rng.uniform(-0.5, 0.5)) * 0.0054]
    for edge in [709.782712893384, -37.42994775023705, -38.0, 700.0, 1e-17, -1e-17]:
        xs += neighbours(edge)
    return [x for x in xs if x < 709.79]


def log_points(rng):
    xs = [uniform_in_exponent(rng, TINY, HUGE) for _ in range(700)] + [rng.uniform(0, 10) for _ in range(800)]
    xs += [rng.uniform(0.68, 1.4) for _ in range(800)] + [uniform_in_exponent(rng, TINY, 2.3e-308) for _ in range(100)]
    xs += [1 + signed(rng, 2.3e-16, 0.05) for _ in range(600)]
    for i in range(128):  # interval edges of the table
        xs += neighbours(from_bits((0x3FE61000 + (i << 13)) << 32), 1)
    for k in range(-1074, 1024, 40):
        xs += neighbours(2.0**k, 1)
    return [x for x in xs if x > 0] + [TINY, HUGE]


def log1p_points(rng):
    xs = [rng.uniform(-1, 10) for _ in range(800)] + [signed(rng, 1e-19, 0.99) for _ in range(1200)]
    xs += [uniform_in_exponent(rng, 1e-3, HUGE) for _ in range(400)] + [signed(rng, TINY, 1e-10) for _ in range(100)]
    xs += [-1 + uniform_in_exponent(rng, 1.2e-16, 0.5) for _ in range(300)]
    for i in range(128):
        xs += neighbours(from_bits((0x3FE61000 + (i << 13)) << 32) - 1, 1)
    xs += neighbours(0.11) + neighbours(-0.11)
    return [x for x in xs if x > -1]


def angle_points(rng):
    xs = [rng.uniform(-7, 7) for _ in range(900)] + [rng.uniform(-100, 100) for _ in range(400)]
    xs += [signed(rng, 1e-10, 65536) for _ in range(400)] + [signed(rng, 1, HUGE) for _ in range(700)]
    xs += [signed(rng, TINY, 1e-7) for _ in range(100)]
    for k in range(-70, 71):  # where the table switches
        xs += neighbours((k + 0.5) * math.pi / 64, 1)
    with mp.workprec(1300):
        for _ in range(150):  # next to multiples of a quarter turn, every size
            size = mp.mpf(uniform_in_exponent(rng, 1, HUGE / 4))
            xs += neighbours(float(mp.floor(size * 2 / mp.pi + 1) * mp.pi / 2), 1)
        for k in range(1, 101):
            xs += [float(k * mp.pi / 2), float(-k * mp.pi / 2), float(k * mp.pi / 64)]
    # The doubles closest to a multiple of π/2 in their ranges (continued fractions of 2^e · 2/π, see Muller,
    # "Elementary Functions", chapter on range reduction).
    xs += neighbours(math.ldexp(6381956970095103, 797), 1) + neighbours(math.ldexp(6411027962775774, -47), 1)
    xs += neighbours(0.79) + neighbours(-0.79) + neighbours(4096.0) + neighbours(65536.0) + neighbours(-65536.0) + [HUGE, -HUGE, 2.0**1023]
    return xs


def worst_reductions():
    """For each binary exponent, the 53-bit significands m for which m 2^e is closest to a multiple of π/2."""
    found = []
    with mp.workprec(2600):
        for e in range(-48, 971, 9):
            ratio = mp.mpf(2) ** e * 2 / mp.pi
            ratio -= mp.floor(ratio)
            p0, q0, p1, q1 = 0, 1, 1, 0
            x = ratio
            while q1 < 2**53:
                a = int(mp.floor(x))
                p0, p1 = p1, a * p1 + p0
                q0, q1 = q1, a * q1 + q0
                x = 1 / (x - a)
            if 2**51 < q0 < 2**53:
                found.append(math.ldexp(q0, e))
    return found


def pow_points(rng):
    points = [(uniform_in_exponent(rng, 1e-3, 1e3), rng.uniform(-100, 100)) for _ in range(900)]
    points += [(uniform_in_exponent(rng, TINY, HUGE), rng.uniform(-3, 3)) for _ in range(700)]
    points += [(1 + signed(rng, 1e-15, 0.5), signed(rng, 1e-3, 1e12)) for _ in range(900)]
    points += [(float(rng.randint(2, 60)), float(rng.randint(-80, 80))) for _ in range(400)]
    points += [(-rng.uniform(0, 20), float(rng.randint(-150, 150))) for _ in range(200)]
    points += [(rng.uniform(0, 1e6), rng.choice([0.5, -0.5, 1 / 3, 2.0, -1.0, 1.5, 3.0])) for _ in range(300)]
    for _ in range(300):  # results at both ends of the range, subnormal too
        x = uniform_in_exponent(rng, 1.0001, 1e300)
        points.append((x, rng.choice([rng.uniform(700, 709.7), rng.uniform(-745, -708)]) / math.log(x)))
    return [p for p in points if p[0] != 0]


FUNCTIONS = {
    "exp": (mp.exp, exp_points),
    "expm1": (mp.expm1, expm1_points),
    "log": (mp.log, log_points),
    "log1p": (mp.log1p, log1p_points),
    "sin": (mp.sin, lambda rng: angle_points(rng) + worst_reductions()),
    "cos": (mp.cos, lambda rng: angle_points(rng) + worst_reductions()),
    "pow": (mp.power, pow_points),
}


def main():
    entries = {}
    for seed, (name, (function, points)) in enumerate(FUNCTIONS.items()):
        xs = [p if isinstance(p, tuple) else (p,) for p in points(seeded(seed))]
        mp.prec = 1400 if name in ("sin", "cos") else 300
        entries[name] = columns(function, sorted(set(xs)))
        print(name, len(entries[name]["y"]))
    write("packages/math/test/fixtures/elementary.json", "elementary_values.py", entries)


if __name__ == "__main__":
    main()

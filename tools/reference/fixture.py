"""Fixtures of exactly rounded values: inputs, the double nearest to the true value, and what that rounding lost.

A fixture holds columns x (a list per argument), y (expected doubles) and residual = (true − y) / ulp(y), so that a test
can state an error as a fraction of an ulp. JSON keeps doubles exactly (shortest decimal that reads back).
"""

import json
import math
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp

ROOT = Path(__file__).resolve().parents[2]
SMALLEST_NORMAL = mp.mpf(2) ** -1022


def nearest(value):
    """The double nearest to an mpf (subnormal too), and the residual in ulp."""
    if value == 0:
        return 0.0, 0.0
    exponent = max(int(mp.floor(mp.log(abs(value), 2))), -1022)
    while mp.mpf(2) ** (exponent + 1) <= abs(value):
        exponent += 1
    while exponent > -1022 and mp.mpf(2) ** exponent > abs(value):
        exponent -= 1
    ulp = mp.mpf(2) ** (exponent - 52)
    scaled = value / ulp
    whole = int(mp.nint(scaled))
    if exponent + math.log2(max(abs(whole), 1)) - 52 >= 1024:
        return math.copysign(math.inf, whole), 0.0
    y = math.ldexp(whole, exponent - 52)
    return y, float(scaled - whole)


def columns(function, arguments):
    """arguments: tuples of doubles. Points whose true value overflows are left out."""
    xs, ys, residuals = [], [], []
    for point in arguments:
        y, residual = nearest(function(*(mp.mpf(a) for a in point)))
        if math.isinf(y):
            continue
        xs.append(point)
        ys.append(y)
        residuals.append(round(residual, 4))
    return {"x": [list(column) for column in zip(*xs)], "y": ys, "residual": residuals}


def write(path, program, entries):
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    made = {"program": f"tools/reference/{program}", "mpmath": mpmath.__version__, **entries}
    parts = [f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in made.items()]
    target.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"{path}: {target.stat().st_size} bytes, mpmath {mpmath.__version__}")


def from_bits(bits):
    return struct.unpack(">d", struct.pack(">Q", bits))[0]


def to_bits(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def uniform_in_exponent(rng, low, high):
    """A double between positive low and high whose exponent and significand are both uniform."""
    return from_bits(rng.randint(to_bits(low), to_bits(high)))


def neighbours(x, count=2):
    """x and the `count` doubles on either side of it."""
    found = [x]
    up = down = x
    for _ in range(count):
        up, down = math.nextafter(up, math.inf), math.nextafter(down, -math.inf)
        found += [up, down]
    return found


def seeded(seed):
    return random.Random(seed)

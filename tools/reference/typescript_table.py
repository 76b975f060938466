"""Writes tables of doubles as TypeScript constants; shared by the programs beside it."""

import subprocess
from pathlib import Path

import mpmath
from mpmath import mp

ROOT = Path(__file__).resolve().parents[2]


def literal(x):
    """Shortest decimal that reads back as the double nearest to x."""
    text = repr(float(x))
    return text[:-2] if text.endswith(".0") else text


def split(x, bits=53):
    """x as high + low: high has at most `bits` significant bits, low is the rounded rest."""
    x = mp.mpf(x)
    with mp.workprec(bits):
        high = +x
    return float(high), float(x - high)


def table(name, values, doc, kind="Float64Array"):
    items = ",".join(literal(v) if kind == "Float64Array" else str(v) for v in values)
    return f"/** {doc} */\nexport const {name}: {kind} = new {kind}([{items}]);\n"


def constant(name, value, doc):
    return f"/** {doc} */\nexport const {name} = {literal(value)};\n"


def write(path, header, parts):
    target = ROOT / path
    target.write_text(f"{header}\n\n" + "\n".join(parts))
    subprocess.run(["npx", "biome", "check", "--write", str(target)], cwd=ROOT, check=True, capture_output=True)
    print(f"{path} written with mpmath {mpmath.__version__}")


def fit(function, low, high, terms, centre=None):
    """Near-minimax polynomial (Chebyshev nodes) in t = x - centre, lowest order first, and its largest error."""
    low, high = mp.mpf(low), mp.mpf(high)
    centre = mp.mpf(0 if centre is None else centre)
    shifted = lambda t: function(centre + t)
    coefficients, error = mp.chebyfit(shifted, [low - centre, high - centre], terms, error=True)
    return list(reversed(coefficients)), error

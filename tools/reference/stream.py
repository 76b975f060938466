"""Known answers of the streams for packages/math/test/fixtures/stream.json, from an independent implementation.

Threefry-4x32-20 as Salmon, Moraes, Dror and Shaw describe it (SC'11, section 3.3; loops and tables, arbitrary-precision
integers masked to 32 bits), and the key of a path: escaped UTF-8 through seedrandom's ARC4 (256 bytes of key schedule,
first 256 outputs dropped). The first rows of `cipher` are the known answers that Random123 publishes.

Run: python3 tools/reference/stream.py
"""

import json
import random
from pathlib import Path

FIXTURE = Path(__file__).resolve().parents[2] / "packages/math/test/fixtures/stream.json"
MASK = 0xFFFFFFFF
PARITY = 0x1BD11BDA
ROTATIONS = [(10, 26), (11, 21), (13, 27), (23, 5), (6, 20), (17, 11), (25, 10), (18, 20)]
SPLIT = int.from_bytes(b"spli", "big")
RANDOM123 = [
    ([0] * 4, [0] * 4, "9c6ca96a e17eae66 fc10ecd4 5256a7d8"),
    ([MASK] * 4, [MASK] * 4, "2a881696 57012287 f6c7446e a16a6732"),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0, 0x082EFA98, 0xEC4E6C89],
        "59cd1dbb b8879579 86b5d00c ac8b6d84",
    ),
]


def rotate(x, bits):
    return (x << bits | x >> (32 - bits)) & MASK


def threefry(counter, key, rounds=20):
    keys = list(key) + [PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    x = [(c + k) & MASK for c, k in zip(counter, key)]
    for r in range(rounds):
        pairs = [(0, 1), (2, 3)] if r % 2 == 0 else [(0, 3), (2, 1)]
        for (i, j), bits in zip(pairs, ROTATIONS[r % 8]):
            x[i] = (x[i] + x[j]) & MASK
            x[j] = rotate(x[j], bits) ^ x[i]
        if r % 4 == 3:
            s = (r + 1) // 4
            x = [(x[i] + keys[(s + i) % 5] + (s if i == 3 else 0)) & MASK for i in range(4)]
    return x


def arc4_words(key, words):
    """The first 32-bit numbers seedrandom's int32() gives, unsigned."""
    s, j = list(range(256)), 0
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) % 256
        s[i], s[j] = s[j], s[i]
    out, i, j = [], 0, 0
    for _ in range(256 + 4 * words):
        i = (i + 1) % 256
        j = (j + s[i]) % 256
        s[i], s[j] = s[j], s[i]
        out.append(s[(s[i] + s[j]) % 256])
    drawn = out[256:]
    return [int.from_bytes(bytes(drawn[4 * w : 4 * w + 4]), "big") for w in range(words)]


def encode(part):
    if isinstance(part, int):
        return f"#{part}".encode()
    for code, character in enumerate("~/#\0"):
        part = part.replace(character, f"~{code}")
    return part.encode("utf-8")


def path_key(path):
    text = b"".join(b"/" + encode(part) for part in path) + b"\0"
    key = arc4_words(text[:240], 4)
    for start in range(240, len(text), 240):
        previous = b"".join(word.to_bytes(4, "big") for word in key)
        key = arc4_words(previous + text[start : start + 240], 4)
    return key


def block(key, index):
    return threefry([index & MASK, index >> 32, 0, 0], key)


def uniform(high, low):
    return ((high >> 5) * 2**26 + (low >> 6)) / 2**53


def split(key, a, b=0, c=0):
    return threefry([a, b, c, SPLIT], key)


def hexadecimal(words):
    return " ".join(f"{w:08x}" for w in words)


def cipher_rows(rng):
    for counter, key, answer in RANDOM123:
        assert hexadecimal(threefry(counter, key)) == answer
        yield counter, key
    for _ in range(40):
        yield [rng.getrandbits(32) for _ in range(4)], [rng.getrandbits(32) for _ in range(4)]


def path_row(path):
    key = path_key(path)
    words = [w for index in range(3) for w in block(key, index)]
    return {
        "path": path,
        "key": hexadecimal(key),
        "words": hexadecimal(words),
        "uniforms": [uniform(words[2 * i], words[2 * i + 1]) for i in range(6)],
        "far": hexadecimal(block(key, 2**32 + 5)),
        "child": hexadecimal(split(key, 7, 0, 4294967295)),
    }


rng = random.Random(20241122)
paths = [
    [], [""], ["", ""], ["a"], ["a", "b"], ["a/b"], ["~", "#", "\0"], [1], ["1"], [-3, 2**40], ["seed", "real", "9f" * 16],
    ["é", "日本語", "𝔘"], ["x" * 237], ["x" * 238], ["x" * 239], ["x" * 240], ["long"] * 300,
]
fixture = {
    "cipher": [
        {"counter": hexadecimal(c), "key": hexadecimal(k), "out": hexadecimal(threefry(c, k))} for c, k in cipher_rows(rng)
    ],
    "paths": [path_row(path) for path in paths],
}
rows = {name: ",\n".join(json.dumps(row) for row in value) for name, value in fixture.items()}
FIXTURE.write_text("{\n" + ",\n".join(f'"{name}": [\n{text}\n]' for name, text in rows.items()) + "\n}\n")
print(f"{FIXTURE.name}: {len(fixture['cipher'])} cipher rows, {len(paths)} paths")

"""Reference values of byte-pair training for packages/models/test/fixtures/byte-pairs.json: every merge counts all pairs
anew, and the pieces are found byte by byte, without regular expressions.

Run: /usr/bin/python3 tools/reference/byte_pairs.py        (no packages)
"""

import json
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
K = 300
SPACE = b" \t\n\v\f\r"
TEXT = (
    "the cat sat on the mat , and the rat sat on the cat .\n\n  The cats' naïve café : 1 234 567 ( 89 ) ... “ yes ”\n"
    "the other cats sat there\tthen ; the matter rests  here   \n = = Straße = = \n 日本語 日本 émigré naïve\n"
) * 2 + "x" * 150 + " the end"


def kind(byte):
    if byte in SPACE:
        return "space"
    if byte >= 128 or chr(byte).isalpha():
        return "letter"
    return "digit" if chr(byte).isdigit() else "sign"


def pieces(data):
    i = 0
    while i < len(data):
        start = i
        if data[i : i + 1] == b" " and i + 1 < len(data) and kind(data[i + 1]) != "space":
            i += 1
        what = kind(data[i])
        if what != "space":
            first = i
            while i < len(data) and kind(data[i]) == what and i - first < 64:
                i += 1
        else:
            while i < len(data) and kind(data[i]) == "space" and i - start < 64:
                i += 1
            if i < len(data) and kind(data[i]) != "space" and i - start > 1:
                i -= 1
        yield data[start:i]


def merge(tokens, pair, token):
    result, i = [], 0
    while i < len(tokens):
        if tuple(tokens[i : i + 2]) == pair:
            result.append(token)
            i += 2
        else:
            result.append(tokens[i])
            i += 1
    return result


def main():
    texts = [list(piece) for piece in pieces(TEXT.encode())]
    merges = []
    while 256 + len(merges) < K:
        counts = Counter(pair for text in texts for pair in zip(text, text[1:]))
        pair = min(counts, key=lambda each: (-counts[each], each))
        texts = [merge(text, pair, 256 + len(merges)) for text in texts]
        merges.append(pair)
    made = {
        "program": "tools/reference/byte_pairs.py",
        "text": TEXT,
        "k": K,
        "merges": merges,
        "tokens": [token for text in texts for token in text],
    }
    target = ROOT / "packages/models/test/fixtures/byte-pairs.json"
    target.write_text("{\n" + ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in made.items()) + "\n}\n")


if __name__ == "__main__":
    main()

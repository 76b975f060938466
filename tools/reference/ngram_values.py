"""Reference values of n-gram models for packages/models/test/fixtures/ngram.json: maximum likelihood and interpolated absolute
discounting straight from their definitions, with dictionaries of tuples and exact fractions.

Run: /usr/bin/python3 tools/reference/ngram_values.py        (no packages)
"""

import json
import math
import random
from collections import Counter
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
K = 5
LENGTH = 9


def counts(texts, order):
    found = Counter()
    for text in texts:
        for m in range(1, order + 1):
            for i in range(len(text) - m + 1):
                found[tuple(text[i : i + m])] += 1
    return found


def followers(found, context):
    return {token: found[context + (token,)] for token in range(K) if found[context + (token,)] > 0}


def frequency(found, context, token):
    seen = followers(found, context)
    if not seen:
        return frequency(found, context[1:], token)
    return Fraction(seen.get(token, 0), sum(seen.values()))


def discounted(found, context, token, discount):
    shorter = Fraction(1, K) if context == () else discounted(found, context[1:], token, discount)
    seen = followers(found, context)
    if not seen:
        return shorter
    own = max(seen.get(token, 0) - discount, 0)
    return (own + discount * len(seen) * shorter) / sum(seen.values())


def log_probability(text, order, probability):
    total = Fraction(1)
    for i, token in enumerate(text):
        total *= probability(tuple(text[max(0, i - order + 1) : i]), token)
    return math.log(total) if total > 0 else None


def main():
    rng = random.Random(5)

    def draw(n):
        return [[rng.choice([0, 0, 0, 1, 1, 2, 3, 4]) if rng.random() < 0.5 else i % 3 for i in range(LENGTH)] for _ in range(n)]

    train, test = draw(12), draw(6)
    test += train[:2]
    cases = []
    for order in (1, 2, 3, 5):
        found = counts(train, order)
        cases.append({
            "order": order,
            "ngrams": [sum(1 for ngram in found if len(ngram) == m) for m in range(1, order + 1)],
            "none": [log_probability(text, order, lambda h, w: frequency(found, h, w)) for text in test],
            "absolute": [log_probability(text, order, lambda h, w: discounted(found, h, w, Fraction(3, 4))) for text in test],
        })
    made = {"program": "tools/reference/ngram_values.py", "k": K, "length": LENGTH, "train": train, "test": test, "cases": cases}
    target = ROOT / "packages/models/test/fixtures/ngram.json"
    target.write_text("{\n" + ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in made.items()) + "\n}\n")


if __name__ == "__main__":
    main()

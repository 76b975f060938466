"""Peer of packages/models/bench/ngram.mjs: an n-gram model of words as one writes it in Python, after nltk.lm: a dictionary of
counters by context, and random.choices for every word. One text is fitted and one of as many words is drawn.

    plain N WORDS FILE     the words that followed the context and their counts are listed for every draw, as nltk.lm does
    cached N WORDS FILE    the list and the running sums of each context are kept from its first use on

FILE holds the words, between white space. Where a context was never continued, its first word is left out. `plain` draws
only one word in 20 where N is 2 or more, one in 200 where it is 1, and says how many. Prints one line of JSON: seconds of the
fit, seconds per drawn word, versions. Needs no packages.
"""

import json
import platform
import random
import sys
import time
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path


def fit(words, order):
    counts = defaultdict(Counter)
    for m in range(order):
        for i in range(m, len(words)):
            counts[tuple(words[i - m : i])][words[i]] += 1
    return counts


def plain(counts, order, n):
    text = []
    for _ in range(n):
        context = tuple(text[len(text) - order + 1 :]) if order > 1 else ()
        while context not in counts:
            context = context[1:]
        seen = counts[context]
        text += random.choices(list(seen), weights=list(seen.values()))
    return text


def cached(counts, order, n):
    kept = {}
    text = []
    for _ in range(n):
        context = tuple(text[len(text) - order + 1 :]) if order > 1 else ()
        while context not in counts:
            context = context[1:]
        if context not in kept:
            seen = counts[context]
            kept[context] = (list(seen), list(accumulate(seen.values())))
        words, sums = kept[context]
        text += random.choices(words, cum_weights=sums)
    return text


def main():
    way, order, size, file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    words = Path(file).read_text(encoding="utf-8").split()[:size]
    random.seed(1)
    start = time.perf_counter()
    counts = fit(words, order)
    fitted = time.perf_counter()
    drawn = size // (200 if order == 1 else 20) if way == "plain" else size
    text = {"plain": plain, "cached": cached}[way](counts, order, drawn)
    end = time.perf_counter()
    assert len(text) == drawn
    print(json.dumps({
        "fit": fitted - start,
        "perWord": (end - fitted) / drawn,
        "drawn": drawn,
        "versions": {"Python": platform.python_version()},
    }))


if __name__ == "__main__":
    main()

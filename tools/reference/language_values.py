"""Reference values for packages/process/test/fixtures/language.json: what the observers of language give for small texts, in
plain loops over lists, with numpy for quantiles and for the entropy of a Markov chain.

Run: python3 tools/reference/language_values.py
"""

import json
import math
from collections import Counter
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]


def n_grams(sequence, n):
    return [tuple(sequence[i : i + n]) for i in range(len(sequence) - n + 1)]


def all_n_grams(text, n):
    return [gram for sequence in text for gram in n_grams(sequence, n)]


def zipf_exponent(counts):
    """Maximum of the log likelihood by golden-section search, not by its derivative."""
    ranked = sorted((c for c in counts if c > 0), reverse=True)

    def negative(s):
        normaliser = math.fsum(r**-s for r in range(1, len(ranked) + 1))
        return math.fsum(c * (s * math.log(r) + math.log(normaliser)) for r, c in enumerate(ranked, 1))

    low, high = 0.0, 20.0
    golden = (math.sqrt(5) - 1) / 2
    for _ in range(200):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if negative(a) < negative(b) else (a, high)
    return (low + high) / 2


def longest_repeat(sequence):
    best = 0
    for n in range(1, len(sequence)):
        grams = n_grams(sequence, n)
        if len(set(grams)) < len(grams):
            best = n
    return best


def diversity(text, initial, k):
    result = {}
    for n, name in enumerate(["survivingTokens", "surviving2Grams", "surviving3Grams", "surviving4Grams"], 1):
        made, real = all_n_grams(text, n), set(all_n_grams(initial, n))
        result[f"distinct{n}"] = len(set(made)) / len(made)
        result[name] = len(real & set(made)) / len(real)
    counts = Counter(token for sequence in text for token in sequence)
    total = sum(counts.values())
    rep = [1 - len(set(n_grams(s, 4))) / len(n_grams(s, 4)) for s in text]
    return {
        **result,
        "vocabularyCoverage": len(counts) / k,
        "tokenEntropy": -math.fsum(c / total * math.log(c / total) for c in counts.values()),
        "zipfExponent": zipf_exponent(counts.values()),
        "repetition4": math.fsum(rep) / len(rep),
        "repeatingShare": sum(r > 0 for r in rep) / len(rep),
        "longestRepeat": sum(longest_repeat(s) for s in text) / len(text),
    }


BANDS = {"survivingSeenOnce": (1, 1), "survivingSeen2to3": (2, 3), "survivingSeen4to7": (4, 7)}
BANDS |= {"survivingSeen8to15": (8, 15), "survivingSeen16up": (16, 10**9)}


def rare_tokens(text, initial, k):
    real = Counter(token for sequence in initial for token in sequence)
    made = Counter(token for sequence in text for token in sequence)
    result = {}
    for name, (low, high) in BANDS.items():
        band = [token for token, c in real.items() if low <= c <= high]
        if band:
            result[name] = sum(token in made for token in band) / len(band)
    for name, share in [("rareTokenShare", 0.1), ("rarestTokenShare", 0.01)]:
        # The largest count whose tokens, and all rarer ones, hold at most this share of D_0.
        cut = max(
            c for c in range(max(real.values()) + 1)
            if sum(n for n in real.values() if n <= c) <= share * sum(real.values())
        )
        result[name] = sum(n for token, n in made.items() if real[token] <= cut) / sum(made.values())
    return result


def generated(scores, reference, scored):
    """Of log densities of sequences under model 0."""
    perplexities, real = (numpy.exp(-numpy.array(each) / scored) for each in (scores, reference))
    names = {"generatedPerplexity5": 0.05, "generatedPerplexity50": 0.5, "generatedPerplexity95": 0.95, "generatedPerplexity99": 0.99}
    return {
        "generatedCrossEntropy": -float(numpy.mean(scores)) / scored,
        "generatedPerplexityMean": float(perplexities.mean()),
        **{name: float(numpy.quantile(perplexities, p)) for name, p in names.items()},
        **{
            f"generatedAbove{p}": float(numpy.mean(perplexities > numpy.quantile(real, p / 100)))
            for p in (50, 95, 99)
        },
    }


def stationary(chain):
    values, vectors = numpy.linalg.eig(chain.T)
    vector = numpy.real(vectors[:, numpy.argmax(numpy.real(values))])
    return vector / vector.sum()


def log_probability(sequence, start, chain, scored):
    terms = [math.log(start[sequence[0]])] + [math.log(chain[a][b]) for a, b in zip(sequence, sequence[1:])]
    return math.fsum(terms[len(sequence) - scored :])


def perplexities(chain, model_start, model, test, scored):
    length = len(test[0])
    start = stationary(chain)
    first = -float(numpy.sum(start * numpy.log(start)))
    rate = -float(numpy.sum(start[:, None] * chain * numpy.log(chain)))
    floor = (rate * (length - 1) + (first if scored == length else 0)) / scored
    scores = numpy.array([log_probability(s, model_start, model, scored) for s in test])
    real = numpy.array([log_probability(s, start, chain, scored) for s in test])
    error = lambda x: float(numpy.std(x, ddof=1) / math.sqrt(len(x)) / scored)
    cross_entropy = -float(scores.mean()) / scored
    return {
        "perplexity": math.exp(cross_entropy),
        "crossEntropy": cross_entropy,
        "crossEntropyError": error(scores),
        "unpredictedShare": 0,
        "excessCrossEntropy": cross_entropy - floor,
        "klPerToken": float((real - scores).mean()) / scored,
        "klPerTokenError": error(real - scores),
    }


def text(rng, rows, length, k, exponent):
    weights = numpy.arange(1, k + 1.0) ** -exponent
    return rng.choice(k, size=(rows, length), p=weights / weights.sum()).tolist()


def main():
    rng = numpy.random.default_rng(7)
    k, length = 40, 16
    initial, made = text(rng, 30, length, k, 1.1), text(rng, 20, length, k, 1.8)
    made[0] = [1, 2, 3, 1, 2, 3] + made[0][:10]
    made[1] = [5] * length
    chain, model = (rng.dirichlet(numpy.full(4, 2.0), size=4) for _ in range(2))
    model_start = rng.dirichlet(numpy.full(4, 2.0))
    test = [[int(rng.integers(4)) for _ in range(6)] for _ in range(12)]
    scores, reference = -rng.gamma(6.0, 4.0, 25), -rng.gamma(5.0, 3.0, 30)
    rate = -float(numpy.sum(stationary(chain)[:, None] * chain * numpy.log(chain)))
    start = stationary(chain)
    first = -float(numpy.sum(start * numpy.log(start)))
    values = {
        "program": "tools/reference/language_values.py",
        "numpy": numpy.__version__,
        "k": k,
        "initial": initial,
        "made": made,
        "diversity": diversity(made, initial, k),
        "rareTokens": rare_tokens(made, initial, k),
        "chain": chain.tolist(),
        "stationary": start.tolist(),
        "entropyPerToken": (first + 5 * rate) / 6,
        "modelStart": model_start.tolist(),
        "model": model.tolist(),
        "test": test,
        "perplexity": {str(scored): perplexities(chain, model_start, model, test, scored) for scored in (6, 5)},
        "scores": scores.tolist(),
        "reference": reference.tolist(),
        "generated": generated(scores, reference, 7),
    }
    target = ROOT / "packages/process/test/fixtures/language.json"
    lines = ",\n".join(f'"{name}": {json.dumps(value, separators=(",", ":"))}' for name, value in values.items())
    target.write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main()

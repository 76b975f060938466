"""Reference values of a small source with hidden states for packages/models/test/fixtures/hidden-markov.json, by summing
over every path of states and every text: no forward algorithm, no scaling. The stationary distribution is an eigenvector.

Run: /usr/bin/python3 tools/reference/hidden_markov.py        (Debian: apt-get install python3-numpy)
Written with numpy 1.24.2.
"""

import itertools
import json
from pathlib import Path

import numpy

ROOT = Path(__file__).resolve().parents[2]
LENGTH = 6

TRANSITIONS = numpy.array([[0, 0.7, 0.3, 0], [0.25, 0.25, 0, 0.5], [0.7, 0.1, 0.2, 0], [0.4, 0, 0.6, 0]])
EMISSIONS = numpy.array([[0.7, 0.3, 0], [0.2, 0, 0.8], [0, 0, 1]])
EMISSION_OF = [0, 1, 2, 1]


def stationary():
    values, vectors = numpy.linalg.eig(TRANSITIONS.T)
    vector = numpy.real(vectors[:, numpy.argmax(numpy.real(values))])
    return vector / vector.sum()


def probability(text, begin):
    total = 0.0
    for path in itertools.product(range(len(EMISSION_OF)), repeat=len(text)):
        p = begin[path[0]]
        for t, (state, token) in enumerate(zip(path, text)):
            p *= (TRANSITIONS[path[t - 1], state] if t > 0 else 1) * EMISSIONS[EMISSION_OF[state], token]
        total += p
    return total


def entropy(probabilities):
    p = numpy.array([x for x in probabilities if x > 0])
    return float(-(p * numpy.log(p)).sum())


def main():
    begin = stationary()
    k = EMISSIONS.shape[1]
    of_length = {n: {text: probability(text, begin) for text in itertools.product(range(k), repeat=n)} for n in (1, 2, LENGTH)}
    texts = list(of_length[LENGTH])[:: 7]
    whole = entropy(of_length[LENGTH].values())
    sets = [[1, 0, 1], [0, 1, 1]]
    pattern = sum(p for text, p in of_length[2].items() if sets[0][text[0]] and sets[1][text[1]])
    made = {
        "program": "tools/reference/hidden_markov.py",
        "numpy": numpy.__version__,
        "length": LENGTH,
        "transitions": TRANSITIONS.ravel().tolist(),
        "emissions": EMISSIONS.tolist(),
        "emissionOf": EMISSION_OF,
        "stationary": begin.tolist(),
        "texts": [list(text) for text in texts],
        "probabilities": [of_length[LENGTH][text] for text in texts],
        "unigram": [of_length[1][(token,)] for token in range(k)],
        "sets": sets,
        "pattern": pattern,
        "entropy": whole,
    }
    target = ROOT / "packages/models/test/fixtures/hidden-markov.json"
    target.write_text("{\n" + ",\n".join(f'"{name}": {json.dumps(value)}' for name, value in made.items()) + "\n}\n")
    print(f"{target}: numpy {numpy.__version__}")


if __name__ == "__main__":
    main()

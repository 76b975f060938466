"""Reference values of packages/models/src/language/decoding, for its test/fixtures/decoding.json: truncations of a law,
the repetition penalty and beam search in plain Python and NumPy, written after the descriptions (and the order of
operations) of Hugging Face's transformers. The language is a table of logits by the last two tokens.

    /usr/bin/python3 tools/reference/decoding_values.py
"""

import json
import math
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
RNG = np.random.default_rng(20261123)


def log_softmax(row):
    shifted = row - row.max()
    return shifted - np.log(np.exp(shifted).sum())


def penalised(row, seen, penalty):
    row = row.copy()
    for token in set(seen):
        row[token] = row[token] / penalty if row[token] > 0 else row[token] * penalty
    return row


def top_k(row, count):
    edge = np.sort(row)[-count]
    return np.where(row < edge, -np.inf, row)


def top_p(row, mass):
    """Tokens by falling probability until the mass is reached."""
    probabilities = np.exp(log_softmax(row))
    order = np.argsort(-probabilities, kind="stable")
    before = np.cumsum(probabilities[order]) - probabilities[order]
    kept = order[before < mass]
    return np.array([row[i] if i in kept else -np.inf for i in range(len(row))])


def typical(row, mass):
    logs = log_softmax(row)
    entropy = -(np.exp(logs) * logs).sum()
    order = np.argsort(np.abs(-logs - entropy), kind="stable")
    cumulative = np.cumsum(np.exp(logs)[order])
    last = int((cumulative < mass).sum())
    kept = order[: last + 1]
    return np.array([row[i] if i in kept else -np.inf for i in range(len(row))])


def beam_search(table, prompt, beams, length, length_penalty, penalty, end):
    k = table.shape[-1]
    running = [(0.0, list(prompt))]
    finished = []
    for made in range(1, length + 1):
        options = []
        for score, text in running:
            row = penalised(log_softmax(table[text[-2], text[-1]]), text, penalty)
            options += [(score + row[token], text + [token]) for token in range(k)]
        options = sorted(options, key=lambda option: -option[0])[: 2 * beams]
        running = []
        for rank, (score, text) in enumerate(options):
            if text[-1] != end:
                running.append((score, text))
            elif rank < beams:
                finished.append((score / made**length_penalty, text[:-1]))
                finished = sorted(finished, key=lambda option: -option[0])[:beams]
            if len(running) == beams:
                break
        if len(finished) == beams and finished[-1][0] >= options[0][0] / made**length_penalty:
            running = []
            break
    finished += [(score / length**length_penalty, text) for score, text in running]
    score, text = max(finished, key=lambda option: option[0])
    return {"tokens": text[len(prompt) :], "score": score}


def numbers(row):
    return [None if math.isinf(value) else value for value in row.tolist()]


def truncation_cases():
    cases = []
    for size in (3, 10, 50):
        for _ in range(4):
            row = np.round(2.5 * RNG.standard_normal(size), 3)
            count = int(RNG.integers(1, size))
            mass = round(float(RNG.uniform(0.1, 0.95)), 3)
            seen = RNG.integers(0, size, 4).tolist()
            penalty = round(float(RNG.uniform(0.8, 3)), 2)
            cases.append(
                {
                    "logits": row.tolist(),
                    "count": count,
                    "mass": mass,
                    "seen": seen,
                    "penalty": penalty,
                    "logSoftmax": log_softmax(row).tolist(),
                    "topK": numbers(top_k(row, count)),
                    "topP": numbers(top_p(row, mass)),
                    "typical": numbers(typical(row, mass)),
                    "penalised": penalised(row, seen, penalty).tolist(),
                }
            )
    return cases


def beam_cases():
    cases = []
    settings = [
        (5, 3, 6, 0.0, 1.0, None),
        (5, 5, 8, 0.0, 1.3, None),
        (7, 4, 7, 1.0, 1.0, 0),
        (7, 5, 9, 2.0, 1.0, 3),
        (4, 2, 9, -1.0, 1.2, 1),
        (3, 5, 5, 0.5, 2.0, 2),
        (2, 5, 4, 0.0, 1.0, None),
    ]
    for k, beams, length, length_penalty, penalty, end in settings:
        table = np.round(1.5 * RNG.standard_normal((k, k, k)), 3)
        prompts = RNG.integers(0, k, (4, 3)).tolist()
        cases.append(
            {
                "k": k,
                "beams": beams,
                "length": length,
                "lengthPenalty": length_penalty,
                "repetitionPenalty": penalty,
                "end": end,
                "table": table.flatten().tolist(),
                "prompts": prompts,
                "results": [
                    beam_search(table, prompt, beams, length, length_penalty, penalty, end) for prompt in prompts
                ],
            }
        )
    return cases


made = {"program": "tools/reference/decoding_values.py", "numpy": np.__version__}
target = ROOT / "packages/models/test/fixtures/decoding.json"
target.write_text(json.dumps({**made, "truncations": truncation_cases(), "beams": beam_cases()}) + "\n")
print(f"{target}: {target.stat().st_size} bytes")

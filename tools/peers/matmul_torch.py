"""Peer of packages/tensor/bench/matmul.mjs: products of square matrices by PyTorch, on one thread.

    N SECONDS

Prints one line of JSON: median milliseconds of a product, one of its elements, versions. Needs torch and numpy.
"""

import json
import statistics
import sys
import time

import torch
from hashed_uniforms import hashed_weights


def main():
    n, seconds = int(sys.argv[1]), float(sys.argv[2])
    torch.set_num_threads(1)
    a, b = (torch.from_numpy(hashed_weights(stream, n * n, 1).reshape(n, n)) for stream in (1, 2))
    out = torch.empty(n, n)
    torch.matmul(a, b, out=out)
    milliseconds = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(milliseconds) < 3:
        start = time.perf_counter()
        torch.matmul(a, b, out=out)
        milliseconds.append(1e3 * (time.perf_counter() - start))
    print(
        json.dumps(
            {
                "milliseconds": statistics.median(milliseconds),
                "last": out[-1, -1].item(),
                "versions": {"python": sys.version.split()[0], "torch": torch.__version__},
            }
        )
    )


if __name__ == "__main__":
    main()

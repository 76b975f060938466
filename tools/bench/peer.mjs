/** Peers of the benchmarks: programs under tools/peers that do the same work in Python, on one thread. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * What the peer prints, a line of JSON with `versions`; undefined, and a line that says why, where it cannot run.
 * The interpreter is $PYTHON, or python3.
 */
export function askPeer(script, ...work) {
  const python = process.env.PYTHON ?? 'python3';
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(python, [path, ...work.map(String)], {
    encoding: 'utf8',
    env: { ...process.env, ...oneThread },
  });
  if (status === 0) return JSON.parse(stdout);
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  console.log(`skipped: peer ${script} ${work[0]} (${python}: ${reason}; PYTHON names another interpreter)`);
  return undefined;
}

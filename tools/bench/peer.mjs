/** Peers of the benchmarks: programs under tools/peers that do the same work in Python, on one thread. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/** Keeps PyTorch to AVX2, in its own kernels and in the libraries under it, on a processor that has AVX-512. */
export const avx2Only = {
  ATEN_CPU_CAPABILITY: 'avx2',
  ONEDNN_MAX_CPU_ISA: 'AVX2',
  DNNL_MAX_CPU_ISA: 'AVX2',
  MKL_ENABLE_INSTRUCTIONS: 'AVX2',
  OPENBLAS_CORETYPE: 'Haswell',
};

/**
 * Lets PyTorch use AVX-512 on processors where its libraries would not of themselves (AMD): the libraries decide by the
 * name of the maker. {} where that is not needed or there is no C compiler, with a line that says so. `folder` is where
 * a small library is built, and must outlive the peers.
 */
export function fullVectors(folder) {
  const { model } = cpus()[0] ?? { model: '' };
  if (process.platform !== 'linux' || !model.includes('AMD')) return {};
  const library = join(folder, 'mkl-vendor.so');
  const source = fileURLToPath(new URL('mkl-vendor.c', import.meta.url));
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source]);
  if (status === 0) return { LD_PRELOAD: library, OPENBLAS_CORETYPE: 'SkylakeX' };
  console.log('no cc: PyTorch is measured as it comes, without AVX-512 in MKL');
  return {};
}

/**
 * What the peer prints, a line of JSON with `versions`; undefined, and a line that says why, where it cannot run.
 * The interpreter is $PYTHON, or python3.
 */
export function askPeer(script, ...work) {
  return askPeerWith({}, script, ...work);
}

/** The same with variables of the environment added. */
export function askPeerWith(environment, script, ...work) {
  const python = process.env.PYTHON ?? 'python3';
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const { status, stdout, stderr, error } = spawnSync(python, [path, ...work.map(String)], {
    encoding: 'utf8',
    env: { ...process.env, ...oneThread, ...environment },
  });
  if (status === 0) return JSON.parse(stdout);
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  console.log(`skipped: peer ${script} ${work[0]} (${python}: ${reason}; PYTHON names another interpreter)`);
  return undefined;
}

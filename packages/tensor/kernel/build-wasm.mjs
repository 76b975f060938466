/**
 * Builds kernels.wasm and writes it, in base64, to src/engine/wasm/kernels-wasm.ts; with --check compares instead.
 * The file is the same byte for byte where clang and lld are those of Debian 12 (14.0.6): CC, or clang-14, or clang.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arithmeticFlags, kernelFolder, sourceDigest } from './sources.mjs';

const target = join(kernelFolder, '../src/engine/wasm/kernels-wasm.ts');

/**
 * A kernel stays a function of its own: inlined into the interpreter, it would be one enormous function, in which
 * compilers of WebAssembly have no registers left for the loops.
 */
const separateKernels = '-fno-inline-functions';

const flags = [
  '--target=wasm32',
  ...arithmeticFlags,
  separateKernels,
  '-Werror',
  '-msimd128',
  '-nostdlib',
  '-ffreestanding',
  '-Wl,--no-entry',
  '-Wl,--strip-all',
  '-Wl,-z,stack-size=65536',
];

function findClang() {
  const candidates = process.env.CC ? [process.env.CC] : ['clang-14', 'clang'];
  const found = candidates.find((name) => spawnSync(name, ['--version']).status === 0);
  if (found !== undefined) return found;
  throw new Error(`No clang among ${candidates.join(', ')}: apt-get install clang-14 lld-14, or set CC.`);
}

function build() {
  const scratch = mkdtempSync(join(tmpdir(), 'kernels-'));
  try {
    const output = join(scratch, 'kernels.wasm');
    execFileSync(findClang(), [...flags, 'wasm.c', '-o', output], { cwd: kernelFolder, stdio: 'inherit' });
    return readFileSync(output);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function moduleText(bytes) {
  return `// Written by kernel/build-wasm.mjs from the C sources in kernel/. Do not edit.
// biome-ignore-all format: one line of data
/** Digest of the sources that the module was built from. */
export const kernelSource = '${sourceDigest()}';

/** The WebAssembly module, in base64. */
export const kernelsBase64: string = '${bytes.toString('base64')}';
`;
}

const text = moduleText(build());
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
  console.log(`${target}: ${Math.round(text.length / 1024)} KiB`);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    `${target} is not what the sources in kernel/ build to; run node packages/tensor/kernel/build-wasm.mjs.`,
  );
  process.exitCode = 1;
} else {
  console.log('kernels-wasm.ts is what its sources build to, byte for byte.');
}

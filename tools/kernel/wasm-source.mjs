// A C source as a TypeScript file that holds its WebAssembly: packages then need neither a file system nor the network to
// load it. clang 14 gives the same bytes on every machine; other versions give others, and are refused.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const version = '14.0';
const target = ['--target=wasm32', '-msimd128', '-ffreestanding', '-nostdlib'];
const compile = ['-std=c11', '-O3', '-ffp-contract=off', '-Wall', '-Wextra', '-Werror'];
const link = ['-Wl,--no-entry,--strip-all,-z,stack-size=4096'];

/** Why kernels cannot be built here; undefined where they can. */
export function whyNoCompiler() {
  const { stdout = '', error } = spawnSync('clang', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) return `clang ${version} is not installed (Debian: apt-get install clang lld)`;
  const found = /version (\S+)/.exec(stdout)?.[1] ?? 'unknown';
  if (!found.startsWith(`${version}.`)) return `clang is ${found}, and ${version} is what makes these bytes`;
  const linker = spawnSync('wasm-ld', ['--version'], { encoding: 'utf8' });
  return linker.error === undefined ? undefined : 'wasm-ld is not installed (Debian: apt-get install lld)';
}

/** The text of the TypeScript file for one C source. */
export function wasmSource(cFile) {
  const folder = mkdtempSync(join(tmpdir(), 'kernel-'));
  try {
    const output = join(folder, 'kernel.wasm');
    const { status, stderr } = spawnSync('clang', [...target, ...compile, ...link, '-o', output, cFile], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`clang failed on ${cFile}:\n${stderr}`);
    return typescriptOf(basename(cFile), readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function typescriptOf(name, bytes) {
  return [
    `// Made from kernel/${name} by kernel/build.mjs; do not edit by hand.`,
    '',
    `/** WebAssembly, ${bytes.length} bytes in base64. */`,
    'export const wasm =',
    `  '${bytes.toString('base64')}';`,
    '',
  ].join('\n');
}

/**
 * Writes `output` from `cFile`; with `--check` among the arguments, compares it instead, and exit code 1 says that it
 * differs.
 */
export function buildKernel(cFile, output, argv) {
  const why = whyNoCompiler();
  if (why !== undefined) throw new Error(`${basename(cFile)} cannot be built: ${why}.`);
  const text = wasmSource(cFile);
  if (!argv.includes('--check')) writeFileSync(output, text);
  else if (readFileSync(output, 'utf8') !== text) {
    console.error(`${output}: not what ${cFile} gives; build it again with kernel/build.mjs and commit it.`);
    process.exitCode = 1;
  }
}

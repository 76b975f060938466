/**
 * Builds the native addon (native/kernels.node) with the C compiler of this machine: CC, or cc.
 * --sanitize: with AddressSanitizer, to native/kernels-sanitized.node. --quiet: nothing where these sources were built
 * before; where they cannot be built, say nothing and succeed, since every engine but `native` works without it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { arithmeticFlags, kernelFolder, sourceDigest } from './sources.mjs';

const quiet = process.argv.includes('--quiet');
const sanitize = process.argv.includes('--sanitize');
const compiler = process.env.CC ?? 'cc';
const folder = join(kernelFolder, '../native');
const target = join(folder, sanitize ? 'kernels-sanitized.node' : 'kernels.node');
/** Beside the addon: what it was built from. */
const note = `${target}.source`;

const units = [
  { source: 'native-avx2.c', flags: ['-mavx2', '-mfma'] },
  {
    source: 'native-avx512.c',
    flags: ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mfma'],
  },
  { source: 'threads.c', flags: ['-pthread'] },
  { source: 'addon.c', flags: [] },
];

/** Why this machine cannot build it, or undefined. */
function obstacle() {
  if (process.arch !== 'x64')
    return `its kernels are written for x86-64 with AVX2, and this is ${process.arch}`;
  if (process.platform === 'win32') return 'its build is written for cc on Linux and macOS';
  if (spawnSync(compiler, ['--version']).status !== 0) return `there is no C compiler (${compiler}); set CC`;
  return undefined;
}

function compile(args) {
  const { status, stderr } = spawnSync(compiler, args, { cwd: kernelFolder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${compiler} ${args.join(' ')}\n${stderr}`);
}

async function build() {
  const { include_dir: headers } = (await import('node-api-headers')).default;
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(folder, 'build-'));
  const common = [
    ...arithmeticFlags,
    '-fPIC',
    '-fvisibility=hidden',
    ...(sanitize ? ['-fsanitize=address', '-g'] : []),
  ];
  try {
    const objects = units.map(({ source, flags }) => {
      const object = join(scratch, source.replace('.c', '.o'));
      const defines = source === 'addon.c' ? [`-I${headers}`, `-DKERNEL_SOURCE="${sourceDigest()}"`] : [];
      compile([...common, ...flags, ...defines, '-c', source, '-o', object]);
      return object;
    });
    const output = join(scratch, 'kernels.node');
    const bundle = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
    compile([...bundle, '-pthread', ...(sanitize ? ['-fsanitize=address'] : []), ...objects, '-o', output]);
    // Renamed into place: a process that has the old one open keeps it, and no one sees half a file.
    renameSync(output, target);
    writeFileSync(note, sourceDigest());
    if (!quiet) console.log(`native/${basename(target)}: built with ${compiler}`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function isBuilt() {
  return existsSync(target) && existsSync(note) && readFileSync(note, 'utf8') === sourceDigest();
}

try {
  const problem = obstacle();
  if (problem !== undefined) {
    throw new Error(`The native engine cannot be built: ${problem}. Programs run on wasm.`);
  }
  if (!quiet || !isBuilt()) await build();
} catch (error) {
  if (!quiet) console.error(error.message);
  process.exitCode = quiet ? 0 : 1;
}

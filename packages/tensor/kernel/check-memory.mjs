/**
 * Builds the addon with AddressSanitizer and runs the tests of the engines with it: every tensor then has a place of its own
 * with a gap behind it, and a kernel that touches a gap ends the run. Needs gcc with libasan.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { kernelFolder } from './sources.mjs';

const compiler = process.env.CC ?? 'gcc';
const root = join(kernelFolder, '../../..');

function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const found = spawnSync(compiler, ['-print-file-name=libasan.so'], { encoding: 'utf8' });
const library = found.stdout?.trim() ?? '';
// A compiler that has no such library answers with the bare name.
if (!library.includes('/')) {
  console.error(`${compiler} has no libasan.so: install gcc and libasan, or set CC.`);
  process.exit(1);
}

run(process.execPath, [join(kernelFolder, 'build-native.mjs'), '--sanitize'], { CC: compiler });
run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'packages/tensor/test/engine'], {
  LD_PRELOAD: library,
  // Node itself gives back little at its end.
  ASAN_OPTIONS: 'detect_leaks=0',
  COLLAPSE_NATIVE_ADDON: join(kernelFolder, '../native/kernels-sanitized.node'),
});

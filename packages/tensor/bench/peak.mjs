/** What one core of this machine can do at most, in GFLOP/s by vectors: {} where there is no C compiler or no AVX2. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `folder`: where the program is built. */
export function peakRates(folder) {
  const program = join(folder, 'peak');
  const source = fileURLToPath(new URL('peak.c', import.meta.url));
  const built = spawnSync('cc', ['-O3', '-o', program, source], { encoding: 'utf8' });
  const ran = built.status === 0 ? spawnSync(program, { encoding: 'utf8' }) : built;
  if (ran.status === 0) return JSON.parse(ran.stdout);
  console.log(`skipped: peak: ${ran.error?.message ?? ran.stderr.split('\n')[0]}`);
  return {};
}

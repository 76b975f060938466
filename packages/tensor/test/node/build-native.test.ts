import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../kernel/build-native.mjs', import.meta.url));

function build(...args: readonly string[]) {
  const env = { ...process.env, CC: '/no/such/compiler' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

it.runIf(process.arch === 'x64' && process.platform !== 'win32')(
  'says that there is no compiler, and what happens then',
  () => {
    expect(build()).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'The native engine cannot be built: there is no C compiler (/no/such/compiler); set CC. Programs run on wasm.\n',
    });
  },
);

it('is quiet about it where nobody asked', () => {
  expect(build('--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
});

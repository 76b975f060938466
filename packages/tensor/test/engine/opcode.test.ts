import { readFileSync } from 'node:fs';
import { opcodeNumbers } from '@collapse-lab/tensor/testing';
import { expect, it } from 'vitest';

it('numbers opcodes as the kernels do', () => {
  const header = readFileSync(new URL('../../kernel/opcode.h', import.meta.url), 'utf8');
  const names = [...header.matchAll(/ DO\((\w+)\)/g)]
    .map(([, name]) => name)
    .filter((name) => name !== 'NAME');
  expect(Object.keys(opcodeNumbers)).toEqual(names);
});

import { exp, planMemory, program, record } from '@collapse-lab/tensor';
import { expect, it } from 'vitest';

const module = record({
  parameters: { w: { shape: [3] } },
  programs: {
    main: program<'x'>({ inputs: { x: [3] }, outputs: ({ w }, { x }) => ({ y: exp(exp(x)), z: exp(w) }) }),
  },
});

it('leaves a gap behind every tensor, and one program nothing of another', () => {
  const { gaps, words, sharedWords, parameters, programs } = planMemory(module, 'apart');
  expect(sharedWords).toBe(0);
  // Parameter, input, instructions, y, z.
  expect(gaps).toHaveLength(5);
  expect(gaps[0]).toEqual({ offset: 3, words: 13 + 64 });
  expect(gaps[4].offset + gaps[4].words).toBe(words);
  const places = [parameters.w, programs.main.inputs.x, programs.main.outputs.y, programs.main.outputs.z];
  for (const { offset, words: length } of places) {
    expect(gaps.some((gap) => gap.offset === offset + length)).toBe(true);
  }
});

it('lists no gaps where memory is shared', () => {
  expect(planMemory(module).gaps).toEqual([]);
});

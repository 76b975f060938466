/** A small right experiment, line by line, for tests that change one thing. */
const right: Readonly<Record<string, string>> = {
  name: 'name: test',
  real: 'real: { kind: normal, d: 1 }',
  family: 'family: { kind: gaussian, ddof: 0 }',
  workflow: 'workflow: { kind: replace }',
  sizes: 'sizes: { initial: 10, new: 10 }',
  generations: 'generations: 5',
};

/** `name` is line 1, `real` line 2, … `generations` line 6; what is added follows from line 7. Null leaves a line out. */
export function yaml(changes: Readonly<Record<string, string | null>> = {}): string {
  const lines = Object.values({ ...right, ...changes }).filter((line) => line !== null);
  return `${lines.join('\n')}\n`;
}

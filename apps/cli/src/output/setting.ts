import type { Cell } from '@collapse-lab/sweep';

/** `workflow.kind=replace sizes.new=50 seed=7`: the swept values of a cell and its seed. */
export function describeCell(cell: Pick<Cell, 'setting' | 'seed'>): string {
  const values = Object.entries(cell.setting).map(([path, value]) => `${path}=${plain(value)}`);
  return [...values, `seed=${cell.seed}`].join(' ');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

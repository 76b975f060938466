import type { Cell } from '@collapse-lab/sweep';

/** `workflow.kind=replace sizes.new=50 seed=7`: the swept values of a cell and its seed. */
export function describeCell(cell: Pick<Cell, 'setting' | 'seed'>): string {
  return [describeSetting(cell.setting), `seed=${cell.seed}`].filter((part) => part !== '').join(' ');
}

/** `workflow.kind=replace sizes.new=50`; empty where nothing is swept. */
export function describeSetting(values: Cell['setting']): string {
  return Object.entries(values)
    .map(([path, value]) => `${path}=${plain(value)}`)
    .join(' ');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The two axes of curves by generation. */
import * as Plot from '@observablehq/plot';
import { textWidth } from '../text/text-width.ts';
import type { ValueScale } from './scale.ts';
import { linearTicks } from './scale.ts';
import { fontSize, grid, ink, muted } from './theme.ts';

/** Room on the left for the widest label of the value axis. */
export function valueAxisWidth({ ticks, tickFormat }: ValueScale): number {
  const widest = Math.max(0, ...ticks.map((tick) => textWidth(tickFormat(tick), fontSize.tick)));
  return Math.max(52, Math.ceil(widest) + 13);
}

/** Value axis on the left with a light grid. */
export function valueAxis(scale: ValueScale): Plot.Markish[] {
  return [
    Plot.gridY([...scale.ticks], { stroke: grid, strokeOpacity: 1 }),
    Plot.axisY([...scale.ticks], {
      // As `tickFormat`, a log scale would drop the labels that are no powers of ten.
      text: scale.tickFormat,
      label: null,
      tickSize: 4,
      stroke: muted,
      fill: ink,
      fontSize: fontSize.tick,
    }),
  ];
}

/** Generations 0 … `last` along the bottom, whole numbers, as many as `width` has room for. */
export function generationAxis(last: number, width: number): Plot.Markish[] {
  const ticks = linearTicks(0, last, Math.max(2, Math.min(10, Math.floor(width / 42)))).filter(
    Number.isInteger,
  );
  return [
    Plot.frame({ anchor: 'bottom', stroke: muted }),
    Plot.axisX(ticks, {
      tickFormat: (t: number) => String(t),
      label: 'generation t',
      labelAnchor: 'center',
      labelArrow: 'none',
      labelOffset: 30,
      tickSize: 4,
      stroke: muted,
      fill: ink,
      fontSize: fontSize.tick,
    }),
  ];
}

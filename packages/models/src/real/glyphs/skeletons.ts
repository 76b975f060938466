/**
 * The ten digits as strokes on the unit square, x to the right and y down: each stroke is a list of points that a
 * smooth curve runs through. Drawn for this laboratory.
 */
export type Stroke = readonly (readonly [x: number, y: number])[];

export const skeletons: readonly (readonly Stroke[])[] = [
  [loop(0.5, 0.5, 0.24, 0.34)],
  [
    [
      [0.36, 0.28],
      [0.52, 0.15],
      [0.52, 0.5],
      [0.52, 0.85],
    ],
  ],
  [
    [
      [0.28, 0.32],
      [0.36, 0.17],
      [0.6, 0.16],
      [0.71, 0.33],
      [0.55, 0.58],
      [0.28, 0.83],
    ],
    [
      [0.28, 0.83],
      [0.74, 0.83],
    ],
  ],
  [
    [
      [0.29, 0.22],
      [0.5, 0.14],
      [0.68, 0.29],
      [0.46, 0.47],
    ],
    [
      [0.46, 0.47],
      [0.73, 0.64],
      [0.52, 0.86],
      [0.27, 0.77],
    ],
  ],
  [
    [
      [0.6, 0.86],
      [0.6, 0.14],
    ],
    [
      [0.6, 0.14],
      [0.24, 0.62],
    ],
    [
      [0.24, 0.62],
      [0.78, 0.62],
    ],
  ],
  [
    [
      [0.7, 0.15],
      [0.34, 0.15],
    ],
    [
      [0.34, 0.15],
      [0.31, 0.45],
    ],
    [
      [0.31, 0.45],
      [0.56, 0.41],
      [0.73, 0.62],
      [0.57, 0.84],
      [0.28, 0.79],
    ],
  ],
  [
    [
      [0.66, 0.16],
      [0.4, 0.33],
      [0.28, 0.62],
      [0.36, 0.8],
    ],
    loop(0.5, 0.66, 0.21, 0.2),
  ],
  [
    [
      [0.26, 0.16],
      [0.74, 0.16],
    ],
    [
      [0.74, 0.16],
      [0.54, 0.5],
      [0.42, 0.86],
    ],
  ],
  [loop(0.5, 0.31, 0.18, 0.17), loop(0.5, 0.67, 0.23, 0.19)],
  [
    loop(0.49, 0.34, 0.2, 0.2),
    [
      [0.69, 0.34],
      [0.68, 0.6],
      [0.56, 0.86],
    ],
  ],
];

/** An ellipse about (x, y) through its eight principal points, closed. */
function loop(x: number, y: number, a: number, b: number): Stroke {
  const half = Math.sqrt(0.5);
  const turns: Stroke = [
    [0, -1],
    [half, -half],
    [1, 0],
    [half, half],
    [0, 1],
    [-half, half],
    [-1, 0],
    [-half, -half],
    [0, -1],
  ];
  return turns.map(([u, v]) => [x + a * u, y + b * v]);
}

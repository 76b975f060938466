/**
 * Two half circles as scikit-learn's make_moons places them: half of the points on each, at evenly spaced angles from 0 to π
 * with both ends, then normal noise. The points of one draw are not independent, which lowers what a sample of them says by
 * chance; `moonsSource` draws both circle and angle at random.
 */
import { cos, InvalidArgumentError, normal, type Stream, sin } from '@collapse-lab/math';
import type { Points, RealSource } from '@collapse-lab/models';

const pi = 3.141592653589793;

/** d = 2; every draw is of an even number of points, at least 4. The order is that of the angles, upper moon first. */
export function evenMoonsSource({ noise }: { readonly noise: number }): RealSource<Points> {
  return {
    name: 'even-moons',
    shape: { kind: 'points', d: 2 },
    identity: `even-moons ${JSON.stringify({ noise })}`,
    draw: (n, stream) => drawMoons(n, noise, stream),
  };
}

function drawMoons(n: number, noise: number, stream: Stream): Points {
  if (!(n >= 4 && n % 2 === 0))
    throw new InvalidArgumentError({
      argument: 'n',
      got: n,
      expected: 'an even number of points, at least 4',
    });
  const values = new Float64Array(2 * n);
  const half = n / 2;
  for (let i = 0; i < half; i++) {
    const angle = (pi * i) / (half - 1);
    values.set([cos(angle), sin(angle)], 2 * i);
    values.set([1 - cos(angle), 0.5 - sin(angle)], 2 * (half + i));
  }
  for (let i = 0; i < values.length; i++) values[i] += noise * normal(stream);
  return { kind: 'points', n, d: 2, values };
}

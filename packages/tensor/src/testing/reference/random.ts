import { exp } from '@collapse-lab/math';
import type { DropoutAttributes } from '../../operations/random.ts';
import type { ReferenceKernel } from './kernel.ts';

/** 2³² */
const words = 4294967296;

const reparameterise: ReferenceKernel = (_, [mean, logVariance, noise]) => {
  const deviation = logVariance.map((lv) => exp(lv / 2));
  return [mean.map((m, i) => m + noise[i] * deviation[i]), deviation];
};

const dropout: ReferenceKernel<DropoutAttributes> = ({ attributes: { rate } }, [x, bits]) => [
  x.map((value, i) => (bits[i] >>> 0 >= rate * words ? value / (1 - rate) : 0)),
];

export const randomKernels: Readonly<Record<string, ReferenceKernel>> = { reparameterise, dropout };

// Constructors of optimisers: defaults of PyTorch, domains checked.
import { InvalidArgumentError } from '@collapse-lab/math';
import { requirePositive } from '../graph/check.ts';
import { checkSchedule } from './check-schedule.ts';
import type { Adam, Momentum, Sgd } from './optimiser.ts';
import type { Schedule } from './schedule.ts';

interface CommonOptions {
  readonly learningRate: Schedule;
  /** 0 when left out (0.01 for adamw). */
  readonly weightDecay?: number;
}

export interface MomentumOptions extends CommonOptions {
  /** Factor of the velocity, in [0, 1); 0.9 when left out. */
  readonly momentum?: number;
  /** Whether the step looks ahead; false when left out. */
  readonly nesterov?: boolean;
}

export interface AdamOptions extends CommonOptions {
  /** In [0, 1); 0.9 when left out. */
  readonly beta1?: number;
  /** In [0, 1); 0.999 when left out. */
  readonly beta2?: number;
  /** > 0; 1e-8 when left out. */
  readonly epsilon?: number;
}

function requireFraction(argument: string, got: number): void {
  if (typeof got === 'number' && got >= 0 && got < 1) return;
  throw new InvalidArgumentError({ argument, got, expected: 'a number in [0, 1)' });
}

function requireNonNegative(argument: string, got: number): void {
  if (typeof got === 'number' && got >= 0 && got < Infinity) return;
  throw new InvalidArgumentError({ argument, got, expected: 'a finite number ≥ 0' });
}

function checkCommon(name: string, learningRate: Schedule, weightDecay: number): void {
  checkSchedule(`${name}.learningRate`, learningRate);
  requireNonNegative(`${name}.weightDecay`, weightDecay);
}

/** p −= lr·(g + weightDecay·p). */
export function sgd({ learningRate, weightDecay = 0 }: CommonOptions): Sgd {
  checkCommon('sgd', learningRate, weightDecay);
  return { kind: 'sgd', learningRate, weightDecay };
}

/** v = momentum·v + g; p −= lr·v, or lr·(g + momentum·v) with nesterov. */
export function momentum(options: MomentumOptions): Momentum {
  const { learningRate, weightDecay = 0, momentum: factor = 0.9, nesterov = false } = options;
  checkCommon('momentum', learningRate, weightDecay);
  requireFraction('momentum.momentum', factor);
  return { kind: 'momentum', learningRate, weightDecay, momentum: factor, nesterov };
}

function adamLike(name: string, options: AdamOptions, weightDecay: number, decoupled: boolean): Adam {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkCommon(name, learningRate, weightDecay);
  requireFraction(`${name}.beta1`, beta1);
  requireFraction(`${name}.beta2`, beta2);
  requirePositive(`${name}.epsilon`, epsilon);
  return { kind: 'adam', learningRate, weightDecay, beta1, beta2, epsilon, decoupled };
}

/** Adam (Kingma and Ba 2015); weightDecay is L2 regularisation: it joins the gradient. */
export function adam(options: AdamOptions): Adam {
  return adamLike('adam', options, options.weightDecay ?? 0, false);
}

/** AdamW (Loshchilov and Hutter 2019): weightDecay shrinks the parameters apart from the gradient; 0.01 when left out. */
export function adamw(options: AdamOptions): Adam {
  return adamLike('adamw', options, options.weightDecay ?? 0.01, true);
}

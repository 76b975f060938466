import type { Schedule } from './schedule.ts';

interface Common {
  /** Step size, fixed or as a function of the step. */
  readonly learningRate: Schedule;
  readonly weightDecay: number;
}

/** Stochastic gradient descent. */
export interface Sgd extends Common {
  readonly kind: 'sgd';
}

/** Gradient descent with velocity, as in PyTorch. */
export interface Momentum extends Common {
  readonly kind: 'momentum';
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) when decoupled. */
export interface Adam extends Common {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decoupled: boolean;
}

/** How parameters change along the gradient: plain data. */
export type Optimiser = Sgd | Momentum | Adam;

// error
export { CollapseLabError, type InvalidArgument, InvalidArgumentError } from './error.ts';

// linear
export { cholesky, NotPositiveDefiniteError } from './linear/cholesky.ts';
export { choleskyUpdate } from './linear/cholesky-update.ts';
export { hypotenuse } from './linear/hypotenuse.ts';
export { singularValues } from './linear/singular-values.ts';
export { type SymmetricEigen, symmetricEigen, symmetricSquareRoot } from './linear/symmetric-eigen.ts';
export { gram, multiplyLower, solveLower } from './linear/triangular.ts';

// statistics
export { columnMeans, covariance, Moments, mean, variance } from './statistics/moments.ts';
export { median, quantile, quantileSorted } from './statistics/quantile.ts';
export { sum } from './statistics/sum.ts';

// distances
export { tailMass } from './distances/tail-mass.ts';
export { w1Samples } from './distances/w1-samples.ts';
export { squaredW2Gaussian } from './distances/wasserstein-gaussian.ts';

// biome-ignore-all assist/source/organizeImports: sections by folder, from streams to number formats

// errors
export { CollapseLabError, type InvalidArgument, InvalidArgumentError } from './error.ts';

// stream
export { Stream, type StreamState } from './stream/stream.ts';

// random: laws, one file each
export { binomialLogMass } from './random/binomial-log-mass.ts';
export { binomial, fillBinomial } from './random/binomial.ts';
export { categoricalLogMass } from './random/categorical-log-mass.ts';
export { type AliasTable, categorical, createAliasTable, fillCategorical } from './random/categorical.ts';
export { chiSquaredLogDensity } from './random/chi-squared-log-density.ts';
export { chiSquared, fillChiSquared } from './random/chi-squared.ts';
export { exponentialLogDensity } from './random/exponential-log-density.ts';
export { exponential, fillExponential } from './random/exponential.ts';
export { gammaLogDensity } from './random/gamma-log-density.ts';
export { fillGamma, gamma } from './random/gamma.ts';
export { hypergeometricLogMass } from './random/hypergeometric-log-mass.ts';
export { hypergeometric } from './random/hypergeometric.ts';
export { multinomialLogMass } from './random/multinomial-log-mass.ts';
export { multinomial } from './random/multinomial.ts';
export { multivariateHypergeometricLogMass } from './random/multivariate-hypergeometric-log-mass.ts';
export { multivariateHypergeometric } from './random/multivariate-hypergeometric.ts';
export { multivariateNormalLogDensity } from './random/multivariate-normal-log-density.ts';
export { fillMultivariateNormal } from './random/multivariate-normal.ts';
export { normalLogDensity } from './random/normal-log-density.ts';
export { normalSampleMoments } from './random/normal-sample-moments.ts';
export { fillNormal, normal } from './random/normal.ts';
export { type MutableArrayLike, permutation, shuffle } from './random/permutation.ts';
export { poissonLogMass } from './random/poisson-log-mass.ts';
export { fillPoisson, poisson } from './random/poisson.ts';
export { sampleWithoutReplacement } from './random/sample-without-replacement.ts';
export { uniformInteger } from './random/uniform-integer.ts';
export { fillUniform } from './random/uniform.ts';
export { wishartFactor } from './random/wishart-factor.ts';
export { wishartLogDensity } from './random/wishart-log-density.ts';

// elementary functions: the same bits everywhere
export { cos } from './elementary/cos.ts';
export { expConstants } from './elementary/exp-constants.ts';
export { exp } from './elementary/exp.ts';
export { expm1 } from './elementary/expm1.ts';
export { log } from './elementary/log.ts';
export { log1p } from './elementary/log1p.ts';
export { pow } from './elementary/pow.ts';
export { sin } from './elementary/sin.ts';
export { decodeBase64, encodeBase64 } from './encoding/base64.ts';
export { decodeUtf8, encodeUtf8 } from './encoding/utf8.ts';
export { instantiate as instantiateWasm, type WasmExports } from './kernel/web-assembly.ts';

// special functions
export { digamma } from './special/digamma.ts';
export { erf, erfc } from './special/erf.ts';
export { lgamma } from './special/lgamma.ts';
export { normalCdf } from './special/normal-cdf.ts';
export { normalQuantile } from './special/normal-quantile.ts';
export { regularizedBeta, studentTSurvival } from './special/regularized-beta.ts';
export { chiSquaredSurvival, regularizedGammaP, regularizedGammaQ } from './special/regularized-gamma.ts';

// linear
export { choleskyUpdate } from './linear/cholesky-update.ts';
export { cholesky, NotPositiveDefiniteError } from './linear/cholesky.ts';
export { hypotenuse } from './linear/hypotenuse.ts';
export { logDetOfFactor } from './linear/log-det.ts';
export { singularValues } from './linear/singular-values.ts';
export { type SymmetricEigen, symmetricEigen, symmetricSquareRoot } from './linear/symmetric-eigen.ts';
export { gram, multiplyLower, solveLower } from './linear/triangular.ts';

// statistics
export { type BootstrapOptions, bootstrapInterval, type Interval } from './statistics/bootstrap.ts';
export { columnMeans, covariance, Moments, mean, variance } from './statistics/moments.ts';
export { median, quantile, quantileSorted } from './statistics/quantile.ts';
export { sum } from './statistics/sum.ts';

// distances
export {
  entropy,
  hellinger,
  klCategorical,
  supportSize,
  totalVariation,
} from './distances/categorical.ts';
export { squaredFrechetGaussian } from './distances/frechet-gaussian.ts';
export { klGaussian } from './distances/kl-gaussian.ts';
export { type NeighbourManifold, neighbourManifold, shareOn } from './distances/neighbour-manifold.ts';
export { tailMass } from './distances/tail-mass.ts';
export { w1Samples } from './distances/w1-samples.ts';
export { squaredW2Gaussian } from './distances/wasserstein-gaussian.ts';

// number formats
export { type NumberFormat, roundTo } from './number-format/round-to.ts';

/** Names of metrics and functionals as readers know them. */
import type { Functional } from '@collapse-lab/theory';

export const functionalNames: Readonly<Record<Functional, string>> = {
  mean: 'mean',
  median: 'median',
  geometricMean: 'geometric mean',
};

const metricTitles: Readonly<Record<string, string>> = {
  variance: 'Variance, tr Σ / d',
  standardDeviation: 'Standard deviation',
  standardDeviationError: 'Error of the standard deviation',
  logVariance: 'Log variance, log det Σ / d',
  secondMoment: 'Second moment about the real mean',
  meanError: 'Squared error of the mean, |μ − μ₀|²',
  meanDistance: 'Error of the mean, |μ − μ₀|',
  squaredW2: 'Squared W₂ distance to the real distribution',
  squaredL2ToFirst: 'Squared L₂ distance to model 0',
  log10SquaredL2ToFirst: 'log₁₀ of the squared L₂ distance to model 0',
  squaredL2ToReal: 'Squared L₂ distance to the real distribution',
  smallestDeviation: 'Least standard deviation of a component',
  largestDeviation: 'Greatest standard deviation of a component',
  w1: 'W₁ distance to the real distribution',
  kl: 'KL divergence of the model from the real distribution (nats)',
  klToReal: 'KL divergence of the model from the real distribution (nats)',
  klFromReal: 'KL divergence of the real distribution from the model (nats)',
  totalVariation: 'Total variation distance to the real distribution',
  hellinger: 'Hellinger distance to the real distribution',
  entropy: 'Entropy (nats)',
  supportSize: 'Support size',
  sumOfSquares: 'Sum of squared probabilities, Σ p²',
  tailMass1: 'Tail mass of samples in the outer 1 % of the real distribution',
  tailMass01: 'Tail mass of samples in the outer 0.1 % of the real distribution',
  exactTailMass1: 'Tail mass in the outer 1 % of the real distribution',
  exactTailMass01: 'Tail mass in the outer 0.1 % of the real distribution',
  negativeLogLikelihood: 'Negative log likelihood of real points (nats)',
  negativeElbo: 'Negative evidence lower bound at real points (nats)',
  reconstructionError: 'Reconstruction error at real points (nats)',
  klToPrior: 'KL divergence of the encoder from the prior (nats)',
  latentSpread: 'Latent spread seen by the encoder of model 0',
  latentMean: 'Latent mean seen by the encoder of model 0',
  classEntropy: 'Entropy of the classes (nats)',
  rareStyleShare: 'Share of rare styles',
  realRareStyleShare: 'Share of rare styles among real points',
  unclearShare: 'Share of unclear pictures',
  realUnclearShare: 'Share of unclear pictures among real points',
  falseRareShare: 'Share of plain real points taken for rare styles',
  frechetDistance: 'Squared Fréchet distance to real points, in features',
  memoriserError: 'Test error of the memoriser',
  modesAlive: 'Number of modes alive',
  betweenModes: 'Mass between modes',
  weightError: 'Squared error of the weights, |w − w*|²',
  outsideSupport: 'Mass outside the real support',
  misclassification: 'Probability of a wrong label',
  extinct: 'Share of lineages extinct, λ = 0',
  rateError: 'Squared error of the rate, (λ − λ₀)²',
  perplexity: 'Perplexity of real test text',
  crossEntropy: 'Cross-entropy at real test text (nats per token)',
  crossEntropyError: 'Standard error of the cross-entropy (nats per token)',
  unpredictedShare: 'Share of test sequences of probability 0',
  validationPerplexity: 'Perplexity of real validation text',
  excessCrossEntropy: 'Cross-entropy above the entropy of the language (nats per token)',
  klPerToken: 'KL divergence of the language from the model (nats per token)',
  klPerTokenError: 'Standard error of that divergence (nats per token)',
  generatedCrossEntropy: 'Cross-entropy of generated text under model 0 (nats per token)',
  generatedPerplexityMean: 'Mean perplexity of generated text under model 0',
  generatedPerplexity5: '5 % quantile of the perplexity of generated text under model 0',
  generatedPerplexity50: 'Typical perplexity of generated text under model 0 (median)',
  generatedPerplexity95: '95 % quantile of the perplexity of generated text under model 0',
  generatedPerplexity99: '99 % quantile of the perplexity of generated text under model 0',
  generatedAbove50: 'Share of generated text above the median perplexity of real text',
  generatedAbove95: 'Share of generated text above the 95 % quantile of the perplexity of real text',
  generatedAbove99: 'Share of generated text above the 99 % quantile of the perplexity of real text',
  impossibleShare: 'Share of sequences that the language never has',
  generatedRealCrossEntropy: 'Cross-entropy of possible generated text under p₀ (nats per token)',
  distinct1: 'Distinct tokens (distinct-1)',
  distinct2: 'Distinct 2-grams (distinct-2)',
  distinct3: 'Distinct 3-grams (distinct-3)',
  distinct4: 'Distinct 4-grams (distinct-4)',
  survivingTokens: 'Tokens of the real text that survive',
  surviving2Grams: '2-grams of the real text that survive',
  surviving3Grams: '3-grams of the real text that survive',
  surviving4Grams: '4-grams of the real text that survive',
  tokenEntropy: 'Entropy of the tokens (nats)',
  zipfExponent: 'Zipf exponent of the tokens',
  repetition4: 'Repetition within sequences (seq-rep-4)',
  repeatingShare: 'Share of sequences that repeat a 4-gram',
  longestRepeat: 'Longest repeated run (tokens)',
  survivingSeenOnce: 'Survival of tokens seen once in real text',
  survivingSeen2to3: 'Survival of tokens seen 2 or 3 times in real text',
  survivingSeen4to7: 'Survival of tokens seen 4 to 7 times in real text',
  survivingSeen8to15: 'Survival of tokens seen 8 to 15 times in real text',
  survivingSeen16up: 'Survival of tokens seen 16 times or more in real text',
  rareTokenShare: 'Share of rare tokens, 10 % of real text',
  rarestTokenShare: 'Share of the rarest tokens, 1 % of real text',
  constructionRatio: 'Rare constructions relative to the language',
  constructionsAlive: 'Share of rare constructions alive',
  quotationRatio: 'Quotations relative to the language',
  questionRatio: 'Questions relative to the language',
  asideRatio: 'Asides relative to the language',
  passiveRatio: 'Passives relative to the language',
  althoughRatio: '“although” relative to the language',
  cleftRatio: 'Cleft sentences relative to the language',
  inversionRatio: 'Inversions relative to the language',
  whereasRatio: '“whereas” relative to the language',
  agreementRatio: 'Agreement across a modifier relative to the language',
  rareWordRatio: 'Rare words (1 % of the text) relative to the language',
  rarestWordRatio: 'Rarest words (0.1 % of the text) relative to the language',
  collapsed: 'Share of lineages collapsed',
  converged: 'Share of fits converged',
};

/** The metric's title: the field's name where there is one, else the words of its identifier. */
export function metricTitle(name: string): string {
  return metricTitles[name] ?? capitalised(words(name));
}

/** `medianTime` → `median time`. */
export function words(identifier: string): string {
  return identifier.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The title within a sentence: without formula, in lower case unless it begins with a symbol. */
export function noun(title: string): string {
  const [name] = title.split(/, | \(/);
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

const subscripts: Readonly<Record<string, string>> = { 0: '₀', t: 'ₜ', i: 'ᵢ' };

/** `Σ_t` → `Σₜ`. */
export function withSubscripts(text: string): string {
  return text.replace(/_([0ti])(?![a-z0-9])/g, (_, index: string) => subscripts[index]);
}

/** Model families that can be fitted and sampled, the data they are fitted to, and real data. */

// families
export { type CategoricalFamily, type CategoricalOptions, categorical } from './categorical/categorical.ts';
export type { CategoricalLaw, CategoricalStatistics } from './categorical/categorical-law.ts';
export type { CategoricalModel } from './categorical/categorical-model.ts';
// classifier of real data
export { type Classified, type Classifier, classifierOf } from './classifier/classifier.ts';
// data
export { checkData } from './data/check-data.ts';
export type { Data, DataShape, Points, Sequences, Symbols } from './data/data.ts';
export { describeShape, sameShape, shapeOf, widthOf } from './data/data-shape.ts';
export { GrowingData } from './data/growing-data.ts';
export { allocateData, pointsOf, sequencesOf, symbolsOf } from './data/make-data.ts';
export { concatData, dataSize, firstRows, takeRows } from './data/rows.ts';
export { families } from './families.ts';
// the family interface
export { checkSampleRequest } from './family/check-sample-request.ts';
export type { AnyFamily, FamilyResources, ModelDefinition, OptionProblem } from './family/define-model.ts';
export { defineModel } from './family/define-model.ts';
export type { Family, FitInput, SampleRequest } from './family/family.ts';
export type { Json } from './family/json.ts';
export {
  decodeNumber,
  decodeNumbers,
  decodeObject,
  encodeNumber,
  encodeNumbers,
} from './family/json-numbers.ts';
export type { SufficientLaw } from './family/law.ts';
export { type MonteCarloEstimate, monteCarloKl } from './family/monte-carlo-kl.ts';
export type { Opaque } from './family/opaque.ts';
export { type OptionRule, resolveOptions } from './family/resolve-options.ts';
export type { Blobs, Stepwise, Training } from './family/training.ts';
export { type GaussianFamily, gaussian } from './gaussian/gaussian.ts';
export { DivergedError, type GaussianLaw } from './gaussian/gaussian-law.ts';
export { type CovarianceKind, fullFactor, type GaussianModel } from './gaussian/gaussian-model.ts';
export type { GaussianOptions } from './gaussian/gaussian-options.ts';
export type { GaussianStatistics } from './gaussian/gaussian-statistics.ts';
export { hutter } from './hutter/hutter.ts';
export type { HutterOptions } from './hutter/hutter-options.ts';
export { bandwidthOf } from './kde/bandwidth.ts';
export { type KdeFamily, kde } from './kde/kde.ts';
export type { KdeModel } from './kde/kde-model.ts';
export type { Bandwidth, KdeOptions, KernelScaling } from './kde/kde-options.ts';
export { createKdeScorer, type KdeScorer } from './kde/kde-scorer.ts';
// decoding
export {
  type BeamOptions,
  type BeamResult,
  beamSearch,
  candidatesNeeded,
} from './language/decoding/beam-search.ts';
export { type CandidateOptions, candidatesOf, withoutToken } from './language/decoding/candidates-of.ts';
export { type Choice, chooseToken } from './language/decoding/choose-token.ts';
export type {
  Candidates,
  NextCandidates,
  NextLogits,
  NextTokens,
  Prompts,
} from './language/decoding/next-tokens.ts';
export { penaliseRepetition } from './language/decoding/repetition-penalty.ts';
export { sampleTokens } from './language/decoding/sample-tokens.ts';
export { keepTopK, keepTopP, keepTypical } from './language/decoding/truncation.ts';
export { entropyFloor, type Scoring, scoredLogProbability } from './language/entropy-floor.ts';
export { beginLines } from './language/hugging-face/begin-lines.ts';
export type { BinaryFile, FileFolder, OutputFile } from './language/hugging-face/binary-file.ts';
export {
  type Checkpoint,
  type CheckpointTensor,
  checkpointFiles,
  openCheckpoint,
} from './language/hugging-face/checkpoint.ts';
export {
  checkOpt,
  configFile as optConfigFile,
  loadOpt,
  readOptConfig,
} from './language/hugging-face/load-opt.ts';
export {
  loadTokenizer,
  type PretrainedTokenizer,
  tokenizerFiles,
} from './language/hugging-face/load-tokenizer.ts';
export { ModelFileError } from './language/hugging-face/model-file-error.ts';
export {
  type OptConfig,
  type OptWeights,
  optTensorCounts,
  optTensorShapes,
  positionOffset,
} from './language/hugging-face/opt-config.ts';
export { optFiles } from './language/hugging-face/save-opt.ts';
export { isLanguageFamily, type LanguageFamily } from './language/language-family.ts';
export { type NgramFamily, ngram } from './language/ngram/ngram.ts';
export type { NgramModel } from './language/ngram/ngram-model.ts';
export type { NgramOptions } from './language/ngram/ngram-options.ts';
export type { GenerateOptions } from './language/opt/generate-options.ts';
export { type OptFamily, opt } from './language/opt/opt.ts';
export { optLogits } from './language/opt/opt-logits.ts';
export { type OptModel, optModelOf, optWeightsOf } from './language/opt/opt-model.ts';
export type { OptOptions, PretrainingOptions } from './language/opt/opt-options.ts';
export type { Constructions } from './language/synthetic/rules.ts';
export {
  type SyntheticLanguageOptions,
  syntheticLanguageSource,
} from './language/synthetic/synthetic-language.ts';
export { type TextParts, type TextSourceOptions, textSource } from './language/text/text-source.ts';
export { type BytePairTokenizer, createBytePairTokenizer } from './language/tokenizer/byte-pairs.ts';
export type { Tokenizer } from './language/tokenizer/tokenizer.ts';
export { type TrainBytePairsOptions, trainBytePairs } from './language/tokenizer/train-byte-pairs.ts';
export { type TrainWordsOptions, trainWords } from './language/tokenizer/train-words.ts';
export { createWordTokenizer, type WordTokenizerOptions } from './language/tokenizer/word-tokenizer.ts';
export { DegenerateMixtureError } from './mixture/degenerate-mixture-error.ts';
export {
  extremeDeviations,
  fitMixture,
  type MixtureFit,
  type MixtureStart,
} from './mixture/fit-mixture.ts';
export { aic, bic, mixtureParameterCount } from './mixture/information-criteria.ts';
export { type Clustering, kMeans } from './mixture/k-means.ts';
export { type MixtureFamily, mixture } from './mixture/mixture.ts';
export {
  componentOf,
  type MixtureCovariance,
  type MixtureFitInfo,
  type MixtureModel,
} from './mixture/mixture-model.ts';
export { mixtureMoments } from './mixture/mixture-moments.ts';
export type { MixtureOptions } from './mixture/mixture-options.ts';
export { squaredL2Mixtures } from './mixture/squared-l2.ts';
// networks
export { DivergedTrainingError } from './network/network-training.ts';
export { type PoissonFamily, type PoissonOptions, poisson } from './poisson/poisson.ts';
export type { PoissonLaw, PoissonStatistics } from './poisson/poisson-law.ts';
export type { PoissonModel } from './poisson/poisson-model.ts';
// real data
export {
  categoricalSource,
  uniformCategoricalSource,
  type ZipfMandelbrotOptions,
  zipfMandelbrotSource,
} from './real/categorical-source.ts';
export { type DataSetOptions, dataSetSource } from './real/data-set.ts';
export {
  type GaussianMixtureOptions,
  gaussianMixtureSource,
  type MixtureComponent,
} from './real/gaussian-mixture.ts';
export { type GlyphsOptions, glyphsSource } from './real/glyphs/glyphs.ts';
export { styleNames as glyphStyles } from './real/glyphs/styles.ts';
export { type LinearSourceOptions, linearSource } from './real/linear.ts';
export {
  type GaussianClassesOptions,
  gaussianClassesSource,
  type LogisticSourceOptions,
  logisticSource,
} from './real/logistic.ts';
export { type NormalOptions, normalSource } from './real/normal.ts';
export { type PictureSetOptions, pictureSetSource } from './real/picture-set.ts';
export { type BlobsOptions, blobsSource } from './real/planar/blobs.ts';
export { type CirclesOptions, circlesSource } from './real/planar/circles.ts';
export { type ModeGridOptions, modeGridSource } from './real/planar/mode-grid.ts';
export { type MoonsOptions, moonsSource } from './real/planar/moons.ts';
export { type SwissRollOptions, swissRollSource } from './real/planar/swiss-roll.ts';
export { type PoissonSourceOptions, poissonSource } from './real/poisson-source.ts';
export type {
  Inputs,
  LabelledPoints,
  Labels,
  LanguageLaw,
  Picture,
  RealSource,
  Truth,
} from './real/real-source.ts';
export type { LinearLaw } from './regression/linear-law.ts';
export type { LinearModel } from './regression/linear-model.ts';
export type { LinearOptions } from './regression/linear-options.ts';
export { type LinearFamily, linearRegression } from './regression/linear-regression.ts';
export type { LinearStatistics } from './regression/linear-statistics.ts';
export { logistic, softplus } from './regression/logistic-function.ts';
export type { LogisticModel } from './regression/logistic-model.ts';
export type { LogisticOptions } from './regression/logistic-options.ts';
export { type LogisticFamily, logisticRegression } from './regression/logistic-regression.ts';
export { NotConvergedError, SeparationError } from './regression/separation-error.ts';
export { type VaeFamily, type VaeScore, vae } from './vae/vae.ts';
export type { VaeModel } from './vae/vae-model.ts';
export type { VaeOptions } from './vae/vae-options.ts';

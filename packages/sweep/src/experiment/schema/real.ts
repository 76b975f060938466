/** Real data: the distribution p_0 or a file, one schema per kind. */
import { z } from 'zod';
import { natural, positive, positiveNumber, share } from './numbers.ts';

const vector = z.array(z.number()).min(1);
const matrix = z.array(vector).min(1);
const weights = z.array(z.number().min(0)).min(1);

const covariance = z.union([z.number(), vector, matrix]);

const noise = z.number().min(0).describe('Standard deviation of the normal noise on each coordinate.');

const heldOut = positive(
  'Points set apart for tests: chosen at random, the same for every seed, and never trained on.',
).optional();

const textFile = (description: string): z.ZodOptional<z.ZodString> =>
  z.string().min(1).describe(`${description} Relative to this file.`).optional();

const construction = (description: string): z.ZodNumber => z.number().min(0).max(0.5).describe(description);

const column = z.union([z.string().min(1), z.int().min(0)]);

export const realSchema: z.ZodType<{ kind: string }> = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('normal'),
        d: positive('Dimensions.'),
        mean: z.union([z.number(), vector]).describe('d numbers, or one for all; default: 0.').optional(),
        covariance: covariance.describe('d × d, d variances, or one for all; default: 1.').optional(),
      })
      .describe('A normal distribution.'),
    z
      .strictObject({ kind: z.literal('uniform-categorical'), k: positive('Symbols.') })
      .describe('k symbols, equally likely.'),
    z
      .strictObject({
        kind: z.literal('categorical'),
        probabilities: weights.describe('One per symbol; they sum to 1.'),
      })
      .describe('Symbols with given probabilities.'),
    z
      .strictObject({
        kind: z.literal('zipf-mandelbrot'),
        k: positive('Symbols.'),
        exponent: positiveNumber('s in (rank + q)^-s.'),
        shift: z.number().min(0).default(0).describe('q in (rank + q)^-s.'),
      })
      .describe('Word frequencies: p(rank) ∝ (rank + shift)^-exponent, rank 1 … k.'),
    z
      .strictObject({
        kind: z.literal('gaussian-mixture'),
        weights: weights.describe('One per component; they sum to 1.'),
        means: matrix.describe('components × d.'),
        covariances: z
          .array(covariance)
          .min(1)
          .describe('One per component: d × d, d variances, or one for all.'),
      })
      .describe('A mixture of normal distributions.'),
    z
      .strictObject({
        kind: z.literal('poisson'),
        rate: positiveNumber('λ, the mean count.'),
      })
      .describe('Counts with a Poisson distribution: points with d = 1.'),
    z
      .strictObject({ kind: z.literal('moons'), noise })
      .describe('Two interleaving half circles of radius 1 in the plane.'),
    z
      .strictObject({
        kind: z.literal('circles'),
        factor: share('Radius of the inner circle.').default(0.8),
        noise,
      })
      .describe('Two circles about the origin, of radius 1 and `factor`.'),
    z
      .strictObject({ kind: z.literal('swiss-roll'), noise })
      .describe('A spiral in the plane: (s cos s, s sin s), s uniform from 1.5 π to 4.5 π.'),
    z
      .strictObject({
        kind: z.literal('blobs'),
        centres: matrix.describe('One list of d numbers for each blob.'),
        standardDeviation: positiveNumber('Of every blob in every direction.'),
      })
      .describe('Equal round normal distributions at fixed centres.'),
    z
      .strictObject({
        kind: z.literal('mode-grid'),
        side: positive('Modes along each side.').default(5),
        spacing: positiveNumber('Distance of neighbouring modes.').default(2),
        standardDeviation: positiveNumber('Of every mode in every direction.').default(0.05),
      })
      .describe('Narrow normal distributions on a square grid in the plane: 25 modes by default.'),
    z
      .strictObject({
        kind: z.literal('glyphs'),
        side: z.int().min(8).max(64).default(16).describe('Pixels along a side; d = side².'),
        styles: z
          .strictObject({
            crossed: share('With a bar through the middle.').default(0.04),
            framed: share('In a frame.').default(0.02),
            underlined: share('With a bar below.').default(0.01),
          })
          .prefault({})
          .describe('Probabilities of the rare styles; the rest is plain.'),
      })
      .describe('Handwritten-like digits drawn by a program, with rare styles of known probability.'),
    z
      .strictObject({
        kind: z.literal('synthetic-language'),
        length: positive('Tokens of a sequence.').default(64),
        vocabulary: z.int().min(128).max(512).default(384).describe('Words.'),
        seed: natural('Which words are the frequent ones.').default(1),
        exponent: z.number().min(0).default(1.2).describe('s: word frequencies within a class ∝ rank^-s.'),
        focus: z
          .number()
          .min(1)
          .default(6)
          .describe('How much more frequent words are in sentences of their topic; 1: no topics.'),
        constructions: z
          .strictObject({
            passive: construction('Of a predicate: "is helped by the king".').default(0.03),
            cleft: construction('Of a sentence: "it is the king who helps her".').default(0.012),
            inversion: construction('Of a sentence: "near the mill stands the horse".').default(0.006),
            question: construction('Of a sentence: "does the king help her ?".').default(0.03),
            quotation: construction('Of a sentence: "Anna says , “ the king sleeps ” .".').default(0.1),
            although: construction('Of a sentence: "although the king sleeps , the horse waits .".').default(
              0.015,
            ),
            whereas: construction('Of a clause: "the king sleeps whereas the horse waits".').default(0.002),
            aside: construction('Of a noun that is a subject: "the king ( a sailor ) sleeps".').default(0.02),
          })
          .prefault({})
          .describe('Probabilities of the rare constructions.'),
      })
      .describe(
        'Text of a language of known law: a probabilistic grammar with rare words and constructions.',
      ),
    z
      .strictObject({
        kind: z.literal('linear'),
        d: positive('Inputs; points have d + 1 coordinates, the last of which is the label.'),
        noise: z.number().min(0).describe('Standard deviation of the noise on the labels.'),
        weights: z
          .union([z.number(), vector])
          .describe('d numbers, or one for all; default: 1 / √d.')
          .optional(),
        covariance: covariance
          .describe('Of the inputs: d × d, d variances, or one for all; default: 1.')
          .optional(),
      })
      .describe('Rows (x, y) with normal inputs x and y = x·weights + noise.'),
    z
      .strictObject({
        kind: z.literal('logistic'),
        d: positive('Inputs; points have d + 1 coordinates, the last of which is the label 0 or 1.'),
        weights: z
          .union([z.number(), vector])
          .describe('d numbers, or one for all; default: 1 / √d.')
          .optional(),
        covariance: covariance
          .describe('Of the inputs: d × d, d variances, or one for all; default: 1.')
          .optional(),
      })
      .describe('Rows (x, y) with normal inputs x and P(y = 1) = 1 / (1 + e^(−x·weights)).'),
    z
      .strictObject({
        kind: z.literal('gaussian-classes'),
        d: positive('Inputs; points have d + 1 coordinates, the last of which is the class 0 or 1.'),
        mean: z
          .union([z.number(), vector])
          .describe('μ, d numbers or one for all; class 1 has mean μ, class 0 −μ; default: 1 / √d.')
          .optional(),
        variance: positiveNumber('Of every input about the mean of its class; default: 1.').optional(),
      })
      .describe('Two classes of normal inputs, equally likely.'),
    z
      .strictObject({
        kind: z.literal('file'),
        path: z.string().min(1).describe('Relative to this file.'),
        format: z.enum(['csv', 'jsonl']).describe('Default: from the name of the file.').optional(),
        columns: z
          .array(column)
          .min(1)
          .describe('Which columns, by name or by position from 0; default: all.')
          .optional(),
        header: z
          .boolean()
          .describe(
            'Whether the first line of a CSV file names the columns; default: where it holds no numbers.',
          )
          .optional(),
        delimiter: z
          .string()
          .length(1)
          .describe('Between the fields of a CSV file; default: the comma.')
          .optional(),
        as: z
          .enum(['points', 'symbols'])
          .default('points')
          .describe('points: rows of numbers. symbols: one column of integers 0 … k-1.'),
        k: positive('Symbols of the alphabet; default: the largest one in the file and 1.').optional(),
        bootstrap: z
          .boolean()
          .default(false)
          .describe(
            'Draw with replacement. Without it, real points are drawn each once, and a run that needs more than the file has is refused.',
          ),
        heldOut,
      })
      .describe('A file of numbers.'),
    z
      .strictObject({
        kind: z.literal('idx'),
        folder: z.string().min(1).describe('Relative to this file.'),
        part: z
          .enum(['train', 't10k'])
          .default('train')
          .describe(
            'How the names of the files begin: train-images-idx3-ubyte, t10k-labels-idx1-ubyte.gz, …',
          ),
        bootstrap: z
          .boolean()
          .default(false)
          .describe('Draw with replacement. Without it, real pictures are drawn each once.'),
        heldOut,
      })
      .describe('Pictures and labels in IDX files, as MNIST and Fashion-MNIST have them; gzipped or not.'),
    z
      .strictObject({
        kind: z.literal('text'),
        folder: z
          .string()
          .min(1)
          .describe(
            'With wiki.train.tokens, wiki.valid.tokens and wiki.test.tokens, or .raw, or train.txt, valid.txt, test.txt. Relative to this file.',
          )
          .optional(),
        train: textFile('Text to train on, where there is no folder.'),
        validation: textFile('Text to choose checkpoints by.'),
        test: textFile('Text that models are measured on.'),
        pretraining: textFile('Other text, to pretrain on.'),
        tokenizer: z
          .union([
            z.literal('words'),
            z.strictObject({ words: z.int().min(3).describe('Tokens; rarer words become <unk>.') }),
            z.strictObject({ bpe: z.int().min(256).max(65536).describe('Tokens: the bytes and pairs.') }),
            z.strictObject({
              folder: z
                .string()
                .min(1)
                .describe(
                  'With tokenizer.json, or vocab.json and merges.txt, as Hugging Face saves them. Relative to this file.',
                ),
              beginning: z
                .enum(['none', 'lines'])
                .default('none')
                .describe('lines: its token for the beginning of a text stands before every line.'),
            }),
          ])
          .default({ bpe: 512 })
          .describe('Learnt from the text to train on and that to pretrain on, or from a folder.'),
        length: positive('Tokens of a block.').default(64),
        shares: z
          .strictObject({
            validation: share('For validation.').optional(),
            test: share('For tests.').optional(),
          })
          .prefault({})
          .describe('Shares of the blocks of `train`, from its end, for parts that have no file.'),
        limits: z
          .strictObject({
            train: positive('Blocks.').optional(),
            validation: positive('Blocks.').optional(),
            test: positive('Blocks.').optional(),
            pretraining: positive('Blocks.').optional(),
          })
          .prefault({})
          .describe('At most so many blocks of each part, the first ones.'),
        bootstrap: z
          .boolean()
          .default(false)
          .describe('Draw with replacement. Without it, real blocks are drawn each once.'),
      })
      .describe('Text in blocks of tokens, such as WikiText.'),
  ])
  .describe('Real data: the original distribution p_0, or a file.') as never;

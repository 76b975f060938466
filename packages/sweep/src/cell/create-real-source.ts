/** Real data from the resolved parameters of a cell. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  blobsSource,
  categoricalSource,
  circlesSource,
  dataSetSource,
  gaussianClassesSource,
  gaussianMixtureSource,
  glyphsSource,
  linearSource,
  logisticSource,
  modeGridSource,
  moonsSource,
  normalSource,
  pictureSetSource,
  poissonSource,
  type RealSource,
  swissRollSource,
  syntheticLanguageSource,
  uniformCategoricalSource,
  zipfMandelbrotSource,
} from '@collapse-lab/models';
import { canonicalJson } from './canonical.ts';
import type { CellParameters } from './cell.ts';
import { DataFileError, type DataFileOptions, parseDataFile } from './data-file.ts';
import { contentHash, pathOf } from './file-content.ts';
import { readIdxFile } from './idx-file.ts';
import { textFilesSource } from './text-files.ts';

type Files = Readonly<Record<string, string>>;

type Real = CellParameters['real'];

const creators: Readonly<Record<string, (options: never, files: Files) => RealSource>> = {
  normal: normalSource,
  poisson: poissonSource,
  moons: moonsSource,
  circles: circlesSource,
  'swiss-roll': swissRollSource,
  blobs: blobsSource,
  'mode-grid': modeGridSource,
  'uniform-categorical': ({ k }: { k: number }) => uniformCategoricalSource(k),
  categorical: ({ probabilities }: { probabilities: readonly number[] }) => categoricalSource(probabilities),
  'zipf-mandelbrot': zipfMandelbrotSource,
  'gaussian-mixture': gaussianMixtureSource,
  linear: linearSource,
  logistic: logisticSource,
  'gaussian-classes': gaussianClassesSource,
  glyphs: glyphsSource,
  'synthetic-language': syntheticLanguageSource,
  file: fileSource,
  idx: idxSource,
  text: textFilesSource,
};

/**
 * Throws InvalidArgumentError where the distribution does not exist; DataFileError and ChangedFileError for files.
 * `files`: content hash → path.
 */
export function createRealSource({ kind, ...options }: Real, files: Files): RealSource {
  return creators[kind](options as never, files);
}

interface FileOptions extends DataFileOptions {
  readonly sha256: string;
  readonly bootstrap: boolean;
  readonly heldOut?: number;
}

function fileSource({ sha256, bootstrap, heldOut = 0, ...options }: FileOptions, files: Files): RealSource {
  const path = pathOf(sha256, files, contentHash);
  const data = parseDataFile(readFileSync(path, 'utf8'), options, basename(path));
  return dataSetSource({ identity: `file ${sha256} ${canonicalJson(options)}`, data, bootstrap, heldOut });
}

interface IdxOptions {
  readonly images: string;
  readonly labels?: string;
  readonly bootstrap: boolean;
  readonly heldOut?: number;
}

function idxSource({ images, labels, bootstrap, heldOut = 0 }: IdxOptions, files: Files): RealSource {
  const { sizes, values } = readIdxFile(pathOf(images, files, contentHash), 3);
  const [n, height, width] = sizes;
  const path = labels === undefined ? undefined : pathOf(labels, files, contentHash);
  const classes = path === undefined ? undefined : readIdxFile(path, 1).values;
  if (classes !== undefined && classes.length !== n)
    throw new DataFileError(
      `${basename(path as string)}: got ${classes.length} labels, expected ${n}, as many as there are pictures.`,
    );
  return pictureSetSource({
    identity: `idx ${images} ${labels ?? ''}`,
    picture: { height, width, channels: 1 },
    intensities: values,
    bootstrap,
    heldOut,
    ...(classes === undefined ? {} : { classes }),
  });
}

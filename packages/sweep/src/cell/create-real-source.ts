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
  linearSource,
  logisticSource,
  modeGridSource,
  moonsSource,
  normalSource,
  poissonSource,
  type RealSource,
  swissRollSource,
  uniformCategoricalSource,
  zipfMandelbrotSource,
} from '@collapse-lab/models';
import { canonicalJson } from './canonical.ts';
import type { CellParameters } from './cell.ts';
import { type DataFileOptions, parseDataFile } from './data-file.ts';
import { contentHash, pathOf } from './file-content.ts';

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
  file: fileSource,
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
}

function fileSource({ sha256, bootstrap, ...options }: FileOptions, files: Files): RealSource {
  const path = pathOf(sha256, files, contentHash);
  const data = parseDataFile(readFileSync(path, 'utf8'), options, basename(path));
  return dataSetSource({ identity: `file ${sha256} ${canonicalJson(options)}`, data, bootstrap });
}

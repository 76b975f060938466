/** The rows of a few cells, hashed: what must not change while the law versions stay. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLineage } from '@collapse-lab/process';
import { buildLineage } from '../cell/build-lineage.ts';
import { canonicalJson } from '../cell/canonical.ts';
import type { Cell } from '../cell/cell.ts';
import { expand } from '../cell/expand.ts';
import { parseExperiment } from '../experiment/load-experiment.ts';
import { artifactName } from '../store/artifacts.ts';
import { encodeSegment } from '../store/segment.ts';

export interface GoldenRow {
  readonly cell: string;
  /** What names the random numbers: parameters, seed and law versions. */
  readonly lineageKey: string;
  /** Law versions that the rows were made with, and the observers'. */
  readonly versions: string;
  /** sha256 of the metric, snapshot and artifact lines. */
  readonly rows: string;
}

const common = `
name: golden
workflow: { kind: replace }
sizes: { initial: 20, new: 20 }
generations: 12
snapshots: [0, 12]
`;

const workflows = `
  - grid:
      sampler: [statistics, samples]
      workflow:
        - { kind: replace }
        - { kind: replace-grown }
        - { kind: accumulate }
        - { kind: mixture, alpha: 0.5, beta: 0.3, gamma: 0.2 }
        - { kind: keep-real, share: 0.5, subset: fixed, mode: added }
  - set: { sampler: samples, workflow: { kind: accumulate-subsample }, sizes.train: 15 }
  - set: { sampler: samples, workflow: { kind: keep-real, share: 0.5, subset: redrawn, mode: replacing } }
  - grid: { sampler: [statistics, samples] }
    set: { workflow: { kind: fresh-real }, sizes.real: 5 }
  - grid: { numberFormat: [f32, f16, bf16] }
`;

const experiments: Readonly<Record<string, string>> = {
  'gaussian 1-d': `${common}
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
observe: [gaussian-moments, distances, { kind: tails, samples: 50 }, collapsed]
sweep: ${workflows}`,
  'gaussian 3-d': `${common}
real: { kind: normal, d: 3, covariance: [[2, 0.5, 0], [0.5, 1, 0.2], [0, 0.2, 1]] }
family: { kind: gaussian, ddof: 1, samplingBias: 0.9 }
observe: [gaussian-moments, distances]
sweep: ${workflows}
  - grid: { family.covariance: [diagonal, spherical] }`,
  categorical: `${common}
real: { kind: zipf-mandelbrot, k: 8, exponent: 1.2, shift: 1 }
family: { kind: categorical }
observe: [categorical, collapsed]
sweep: ${workflows}`,
  'gaussian mixture as real data': `${common}
real: { kind: gaussian-mixture, weights: [0.4, 0.6], means: [[-1], [1]], covariances: [0.5, 0.7] }
family: { kind: gaussian, ddof: 0 }
observe: [gaussian-moments]
sweep:
  - grid: { sampler: [statistics, samples] }`,
  'linear regression, fixed inputs': `${common}
real: { kind: linear, d: 3, noise: 0.5, covariance: [1, 2, 0.5] }
family: { kind: linear-regression, design: fixed, noise: 0.5 }
observe: [regression]
sweep:
  - grid: { sampler: [statistics, samples], workflow.kind: [replace, accumulate, replace-grown] }
  - set: { sampler: samples, workflow: { kind: accumulate-subsample }, sizes.train: 15 }
  - grid: { sampler: [statistics, samples] }
    set: { sizes.initial: 2, sizes.new: 2 }
  - set: { sampler: samples, workflow.curate: { kind: ball-verifier, centre: 0.5, radius: 0.5, slack: 0.5 } }`,
  'linear regression, fresh inputs': `${common}
real: { kind: linear, d: 2, noise: 1 }
family: { kind: linear-regression, design: fresh, noise: refitted, ridge: 0.01 }
observe: [regression]
sweep: ${workflows}`,
  'logistic regression': `${common}
real: { kind: gaussian-classes, d: 2 }
family: { kind: logistic-regression, design: fresh, ridge: 0.01, flip: 0.1 }
observe: [regression]
sweep:
  - grid: { family.design: [fixed, fresh], family.labels: [drawn, predicted] }
  - set: { real: { kind: logistic, d: 2 }, workflow.curate: { kind: label-verifier, phi: 0.9, psi: 0.4 } }`,
  'weights and thinning': `${common}
real: { kind: normal, d: 1 }
family: { kind: gaussian, ddof: 0 }
observe: []
sweep:
  - grid: { sampler: [statistics, samples] }
    set: { workflow: { kind: fresh-real, weight: golden }, sizes.real: 5 }
  - grid: { sampler: [statistics, samples] }
    set:
      real: { kind: uniform-categorical, k: 4 }
      family: { kind: categorical }
      workflow: { kind: accumulate, curate: { kind: thinning, keep: [1, 0.5, 0.2, 1] } }`,
  poisson: `${common}
real: { kind: poisson, rate: 0.8 }
family: { kind: poisson }
observe: [poisson]
sweep: ${workflows}`,
  hutter: `${common}
real: { kind: zipf-mandelbrot, k: 30, exponent: 1.5 }
family: { kind: hutter }
observe: [hutter, categorical]
sweep:
  - grid: { sampler: [statistics, samples], family.topK: [all, 5], family.temperature: [1, 0.7] }`,
  kde: `${common}
real: { kind: moons, noise: 0.05 }
family: { kind: kde, bandwidth: 0.3 }
observe: [kde-moments, { kind: kde-likelihood, points: 20 }]
sweep:
  - grid:
      workflow:
        - { kind: replace }
        - { kind: accumulate }
        - { kind: mixture, alpha: 0.5, beta: 0.3, gamma: 0.2 }
  - set: { workflow: { kind: accumulate-subsample }, sizes.train: 15 }
  - grid: { family.bandwidth: [scott, silverman], family.scaling: [none, covariance] }
  - grid:
      real:
        - { kind: circles, noise: 0.1 }
        - { kind: swiss-roll, noise: 0.1 }
        - { kind: blobs, centres: [[0, 0, 0], [3, 1, -2]], standardDeviation: 0.5 }
        - { kind: mode-grid }`,
  'n-grams of the synthetic language': `${common}
real: { kind: synthetic-language, length: 16, vocabulary: 128 }
family: { kind: ngram }
observe: [text-diversity]
sweep:
  - grid:
      workflow:
        - { kind: replace }
        - { kind: accumulate }
  - set: { family.order: 3, family.smoothing: absolute }
  - set: { family.generate: { from: prompts } }`,
  vae: `${common}
engine: wasm
real: { kind: glyphs, side: 8 }
family: { kind: vae, latent: 2, epochs: 2, batch: 8 }
observe:
  - { kind: elbo, points: 8 }
  - { kind: latent-spread, samples: 8 }
  - { kind: pixels, samples: 8 }
  - { kind: pictures, samples: 4, columns: 2 }
sweep:
  - set: { family.hidden: [8] }
  - set: { family.hidden: [8, 4], workflow.kind: accumulate, family.start: previous, family.beta: 0.5 }
  - set: { family.architecture: convolutional, family.channels: [2, 3], family.feed: stream, family.weightDecay: 0.01 }
  - set: { family.hidden: [8], family.likelihood: gaussian, family.output: draw, family.reduction: mean }`,
  'vae, by a classifier': `${common}
engine: wasm
real: { kind: idx, folder: pictures, part: train }
family: { kind: vae, hidden: [8], latent: 2, epochs: 2, batch: 8 }
observe: [{ kind: classes, samples: 30 }, { kind: frechet, samples: 30 }]
`,
  opt: `${common}
engine: wasm
real: { kind: synthetic-language, length: 8, vocabulary: 128 }
family:
  kind: opt
  width: 8
  layers: 1
  heads: 2
  positions: 16
  dropout: 0.1
  epochs: 2
  batch: 4
  validation: 6
  pretrained: { sequences: 40, epochs: 2 }
  generate: { beams: 2, batch: 4 }
observe: [perplexity]
sweep:
  - set: { family.generate: { method: beam, beams: 3, batch: 4 } }
  - set: { family.generate: { method: sample, from: start, topP: 0.9, batch: 4 } }`,
};

/** One row per setting, with seed 1. */
export async function goldenRows(): Promise<GoldenRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'collapse-golden-'));
  try {
    writePictures(join(folder, 'pictures'));
    return await rowsOf(join(folder, 'golden.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Forty pictures of 4 × 4 pixels, light and dark: a classifier learns them in a third of a second. */
function writePictures(folder: string): void {
  const [n, side] = [40, 4];
  const pixels = Uint8Array.from(
    { length: n * side * side },
    (_, i) => 40 + 150 * (Math.floor(i / (side * side)) % 2) + ((i * i) % 61),
  );
  mkdirSync(folder);
  writeFileSync(join(folder, 'train-images-idx3-ubyte'), idx([n, side, side], pixels));
  writeFileSync(
    join(folder, 'train-labels-idx1-ubyte'),
    idx(
      [n],
      Uint8Array.from({ length: n }, (_, i) => i % 2),
    ),
  );
}

/** An IDX file of unsigned bytes; sizes below 256. */
function idx(sizes: readonly number[], values: Uint8Array): Uint8Array {
  return Uint8Array.of(0, 0, 8, sizes.length, ...sizes.flatMap((size) => [0, 0, 0, size]), ...values);
}

/** @param path of the file that the experiments could stand in */
async function rowsOf(path: string): Promise<GoldenRow[]> {
  const rows: GoldenRow[] = [];
  for (const [name, text] of Object.entries(experiments)) {
    const experiment = await parseExperiment(text, { path });
    for (const cell of expand(experiment)) {
      const { observers, laws } = experiment.settings[cell.settingIndex];
      rows.push({
        cell: `${name}: ${canonicalJson(cell.setting)}`,
        lineageKey: cell.lineageKey,
        versions: versionsOf(laws, observers),
        rows: await hashOf(cell),
      });
    }
  }
  return rows;
}

function versionsOf(laws: unknown, observers: unknown): string {
  const versions = (observers as { kind: string; version: number }[]).map(({ kind, version }) => [
    kind,
    version,
  ]);
  return canonicalJson({ ...(laws as object), observers: Object.fromEntries(versions) });
}

async function hashOf(cell: Cell): Promise<string> {
  const request = { ...(await buildLineage(cell)), keepArtifact: artifactName };
  const { series, snapshots, artifacts = [] } = runLineage(request);
  const { rowsKey, lineageKey, seed, parameters } = cell;
  const { generations } = parameters;
  // Every line begins with the key of its cell; the hash is to change with the numbers alone.
  const key = 'golden';
  const names = { key, rowsKey, lineageKey, seed, generations, parameters: {} };
  return encodeSegment([{ ...names, series, snapshots, artifacts, state: null }]).header.cells[0].rows;
}

/**
 * `npx nx g ./tools:family <name>`: a working family to change (independent exponential coordinates), its contract
 * test, and its entries in the registry and in the exports of @collapse-lab/models.
 */
import { refuseName } from './refuse-name.mjs';

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`-${name}`);

const source = (name) => `/**
 * The ${name} family: replace this law (independent exponential coordinates, one scale each) by yours, and name its
 * reference here.
 */
import { exponential, InvalidArgumentError, log, type Stream } from '@collapse-lab/math';
import { checkData } from '../data/check-data.ts';
import type { DataShape, Points } from '../data/data.ts';
import { describeShape } from '../data/data-shape.ts';
import { checkSampleRequest } from '../family/check-sample-request.ts';
import { defineModel, type ModelDefinition } from '../family/define-model.ts';
import type { Family, SampleRequest } from '../family/family.ts';
import { decodeNumbers, decodeObject, encodeNumbers } from '../family/json-numbers.ts';
import { resolveOptions } from '../family/resolve-options.ts';

export interface ${pascal(name)}Model {
  /** d positive means. */
  readonly scales: Float64Array;
}

/** There are none. */
export type ${pascal(name)}Options = Record<never, never>;

const name = '${name}';
const lawVersion = 1;

export const ${camel(name)}: ModelDefinition<${pascal(name)}Options> = defineModel({
  name,
  lawVersion,
  summary: 'one line for lists and error messages',
  resolve: (options) => resolveOptions<${pascal(name)}Options>(options, {}),
  create: create${pascal(name)},
});

function create${pascal(name)}(_options: ${pascal(name)}Options, shape: DataShape): Family<${pascal(name)}Model, Points> {
  if (shape.kind !== 'points')
    throw new InvalidArgumentError({ argument: 'shape', got: describeShape(shape), expected: 'points' });
  const { d } = shape;
  return {
    name,
    lawVersion,
    shape,
    minimumSize: 1,
    fit({ train }) {
      checkData('train', train, shape, 1);
      return { scales: meansOf(train) };
    },
    sample: sample${pascal(name)},
    logDensity(model, data) {
      checkData('data', data, shape, 0);
      return logDensities(model, data);
    },
    mapParameters: (model, f) => ({ scales: model.scales.map((scale) => f(scale)) }),
    encode: (model) => ({ scales: encodeNumbers(model.scales) }),
    decode: (encoded) => {
      const object = decodeObject('encoded', encoded);
      return { scales: decodeNumbers('encoded.scales', object.scales, d) };
    },
  };
}

function meansOf({ n, d, values }: Points): Float64Array {
  const means = new Float64Array(d);
  for (let i = 0; i < values.length; i++) means[i % d] += values[i] / n;
  return means;
}

function sample${pascal(name)}({ scales }: ${pascal(name)}Model, request: SampleRequest, stream: Stream): Points {
  checkSampleRequest(name, request);
  const d = scales.length;
  const values = Float64Array.from({ length: request.n * d }, (_, i) => scales[i % d] * exponential(stream));
  return { kind: 'points', n: request.n, d, values };
}

function logDensities({ scales }: ${pascal(name)}Model, { n, d, values }: Points): Float64Array {
  const densities = new Float64Array(n);
  for (let i = 0; i < values.length; i++) {
    const scale = scales[i % d];
    densities[Math.floor(i / d)] += values[i] < 0 ? -Infinity : -values[i] / scale - log(scale);
  }
  return densities;
}
`;

const test = (name) => `import { ${camel(name)} } from '@collapse-lab/models';
import { describeFamily } from '@collapse-lab/models/testing';
import { describe, it } from 'vitest';

// The contract every family keeps; its statistical assertions allow 5 standard errors on fixed seeds.
describeFamily({ describe, it }, () => ({
  name: '${name} d = 2',
  family: ${camel(name)}.create({}, { kind: 'points', d: 2 }),
  model: { scales: Float64Array.of(0.5, 2) },
  parameters: (model) => model.scales,
  moments: { expected: [0.5, 2], of: (data) => data.values },
}));
`;

function insertBefore(tree, path, anchor, line) {
  const content = tree.read(path, 'utf-8');
  if (!content.includes(anchor)) throw new Error(`${path}: no line "${anchor.trim()}" to insert before`);
  tree.write(path, content.replace(anchor, `${line}\n${anchor}`));
}

function register(tree, name) {
  const registry = 'packages/models/src/families.ts';
  insertBefore(
    tree,
    registry,
    'import type { ModelDefinition }',
    `import { ${camel(name)} } from './${name}/${name}.ts';`,
  );
  const entry = camel(name) === name ? name : `'${name}': ${camel(name)}`;
  insertBefore(tree, registry, '});', `  ${entry},`);
  const index = 'packages/models/src/index.ts';
  const exported = `export { ${camel(name)}, type ${pascal(name)}Model, type ${pascal(name)}Options } from './${name}/${name}.ts';`;
  insertBefore(tree, index, '\n// real data', exported);
}

export default function family(tree, { name }) {
  refuseName(name);
  const folder = `packages/models/src/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} exists already; choose another name`);
  tree.write(`${folder}/${name}.ts`, source(name));
  tree.write(`packages/models/test/${name}/contract.test.ts`, test(name));
  register(tree, name);
}

/** What tools/reference/opt_reference.py wrote, and weights and tokens made as there. */
import { readFileSync } from 'node:fs';
import { type OptConfig, type OptWeights, optTensorShapes, type Sequences } from '@collapse-lab/models';

export interface ReferenceCase {
  readonly config: Readonly<
    Record<'k' | 'width' | 'layers' | 'heads' | 'hidden' | 'positions' | 'length' | 'n', number>
  >;
  readonly tokens: readonly number[];
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly training: {
    readonly epochs: number;
    readonly rate: number;
    readonly final: number;
    readonly decay: number;
    readonly losses: readonly number[];
    readonly weights: Readonly<Record<string, readonly number[]>>;
  };
  readonly beams: readonly {
    readonly beams: number;
    readonly penalty: number;
    readonly results: readonly { readonly tokens: readonly number[] }[];
  }[];
}

const path = new URL('../../fixtures/opt.json', import.meta.url);
export const cases: readonly ReferenceCase[] = JSON.parse(readFileSync(path, 'utf8')).cases;

/** Multiples of 2^-16 in [-1, 1). */
export function noise(stream: number, count: number): Float64Array {
  let state = (Math.imul(stream, 2654435761) + 12345) >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 15) / 65536 - 1;
  });
}

export function configOf({ config }: ReferenceCase): OptConfig {
  const { k, width, layers, heads, hidden, positions } = config;
  return { vocabularySize: k, width, layers, heads, hidden, positions, dropout: 0 };
}

export function weightsOf(wanted: ReferenceCase): OptWeights {
  const config = configOf(wanted);
  const shapes = optTensorShapes(config);
  const tensors: Record<string, Float32Array> = {};
  for (const [index, name] of Object.keys(shapes).sort().entries()) {
    const values = noise(
      index,
      shapes[name].reduce((product, size) => product * size, 1),
    );
    const centre = name.endsWith('norm.weight') ? 1 : 0;
    tensors[name] = Float32Array.from(values, (value) => centre + 0.35 * value);
  }
  return { config, tensors };
}

export function tokensOf({ config, tokens }: ReferenceCase): Sequences {
  const { n, length, k } = config;
  return { kind: 'sequences', n, length, k, values: Uint32Array.from(tokens) };
}

/** What the program keeps of a tensor: of small ones all elements, of others three numbers that see every element. */
export function told(values: Float32Array, index: number): number[] {
  if (values.length <= 12) return Array.from(values);
  const product = (other: ArrayLike<number>): number =>
    values.reduce((sum, value, i) => sum + value * other[i], 0);
  const probes = [0, 1].map((i) => product(noise(5000 + 2 * index + i, values.length)));
  return [Math.sqrt(product(values)), ...probes];
}

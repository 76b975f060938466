/**
 * The sizes of an OPT model (Zhang et al. 2022, arXiv 2205.01068) and the names and shapes of its tensors, as the
 * checkpoints of Hugging Face have them. A matrix is stored as (out, in): y = W x + b.
 */

export interface OptConfig {
  /** k: tokens are 0 … k − 1. */
  readonly vocabularySize: number;
  /** d; a multiple of `heads`. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Units of the feed-forward layers. */
  readonly hidden: number;
  /** The longest sequence. */
  readonly positions: number;
  /** Share of units left out in training. */
  readonly dropout: number;
  /** The token a text begins with, where it has one. */
  readonly beginning?: number;
  /** The token a text ends with, where it has one. */
  readonly end?: number;
  /** The token that fills up a batch, where there is one. */
  readonly padding?: number;
}

export interface OptWeights {
  readonly config: OptConfig;
  /** Row-major, by the names of `optTensorShapes`. */
  readonly tensors: Readonly<Record<string, Float32Array>>;
}

/** Rows of the table of positions that no position uses: position p has row p + 2, as in the published models. */
export const positionOffset = 2;

/** Every tensor of a model, by name. The output matrix is the embedding (k × d), so it is not among them. */
export function optTensorShapes(config: OptConfig): Readonly<Record<string, readonly number[]>> {
  const { vocabularySize, width, layers, positions } = config;
  const shapes: Record<string, readonly number[]> = {
    'model.decoder.embed_tokens.weight': [vocabularySize, width],
    'model.decoder.embed_positions.weight': [positions + positionOffset, width],
    'model.decoder.final_layer_norm.weight': [width],
    'model.decoder.final_layer_norm.bias': [width],
  };
  for (let layer = 0; layer < layers; layer++)
    for (const [name, shape] of layerShapes(config)) shapes[`model.decoder.layers.${layer}.${name}`] = shape;
  return shapes;
}

/** Tensors of a model beside those of its layers, and of each layer. */
export const optTensorCounts = { outside: 4, layer: 16 } as const;

function layerShapes({ width, hidden }: OptConfig): [name: string, shape: readonly number[]][] {
  const square = ['q_proj', 'k_proj', 'v_proj', 'out_proj'].map((name) => [
    `self_attn.${name}`,
    width,
    width,
  ]);
  const linear = [...square, ['fc1', hidden, width], ['fc2', width, hidden]] as [string, number, number][];
  const norms = ['self_attn_layer_norm', 'final_layer_norm'];
  return [
    ...linear.flatMap(([name, rows, columns]): [string, number[]][] => [
      [`${name}.weight`, [rows, columns]],
      [`${name}.bias`, [rows]],
    ]),
    ...norms.flatMap((name): [string, number[]][] => [
      [`${name}.weight`, [width]],
      [`${name}.bias`, [width]],
    ]),
  ];
}

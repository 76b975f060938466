/**
 * OPT (Zhang et al. 2022, arXiv 2205.01068), the decoder-only transformer in its pre-norm form, as recorded programs that
 * share parameters: x ← x + attention(norm(x)), x ← x + feed-forward(norm(x)), a last norm, and the table of tokens again
 * as output matrix. Learned positions with offset 2, ReLU, biases everywhere. Queries, keys and values are one
 * product here; a model has their matrices apart (`packOpt`, `unpackOpt`).
 */
import {
  add,
  attention,
  dropout,
  embedding,
  layerNorm,
  matmul,
  reshape,
  type Shape,
  slice,
  type Tensor,
} from '@collapse-lab/tensor';
import type { NetworkModel } from '../../network/network-model.ts';
import { type OptConfig, optTensorShapes, positionOffset } from '../hugging-face/opt-config.ts';

type Parameters = Readonly<Record<string, Tensor>>;
type Floats = Readonly<Record<string, Float32Array>>;

const layerName = (layer: number): string => `model.decoder.layers.${layer}`;
const projections = ['q_proj', 'k_proj', 'v_proj'] as const;
/** Whether it is of a query, key or value, and what comes before and after. */
const projection = /^(.*\.self_attn\.)([qkv])_proj\.(weight|bias)$/;

/** Parameters of the recorded programs: those of a model, with q, k and v on top of each other. */
export function packedShapes(config: OptConfig): Record<string, { readonly shape: Shape }> {
  const packed: Record<string, { readonly shape: Shape }> = {};
  for (const [name, shape] of Object.entries(optTensorShapes(config))) {
    const [, before, which, kind] = projection.exec(name) ?? [];
    if (which === undefined) packed[name] = { shape };
    else if (which === 'q') packed[`${before}qkv.${kind}`] = { shape: [3 * shape[0], ...shape.slice(1)] };
  }
  return packed;
}

export function packOpt(parameters: Floats): Record<string, Float32Array> {
  const packed: Record<string, Float32Array> = {};
  for (const [name, values] of Object.entries(parameters)) {
    const [, before, which, kind] = projection.exec(name) ?? [];
    if (which === undefined) packed[name] = values;
    else if (which === 'q') {
      const all = new Float32Array(3 * values.length);
      for (const [i, each] of projections.entries())
        all.set(parameters[`${before}${each}.${kind}`], i * values.length);
      packed[`${before}qkv.${kind}`] = all;
    }
  }
  return packed;
}

/** The parameters of a model, in the order of `optTensorShapes`. */
export function unpackOpt(config: OptConfig, packed: Floats): NetworkModel {
  const parameters = Object.keys(optTensorShapes(config)).map((name) => {
    const [, before, which, kind] = projection.exec(name) ?? [];
    if (which === undefined) return [name, packed[name]] as const;
    const all = packed[`${before}qkv.${kind}`];
    const size = all.length / 3;
    const from = size * projections.findIndex((each) => each.startsWith(which));
    return [name, all.slice(from, from + size)] as const;
  });
  return { parameters: Object.fromEntries(parameters) };
}

/** What an attention layer does with the queries, keys and values of its positions: [..., 3·d] → [..., d]. */
export type Attend = (qkv: Tensor, layer: number) => Tensor;

/** Random words for dropout, by the name of the place: i32 of the shape of what is dropped. Absent: none. */
export type Bits = (place: string) => Tensor;

export interface ForwardOptions {
  readonly attend: Attend;
  readonly bits?: Bits | undefined;
  /** Chooses among the positions once the last attention has read them all; absent: every position stays. */
  readonly choose?: ((x: Tensor) => Tensor) | undefined;
}

/** The places where units are dropped. */
export function dropoutPlaces({ layers }: OptConfig): string[] {
  return Array.from({ length: layers }, (_, i) => [`attention${i}`, `feedForward${i}`]).flat();
}

/** All layers and the last norm. x: [..., d], the sum of the rows of tokens and positions. */
export function decoder(config: OptConfig, p: Parameters, x: Tensor, options: ForwardOptions): Tensor {
  let hidden = x;
  for (let layer = 0; layer < config.layers; layer++)
    hidden = decoderLayer(config, p, layer, hidden, options);
  return norm(p, 'model.decoder.final_layer_norm', hidden);
}

function decoderLayer(
  { dropout: rate, layers }: OptConfig,
  p: Parameters,
  layer: number,
  x: Tensor,
  { attend, bits, choose }: ForwardOptions,
): Tensor {
  const name = layerName(layer);
  const dropped = (value: Tensor, place: string): Tensor =>
    bits === undefined ? value : dropout(value, bits(`${place}${layer}`), { rate });
  const chosen = (value: Tensor): Tensor =>
    choose === undefined || layer < layers - 1 ? value : choose(value);
  const qkv = linear(p, `${name}.self_attn.qkv`, norm(p, `${name}.self_attn_layer_norm`, x));
  const attended = linear(p, `${name}.self_attn.out_proj`, chosen(attend(qkv, layer)));
  const middle = add(chosen(x), dropped(attended, 'attention'));
  const normed = norm(p, `${name}.final_layer_norm`, middle);
  const units = linear(p, `${name}.fc1`, normed, 'relu');
  return add(middle, dropped(linear(p, `${name}.fc2`, units), 'feedForward'));
}

function linear(p: Parameters, name: string, x: Tensor, activation: 'none' | 'relu' = 'none'): Tensor {
  return matmul(x, p[`${name}.weight`], { transposeB: true, bias: p[`${name}.bias`], activation });
}

function norm(p: Parameters, name: string, x: Tensor): Tensor {
  return layerNorm(x, p[`${name}.weight`], p[`${name}.bias`]);
}

/** tokens i32 [b, t] at positions 0 … t − 1 → [b, t, d]. */
export function embedded(p: Parameters, tokens: Tensor): Tensor {
  const table = p['model.decoder.embed_positions.weight'];
  const rows = slice(table, [positionOffset, 0], [tokens.shape[1], table.shape[1]]);
  return add(embedding(p['model.decoder.embed_tokens.weight'], tokens), rows);
}

/** tokens i32 [b], all at one position; row i32 [1]: the position + 2 → [b, d]. */
export function embeddedAt(p: Parameters, tokens: Tensor, row: Tensor): Tensor {
  const position = embedding(p['model.decoder.embed_positions.weight'], row);
  return add(embedding(p['model.decoder.embed_tokens.weight'], tokens), position);
}

/** Hidden states [rows, d] to logits of the first k tokens [rows, k]. A token that only begins texts is never one that comes. */
export function logitsOf(p: Parameters, hidden: Tensor, k: number): Tensor {
  const table = p['model.decoder.embed_tokens.weight'];
  const [rows, d] = table.shape;
  return matmul(hidden, rows === k ? table : slice(table, [0, 0], [k, d]), { transposeB: true });
}

/** Whole sequences: tokens i32 [b, t] → hidden states [b·t, d]. */
export function sequenceStates(config: OptConfig, p: Parameters, tokens: Tensor, bits?: Bits): Tensor {
  const { heads, width } = config;
  const [b, t] = tokens.shape;
  const attend: Attend = (qkv) => attention(qkv, { heads, causal: true });
  return reshape(decoder(config, p, embedded(p, tokens), { attend, bits }), [b * t, width]);
}

// Tables of the ziggurat method: a decreasing density f on [0, ∞) is covered by 256 layers of equal area, the lowest
// of which holds the tail. Marsaglia, Tsang: "The ziggurat method for generating random variables", J. Stat. Softw. 5
// (2000) no. 8; laid out as in Doornik: "An improved ziggurat method to generate normal random samples" (2005), where
// the layer and the place in it come from different random bits.

export const LAYERS = 256;

/** Layers 0 … 255, the lowest (with the tail) first. */
export interface Ziggurat {
  /**
   * Distance of neighbouring abscissae in each layer: its right edge over their number. Of the lowest layer, for the
   * edge of a rectangle with the area of strip and tail together.
   */
  readonly width: Float64Array;
  /** Part of each layer that lies wholly under f: the right edge of the layer above. */
  readonly inside: Float64Array;
  /** f at the right edge of each layer, and 1 after the last: the height of layer i is height[i + 1] − height[i]. */
  readonly height: Float64Array;
  /** Where the tail begins. */
  readonly tail: number;
}

/**
 * @param f unnormalised density with f(0) = 1
 * @param inverse its inverse
 * @param r where the tail begins
 * @param area area of every layer: r f(r) + the tail's
 * @param abscissae a power of two: how many abscissae lie between 0 and the right edge of a layer
 */
export function buildZiggurat(
  f: (x: number) => number,
  inverse: (y: number) => number,
  r: number,
  area: number,
  abscissae: number,
): Ziggurat {
  const right = new Float64Array(LAYERS);
  const height = new Float64Array(LAYERS + 1);
  right[0] = area / f(r);
  right[1] = r;
  height[1] = f(r);
  for (let i = 2; i < LAYERS; i++) {
    right[i] = inverse(height[i - 1] + area / right[i - 1]);
    height[i] = f(right[i]);
  }
  height[LAYERS] = 1;
  const inside = new Float64Array(LAYERS);
  inside.set(right.subarray(1));
  return { width: right.map((x) => x / abscissae), inside, height, tail: r };
}

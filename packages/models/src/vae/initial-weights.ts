/**
 * Weights and biases to begin with: uniform on ±1/√fan-in, the default of PyTorch's linear and convolutional layers
 * (Kaiming uniform with a = √5). Drawn in double precision, so that they are the same for every engine.
 */
import { fillUniform, type Stream } from '@collapse-lab/math';
import { elementsOf } from '../network/network-model.ts';
import type { VaeModel } from './vae-model.ts';
import type { ParameterSpecs } from './vae-network.ts';

/** Each parameter has a stream of its own. */
export function initialWeights(specs: ParameterSpecs, stream: Stream): VaeModel {
  const parameters = Object.entries(specs).map(([name, spec], index) => {
    const bound = 1 / Math.sqrt(spec.fanIn);
    const drawn = fillUniform(stream.split(index), new Float64Array(elementsOf(spec.shape)), -bound, bound);
    return [name, Float32Array.from(drawn)] as const;
  });
  return { parameters: Object.fromEntries(parameters) };
}

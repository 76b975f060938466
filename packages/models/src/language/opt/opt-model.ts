/** Weights of an OPT model, by the names they have in the checkpoints of Hugging Face. */
import { fillNormal, InvalidArgumentError, type Stream } from '@collapse-lab/math';
import { constantInit } from '@collapse-lab/tensor';
import { elementsOf, type NetworkModel } from '../../network/network-model.ts';
import { type OptConfig, type OptWeights, optTensorShapes } from '../hugging-face/opt-config.ts';

/** `model.decoder.layers.0.self_attn.q_proj.weight`, …: the names and shapes of `optTensorShapes`, row-major. Never changed once made. */
export interface OptModel extends NetworkModel {}

/** Standard deviation of initial weights, as in OPT's configurations. */
const deviation = 0.02;

/** Fresh weights: matrices and tables normal, layer norms 1 and 0, biases 0. Each has a stream of its own. */
export function initialOpt(config: OptConfig, stream: Stream): OptModel {
  const parameters = Object.entries(optTensorShapes(config)).map(([name, shape], index) => {
    if (shape.length === 2) {
      const drawn = new Float64Array(elementsOf(shape));
      return [name, new Float32Array(fillNormal(stream.split(index), drawn, 0, deviation))] as const;
    }
    return [name, constantInit(shape, name.endsWith('norm.weight') ? 1 : 0)] as const;
  });
  return { parameters: Object.fromEntries(parameters) };
}

/**
 * A model with these weights, which must not change after.
 *
 * @throws InvalidArgumentError where a tensor is missing, unknown or of another size
 */
export function optModelOf({ config, tensors }: OptWeights): OptModel {
  const shapes = optTensorShapes(config);
  for (const name of Object.keys(tensors))
    if (!Object.hasOwn(shapes, name))
      throw new InvalidArgumentError({
        argument: `tensors.${name}`,
        got: tensors[name].length,
        expected: 'no tensor of this name',
      });
  const parameters = Object.entries(shapes).map(([name, shape]) => {
    const got = tensors[name]?.length;
    if (got === elementsOf(shape)) return [name, tensors[name]] as const;
    const expected = `${elementsOf(shape)} numbers, row-major ${shape.join(' × ')}`;
    throw new InvalidArgumentError({ argument: `tensors.${name}`, got, expected });
  });
  return { parameters: Object.fromEntries(parameters) };
}

/** The weights of a model, to be stored or loaded elsewhere. */
export function optWeightsOf(model: OptModel, config: OptConfig): OptWeights {
  return { config, tensors: model.parameters };
}

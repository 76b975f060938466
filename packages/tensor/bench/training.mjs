/** Contestants of a recorded training step: engines, and PyTorch beside them, which must compute the same losses. */
import { askPeerWith } from '../../../tools/bench/peer.mjs';
import { millisecondsOf } from './measure.mjs';

/** Losses are of one computation where their first five agree to this, relatively: f32 rounds sums of 10⁵ terms. */
const tolerance = 1e-4;

export function checkLosses(name, losses, expected) {
  losses.forEach((loss, i) => {
    if (Math.abs(loss - expected[i]) <= tolerance * Math.abs(expected[i])) return;
    throw new Error(`${name}: loss ${i} is ${loss}, that of wasm ${expected[i]}: not the same computation`);
  });
}

/** An engine, which keeps its session from round to round. */
export function contestant({ name, engine }, { module, parameters, inputs }, seconds) {
  const session = engine.loadSync(module);
  session.setParameters(parameters);
  const losses = Array.from({ length: 5 }, () => session.run('train', inputs).loss);
  return { name, losses, measure: () => millisecondsOf(() => session.run('train', inputs), seconds) };
}

/**
 * PyTorch in one of its settings (engines.mjs): the fastest of `calls`, lists of arguments of the program. What it names
 * of itself is added to `versions`.
 */
export function torch({ name, environment }, script, calls, expected, versions) {
  const measure = () => {
    const answers = calls.map((call) => askPeerWith(environment, script, ...call));
    if (answers.some((answer) => answer === undefined)) return undefined;
    for (const { losses, versions: found, optimiser } of answers) {
      checkLosses(name, losses, expected);
      Object.assign(versions, found, { optimiser });
    }
    return Math.min(...answers.map(({ milliseconds }) => milliseconds));
  };
  return { name, measure };
}

/** The contract that every model family keeps, as a test suite for any test runner. */
import type { Data } from '../data/data.ts';
import { describeConsistency } from './consistency.ts';
import { describeDeterminism } from './determinism.ts';
import { describeMapParameters } from './map-parameters.ts';
import { describePooling } from './pooling.ts';
import { describeRefusals } from './refusals.ts';
import { describeSamplingLaw } from './sampling-law.ts';
import { describeSerialisation } from './serialisation.ts';
import { describeStatisticsLaw } from './statistics-law.ts';
import { describeStepwise } from './stepwise.ts';
import type { FamilySubject, TestApi } from './subject.ts';

export { ContractViolation } from './contract.ts';
export { type OptGradients, optGradients } from './opt-gradients.ts';
export type { FamilySubject, TestApi } from './subject.ts';

/**
 * Registers the tests of one family with a test runner: sampling law, consistency, determinism, serialisation,
 * refusals, and, where the family has them, the law of its statistics, pooling, splitting, mapParameters and work in
 * steps.
 *
 *     import { describe, it } from 'vitest';
 *     describeFamily({ describe, it }, () => ({ name: 'my family', family, model, parameters: … }));
 */
export function describeFamily<Model, D extends Data, Statistics>(
  api: TestApi,
  factory: () => FamilySubject<Model, D, Statistics>,
): void {
  const subject = factory() as FamilySubject;
  api.describe(`family contract: ${subject.name}`, () => {
    describeSamplingLaw(api, subject);
    describeConsistency(api, subject);
    describeDeterminism(api, subject);
    describeSerialisation(api, subject);
    describeRefusals(api, subject);
    describeStatisticsLaw(api, subject);
    describePooling(api, subject);
    describeMapParameters(api, subject);
    describeStepwise(api, subject);
  });
}

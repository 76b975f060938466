/** What every part of the suite draws from: streams that depend on the title and the purpose only. */
import { Stream } from '@collapse-lab/math';
import type { Data } from '../data/data.ts';
import type { SampleRequest } from '../family/family.ts';
import type { Opaque } from '../family/opaque.ts';
import type { FamilySubject } from './subject.ts';

export function streamOf(subject: FamilySubject, purpose: string): Stream {
  return Stream.fromPath(['family contract', subject.name, purpose]);
}

export function scaled(subject: FamilySubject, count: number): number {
  return Math.max(20, Math.round(count * (subject.effort ?? 1)));
}

/** For n points. */
export function requestOf({ given }: FamilySubject, n: number): SampleRequest {
  return given === undefined ? { n } : { n, given };
}

/** n points of the subject's model. */
export function drawData<D extends Data>(subject: FamilySubject<Opaque, D>, n: number, stream: Stream): D {
  return subject.family.sample(subject.model, requestOf(subject as FamilySubject, n), stream);
}

/** A fit to few points: another model of the family, near the subject's. */
export function neighbour<Model, D extends Data>(
  subject: FamilySubject<Model, D>,
  n: number,
  stream: Stream,
): Model {
  return subject.family.fit({ train: drawData(subject, n, stream), base: subject.model }, stream);
}

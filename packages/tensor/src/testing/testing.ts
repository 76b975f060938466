/** What tests of programs and engines need: the reference engine, in double precision. */
export { evaluate, type Named } from './reference/evaluate.ts';
export { referenceEngine } from './reference/reference-engine.ts';

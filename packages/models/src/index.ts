/** Model families that can be fitted and sampled, the data they are fitted to, and real data. */
export type { Data, DataShape, Points, Symbols } from './data/data.ts';
export type { AnyFamily, ModelDefinition, OptionProblem } from './family/define-model.ts';
export { defineModel } from './family/define-model.ts';
export type { Family, FitInput, SampleRequest } from './family/family.ts';
export type { Json } from './family/json.ts';
export type { SufficientLaw } from './family/law.ts';
export type { RealSource, Truth } from './real/real-source.ts';

/** What tests of programs and engines need: the reference engine, in double precision, and the contract of engines. */

/** Parts of the kernel engines that have tests of their own. */
export { loadKernels } from '../engine/kernel/load-kernels.ts';
export { opcodeNumbers } from '../engine/kernel/opcode.ts';
export { allocateWasm } from '../engine/wasm/wasm-engine.ts';
export type { Block } from '../plan/block.ts';
export { layOut } from '../plan/layout.ts';
export { sweep } from '../plan/sweep.ts';
export { turnNumbers } from '../session/byte-order.ts';

export { ContractViolation } from './contract/contract.ts';
export { describeEngine } from './contract/describe-engine.ts';
export { describeSameBits } from './contract/describe-same-bits.ts';
export type { OperationCase } from './contract/operation-cases.ts';
export { type Agreement, measureAgreement } from './contract/operations.ts';
export { type RecordedCase, recordCase } from './contract/recorded-case.ts';
export type { TestApi } from './contract/test-api.ts';
export { evaluate, type Named } from './reference/evaluate.ts';
export { referenceEngine } from './reference/reference-engine.ts';

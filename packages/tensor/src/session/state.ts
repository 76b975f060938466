// The bytes of a session, little-endian on every machine: header (four i32), step counts (f64), then parameters and slots
// (f32, or f64 of the reference engine) in the order of the module. The header holds a hash of names and shapes, so that
// the state of another module is refused.
import { InvalidArgumentError } from '@collapse-lab/math';
import type { RecordedModule } from '../graph/recorded-module.ts';
import { elementCount } from '../graph/shape.ts';
import { littleEndian, swapLittleEndian } from './byte-order.ts';
import type { Floats, LoadedModule } from './loaded-module.ts';

/** "CLTS" */
const magic = 0x53544c43;
const version = 1;
const headerBytes = 16;

/** Steps made by every training program. */
export type StepCounts = Record<string, number>;

/** FNV-1a over the names and shapes of everything that a state holds. */
function fingerprint({ parameters, slots }: RecordedModule, steps: StepCounts): number {
  const text = JSON.stringify([parameters, slots, Object.keys(steps)]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function totalElements({ parameters, slots }: RecordedModule): number {
  const shapes = [...Object.values(parameters), ...Object.values(slots)];
  return shapes.reduce((total, { shape }) => total + elementCount(shape), 0);
}

function bytesOf(values: Floats): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Header, step counts and numbers, each between this machine's byte order and little-endian, in place. */
function swapState(state: Uint8Array, counts: number, width: number): void {
  const numbers = headerBytes + 8 * counts;
  swapLittleEndian(state.subarray(0, headerBytes), 4);
  swapLittleEndian(state.subarray(headerBytes, numbers), 8);
  swapLittleEndian(state.subarray(numbers), width);
}

/** All that changes, as bytes; `width` is 4 or 8, the bytes of a number in the engine. */
export function encodeState(
  module: RecordedModule,
  loaded: LoadedModule,
  steps: StepCounts,
  width: number,
): Uint8Array {
  const counts = Float64Array.from(Object.values(steps));
  const bytes = new Uint8Array(headerBytes + counts.byteLength + totalElements(module) * width);
  const header = [magic, version, width, fingerprint(module, steps)];
  bytes.set(new Uint8Array(Int32Array.from(header).buffer), 0);
  bytes.set(bytesOf(counts), headerBytes);
  let offset = headerBytes + counts.byteLength;
  const put = (values: Floats) => {
    bytes.set(bytesOf(values), offset);
    offset += values.byteLength;
  };
  for (const name of Object.keys(module.parameters)) put(loaded.readParameter(name));
  for (const name of Object.keys(module.slots)) put(loaded.readSlot(name));
  swapState(bytes, counts.length, width);
  return bytes;
}

function refuse(got: unknown, expected: string): never {
  throw new InvalidArgumentError({ argument: 'state', got, expected });
}

function checkState(module: RecordedModule, steps: StepCounts, width: number, state: Uint8Array): void {
  if (!(state instanceof Uint8Array)) refuse(state, 'a Uint8Array of state()');
  const length = headerBytes + Object.keys(steps).length * 8 + totalElements(module) * width;
  if (state.length < headerBytes) refuse(state, `${length} bytes of state()`);
  const header = new DataView(state.buffer, state.byteOffset, headerBytes);
  const [first, second, third, fourth] = [0, 4, 8, 12].map((at) => header.getInt32(at, true));
  if (first !== magic || second !== version) refuse(state, 'bytes of state(), of this version');
  if (third !== width) {
    refuse(`a state of ${8 * third}-bit numbers`, `one of ${8 * width}-bit numbers, of the same engine`);
  }
  if (fourth !== fingerprint(module, steps)) {
    refuse('a state of another module', 'one of a module with these parameters and training programs');
  }
  if (state.length !== length) refuse(state, `${length} bytes of state()`);
}

/** The state as numbers of this machine: itself where it is that already, else a copy. */
function alignedNumbers(state: Uint8Array, counts: number, width: number): Uint8Array {
  if (littleEndian && state.byteOffset % 8 === 0) return state;
  const own = new Uint8Array(state);
  swapState(own, counts, width);
  return own;
}

/** Writes the state into the engine and returns the step counts; nothing is written where the bytes are refused. */
export function decodeState(
  module: RecordedModule,
  loaded: LoadedModule,
  steps: StepCounts,
  width: number,
  state: Uint8Array,
): StepCounts {
  checkState(module, steps, width, state);
  const names = Object.keys(steps);
  const own = alignedNumbers(state, names.length, width);
  const { buffer } = own;
  const counts = new Float64Array(buffer, own.byteOffset + headerBytes, names.length);
  let offset = own.byteOffset + headerBytes + counts.byteLength;
  const take = (count: number): Floats => {
    const values =
      width === 4 ? new Float32Array(buffer, offset, count) : new Float64Array(buffer, offset, count);
    offset += values.byteLength;
    return values;
  };
  for (const [name, { shape }] of Object.entries(module.parameters)) {
    loaded.writeParameter(name, take(elementCount(shape)));
  }
  for (const [name, { shape }] of Object.entries(module.slots))
    loaded.writeSlot(name, take(elementCount(shape)));
  return Object.fromEntries(names.map((name, i) => [name, counts[i]]));
}

// log(1 + x) by the table of log.ts: u = 1 + x is looked up, and what the sum u lost is put back into r, so
// nothing is lost for small x.
import * as bits from './bits.ts';
import * as table from './log-table.ts';

const { float64, high, int32, powerOffset, powersOfTwo } = bits;
const {
  centre,
  firstHighWord,
  inverse,
  ln2High,
  ln2Low,
  log2,
  log3,
  log4,
  log5,
  log6,
  log7,
  logHigh,
  logLow,
} = table;

const { near3, near4, near5, near6, near7, near8, near9, near10, near11, near12, near13, near14 } = table;

/**
 * log(1 + x) for every double x, accurate also for small x; error below 0.8 ulp. −Infinity at −1, NaN below.
 */
export function log1p(x: number): number {
  return Math.abs(x) < 0.11 ? log1pNearZero(x) : log1pByTable(x);
}

/** Not needed for accuracy, but faster than the table. */
function log1pNearZero(x: number): number {
  const z = x * x;
  const w = z * z;
  const a = near3 + x * near4 + z * (near5 + x * near6);
  const b = near7 + x * near8 + z * (near9 + x * near10);
  const c = near11 + x * near12 + z * (near13 + x * near14);
  return x - (0.5 * z - x * z * (a + w * (b + w * c)));
}

function log1pByTable(x: number): number {
  if (!(x > -1 && x < Infinity)) return log1pAtTheEnds(x);
  const u = 1 + x;
  const lost = x - (u - 1); // exact below 2^53, as u − 1 is
  float64[0] = u;
  const word = int32[high] - firstHighWord;
  const k = word >> 20;
  const i = (word >> 13) & 127;
  const scale = powersOfTwo[powerOffset - k];
  const r = (u * scale - centre[i] + lost * scale) * inverse[i];
  const w = k * ln2High + logHigh[i];
  const sum = w + r;
  const rest = w - sum + r + (k * ln2Low + logLow[i]);
  const rr = r * r;
  return rr * (log2 + r * log3 + rr * (log4 + r * log5 + rr * (log6 + r * log7))) + rest + sum;
}

function log1pAtTheEnds(x: number): number {
  if (x === -1) return -Infinity;
  return x >= 0 ? x : NaN;
}

/** Numbers as people read them: three significant digits, powers of ten instead of `e-7`. */

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

export function superscript(integer: number): string {
  return [...String(integer)].map((character) => superscripts[character]).join('');
}

const minus = (text: string): string => text.replace(/^-/, '−');

/** 0.03456 → 0.0346; 1.2e-7 → 1.20×10⁻⁷; 1234567 → 1.23×10⁶; exact integers below a million as they are. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return minus(String(value));
  if (size < 1e-3 || size >= 1e5) return scientific(value, digits);
  const precise = value.toPrecision(digits);
  return minus(precise.includes('e') ? String(Number(precise)) : precise);
}

function scientific(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  return `${minus(mantissa)}×10${superscript(Number(exponent))}`;
}

/** Tick labels: as short as the number allows (0.5, 20, 10⁻⁴, 2×10⁻⁴). */
export function formatTick(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return minus(String(Number(value.toPrecision(6))));
  const [mantissa, exponent] = value.toExponential(5).split('e');
  const short = Number(mantissa);
  const power = `10${superscript(Number(exponent))}`;
  if (short === 1) return power;
  return short === -1 ? `−${power}` : `${minus(String(short))}×${power}`;
}

/** 1 lineage, 20 lineages. */
export function counted(count: number, singular: string, plural: string = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** 12 345 with a narrow no-break space. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

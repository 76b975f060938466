/** Every error that a collapse-lab package throws on purpose. */
export class CollapseLabError extends Error {
  override readonly name: string = 'CollapseLabError';
}

/** What is wrong with an argument. */
export interface InvalidArgument {
  /** The argument as the caller spells it, with its path: `sizes.new`, `weights[3]`. */
  argument: string;
  /** The value that was passed. */
  got: unknown;
  /** What would have been accepted, as a noun phrase: `a positive integer`. */
  expected: string;
  /** What the caller can do, as a whole sentence, where that is not evident. */
  remedy?: string;
}

/** An argument outside the domain of a function. The message names all that is known. */
export class InvalidArgumentError extends CollapseLabError {
  override readonly name: string = 'InvalidArgumentError';
  readonly argument: string;
  readonly got: unknown;
  readonly expected: string;
  readonly remedy: string | undefined;

  constructor({ argument, got, expected, remedy }: InvalidArgument) {
    const advice = remedy === undefined ? '' : ` ${remedy}`;
    super(`${argument}: got ${describe(got)}, expected ${expected}.${advice}`);
    this.argument = argument;
    this.got = got;
    this.expected = expected;
    this.remedy = remedy;
  }
}

const longestDescription = 60;

function describe(value: unknown): string {
  if (typeof value === 'string') return shorten(JSON.stringify(value));
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value))
    return shorten(`[${value.slice(0, longestDescription).map(describe).join(', ')}]`);
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${value.byteLength} bytes`;
  return shorten(describeObject(value));
}

function describeObject(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function shorten(text: string): string {
  return text.length <= longestDescription ? text : `${text.slice(0, longestDescription - 1)}…`;
}

/** Checks a value against a schema and says what is wrong in the words of an experiment file. */
import type { z } from 'zod';
import { nearest, suggestion, type YamlPath } from '../problem.ts';

/** A problem below the checked value. */
export interface SchemaProblem {
  readonly path: YamlPath;
  /** True where `path` ends in a key that should not be there. */
  readonly unknownKey?: boolean;
  /** Absent where something is missing or a key is unknown. */
  readonly got?: unknown;
  readonly expected: string;
  readonly remedy?: string;
  /** Data that the user brings are not there. */
  readonly absentData?: true;
}

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

/** The value with its defaults, or everything that is wrong with it. */
export function check<T>(schema: z.ZodType<T>, value: unknown): { value: T } | { problems: SchemaProblem[] } {
  const result = schema.safeParse(value, { error: describeIssue, reportInput: true });
  if (result.success) return { value: result.data };
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, []));
  return { problems: problems.map((problem) => ofAnotherKind(schema, problem)) };
}

/** Where another kind has the unknown key, says which. Only at the root: there a file's kinds are told apart. */
function ofAnotherKind(schema: z.ZodType, problem: SchemaProblem): SchemaProblem {
  const { discriminator, options = [] } = schema._zod.def as Definition;
  const { path, unknownKey, remedy } = problem;
  if (unknownKey !== true || remedy !== undefined || path.length !== 1 || discriminator === undefined)
    return problem;
  const owners = options.filter(({ _zod }) => Object.hasOwn(_zod.def.shape, path[0]));
  const kinds = owners.flatMap(({ _zod }) => [..._zod.propValues[discriminator]]);
  if (kinds.length === 0) return problem;
  return { path, unknownKey, expected: `unknown key; it belongs to ${discriminator}: ${kinds.join(', ')}` };
}

/** zod carries one string per issue; it holds what the issue itself does not say: the words, and the known keys. */
function describeIssue(issue: RawIssue): string {
  return issue.code === 'unrecognized_keys' ? knownKeys(issue).join(' ') : expectation(issue);
}

function knownKeys(issue: RawIssue): string[] {
  return Object.keys(definitionOf(issue).shape ?? {});
}

function expectation(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expectedType(issue);
    case 'invalid_value':
      return choice(issue.values as readonly unknown[]);
    case 'too_small':
      return bound(issue.origin as string, issue.minimum as number, issue.inclusive as boolean, 'least');
    case 'too_big':
      return bound(issue.origin as string, issue.maximum as number, issue.inclusive as boolean, 'most');
    case 'invalid_format':
      return issue.format === 'regex'
        ? 'lower-case words joined by hyphens'
        : `a value of format ${issue.format}`;
    case 'invalid_union':
      return choice((issue.options as readonly unknown[] | undefined) ?? []);
    default:
      return 'something else';
  }
}

/** Of a mapping with the keys it needs; of a union told apart by `kind` with its kinds. */
function expectedType(issue: RawIssue & { code: 'invalid_type' }): string {
  const { discriminator, options = [], shape, format } = definitionOf(issue);
  if (format === 'safeint') return 'an integer';
  if (discriminator !== undefined) {
    const kinds = options.flatMap(({ _zod }) => [..._zod.propValues[discriminator]]);
    return `a mapping with ${discriminator}: ${kinds.join(', ')}`;
  }
  const needed = Object.keys(shape ?? {}).filter((key) => shape?.[key]?._zod.optin === undefined);
  if (needed.length > 0) return `a mapping with ${needed.join(', ')}`;
  return typeWords[String(issue.expected)] ?? `a value of type ${issue.expected}`;
}

/** The part of a zod schema's definition that messages need. */
interface Definition {
  readonly discriminator?: string;
  readonly options?: readonly {
    readonly _zod: {
      readonly propValues: Record<string, Set<string>>;
      readonly def: { readonly shape: Readonly<Record<string, unknown>> };
    };
  }[];
  readonly shape?: Record<string, { readonly _zod: { readonly optin?: 'optional' } }>;
  readonly format?: string;
}

function definitionOf(issue: RawIssue): Definition {
  return (issue.inst as { _zod?: { def?: Definition } } | undefined)?._zod?.def ?? {};
}

const typeWords: Record<string, string> = {
  number: 'a number',
  int: 'an integer',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two',
  object: 'a mapping',
  record: 'a mapping of paths',
};

function choice(values: readonly unknown[]): string {
  const words = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return words.length === 1 ? words[0] : `one of ${words.join(', ')}`;
}

function bound(origin: string, limit: number, inclusive: boolean, side: 'least' | 'most'): string {
  if (origin === 'array' || origin === 'string') {
    const unit = origin === 'array' ? 'entries' : 'characters';
    return `at ${side} ${limit} ${limit === 1 ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}`;
  }
  const kind = origin === 'int' ? 'an integer' : 'a number';
  if (!inclusive) return `${kind} ${side === 'least' ? 'greater' : 'less'} than ${limit}`;
  if (Math.abs(limit) >= Number.MAX_SAFE_INTEGER) return 'an integer that a double holds exactly';
  return `${kind} of ${limit} or ${side === 'least' ? 'more' : 'less'}`;
}

function problemsOf(issue: Issue, above: YamlPath): SchemaProblem[] {
  const path = [...above, ...(issue.path as YamlPath)];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ').filter(Boolean);
    return issue.keys.map((key) => unknownKey([...path, key], key, known));
  }
  if (issue.code !== 'invalid_union') return [valueProblem(path, issue.input, issue.message)];
  if (issue.errors.length > 0) return unionProblems(issue, path);
  // No branch has this word: the issue's path ends in the key, its input is what holds the key.
  const got = (issue.input as Record<string, unknown> | undefined)?.[issue.discriminator ?? ''];
  return [valueProblem(path, got, issue.message)];
}

export function unknownKey(path: YamlPath, key: string, known: readonly string[]): SchemaProblem {
  const meant = nearest(key, known);
  const expected =
    known.length === 0 ? 'unknown key; none is expected here' : `unknown key; known are ${known.join(', ')}`;
  return {
    path,
    unknownKey: true,
    expected,
    ...(meant !== undefined && { remedy: `Did you mean "${meant}"?` }),
  };
}

function valueProblem(path: YamlPath, got: unknown, expected: string): SchemaProblem {
  if (got === undefined) return { path, expected: `missing; expected ${expected}` };
  const remedy = remedyFor(got, expected);
  return { path, got, expected, ...(remedy !== undefined && { remedy }) };
}

function remedyFor(got: unknown, expected: string): string | undefined {
  if (expected === 'a list' && typeof got === 'object') return 'Begin each entry with "- ".';
  if (typeof got !== 'string') return undefined;
  if (expected.startsWith('one of ')) return suggestion(got, expected.slice(7).split(/,? (?:or )?/));
  const kinds = /a mapping with kind: (.*)$/.exec(expected)?.[1].split(', ');
  const kind = kinds === undefined ? got : nearest(got, kinds);
  return kind !== undefined && expected.includes('a mapping with kind')
    ? `Write { kind: ${kind} }.`
    : undefined;
}

type UnionIssue = Issue & { code: 'invalid_union' };

/** The branch that was meant, where one stands out; else what the branches would have accepted. */
function unionProblems(issue: UnionIssue, path: YamlPath): SchemaProblem[] {
  const ofType = issue.errors.filter((branch) => !branch.some(isWrongType));
  const complete = ofType.filter((branch) => !branch.some(isMissing));
  const meant = ofType.length === 1 ? ofType : complete;
  if (meant.length === 1) return meant[0].flatMap((one) => problemsOf(one, path));
  if (ofType.length === 0) return [valueProblem(path, issue.input, rootExpectations(issue))];
  const keys = [
    ...new Set(
      ofType
        .flat()
        .filter(isMissing)
        .map((one) => one.path.join('.')),
    ),
  ];
  const unknown = Object.keys(issue.input as object).find((key) => !keys.includes(key));
  const remedy = suggestion(unknown, keys);
  const expected = `a mapping with ${keys.join(' or ')}`;
  return [{ path, got: issue.input, expected, ...(remedy !== undefined && { remedy }) }];
}

function rootExpectations(issue: UnionIssue): string {
  const words = issue.errors.flatMap((branch) => branch.filter((one) => one.path.length === 0));
  return [...new Set(words.map(({ message }) => message))].join(' or ');
}

function isWrongType(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

function isMissing(issue: Issue): boolean {
  return issue.path.length === 1 && issue.code === 'invalid_type' && issue.input === undefined;
}

/** Collects problems of many settings, so that each is told once, with the line that it comes from. */
import { canonicalJson } from '../cell/canonical.ts';
import { dotted, type ExperimentProblem, showValue } from './problem.ts';
import type { SchemaProblem } from './schema/check.ts';
import type { Point } from './sweep/point.ts';
import type { Place, YamlSource } from './yaml-source.ts';

/** A problem with its path below the root of the parameters. */
export type ParameterProblem = SchemaProblem;

interface Logged {
  readonly problem: ExperimentProblem;
  /** Whether the place itself says which setting is meant. */
  readonly swept: boolean;
  readonly first: Point;
  readonly settings: Set<number>;
}

export class ProblemLog {
  readonly #source: YamlSource;
  readonly #general: ExperimentProblem[] = [];
  readonly #logged = new Map<string, Logged>();

  constructor(source: YamlSource) {
    this.#source = source;
  }

  get isEmpty(): boolean {
    return this.#general.length === 0 && this.#logged.size === 0;
  }

  /** A problem of the file as it stands. */
  add(problem: ParameterProblem): void {
    this.#general.push(toProblem(problem, this.#source.place(problem.path, problem.unknownKey)));
  }

  /** A problem of the parameters that one point of the sweep makes. */
  addOf(point: Point, index: number, problem: ParameterProblem): void {
    const { place, swept } = this.#origin(point, problem);
    const described = toProblem(withCondition(problem, swept), place);
    const name = JSON.stringify([
      described.path,
      described.line,
      described.option,
      described.expected,
      problem.got,
    ]);
    const known = this.#logged.get(name);
    if (known !== undefined) known.settings.add(index);
    else this.#logged.set(name, { problem: described, swept, first: point, settings: new Set([index]) });
  }

  /** `of`: settings of the whole sweep. */
  problems(of: number): ExperimentProblem[] {
    const ofSettings = [...this.#logged.values()].map(({ problem, swept, first, settings }) => {
      const everywhere = settings.size === of;
      if (everywhere || (swept && 'got' in problem)) return problem;
      return { ...problem, settings: { count: settings.size, of, first: describePoint(first) } };
    });
    return distinct(withoutMisspelt([...this.#general, ...ofSettings]));
  }

  /** The swept value that brought the path, or the place in the base of the file. */
  #origin(point: Point, { path, unknownKey }: ParameterProblem): { place: Place; swept: boolean } {
    const text = path.join('.');
    const brought = point
      .filter((one) => text === one.path || text.startsWith(`${one.path}.`))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (brought === undefined) return { place: this.#source.place(path, unknownKey), swept: false };
    const inner = path.slice(brought.path.split('.').length);
    return {
      place: this.#source.place([...brought.at, ...inner], unknownKey && inner.length > 0),
      swept: true,
    };
  }
}

function toProblem(
  { path, expected, remedy, absentData, ...rest }: ParameterProblem,
  place: Place,
): ExperimentProblem {
  const got = 'got' in rest ? { got: rest.got } : {};
  return {
    path: dotted(path),
    ...place,
    ...got,
    expected,
    ...(remedy !== undefined && { remedy }),
    ...(absentData && { absentData }),
  };
}

/** An option that the swept kind of some settings does not have. */
function withCondition(problem: ParameterProblem, swept: boolean): ParameterProblem {
  if (!swept || problem.unknownKey !== true || problem.path.length < 2 || problem.remedy !== undefined)
    return problem;
  const path = problem.path.join('.');
  const remedy = `Where only some kinds have it, write ${path}: { values: […], when: { ${problem.path[0]}.kind: … } }.`;
  return { ...problem, remedy };
}

/** What is missing because its key is misspelt is told once, with the key. */
function withoutMisspelt(problems: readonly ExperimentProblem[]): ExperimentProblem[] {
  const meant = new Set(
    problems.flatMap(({ path, remedy, expected }) => {
      const word = /^Did you mean "(.+)"\?$/.exec(remedy ?? '')?.[1];
      if (word === undefined) return [];
      if (expected.startsWith('a path that begins with')) return pathAndAbove(word);
      const isKey = expected.startsWith('unknown key') || expected.startsWith('no such option');
      return isKey ? [path.replace(/[^.]*$/, word)] : [];
    }),
  );
  return problems.filter(({ path, expected }) => !(expected.startsWith('missing') && meant.has(path)));
}

/** `sizes.new` and `sizes`: a swept path makes the mappings that it needs. */
function pathAndAbove(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** The same mistake may be seen in the file and again in its settings. */
function distinct(problems: readonly ExperimentProblem[]): ExperimentProblem[] {
  const seen = new Map<string, ExperimentProblem>();
  for (const problem of problems) {
    const { settings: _, got, ...rest } = problem;
    const name = canonicalJson({ ...rest, got: showValue(got) });
    if (!seen.has(name)) seen.set(name, problem);
  }
  return [...seen.values()];
}

/** `workflow.kind = replace, sizes.new = 100`. */
export function describePoint(point: Point): string {
  return point
    .map(({ path, value }) => `${path} = ${typeof value === 'string' ? value : showValue(value)}`)
    .join(', ');
}

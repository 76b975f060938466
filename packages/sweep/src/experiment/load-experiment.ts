/** Reads an experiment file, checks all of it, and resolves every setting of its sweep. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { bestEngine, type EngineClass } from '../engine/engines.ts';
import { applyChanges, type ExperimentChanges, ineffective, shortened } from './changes.ts';
import type { Experiment } from './experiment.ts';
import { ExperimentError, type ExperimentProblem } from './problem.ts';
import { ProblemLog } from './problem-log.ts';
import { reportProblems } from './report-metrics.ts';
import { Resources } from './resources.ts';
import { check, unknownKey } from './schema/check.ts';
import { type Frame, frameSchemas, parameterNames } from './schema/experiment-schema.ts';
import { blockSchema } from './schema/sweep.ts';
import { listSeeds } from './seeds.ts';
import { checkForm, loadModules, resolveSettings } from './setting/resolve-settings.ts';
import { expandSweep } from './sweep/expand-sweep.ts';
import type { Point } from './sweep/point.ts';
import { threadProblems } from './thread-problems.ts';
import { YamlSource } from './yaml-source.ts';

export interface ParseOptions extends ExperimentChanges {
  /** Of the file, for messages and for the paths in it; default: no file, paths below the working directory. */
  readonly path?: string;
  /** What `engine: auto` is; default: the best of this machine. Stores write it down: `autoEngine(directory)`. */
  readonly autoEngine?: EngineClass;
}

/** Throws ExperimentError with everything that is wrong. */
export async function loadExperiment(
  path: string,
  changes: Omit<ParseOptions, 'path'> = {},
): Promise<Experiment> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const expected = `an experiment file; it could not be read: ${(error as Error).message}`;
    throw new ExperimentError(path, [{ path: '', got: path, expected }]);
  }
  return parseExperiment(text, { ...changes, path });
}

/** Throws ExperimentError with everything that is wrong. */
export async function parseExperiment(text: string, options: ParseOptions = {}): Promise<Experiment> {
  const file = options.path === undefined ? undefined : resolve(options.path);
  const refuse = (problems: readonly ExperimentProblem[]): void => {
    if (problems.length > 0) throw new ExperimentError(options.path ?? 'experiment', problems);
  };
  const source = new YamlSource(text);
  refuse(source.problems);
  refuse(applyChanges(source, options));
  const log = new ProblemLog(source);
  const base = source.value();
  const frame = checkFrame(base, log);
  const seeds = frame.seeds === undefined ? [] : seedsOf(frame, log);
  const parameters = parametersOf(base);
  const written = pointsOf(frame, base, parameters, log);
  const points = shortened(written, options.generations);
  // Without the points of the sweep, what it would have given must not be told as missing.
  if (points.length === 0) {
    checkForm(parameters, parameterNames, log);
    throw new ExperimentError(options.path ?? 'experiment', log.problems(0));
  }

  const resources = new Resources(file === undefined ? process.cwd() : dirname(file));
  await loadModules(parameters, points, resources);
  // Listed generations may lie beyond what the command line asks for.
  const listed = options.generations === undefined;
  const { autoEngine = bestEngine() } = options;
  const resolved = resolveSettings(parameters, points, resources, { log, listed, autoEngine });
  const complete = log.isEmpty;
  for (const problem of threadProblems(frame, resolved.settings)) log.add(problem);
  for (const problem of reportProblems(frame.report ?? {}, resolved.settings, complete)) log.add(problem);
  refuse([...log.problems(points.length), ...ineffective(options, written, source)]);
  const { files } = resources;
  return {
    ...described(frame),
    ...(file !== undefined && { file }),
    ...resolved,
    axes: axesOf(points),
    seeds,
    files,
  };
}

/** Everything but the parameters, as far as it is right; and unknown keys at the top. */
function checkFrame(value: unknown, log: ProblemLog): Partial<Frame> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const keys = 'a mapping with name, real, family, workflow, sizes and generations';
    const expected = value == null ? `the file is empty; expected ${keys}` : keys;
    log.add({ path: [], ...(value != null && { got: value }), expected });
    return {};
  }
  const known = [...Object.keys(frameSchemas), ...parameterNames];
  for (const key of Object.keys(value)) if (!known.includes(key)) log.add(unknownKey([key], key, known));
  const frame: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(frameSchemas)) {
    const checked = check(schema, (value as Record<string, unknown>)[name]);
    if ('value' in checked) frame[name] = checked.value;
    else for (const problem of checked.problems) log.add({ ...problem, path: [name, ...problem.path] });
  }
  return frame as Partial<Frame>;
}

function seedsOf({ seeds }: Partial<Frame>, log: ProblemLog): readonly number[] {
  const listed = listSeeds(seeds as Frame['seeds']);
  if ('seeds' in listed) return listed.seeds;
  log.add(listed.problem);
  return [];
}

/** What a sweep may change, as the file has it: every point of the sweep works on a copy. */
function parametersOf(base: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries((base ?? {}) as Record<string, unknown>);
  return Object.fromEntries(entries.filter(([name]) => (parameterNames as readonly string[]).includes(name)));
}

/** The settings of the blocks that are right; the problems of the others go to the log. */
function pointsOf(
  { sweep }: Partial<Frame>,
  file: unknown,
  base: Readonly<Record<string, unknown>>,
  log: ProblemLog,
): readonly Point[] {
  const { points, problems } = expandSweep(sweep ?? wellFormed((file as { sweep?: unknown })?.sweep), base);
  for (const { at, ...problem } of problems) log.add({ path: at, ...problem });
  return points;
}

/** Undefined in place of each block that has the wrong form. */
function wellFormed(sweep: unknown): (Frame['sweep'][number] | undefined)[] {
  const blocks = Array.isArray(sweep) ? sweep : [undefined];
  return blocks.map((block) => {
    const checked = check(blockSchema, block);
    return 'value' in checked ? (checked.value as Frame['sweep'][number]) : undefined;
  });
}

function described(
  frame: Partial<Frame>,
): Pick<Experiment, 'name' | 'title' | 'description' | 'execution' | 'report'> {
  const { name, title, description, timeout, retries, memory, threadsPerCell, report } = frame as Frame;
  return {
    name,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    execution: {
      retries,
      ...(timeout !== undefined && { timeout }),
      ...(memory !== undefined && { memory }),
      ...(threadsPerCell > 1 && { threadsPerCell }),
    },
    report: report ?? {},
  };
}

function axesOf(points: readonly Point[]): readonly string[] {
  return [...new Set(points.flatMap((point) => point.map(({ path }) => path)))];
}

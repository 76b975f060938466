/** From what a user types to the file of an experiment. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { nearest } from '@collapse-lab/sweep';
import { UsageError } from '../output/usage-error.ts';
import { experimentsFolder, workspaceRoot } from './workspace.ts';

const fileName = 'experiment.yaml';

/** @throws UsageError naming the nearest experiment when there is none of this name. */
export function findExperimentFile(experiment: string): string {
  const named = join(workspaceRoot(), experimentsFolder, experiment, fileName);
  const candidates = [named, experiment, join(experiment, fileName)].map((path) => resolve(path));
  const found = candidates.find((path) => existsSync(path) && statSync(path).isFile());
  if (found !== undefined) return found;
  throw new UsageError(notFound(experiment));
}

/** Files of the experiments of the workspace, by name. */
export function experimentFiles(): string[] {
  const folder = join(workspaceRoot(), experimentsFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name, fileName))
    .filter((file) => existsSync(file));
}

/** What to type for this file: its name where it lies under apps/experiments, its path otherwise. */
export function experimentArgument(file: string): string {
  const folder = dirname(file);
  const inWorkspace = dirname(folder) === join(workspaceRoot(), experimentsFolder);
  if (inWorkspace && basename(file) === fileName) return basename(folder);
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

function notFound(experiment: string): string {
  const names = experimentFiles().map((file) => basename(dirname(file)));
  const guess = nearest(experiment, names);
  const advice =
    guess !== undefined
      ? `Did you mean ${guess}?`
      : names.length > 0
        ? `There are: ${names.join(', ')}.`
        : 'Give the path of a YAML file.';
  return `experiment: got ${JSON.stringify(experiment)}, expected a folder under ${experimentsFolder}, a YAML file, or a folder with an ${fileName}. ${advice}`;
}

/**
 * Makes every folder under apps/experiments an nx project with the targets `sweep` and `report`.
 * Neither is cached by nx: the store of results is the cache, and it knows what is already computed.
 */
import { basename, dirname } from 'node:path';

const collapse = (command, name) => ({
  executor: 'nx:run-commands',
  cache: false,
  parallelism: false, // a sweep uses all cores by itself
  dependsOn: [{ projects: ['cli'], target: 'build' }],
  options: { command: `node apps/cli/bin/collapse.js ${command} ${name}`, cwd: '{workspaceRoot}' },
});

function projectOf(experimentFile) {
  const root = dirname(experimentFile);
  const name = basename(root);
  const targets = {
    sweep: { ...collapse('run', name), metadata: { description: `Computes what is missing of ${name}` } },
    report: { ...collapse('report', name), metadata: { description: `Writes the report of ${name}` } },
  };
  return { projects: { [root]: { name, root, projectType: 'application', tags: ['experiment'], targets } } };
}

export const createNodesV2 = [
  'apps/experiments/*/experiment.yaml',
  (files) => files.map((file) => [file, projectOf(file)]),
];

/**
 * Of many experiments at once, those whose data the user has not brought, or of which nothing is stored to report, are
 * skipped, each with its reason; one that is asked for by its name fails and says what to do. See `absentData` in apps/cli.
 */
export function preTasksExecution(_options, { argv }) {
  if (['run-many', 'affected'].some((command) => argv.slice(2).includes(command)))
    process.env.COLLAPSE_ABSENT_DATA ??= 'skip';
}

/** Says which were skipped, and why: nx shows no output of tasks that succeeded. */
export function postTasksExecution(_options, { taskResults }) {
  for (const { terminalOutput = '' } of Object.values(taskResults)) {
    const skipped = /^skipped: [\s\S]*/m.exec(terminalOutput);
    if (skipped !== null) console.log(skipped[0].trimEnd());
  }
}

export default { name: 'collapse-lab-experiments', createNodesV2, postTasksExecution, preTasksExecution };

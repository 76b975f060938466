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

export default { name: 'collapse-lab-experiments', createNodesV2 };

/** `npx nx g ./tools:experiment <name>`: a folder under apps/experiments, which is an nx project at once. */
import { refuseName } from './refuse-name.mjs';

const yaml = (name) => `# yaml-language-server: $schema=../../../schemas/experiment.schema.json
name: ${name}
title: ${name}
description: >
  One sentence on the question this experiment answers.
real: { kind: normal, d: 1 }
family: { kind: gaussian, covariance: full, ddof: 0 }
workflow: { kind: replace }
sizes: { initial: 100, new: 100 }
generations: 50
seeds: 20
sweep:
  - grid:
      workflow: [{ kind: replace }, { kind: accumulate }]
`;

const readme = (name) => `# ${name}

**What it shows.** …

**Source.** …

**What to expect.** …

**Cost.** …

\`\`\`
npx nx sweep ${name}
npx nx run ${name}:report
\`\`\`
`;

export default function experiment(tree, { name }) {
  refuseName(name);
  const folder = `apps/experiments/${name}`;
  if (tree.exists(folder)) throw new Error(`${folder} exists already; choose another name`);
  tree.write(`${folder}/experiment.yaml`, yaml(name));
  tree.write(`${folder}/README.md`, readme(name));
}

// Microseconds per generation of the ensembles that claims and phase diagrams run on, by workflow and sampler, and the
// cost of a lineage with observers; processor time, best of five rounds.
//
// node packages/process/bench/lineage.mjs [--json folder] [filter]
import { parseArgs } from 'node:util';
import { Stream } from '@collapse-lab/math';
import { categorical, gaussian, normalSource, uniformCategoricalSource } from '@collapse-lab/models';
import { ensemble, observers, replicateStreams, runLineage } from '@collapse-lab/process';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';

const { values: given, positionals } = parseArgs({
  options: { json: { type: 'string' } },
  allowPositionals: true,
});
const root = Stream.fromPath(['bench']);
const workflows = {
  replace: { kind: 'replace' },
  'replace-grown': { kind: 'replace-grown' },
  accumulate: { kind: 'accumulate' },
  'accumulate-subsample': { kind: 'accumulate-subsample' },
  'mixture, β = 0': { kind: 'mixture', alpha: 0.9, beta: 0, gamma: 0.1 },
  'mixture, β = 0.4': { kind: 'mixture', alpha: 0.5, beta: 0.4, gamma: 0.1 },
  'keep-real fixed': { kind: 'keep-real', share: 0.3, subset: 'fixed', mode: 'replacing' },
  'keep-real redrawn': { kind: 'keep-real', share: 0.3, subset: 'redrawn', mode: 'replacing' },
  'fresh-real': { kind: 'fresh-real' },
};

const settings = {
  'gaussian d=1': gaussianSetting(1),
  'gaussian d=10': gaussianSetting(10),
  'categorical k=10': {
    real: uniformCategoricalSource(10),
    family: categorical.create({}, { kind: 'symbols', k: 10 }),
    metric: (model) => model.probabilities[0],
  },
};

function gaussianSetting(d) {
  const { options } = gaussian.resolve({ ddof: 1 });
  const family = gaussian.create(options, { kind: 'points', d });
  return { real: normalSource({ d }), family, metric: (model) => model.factor[0] };
}

function specOf({ real, family }, workflow, sampler) {
  const sizes = { initial: 100, new: 100, ...(workflow.kind === 'fresh-real' ? { real: 20 } : {}) };
  return { real, family, workflow, sizes, sampler, numberFormat: 'f64' };
}

function bestOf(rounds, work) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage().user;
    work();
    best = Math.min(best, (process.cpuUsage().user - start) / 1000);
  }
  return best;
}

const filter = positionals[0] ?? '';
const table = new BenchTable('lineage');
const generations = 100;
for (const [name, setting] of Object.entries(settings)) {
  for (const [label, workflow] of Object.entries(workflows)) {
    for (const sampler of ['auto', 'samples']) {
      const line = `${name}  ${label}  ${sampler}`;
      if (!line.includes(filter)) continue;
      const spec = specOf(setting, workflow, sampler);
      const run = (replicates) =>
        ensemble({ spec, root, replicates, generations, at: [generations], metrics: { m: setting.metric } });
      const { sampler: resolved } = run(2);
      const replicates = resolved === 'statistics' ? 2000 : 50;
      const time = bestOf(5, () => run(replicates));
      const ours = (1000 * time) / replicates / (generations + 1);
      table.row({ work: `${line} (${resolved})`, unit: 'µs/generation', ours });
    }
  }
}

if (filter === '') {
  const spec = specOf(settings['gaussian d=1'], workflows.replace, 'auto');
  const named = ['gaussian-moments', 'distances', 'collapsed'].map((name) => {
    return observers[name].create(observers[name].resolve({}).options);
  });
  const lineages = 20;
  const time = bestOf(5, () => {
    for (let i = 0; i < lineages; i++) {
      runLineage({ spec, streams: replicateStreams(root, i), generations: 1000, observers: named });
    }
  });
  const ours = (1000 * time) / lineages / 1001;
  table.row({ work: 'runLineage, all recorded, 3 observers', unit: 'µs/generation', ours });
}
table.finish({ json: given.json });

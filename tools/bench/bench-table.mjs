/** The table that a benchmark prints, and the same as JSON: `--json folder` writes `folder/<name>.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';

const digits = (x) => Number(x.toPrecision(3));

export class BenchTable {
  #name;
  #rows = [];
  #versions = { node: process.version };

  constructor(name) {
    this.#name = name;
  }

  /**
   * `peer`: the same work, in the same unit, by what `by` names; the ratio is then peer / ours. `target`: in words.
   * A `ratio` may be given instead, or null for none, where the two are not times of the same work.
   */
  row({ work, unit, ours, peer, by, ratio = peer === undefined ? undefined : peer / ours, target }) {
    const row = { work, unit, ours, peer, by, ratio, target };
    this.#rows.push(Object.fromEntries(Object.entries(row).filter(([, value]) => value != null)));
  }

  /** Versions that a peer names. */
  versions(added) {
    this.#versions = { ...this.#versions, ...added };
  }

  /** Prints, and writes where asked. */
  finish({ json, ...details } = {}) {
    const machine = `${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} cores`;
    const shown = this.#rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, typeof value === 'number' ? digits(value) : value]),
      ),
    );
    console.table(shown);
    const versions = Object.entries(this.#versions).map(([name, version]) => `${name} ${version}`);
    console.log(`${versions.join(', ')}; ${machine}`);
    if (json === undefined) return;
    mkdirSync(json, { recursive: true });
    const content = { name: this.#name, versions: this.#versions, machine, rows: this.#rows, ...details };
    writeFileSync(join(json, `${this.#name}.json`), `${JSON.stringify(content, null, 1)}\n`);
  }
}

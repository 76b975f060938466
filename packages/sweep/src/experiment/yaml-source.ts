/** The text of an experiment with the line of every value, and the changes that the command line makes to it. */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parse,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { ExperimentProblem, YamlPath } from './problem.ts';

/** A value given on the command line for a path of the file. */
export interface Override {
  /** `sizes.new`. */
  readonly path: string;
  /** YAML text. */
  readonly value: string;
  /** As typed, for messages: `--set sizes.new=200`. */
  readonly option: string;
}

/** Where a value comes from. */
export interface Place {
  readonly line?: number;
  readonly option?: string;
}

export class YamlSource {
  readonly #document: Document;
  readonly #lines: LineCounter;
  #overrides: readonly Override[] = [];
  /** Of the YAML itself. */
  readonly problems: readonly ExperimentProblem[];

  constructor(text: string) {
    this.#lines = new LineCounter();
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const errors = this.#document.errors.map((error) =>
      this.#syntaxProblem(describeError(error, text), error.pos[0]),
    );
    this.problems = errors.length > 0 ? errors : this.#aliasProblems();
  }

  /** Puts values of the command line in place; problems where there is none. */
  change(overrides: readonly Override[]): ExperimentProblem[] {
    this.#overrides = overrides;
    return overrides.flatMap((override) => this.#apply(override));
  }

  /** The whole file as plain data. */
  value(): unknown {
    return normalise(this.#document.toJS());
  }

  /** The file as text, with the changes of the command line in it. */
  text(): string {
    return this.#document.toString();
  }

  /** The place of the value at `path`, or of the nearest part above it; of its key where `key` is set. */
  place(path: YamlPath, key = false): Place {
    const text = path.join('.');
    const override = [...this.#overrides]
      .reverse()
      .find(({ path: one }) => text === one || text.startsWith(`${one}.`));
    if (override !== undefined) return { option: override.option };
    const line = this.#line(path, key);
    return line === undefined ? {} : { line };
  }

  #line(path: YamlPath, key: boolean): number | undefined {
    let node: unknown = this.#document.contents;
    let found = positionOf(node);
    path.forEach((part, depth) => {
      const pair = child(this.#resolve(node), part);
      if (pair === undefined) {
        node = undefined;
        return;
      }
      node = pair.value;
      const wanted = key && depth === path.length - 1 ? pair.key : (pair.value ?? pair.key);
      found = positionOf(wanted) ?? positionOf(pair.key) ?? found;
    });
    return found === undefined ? undefined : this.#lines.linePos(found).line;
  }

  #resolve(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.#document) : node;
  }

  #apply({ path, value, option }: Override): ExperimentProblem[] {
    try {
      this.#document.setIn(path.split('.'), this.#document.createNode(parse(value)));
      return [];
    } catch {
      return [{ path, option, got: value, expected: 'a path below a mapping, and a value in YAML' }];
    }
  }

  #syntaxProblem(message: string, position: number): ExperimentProblem {
    const { line } = this.#lines.linePos(position);
    return { path: '', line, expected: `not valid YAML: ${message}` };
  }

  /** Aliases are followed only when values are asked for: `*name` without `&name`, and aliases of aliases of …. */
  #aliasProblems(): ExperimentProblem[] {
    const dangling: ExperimentProblem[] = [];
    visit(this.#document, {
      Alias: (_, alias) => {
        if (alias.resolve(this.#document) !== undefined) return;
        const message = `*${alias.source} refers to &${alias.source}, which no earlier line defines`;
        dangling.push(this.#syntaxProblem(message, alias.range?.[0] ?? 0));
      },
    });
    if (dangling.length > 0) return dangling;
    try {
      this.#document.toJS();
      return [];
    } catch (error) {
      return [{ path: '', expected: `not valid YAML: ${(error as Error).message}` }];
    }
  }
}

/** The parser's words, but where they speak to a programmer or leave out what is meant. */
function describeError({ code, message, pos }: YAMLError, text: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a line "---" begins a second document; one file is one experiment';
  if (code !== 'DUPLICATE_KEY') return message;
  const key = /^[^:\s]*/.exec(text.slice(pos[0]))?.[0] ?? '';
  return `the key ${key} is there twice in one mapping`;
}

interface Child {
  readonly key?: unknown;
  readonly value: unknown;
}

function child(node: unknown, part: string | number): Child | undefined {
  if (isSeq(node))
    return node.items[Number(part)] === undefined ? undefined : { value: node.items[Number(part)] };
  if (!isMap(node)) return undefined;
  const pair = node.items.find(
    (item) => isPair(item) && String(isScalar(item.key) ? item.key.value : item.key) === String(part),
  );
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

function positionOf(node: unknown): number | undefined {
  return (node as Node | undefined | null)?.range?.[0];
}

/**
 * −0 and 0 are the same parameter; they must give the same key. `.inf` and `.nan` become the texts that stand for them
 * in JSON, so that what expects a number refuses them with their line.
 */
function normalise(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, normalise(one)]));
}

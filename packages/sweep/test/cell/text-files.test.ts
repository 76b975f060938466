/** Text from files: the parts, what tokenizers learn from, and what is wrong, by the name of the file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sequences } from '@collapse-lab/models';
import { afterAll, describe, expect, it } from 'vitest';
import { contentHash } from '../../dist/cell/file-content.js';
import { type TextFilesOptions, textFilesSource } from '../../dist/cell/text-files.js';

const folder = mkdtempSync(join(tmpdir(), 'collapse-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Record<string, string> = {};
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  const hash = contentHash(path);
  files[hash] = path;
  return hash;
}

const common = { tokenizer: 'words', length: 2, shares: {}, limits: {}, bootstrap: false } as const;
const create = (options: Partial<TextFilesOptions> & { train: string }) =>
  textFilesSource({ ...common, ...options }, files);

describe('files of text', () => {
  const train = file('train.txt', '\ufeffa b\nb a\n');
  const test = file('test.txt', 'b é\r\n\n');

  it('are parts of one source', () => {
    const { points, heldOut, tokenizer } = create({ train, test });
    const text = (data: unknown): string => tokenizer!.decode((data as Sequences).values);
    expect([text(points), text(heldOut)]).toEqual(['a b\nb a\n', 'b <unk>\n\n']);
    expect(tokenizer!.vocabularySize).toBe(4);
  });

  it('a tokenizer learns also from the text to pretrain on, not from the one for tests', () => {
    const pretraining = file('more.txt', 'é é a\n');
    const { tokenizer } = create({ train, test, pretraining });
    expect(tokenizer!.vocabularySize).toBe(5);
    expect(tokenizer!.identity).not.toBe(create({ train, test }).tokenizer!.identity);
  });

  it('are tokenised as the file says', () => {
    const sizes = (['words', { words: 3 }, { bpe: 257 }] as const).map(
      (tokenizer) => create({ train, tokenizer }).tokenizer!.vocabularySize,
    );
    expect(sizes).toEqual([4, 3, 256]);
    expect(create({ train, tokenizer: { bpe: 256 } }).points!.n).toBe(4);
  });

  it('that are not UTF-8 are refused, with the place', () => {
    const broken = file('broken.txt', Uint8Array.of(0x61, 0x20, 0xc3, 0x28));
    expect(() => create({ train: broken })).toThrow(
      'broken.txt: bytes[2]: got 195, expected UTF-8, and no character continues or begins so.',
    );
  });

  it('that are too short are refused by name', () => {
    const short = file('short.txt', 'a');
    expect(() => create({ train, test: short, length: 4 })).toThrow(
      'short.txt: got 2 tokens, expected at least 4, one block.',
    );
  });

  it('that have changed are refused', () => {
    const changed = file('changed.txt', 'a b c\n');
    writeFileSync(join(folder, 'changed.txt'), 'a b d\n');
    expect(() => create({ train: changed })).toThrow('it has changed since the sweep was planned.');
  });
});

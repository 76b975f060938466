/** Tokenizers from files against Hugging Face's own (tools/reference/tokenizer_values.py), round trips, and broken files. */
import { readdirSync, readFileSync } from 'node:fs';
import { loadTokenizer, ModelFileError, tokenizerFiles } from '@collapse-lab/models';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Files, memoryFolder } from './memory-folder.ts';

const location = new URL('../../fixtures/tokenizer/', import.meta.url);
const { 'values.json': values, ...fixture } = Object.fromEntries(
  readdirSync(location).map((file) => [file, Uint8Array.from(readFileSync(new URL(file, location)))]),
);
const texts = JSON.parse(Buffer.from(values).toString()).texts as [text: string, tokens: number[]][];
const load = (files: Files) => loadTokenizer(memoryFolder(files), 'test');
const { 'tokenizer.json': whole, ...parts } = fixture;
const fromWhole = load({ 'tokenizer.json': whole });
const fromParts = load(parts);

it('gives the tokens that Hugging Face gives', () => {
  expect(fromWhole.identity).toBe('test');
  expect(fromWhole.vocabularySize).toBe(340);
  for (const [text, tokens] of texts)
    expect([...fromWhole.encode(text)], JSON.stringify(text)).toEqual(tokens);
});

it('gives the same from vocab.json and merges.txt', () => {
  expect(fromParts.vocabularySize).toBe(340);
  // In that layout, as in OPT's, two of the tokens are no more than text.
  for (const [text, tokens] of texts.filter(([one]) => !/<s>|<unk>/.test(one)))
    expect([...fromParts.encode(text)], JSON.stringify(text)).toEqual(tokens);
});

it('knows the token before every text', () => {
  expect(fromWhole.beginning).toBe(2);
  expect(fromParts.beginning).toBe(2);
  const json = JSON.parse(Buffer.from(whole).toString());
  expect(load({ 'tokenizer.json': bytes({ ...json, post_processor: null }) }).beginning).toBeUndefined();
  expect(load({ ...parts, 'tokenizer_config.json': bytes({}) }).beginning).toBeUndefined();
});

it('gives any text back', () => {
  const unit = fc.constantFrom(
    '\r',
    '\n',
    ' ',
    '\t',
    "'",
    's',
    'a',
    '1',
    'é',
    '😀',
    '\u200d',
    '漢',
    '</s>',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(unit).map((list) => list.join('')),
      ),
      (text) => {
        for (const tokenizer of [fromWhole, fromParts])
          expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      },
    ),
    { numRuns: 100 },
  );
});

it('decodes any tokens, and names one that there is not', () => {
  const bytes = [...fromWhole.encode('é')];
  expect(fromWhole.decode([])).toBe('');
  expect(fromWhole.decode(bytes.slice(0, 1))).toBe('\ufffd');
  expect(() => fromWhole.decode([5, 340])).toThrow(
    'tokens[1]: got 340, expected a token of a vocabulary of 340.',
  );
});

it('names the files that matter', () => {
  const other = { 'model.safetensors': new Uint8Array() };
  expect(tokenizerFiles(memoryFolder({ ...fixture, ...other }))).toEqual([
    'tokenizer.json',
    'tokenizer_config.json',
    'special_tokens_map.json',
  ]);
  expect(tokenizerFiles(memoryFolder({ ...parts, ...other }))).toEqual([
    'vocab.json',
    'merges.txt',
    'tokenizer_config.json',
    'special_tokens_map.json',
  ]);
});

function bytes(value: unknown): Uint8Array {
  return new Uint8Array(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
}

describe('broken files', () => {
  const json = JSON.parse(Buffer.from(whole).toString());
  const changed = (change: object): Files => ({ 'tokenizer.json': bytes({ ...json, ...change }) });
  const vocab = JSON.parse(Buffer.from(parts['vocab.json']).toString());
  it.each([
    [
      {},
      'folder',
      'got no tokenizer, expected a folder with tokenizer.json, or with vocab.json and merges.txt.',
    ],
    [{ 'tokenizer.json': bytes('[]') }, 'folder/tokenizer.json', 'JSON: got [], expected an object.'],
    [
      { 'tokenizer.json': bytes('{"a":1,"a":2}') },
      'folder/tokenizer.json',
      'JSON: got the key "a" twice in one object, expected it once.',
    ],
    [changed({ model: {} }), 'folder/tokenizer.json', 'model.vocab: got no tokens, expected some.'],
    [
      changed({ added_tokens: [{ id: 1 }] }),
      'folder/tokenizer.json',
      'added_tokens: got a list or object, expected a list of tokens with id and content.',
    ],
    [
      changed({ model: { ...json.model, vocab: { ...json.model.vocab, zzz: 1e9 } } }),
      'folder/tokenizer.json',
      'token 1000000000: expected an integer from 0 to 9999999.',
    ],
    [
      changed({ decoder: { type: 'Rot13' } }),
      'folder/tokenizer.json',
      'a tokenizer could not be made of it: Unknown Decoder type: Rot13.',
    ],
    [
      { ...parts, 'vocab.json': bytes({ ...vocab, zzz: 5 }) },
      'folder/vocab.json',
      '"zzz": got 5, expected an integer of its own.',
    ],
    [
      { ...parts, 'special_tokens_map.json': bytes({ mask_token: '<mask>' }) },
      'folder/vocab.json',
      '"<mask>": missing, but the settings of the tokenizer name it.',
    ],
    [
      { ...parts, 'merges.txt': bytes('#version: 0.2\na b c\n') },
      'folder/merges.txt',
      'line 2: got "a b c", expected two tokens of vocab.json that make a third.',
    ],
    [
      { ...parts, 'merges.txt': bytes('z q\n') },
      'folder/merges.txt',
      'line 1: got "z q", expected two tokens of vocab.json that make a third.',
    ],
  ])('are refused %#', (files, file, problem) => {
    expect(() => load(files)).toThrow(new ModelFileError(file, problem));
  });

  it('of any JSON give a ModelFileError', () => {
    const part = fc.constantFrom(
      'model',
      'added_tokens',
      'normalizer',
      'pre_tokenizer',
      'post_processor',
      'decoder',
    );
    fc.assert(
      fc.property(part, fc.jsonValue(), (name, value) => {
        try {
          load(changed({ [name]: value }));
        } catch (error) {
          expect(error).toBeInstanceOf(ModelFileError);
        }
      }),
      { numRuns: 100 },
    );
  });
});

// N-gram models of words: a generation is a fit to so many words and a draw of as many, as one text. Beside it Python with a
// dictionary of counters and random.choices, written as nltk.lm does it (plain: it draws a part of the words only, and the
// time of the rest is reckoned from it) and with all sums kept (cached). The words are those of a file, such as WikiText, or of the synthetic language.
//
// node packages/models/bench/ngram.mjs [--text wiki.train.tokens] [--words 500000] [--rounds 5] [--peer 1] [--json folder]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, Stream } from '@collapse-lab/math';
import { ngram, sequencesOf, syntheticLanguageSource, trainWords } from '@collapse-lab/models';
import { BenchTable } from '../../../tools/bench/bench-table.mjs';
import { askPeer } from '../../../tools/bench/peer.mjs';

const { values: given } = parseArgs({
  options: {
    text: { type: 'string' },
    words: { type: 'string', default: '500000' },
    rounds: { type: 'string', default: '5' },
    peer: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const rounds = Number(given.rounds);

/** The words, without ends of lines, again from the beginning where the file has too few. */
function wordsOf(count) {
  if (given.text === undefined) {
    const { tokenizer, draw } = syntheticLanguageSource({ length: count, vocabulary: 512 });
    return tokenizer.decode(draw(1, Stream.fromPath(['bench', 'text'])).values).split(' ');
  }
  const words = readFileSync(given.text, 'utf8')
    .split(/\s+/)
    .filter((word) => word !== '');
  return Array.from({ length: count }, (_, i) => words[i % words.length]);
}

const size = Number(given.words);
const words = wordsOf(size);
const line = words.join(' ');
const tokenizer = trainWords([line], { identity: 'bench' });
const k = tokenizer.vocabularySize;
const train = sequencesOf(tokenizer.encode(line).slice(0, size), size, k);

/** Seconds of fits and of draws, the median of the rounds; the model is each time fitted to the real words. */
function measure(order) {
  const family = ngram.create(ngram.resolve({ order }).options, train);
  const seconds = { fit: [], draw: [] };
  for (let round = 0; round < rounds; round++) {
    const stream = Stream.fromPath(['bench', 'ngram', round]);
    const start = performance.now();
    const model = family.fit({ train }, stream);
    const fitted = performance.now();
    family.sample(model, { n: 1 }, stream);
    seconds.fit.push((fitted - start) / 1000);
    seconds.draw.push((performance.now() - fitted) / 1000);
  }
  return { fit: median(seconds.fit), draw: median(seconds.draw) };
}

const folder = mkdtempSync(join(tmpdir(), 'collapse-bench-'));
const file = join(folder, 'words.txt');
writeFileSync(file, line);
const table = new BenchTable('ngram');
for (const order of [1, 2, 3]) {
  const { fit, draw } = measure(order);
  for (const way of given.peer === '0' ? [] : ['plain', 'cached']) {
    const peer = askPeer('ngram_dicts.py', way, order, size, file);
    table.versions(peer?.versions);
    table.row({
      work: `order ${order}: fit and draw ${size} of ${k} words`,
      unit: 's',
      ours: fit + draw,
      peer: peer && peer.fit + size * peer.perWord,
      by: way === 'plain' ? 'Python, as nltk.lm' : 'Python, all sums kept',
      target: way === 'plain' ? '≥ 20×' : undefined,
    });
  }
  if (given.peer === '0') table.row({ work: `order ${order}`, unit: 's', ours: fit + draw });
}
rmSync(folder, { recursive: true });
table.finish({ json: given.json });

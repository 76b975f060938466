import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { fontFiles as files } from '../dist/png/fonts.js';
import { escapeMarkup, jsonForScript } from '../dist/text/escape.js';
import { metricTitle, noun } from '../dist/text/names.js';
import { counted, formatCount, formatNumber, formatTick } from '../dist/text/number.js';
import { subjectOf } from '../dist/text/subject.js';
import { textWidth, wrapText } from '../dist/text/text-width.js';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [1, '1'],
    [-3, '−3'],
    [100000, '100000'],
    [0.123456, '0.123'],
    [-0.0012345, '−0.00123'],
    [0.9996, '1.00'],
    [12.345, '12.3'],
    [1234.5, '1230'],
    [1.2e-7, '1.20×10⁻⁷'],
    [-2.5e12, '−2.50×10¹²'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%d is written %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('subjectOf', () => {
  it('is the model, the generation of a text, or nothing where lineages are counted', () => {
    expect(subjectOf('perplexity')).toBe(' of model t');
    expect(subjectOf('variance', 't = 5')).toBe(' of model t = 5');
    expect(subjectOf('generatedPerplexity50')).toBe('');
    expect(subjectOf('constructionsAlive', 't = 5')).toBe(' in generation t = 5');
    expect(subjectOf('collapsed')).toBe('');
  });
});

describe('formatTick', () => {
  it.each([
    [0, '0'],
    [0.1 + 0.2, '0.3'],
    [1e-4, '10⁻⁴'],
    [-1e-4, '−10⁻⁴'],
    [2e5, '2×10⁵'],
    [1500, '1500'],
  ])('%d is written %s', (value, text) => {
    expect(formatTick(value)).toBe(text);
  });
});

describe('counts', () => {
  it('agree in number and are grouped', () => {
    expect(counted(1, 'lineage')).toBe('1 lineage');
    expect(counted(2800, 'lineage')).toBe('2\u202f800 lineages');
    expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
  });
});

describe('textWidth', () => {
  /** What resvg makes of it: two bars with the text between, less two bars side by side. */
  function drawnWidth(text: string, weight: string): number {
    const right = (content: string): number => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="400"><text y="300" font-size="200" font-family="DejaVu Sans" font-weight="${weight}">${content}</text></svg>`;
      const fontFiles = Object.values(files);
      return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()!.width;
    };
    return right(`|${text}|`) - right('||');
  }

  it.each([
    ['replace, n', 'normal'],
    ['0.0123', 'normal'],
    ['αβγ Σ μ₀ W₂', 'normal'],
    ['×10⁻⁴ – …', 'normal'],
    ['accumulate-subsample', 'bold'],
  ] as const)('of %s (%s) is what resvg draws, but for kerning', (text, weight) => {
    const drawn = drawnWidth(text, weight);
    expect(Math.abs(textWidth(text, 200, weight) - drawn)).toBeLessThan(0.01 * drawn);
  });

  it('gives characters that the font lacks the width of its box', () => {
    expect(textWidth('\u{10fffd}', 2048)).toBe(textWidth('\u4e00', 2048));
  });
});

describe('wrapText', () => {
  it('breaks at spaces, never at no-break spaces', () => {
    const width = textWidth('accumulate, d\u00a0=', 11);
    expect(wrapText('accumulate, d\u00a0=\u00a010', width, 11)).toEqual(['accumulate,', 'd\u00a0=\u00a010']);
  });

  it('keeps every line within the width where the words allow it', () => {
    const text = 'one panel per setting and forty lineages in each of them';
    const lines = wrapText(text, 100, 10);
    expect(lines.join(' ')).toBe(text);
    expect(Math.max(...lines.map((line) => textWidth(line, 10)))).toBeLessThanOrEqual(100);
  });
});

describe('escaping', () => {
  it('makes markup of no text', () => {
    expect(escapeMarkup('<a href="x">\'&\u0000')).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  });

  it('lets no script element end early, and keeps what is not finite', () => {
    const text = jsonForScript({ a: '</script><!--', b: [Number.NaN, Number.NEGATIVE_INFINITY] });
    expect(text).not.toContain('<');
    expect(JSON.parse(text)).toEqual({ a: '</script><!--', b: ['NaN', '-Infinity'] });
  });
});

describe('names', () => {
  it('takes words from identifiers it does not know', () => {
    expect(metricTitle('myOwnMetric')).toBe('My own metric');
    expect(metricTitle('variance')).toBe('Variance, tr Σ / d');
  });

  it.each([
    ['Variance, tr Σ / d', 'variance'],
    ['Entropy (nats)', 'entropy'],
    ['KL divergence', 'KL divergence'],
    ['W₁ distance to the real distribution', 'W₁ distance to the real distribution'],
    ['Weight error', 'weight error'],
    ['Share of lineages extinct, λ = 0', 'share of lineages extinct'],
  ])('says %s within a sentence as %s', (title, text) => {
    expect(noun(title)).toBe(text);
  });
});

import { type ClaimResult, formatClaims, summary } from '@collapse-lab/theory';
import { expect, it } from 'vitest';

const result: ClaimResult = {
  id: 2,
  name: 'Variance decays',
  source: 'someone (2024)',
  setting: 'model 99',
  sampler: 'statistics',
  holds: false,
  checks: [
    {
      what: 'E S_t; n = 100, t = 99',
      expected: 0.36603,
      measured: 0.366,
      standardError: 0.0021,
      z: -0.014,
      tolerance: '|z| ≤ 5',
      holds: true,
      falseAlarm: 0.0012,
    },
    {
      what: 'σ_t',
      expected: 1.0127e-5,
      measured: 0,
      standardError: 1e-7,
      z: -101.27,
      tolerance: '|z| ≤ 5',
      holds: false,
      falseAlarm: 3.8e-8,
    },
  ],
};

it('prints one block per result, aligned, and a line that counts', () => {
  const noted: ClaimResult = {
    ...result,
    id: 3,
    correction: 'misprinted',
    sampler: 'samples',
    holds: true,
    checks: [result.checks[0]],
  };
  expect(formatClaims([result, noted])).toBe(
    [
      '2  Variance decays  [statistics: FAILS]',
      '  source:  someone (2024)',
      '  setting: model 99',
      '                             expected  measured      SE        z  verdict',
      '  E S_t; n = 100, t = 99      0.36603   0.36600  0.0021    -0.01  holds (|z| ≤ 5)',
      '  σ_t                     0.000010127         0  1.0e-7  -101.27  FAILS (|z| ≤ 5)',
      '',
      '3  Variance decays  [samples: holds]',
      '  source:  someone (2024)',
      '  setting: model 99',
      '  note:    misprinted',
      '                             expected  measured      SE        z  verdict',
      '  E S_t; n = 100, t = 99      0.36603   0.36600  0.0021    -0.01  holds (|z| ≤ 5)',
      '',
      '2 claims, 3 checks: 2 hold, 1 fail; not holding: claims 2. ' +
        'A correct simulator fails any of these with probability below 0.25 %.',
    ].join('\n'),
  );
});

it('says where so few replicates were run that no rate can be told', () => {
  const few = { ...result, holds: true, checks: [{ ...result.checks[0], falseAlarm: 1 }] };
  expect(summary([few])).toBe(
    '1 claim, 1 check: 1 hold, 0 fail; all hold. ' +
      'A correct simulator fails any of these with a probability that cannot be told from so few replicates.',
  );
});

/** Probabilities of false alarms, against binomial laws of scipy 1.17.1 and against one another. */
import {
  boundFalseAlarm,
  falseAlarmPerCheck,
  meanFalseAlarm,
  proportionFalseAlarm,
  shareBoundFalseAlarm,
} from '@collapse-lab/theory';
import { expect, it } from 'vitest';
import { expectClose } from '../reference.ts';

it('of a share: both binomial tails beyond 5.5 standard errors', () => {
  expectClose(proportionFalseAlarm(0.5, 1000), 4.1564155746851363e-8, 1e-9);
  expectClose(proportionFalseAlarm(0.004, 4000), 1.940304472854566e-6, 1e-9);
  expectClose(proportionFalseAlarm(0.98, 40000), 4.7052523432489274e-8, 1e-9);
  expectClose(proportionFalseAlarm(0.001, 200), 0.0011337680974626502, 1e-9);
});

it('of a bound on a share: one binomial tail, none where more than every replicate would have to exceed it', () => {
  const both = shareBoundFalseAlarm(0.004, 4000, 0, 1) + shareBoundFalseAlarm(0.004, 4000, 0, -1);
  expectClose(both, proportionFalseAlarm(0.004, 4000), 1e-12);
  expect(shareBoundFalseAlarm(0.9, 60, -2, 1)).toBe(0);
  expect(shareBoundFalseAlarm(0.004, 4000, -6, 1)).toBe(0);
});

it('of a mean: the normal tails, tilted by the skewness to either side', () => {
  expectClose(meanFalseAlarm(0), falseAlarmPerCheck, 1e-12);
  expectClose(
    meanFalseAlarm(0.05),
    (falseAlarmPerCheck / 2) * (16.005247971304605 + 1 / 16.005247971304605),
    1e-12,
  );
  expect(meanFalseAlarm(-0.05)).toBe(meanFalseAlarm(0.05));
  expect(meanFalseAlarm(5)).toBe(1);
});

it('of a bound: one tail, and none where the run lies more than the tolerance inside', () => {
  expectClose(boundFalseAlarm(0, 0), falseAlarmPerCheck / 2, 1e-12);
  expectClose(boundFalseAlarm(-5, -0.05), (falseAlarmPerCheck / 2) * 16.005247971304605, 1e-12);
  expectClose(boundFalseAlarm(-5, 0.05), falseAlarmPerCheck / 2 / 16.005247971304605, 1e-12);
  expect(boundFalseAlarm(-400, -0.1)).toBe(0);
});

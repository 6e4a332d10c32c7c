import { expect, test } from 'vitest';
import { countSegments } from '../../../jobs/sms/segments.ts';

test.each([
  ['', 'GSM-7', 1],
  ['a'.repeat(160), 'GSM-7', 1],
  ['a'.repeat(161), 'GSM-7', 2],
  ['a'.repeat(306), 'GSM-7', 2],
  ['a'.repeat(307), 'GSM-7', 3],
  ['€'.repeat(80), 'GSM-7', 1],
  ['€'.repeat(81), 'GSM-7', 2],
  // A euro takes two places and is not cut in two: 76 and 76 in 153 places each.
  ['€'.repeat(153), 'GSM-7', 3],
  ['ä'.repeat(160), 'GSM-7', 1],
  ['ç', 'UCS-2', 1],
  ['世'.repeat(70), 'UCS-2', 1],
  ['世'.repeat(71), 'UCS-2', 2],
  ['🌍'.repeat(35), 'UCS-2', 1],
  ['🌍'.repeat(36), 'UCS-2', 2],
] as const)('%#: %s', (text, encoding, segments) => {
  expect(countSegments(text)).toEqual({ encoding, segments });
});

import { expect, test } from 'vitest';
import type { Json } from '../../src/job/json.ts';
import { jsonBytesAtMost } from '../../src/job/json-bytes.ts';

const values: readonly Json[] = [
  null,
  true,
  false,
  '',
  'plain',
  '\u0001\u001f"\\\n',
  'ü€😀',
  0,
  -1.797_693_134_862_315_7e308,
  -2.225_073_858_507_201_4e-308,
  [],
  {},
  [null, false, [1, 2, 3], 'x'],
  { a: 1, 'a "key"\u0002': [{ deep: { deeper: 'ü' } }], '': '' },
];

test.for(values)('is never less than what JSON writes: %j', (value) => {
  expect(jsonBytesAtMost(value)).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(value)));
});

test('stays near enough that a usual payload need not be written to be measured', () => {
  const payload = { to: 'someone@example.com', subject: 'Welcome', body: 'x'.repeat(5_000) };
  expect(jsonBytesAtMost(payload)).toBeLessThan(65_536);
});

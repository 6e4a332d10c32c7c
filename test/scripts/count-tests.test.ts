import { expect, test } from 'vitest';
import { countTests } from '../../scripts/count-tests.ts';
import { formatCounts } from '../../scripts/counts.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((testStatus) => ({ status: testStatus })),
});
const report = (...testResults: object[]) => ({ testResults });

test('counts tests over all files', () => {
  const counts = countTests(
    report(file('passed', 'passed', 'pending'), file('failed', 'failed', 'passed')),
    false,
  );
  expect(formatCounts(counts)).toBe('2 passed, 1 failed, 1 skipped');
});

test('leaves out the skipped when there are none', () => {
  expect(formatCounts(countTests(report(file('passed', 'passed')), true))).toBe('1 passed, 0 failed');
});

test('counts a file that could not be loaded as a failure', () => {
  expect(countTests(report(file('failed'), file('passed', 'passed')), false)).toMatchObject({ failed: 1 });
});

test('counts a failure that no test shows, such as an unhandled rejection', () => {
  expect(countTests(report(file('passed', 'passed')), false)).toMatchObject({ passed: 1, failed: 1 });
});

test('fails a run without a test and a run without a report', () => {
  expect(countTests(report(), true)).toMatchObject({ failed: 1 });
  expect(countTests(report(file('passed', 'pending')), true)).toMatchObject({ failed: 1 });
  expect(countTests(undefined, true)).toMatchObject({ failed: 1 });
});

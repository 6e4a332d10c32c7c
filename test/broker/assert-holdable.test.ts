import { expect, test } from 'vitest';
import { assertHoldable } from '../../src/broker/assert-holdable.ts';

const jobs = [
  { name: 'reports.build-short', timeoutMs: 60_000 },
  { name: 'reports.build-long', timeoutMs: 3_600_000 },
];

test('refuses a job that may outlast what the broker allows, and names the remedy', () => {
  expect(() => assertHoldable({ maxHoldMs: 1_800_000 }, jobs)).toThrow(
    /"reports.build-long".*3600000 ms.*1800000 ms.*NIGHTSHIFT_AMQP_CONSUMER_TIMEOUT_MS/,
  );
});

test('takes jobs of any length where the broker sets no limit, and up to the limit where it does', () => {
  expect(() => assertHoldable({}, jobs)).not.toThrow();
  expect(() => assertHoldable({ maxHoldMs: 3_600_000 }, jobs)).not.toThrow();
});

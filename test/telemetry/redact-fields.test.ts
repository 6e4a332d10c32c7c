import { expect, test } from 'vitest';
import { redactFields } from '../../src/telemetry/redact-fields.ts';

test('hides what a job names beside what looks like a secret by itself', () => {
  const paths = ['payload.code', 'payload.people[*].phone'];
  const fields = {
    payload: { code: '1234', people: [{ phone: '5', name: 'Ann' }], password: 'x' },
    url: 'redis://u:x@h',
  };
  const hidden = {
    payload: { code: '***', people: [{ phone: '***', name: 'Ann' }], password: '***' },
    url: 'redis://u:***@h',
  };
  expect(redactFields(fields, paths)).toEqual(hidden);
  expect(redactFields(fields, paths)).toEqual(hidden);
  expect(redactFields({ other: 1 }, paths)).toEqual({ other: 1 });
  expect(redactFields(fields, [])).toMatchObject({ payload: { code: '1234' } });
});

import { expect, test } from 'vitest';
import { plainFields } from '../../src/telemetry/plain-fields.ts';

test('leaves plain JSON as it is', () => {
  const fields = { text: 'a', count: 1, flag: true, nothing: null, list: [1, { deep: 'b' }] };
  expect(plainFields(fields)).toEqual(fields);
});

test('hides what stands under the name of a secret', () => {
  expect(
    plainFields({ password: 'x', dbPassword: 'x', nested: { api_key: 'x', authToken: 5 }, cookie: ['x'] }),
  ).toEqual({
    password: '***',
    dbPassword: '***',
    nested: { api_key: '***', authToken: '***' },
    cookie: '***',
  });
  expect(plainFields({ maxTokens: 5, tokens: 7, secretary: 'Ann' })).toEqual({
    maxTokens: 5,
    tokens: 7,
    secretary: 'Ann',
  });
});

test('hides passwords in texts', () => {
  expect(plainFields({ url: 'redis://u:x@h', list: [new URL('amqp://u:x@h/')] })).toEqual({
    url: 'redis://u:***@h',
    list: ['amqp://u:***@h/'],
  });
});

test('spells out errors with their causes, secrets hidden', () => {
  const cause = Object.assign(new Error('ECONNREFUSED redis://u:x@h'), { code: 'ECONNREFUSED' });
  const { error } = plainFields({ error: new TypeError('no connection', { cause }) }) as {
    error: Record<string, Record<string, string> & string>;
  };
  expect(error['name']).toBe('TypeError');
  expect(error['stack']).toContain('plain-fields.test.ts');
  expect(error['cause']).toMatchObject({ message: 'ECONNREFUSED redis://u:***@h', code: 'ECONNREFUSED' });
});

test('cuts what is deep, cyclic, long or not JSON', () => {
  const cyclic: Record<string, unknown> = { name: 'me' };
  cyclic['self'] = cyclic;
  const hostile = Object.defineProperty({}, 'trap', {
    enumerable: true,
    get: () => {
      throw new Error('no');
    },
  });
  const plain = plainFields({
    cyclic,
    hostile,
    big: 10n,
    nan: Number.NaN,
    at: new Date(0),
    bytes: new Uint8Array(9),
    call: () => 1,
    gone: undefined,
    long: 'x'.repeat(100_000),
    many: Array.from({ length: 5_000 }, () => 1),
    map: new Map([['a', 1]]),
  });
  expect(JSON.stringify(plain).length).toBeLessThan(12_000);
  expect(plain).toMatchObject({
    hostile: { trap: '(unreadable)' },
    big: '10',
    nan: 'NaN',
    at: '1970-01-01T00:00:00.000Z',
    bytes: '(9 bytes)',
    call: '(function)',
    map: { a: 1 },
  });
  expect(plain).not.toHaveProperty('gone');
});

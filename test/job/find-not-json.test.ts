import { expect, test } from 'vitest';
import { findNotJson } from '../../src/job/find-not-json.ts';

test.each([
  ['text', 'Grüße, 世界 🌍'],
  ['edge numbers', [0, -0, 1e308, 5e-324, Number.MAX_SAFE_INTEGER]],
  ['nested objects', { a: [{ b: { c: null } }], d: true }],
  ['an absent property', { a: undefined }],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
])('accepts %s', (_, value) => {
  expect(findNotJson(value)).toBeUndefined();
});

test.each([
  ['NaN', { a: { b: Number.NaN } }, 'a.b'],
  ['infinity', [1, Number.POSITIVE_INFINITY], '[1]'],
  ['a bigint', { rows: [{ n: 1n }] }, 'rows[0].n'],
  ['a function', { f: () => 1 }, 'f'],
  ['undefined in an array', { a: [undefined] }, 'a[0]'],
  ['a Date', { at: new Date(0) }, 'at'],
  ['a Map', { m: new Map() }, 'm'],
  ['a NUL in text', { a: 'x\u0000y' }, 'a'],
  ['a NUL in a key', { 'a\u0000': 1 }, 'a\u0000'],
  ['half of a surrogate pair', ['\ud800'], '[0]'],
  ['a key that poisons prototypes', JSON.parse('{"a":{"__proto__":{"x":1}}}'), 'a.__proto__'],
])('refuses %s and says where', (_, value, path) => {
  expect(findNotJson(value)?.path).toBe(path);
});

test('refuses a cycle', () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  expect(findNotJson(cyclic)?.message).toMatch(/cyclic/);
});

test('refuses ten thousand levels without exhausting the stack', () => {
  expect(findNotJson(JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)))?.message).toMatch(
    /deeper than 200/,
  );
});

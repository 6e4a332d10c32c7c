import { expect, test } from 'vitest';
import { findResultPlace } from '../../../src/local/demo/find-result-place.ts';

test.each([
  [undefined, ''],
  [null, ''],
  ['done', 'done'],
  [{ file: '/app/out/a.pdf', pages: 3 }, 'out/a.pdf'],
  [{ file: '/elsewhere/a.pdf' }, '/elsewhere/a.pdf'],
  [{ file: 'out/a.pdf' }, 'out/a.pdf'],
  [{ url: 'https://example.com/a', id: 1 }, 'https://example.com/a'],
  [{ files: ['/app/out/small.webp', '/app/out/large.webp'] }, 'out/small.webp'],
  [{ bytes: 7, images: [{ bytes: 1, file: '/app/out/a.avif' }, { file: '/app/out/a.webp' }] }, 'out/a.avif'],
  [{ file: '', url: '/reports/1' }, '/reports/1'],
  [{ count: 3 }, '{"count":3}'],
  [[1, 2], '[1,2]'],
  [7, '7'],
])('shows %j as %j', (result, place) => {
  expect(findResultPlace(result, '/app')).toBe(place);
});

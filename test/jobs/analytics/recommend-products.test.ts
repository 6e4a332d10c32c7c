import { expect, test } from 'vitest';
import { type Catalogue, type ProductPair, recommendTo } from '../../../jobs/analytics/recommend-products.ts';

const pair = (
  productId: number,
  otherId: number,
  count: number,
  kind: ProductPair['kind'] = 'bought-together',
) => {
  return { productId, otherId, kind, count };
};

const catalogue: Catalogue = {
  pairsOf: new Map([
    [1, [pair(1, 2, 50), pair(1, 3, 5), pair(1, 4, 9, 'viewed-together')]],
    [5, [pair(5, 1, 50)]],
  ]),
  bestOf: new Map([['tools', [7, 8]]]),
  bestOfAll: [9, 7],
};

const taste = { userId: 1, bought: [1], viewed: [], interests: [] };

test('puts what is bought together first, and says what led to it', () => {
  const rows = recommendTo(taste, catalogue, 3);
  expect(rows).toMatchObject([
    { productId: 2, position: 1, reason: 'bought-together', becauseOf: 1 },
    { productId: 3, position: 2, reason: 'bought-together', becauseOf: 1 },
    { productId: 4, position: 3, reason: 'viewed-together', becauseOf: 1 },
  ]);
});

test('never recommends what the user has bought', () => {
  const rows = recommendTo({ ...taste, bought: [5, 1] }, catalogue, 20);
  expect(rows.map(({ productId }) => productId)).not.toContain(1);
});

test('knows somebody new by their interests, and a stranger by what sells best', () => {
  const nobody = { userId: 2, bought: [], viewed: [], interests: [] };
  expect(recommendTo(nobody, catalogue, 5)).toMatchObject([
    { productId: 9, reason: 'popular', becauseOf: null },
    { productId: 7, reason: 'popular' },
  ]);
  expect(recommendTo({ ...nobody, interests: ['tools'] }, catalogue, 2)).toMatchObject([
    { productId: 7, reason: 'interest' },
    { productId: 8, reason: 'interest' },
  ]);
});

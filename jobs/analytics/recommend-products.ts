/** How often two products go together. */
export interface ProductPair {
  readonly productId: number;
  readonly otherId: number;
  readonly kind: 'bought-together' | 'viewed-together';
  readonly count: number;
}

/** What is known of a user's taste. */
export interface Taste {
  readonly userId: number;
  /** The last products, the newest first. */
  readonly bought: readonly number[];
  readonly viewed: readonly number[];
  /** Categories. */
  readonly interests: readonly string[];
}

export interface Recommendation {
  readonly userId: number;
  readonly productId: number;
  /** From 1. */
  readonly position: number;
  readonly score: number;
  readonly reason: 'bought-together' | 'viewed-together' | 'interest' | 'popular';
  readonly becauseOf: number | null;
}

/** What all recommendations of a run are made from. */
export interface Catalogue {
  readonly pairsOf: ReadonlyMap<number, readonly ProductPair[]>;
  /** Best sellers of each category, the best first. */
  readonly bestOf: ReadonlyMap<string, readonly number[]>;
  readonly bestOfAll: readonly number[];
}

/** What was bought together says more than what was looked at in one visit, and both more than a stated interest. */
const WEIGHTS = { 'bought-together': 1, 'viewed-together': 0.5, interest: 0.2, popular: 0.05 } as const;

interface Candidate {
  score: number;
  reason: Recommendation['reason'];
  becauseOf: number | null;
  strongest: number;
}

/**
 * The best `count` products for a user, none of which they bought. Pairs count by how often they occur, damped by a
 * logarithm so that best sellers do not drown the rest, and less the longer ago the product was that led to them.
 */
export function recommendTo(taste: Taste, catalogue: Catalogue, count: number): readonly Recommendation[] {
  const owned = new Set(taste.bought);
  const found = new Map<number, Candidate>();
  const add = (
    productId: number,
    score: number,
    reason: Recommendation['reason'],
    becauseOf: number | null,
  ) => {
    if (owned.has(productId)) return;
    const known = found.get(productId) ?? { score: 0, reason, becauseOf, strongest: 0 };
    known.score += score;
    if (score > known.strongest) Object.assign(known, { reason, becauseOf, strongest: score });
    found.set(productId, known);
  };
  const addPairs = (products: readonly number[], kind: ProductPair['kind']): void => {
    for (const [age, productId] of products.entries())
      for (const pair of catalogue.pairsOf.get(productId) ?? [])
        if (pair.kind === kind)
          add(pair.otherId, (WEIGHTS[kind] * Math.log1p(pair.count)) / (1 + age / 5), kind, productId);
  };
  addPairs(taste.bought, 'bought-together');
  addPairs([...taste.viewed, ...taste.bought], 'viewed-together');
  const addList = (products: readonly number[], reason: 'interest' | 'popular'): void => {
    for (const [rank, productId] of products.entries())
      add(productId, WEIGHTS[reason] / (1 + rank / 5), reason, null);
  };
  for (const category of taste.interests) addList(catalogue.bestOf.get(category) ?? [], 'interest');
  addList(catalogue.bestOfAll, 'popular');
  return [...found]
    .toSorted(([a, one], [b, other]) => other.score - one.score || a - b)
    .slice(0, count)
    .map(([productId, { score, reason, becauseOf }], index) => {
      return { userId: taste.userId, productId, position: index + 1, score, reason, becauseOf };
    });
}

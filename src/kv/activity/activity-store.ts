import type { Ranked } from './activity.ts';
import type { UserAction } from './user-action.ts';

/** The most used titles of a user that are kept. */
export const KEPT_TITLES = 1_000;
/** Of a day's ranking. */
export const KEPT_MEMBERS = 1_000;

/** The scores that one ranking is given, each member once. */
export interface RankingScores {
  readonly ranking: string;
  /** `2030-03-29` */
  readonly day: string;
  readonly scores: ReadonlyMap<string, number>;
}

/** Where activity is kept. Rejects when that does not answer. */
export interface ActivityStore {
  record(userId: string, action: UserAction): Promise<void>;
  recent(userId: string): Promise<readonly UserAction[]>;
  countTitle(userId: string, title: string): Promise<void>;
  /** All that is kept when `limit` is undefined; the most used first. */
  titles(userId: string, limit: number | undefined): Promise<readonly string[]>;
  rank(rankings: readonly RankingScores[]): Promise<void>;
  top(ranking: string, days: readonly string[], limit: number): Promise<readonly Ranked[]>;
  forget(userId: string): Promise<void>;
}

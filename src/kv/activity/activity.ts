import type { UserAction } from './user-action.ts';

/**
 * What users do: enough for "your last actions", suggestions and rankings, and nothing that anyone would miss. So no
 * call rejects because a server is away: what was to be written is lost then, and what was asked for is empty. Open it
 * as `kv.activity`.
 */
export interface Activity {
  /** Remembers an action of a user's. The last 100 are kept, for 30 days. */
  record(userId: string | number, action: NewAction): Promise<void>;
  /** A user's last actions, newest first. */
  recent(userId: string | number): Promise<readonly UserAction[]>;
  /** Counts a use of a title. The 1,000 most used of a user are kept, for half a year after the last use of any. */
  countTitle(userId: string | number, title: string): Promise<void>;
  /** A user's most used titles, the most used first. */
  suggestTitles(userId: string | number, wanted?: WantedTitles): Promise<readonly string[]>;
  /** Adds to rankings of today (UTC). Of each, the first 1,000 at least are kept, for 30 days. */
  rank(scores: readonly Score[]): Promise<void>;
  /** The first of a ranking over some days up to today, the highest score first. */
  top(ranking: string, wanted?: WantedRanks): Promise<readonly Ranked[]>;
  /** Forgets a user's actions and titles. Rankings name no user unless their members do. */
  forget(userId: string | number): Promise<void>;
}

export interface NewAction {
  /** Like `task-created` or `GET /tasks`. What is beyond 200 characters is cut off. */
  readonly action: string;
  readonly ip?: string | undefined;
  /** Default now. */
  readonly timestamp?: Date;
}

export interface WantedTitles {
  /** Only titles that begin so, whatever the case. Default all. */
  readonly startsWith?: string;
  /** Default 5. */
  readonly limit?: number;
}

export interface Score {
  /** Like `viewed-products`. */
  readonly ranking: string;
  /** Who or what rises. What is beyond 200 characters is cut off. */
  readonly member: string;
  /** Default 1. */
  readonly by?: number;
}

export interface WantedRanks {
  /** 1 to 30. Default 7. */
  readonly days?: number;
  /** Default 10. */
  readonly limit?: number;
}

export interface Ranked {
  readonly member: string;
  readonly score: number;
}

import type { HandlerContext } from '../../src/job/handler-context.ts';

/** What the handlers of this folder need beside the platform. */
export interface CacheServices {
  readonly warming: Warming;
}

export type CacheContext = HandlerContext<CacheServices>;

/** Fills the cache before anybody asks. */
export interface Warming {
  /** Ids of users with a paid subscription who were active since then. */
  findActive(since: Date): Promise<readonly number[]>;
  /** Makes anew what a user's first page shows, and keeps it for so long. */
  warm(userId: number, keepForMs: number): Promise<void>;
}

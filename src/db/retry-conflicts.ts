import { setTimeout as wait } from 'node:timers/promises';

const MAX_TRIES = 6;
const CONFLICTS = new Set(['40001', '40P01']);

/**
 * Runs `work`, and again when PostgreSQL rolled it back for a serialization failure or a deadlock: five times more,
 * after 10 to 320 ms each with jitter.
 */
export async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_TRIES || !isConflict(error)) throw error;
      await wait(5 * 2 ** attempt * (1 + Math.random()));
    }
  }
}

/** Whether PostgreSQL gave up on a transaction for a deadlock or a serialization failure: nothing is wrong with it. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONFLICTS.has(String(error.code));
}

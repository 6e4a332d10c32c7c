import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait and for what; the words of `what` stand in the error when the time is over. */
export interface Until {
  /** Default 10,000. */
  readonly timeoutMs?: number;
  readonly what: string;
  /** Milliseconds between two looks. Default 20. */
  readonly everyMs?: number;
}

/**
 * Looks again and again until `check` answers something other than undefined, null or false, and returns that. What
 * `check` throws counts as "not yet". Throws when the time is over, with what it waited for and what it saw last.
 */
export async function until<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 10_000, what, everyMs = 20 }: Until,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs;
  let seen: unknown;
  do {
    try {
      const answer = await check();
      // The three values that mean "not yet" are ruled out by the condition.
      if (answer !== undefined && answer !== null && answer !== false) {
        return answer as Exclude<T, undefined | null | false>;
      }
      seen = answer;
    } catch (error) {
      seen = error;
    }
    await sleep(everyMs);
  } while (performance.now() < deadline);
  throw new Error(`waited ${timeoutMs} ms for ${what}; saw last: ${describe(seen)}`, { cause: seen });
}

function describe(seen: unknown): string {
  return seen instanceof Error ? seen.message : String(seen);
}

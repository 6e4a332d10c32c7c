import { setTimeout as sleep } from 'node:timers/promises';
import { keptAWhile } from '../../src/ledger/kept-a-while.ts';

/**
 * Asks something costly without making a page wait for it: gives the answer when it comes within `waitMs` milliseconds,
 * else the last one, or `undefined` before the first.
 */
export function glanceAt<Answer>(
  ask: () => Promise<Answer>,
  waitMs = 150,
): () => Promise<Answer | undefined> {
  const kept = keptAWhile(ask);
  let last: Answer | undefined;
  return async () => {
    const fresh = kept().then((answer) => {
      last = answer;
      return answer;
    });
    // Told at the next look, when nobody waits for it any more.
    fresh.catch(() => undefined);
    const patience = new AbortController();
    const tired = sleep(waitMs, undefined, { signal: patience.signal }).then(() => last);
    tired.catch(() => undefined);
    return Promise.race([fresh, tired]).finally(() => patience.abort());
  };
}

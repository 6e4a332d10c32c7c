import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoRow } from './demo-row.ts';
import type { LiveTable } from './live-table.ts';

const lookEveryMs = 200;
const looksThatAgree = 2;

/**
 * Shows what jobs are doing until all have ended, or the time is over; gives the last look. An end counts when two looks
 * agree on it: between a broker and a worker, a job of an unrecorded queue can be seen nowhere.
 */
export async function watchSamples(
  look: () => Promise<readonly DemoRow[]>,
  options: { readonly table: LiveTable<DemoRow>; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly DemoRow[]> {
  const deadline = performance.now() + options.timeoutMs;
  let agreeing = 0;
  for (;;) {
    const rows = await look();
    agreeing = rows.every(hasEnded) ? agreeing + 1 : 0;
    if (agreeing === looksThatAgree || performance.now() > deadline || options.signal.aborted) {
      options.table.end(rows);
      return rows;
    }
    options.table.show(rows);
    await sleep(lookEveryMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

function hasEnded({ state }: DemoRow): boolean {
  return state !== 'waiting' && state !== 'published' && state !== 'active';
}

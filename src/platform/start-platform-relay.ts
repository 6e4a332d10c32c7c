import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import type { Platform } from './platform.ts';

/** A relay at work. */
export interface RunningRelay {
  stop(): Promise<void>;
}

/** Between two looks when nothing is due, in milliseconds. */
const POLL_MS = 20;

/** Publishes what becomes due, until stopped. */
export async function startPlatformRelay({
  ledger,
  brokers,
  registry,
  log,
}: Platform): Promise<RunningRelay> {
  const stopping = new AbortController();
  const work = (async () => {
    while (!stopping.signal.aborted) {
      const published = await ledger
        .publishDue((batch) => brokers.publish(batch, registry.getQueue), { limit: 500 })
        .then((report) => report.published)
        .catch((error: unknown) => {
          if (!(error instanceof LedgerUnavailableError))
            log.error('The relay could not publish', { error: String(error) });
          return 0;
        });
      if (published === 0)
        await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await work;
    },
  };
}

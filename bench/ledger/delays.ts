import { setTimeout as wait } from 'node:timers/promises';
import { rowsOf } from '../../src/db/rows-of.ts';
import { startRelay } from '../../src/ledger/relay/start-relay.ts';
import { type BenchLedger, benchJob } from './open-bench-ledger.ts';

const PER_SECOND = 200;
const SECONDS = 10;

/** How late delayed jobs reach the broker, in milliseconds; both ends by the same clock. */
export async function delays({ ledger, database }: BenchLedger): Promise<Readonly<Record<string, number>>> {
  const dueAtMs = new Map<string, number>();
  const late: number[] = [];
  const relay = startRelay({
    ledger,
    database,
    publish: (batch) => {
      for (const { id } of batch) late.push(Date.now() - (dueAtMs.get(id) ?? Number.NaN));
      return Promise.resolve(batch.map(() => undefined));
    },
  });
  const [clock] = await rowsOf<{ ms: number }>(
    database,
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
  );
  const skewMs = (clock?.ms ?? 0) - Date.now();
  const from = Date.now();
  for (let sent = 0; sent < PER_SECOND * SECONDS; sent += 1) {
    const delayMs = 500 + Math.random() * 1_000;
    const job = benchJob({ kind: 'at', at: new Date(Date.now() + delayMs + skewMs) });
    dueAtMs.set(job.id, Date.now() + delayMs);
    void ledger.accept([job]);
    await wait(Math.max(0, from + (sent * 1_000) / PER_SECOND - Date.now()));
  }
  while (late.length < PER_SECOND * SECONDS) await wait(50);
  await relay.close();
  const sorted = late.toSorted((a, b) => a - b);
  const at = (part: number): number => Math.round(10 * (sorted[Math.floor(sorted.length * part)] ?? 0)) / 10;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

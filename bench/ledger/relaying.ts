import { startRelay } from '../../src/ledger/relay/start-relay.ts';
import { type BenchLedger, fill } from './open-bench-ledger.ts';

type Case = (bench: BenchLedger, jobs: number) => Promise<number>;

/** A relay with a backlog. */
export const relaying: Readonly<Record<string, Case>> = {
  'relay, one lane': (bench, jobs) => drain(bench, jobs, 1),
  'relay, two lanes': (bench, jobs) => drain(bench, jobs, 2),
};

async function drain({ ledger, database }: BenchLedger, jobs: number, lanes: number): Promise<number> {
  await fill(ledger, jobs, { kind: 'after', delayMs: 0 });
  const from = performance.now();
  let published = 0;
  await new Promise<void>((resolve) => {
    const relay = startRelay({
      ledger,
      database,
      lanes,
      publish: (batch) => Promise.resolve(batch.map(() => undefined)),
      onBatch: (_, report) => {
        published += report.published;
        if (published >= jobs) void relay.close().then(resolve);
      },
    });
  });
  return (jobs / (performance.now() - from)) * 1_000;
}

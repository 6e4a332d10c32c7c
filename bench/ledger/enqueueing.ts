import { coalesce } from '../../src/ledger/coalesce.ts';
import type { NewJob } from '../../src/ledger/ledger.ts';
import { inFlight } from './in-flight.ts';
import { type BenchLedger, benchJob } from './open-bench-ledger.ts';

type Case = (bench: BenchLedger, jobs: number) => Promise<number>;

/** The way in, as producers use it. */
export const enqueueing: Readonly<Record<string, Case>> = {
  'accept, one by one': ({ ledger }, jobs) => {
    return inFlight(manyJobs(jobs / 20), 1, (job) => ledger.accept([job]));
  },
  'accept, 100 in flight': ({ ledger }, jobs) => {
    return inFlight(
      manyJobs(jobs),
      100,
      coalesce((batch: readonly NewJob[]) => ledger.accept(batch)),
    );
  },
  'accept and mark lazily, 100 in flight': async ({ ledger }, jobs) => {
    const accept = coalesce((batch: readonly NewJob[]) => ledger.accept(batch));
    const mark = coalesce(
      async (batch: readonly NewJob[]) => {
        await ledger.markPublished(batch.map(({ id }) => ({ id, publication: 1 })));
        return batch;
      },
      { waitMs: 100 },
    );
    const marks: Promise<unknown>[] = [];
    const rate = await inFlight(manyJobs(jobs), 100, async (job) => {
      await accept(job);
      marks.push(mark(job));
    });
    await Promise.all(marks);
    return rate;
  },
  'accept in chunks of 250, four in flight': async ({ ledger }, jobs) => {
    const chunks = Array.from({ length: Math.ceil(jobs / 250) }, () => manyJobs(250));
    return 250 * (await inFlight(chunks, 4, (chunk) => ledger.accept(chunk)));
  },
};

function manyJobs(count: number): readonly NewJob[] {
  return Array.from({ length: count }, () => benchJob());
}

import type { JobCounts } from '@bull-board/api/dist/types.js';
import { runningJobs } from '../../src/ledger/search/running-jobs.ts';
import { type Carried, describeCarried, readCarried } from './carried.ts';
import { LedgerAdapter } from './ledger-adapter.ts';
import type { LedgerQueue } from './ledger-queue.ts';

/**
 * An unrecorded queue into which nobody looks: its broker's counts, what its workers say they run, and what the ledger
 * keeps of such queues, which is what failed or waits for a time. What is not known is said to be unknown below the
 * queue's name, and not counted.
 */
export class UnrecordedAdapter extends LedgerAdapter {
  readonly #queue: LedgerQueue;
  #carried: Carried | undefined;

  constructor(queue: LedgerQueue) {
    super(queue);
    this.#queue = queue;
  }

  /** Bull Board asks for the counts first. */
  override getDescription(): string {
    const description = super.getDescription();
    return this.#carried ? `${description} · ${describeCarried(this.#carried)}` : description;
  }

  override async getJobCounts(): Promise<JobCounts> {
    const [counts, carried, running] = await Promise.all([
      super.getJobCounts(),
      readCarried(this.#queue),
      this.#countRunning(),
    ]);
    this.#carried = carried;
    const { waiting = 0 } = counts;
    return { ...counts, waiting: waiting + (carried.ready ?? 0), active: running };
  }

  async #countRunning(): Promise<number> {
    const names = new Set(this.#queue.definitions.flatMap(({ name, aliases }) => [name, ...aliases]));
    const running = runningJobs(await this.#queue.source.operations.workers());
    return running.filter(({ name }) => names.has(name)).length;
  }
}

import type { JobCounts } from '@bull-board/api/dist/types.js';
import { LedgerAdapter } from './ledger-adapter.ts';
import type { LedgerQueue } from './ledger-queue.ts';

/**
 * An unrecorded queue into which nobody looks: its broker's counts, and what the ledger keeps of such queues, which is
 * what failed or waits for a time.
 */
export class UnrecordedAdapter extends LedgerAdapter {
  readonly #queue: LedgerQueue;

  constructor(queue: LedgerQueue) {
    super(queue);
    this.#queue = queue;
  }

  override async getJobCounts(): Promise<JobCounts> {
    const [counts, carried] = await Promise.all([super.getJobCounts(), this.#carried()]);
    const { waiting = 0, active = 0 } = counts;
    return { ...counts, waiting: waiting + carried.ready, active: active + carried.held };
  }

  /** A broker that is away must not take the other queues off the board. */
  async #carried(): Promise<{ readonly ready: number; readonly held: number }> {
    const { queue, source } = this.#queue;
    const { brokers } = source.platform;
    try {
      const { ready, held } = await (await brokers.of(queue)).counts(queue);
      return { ready, held: held ?? 0 };
    } catch {
      return { ready: 0, held: 0 };
    }
  }
}

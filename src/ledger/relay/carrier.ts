import { asError } from '../../as-error.ts';
import type { DueReport } from '../ledger.ts';
import { LedgerUnavailableError } from '../ledger-errors.ts';
import { Refusals } from './refusals.ts';
import type { RelaySettings } from './relay.ts';

/** A queue that was refused is tried again with so few rows. */
const PROBE_ROWS = 10;
/** Rows that are due and locked are in the hands of another relay for so long, in milliseconds. */
const ELSEWHERE_MS = 15;
const AFTER_OUTAGE_MS = 500;

/** The batches under way on one broker. Others' rows do not wait for it, however slow it is. */
export class Carrier {
  readonly #settings: RelaySettings;
  readonly #onFree: () => void;
  readonly #refusals: Refusals;
  readonly #underWay = new Map<Promise<void>, string>();
  /** Queues whose last batch was full, so that a second lane finds rows too. */
  readonly #crowded = new Set<string>();
  readonly #elsewhereUntilMs = new Map<string, number>();

  constructor(name: string, settings: RelaySettings, onFree: () => void) {
    this.#settings = settings;
    this.#onFree = onFree;
    this.#refusals = new Refusals(name, settings.log);
  }

  /** Begins a batch of the queue, if a lane is free and the queue is to be had; else the next look offers it again. */
  offer(queue: string): boolean {
    if (!this.#isOpen(queue)) return false;
    const batch = this.#publish(queue).finally(() => {
      this.#underWay.delete(batch);
      this.#onFree();
    });
    this.#underWay.set(batch, queue);
    return true;
  }

  /** Milliseconds until queues that cannot be had now may be offered again. */
  waitsMs(): readonly number[] {
    const now = performance.now();
    const elsewhere = [...this.#elsewhereUntilMs.values()].map((untilMs) => untilMs - now);
    return [...this.#refusals.retriesInMs(), ...elsewhere.filter((ms) => ms > 0)];
  }

  async idle(): Promise<void> {
    await Promise.all(this.#underWay.keys());
  }

  #isOpen(queue: string): boolean {
    const isInHand = [...this.#underWay.values()].includes(queue);
    return (
      this.#underWay.size < this.#settings.lanes &&
      (!isInHand || this.#crowded.has(queue)) &&
      this.#refusals.mayAsk(queue) &&
      (this.#elsewhereUntilMs.get(queue) ?? 0) <= performance.now()
    );
  }

  async #publish(queue: string): Promise<void> {
    const { ledger, publish, batch, onBatch } = this.#settings;
    const limit = this.#refusals.has(queue) ? PROBE_ROWS : batch;
    try {
      const report = await ledger.publishDue(queue, publish, limit);
      this.#note(queue, report, limit);
      onBatch(queue, report);
    } catch (error) {
      // Nothing was deleted, so the rows are still due. That PostgreSQL is away is logged where it is noticed.
      if (error instanceof LedgerUnavailableError)
        this.#elsewhereUntilMs.set(queue, performance.now() + AFTER_OUTAGE_MS);
      else this.#refusals.refused(queue, asError(error));
    }
  }

  #note(queue: string, { taken, published, failed, cause }: DueReport, limit: number): void {
    if (failed > 0 && published === 0) this.#refusals.refused(queue, cause);
    if (published > 0) this.#refusals.taken(queue);
    if (taken === limit && published > 0) this.#crowded.add(queue);
    else this.#crowded.delete(queue);
    if (taken > 0) this.#elsewhereUntilMs.delete(queue);
    else this.#elsewhereUntilMs.set(queue, performance.now() + ELSEWHERE_MS);
  }
}

import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../telemetry/log.ts';
import type { Ledger, Recovered } from '../ledger.ts';

/** After the first look, in milliseconds: a worker that died with the broker is believed to live until its lease is over. */
const AGAIN_MS = [15_000, 60_000];
const RETRY_MS = 500;
/** What was published before the first look is marked as published so much later, in milliseconds; the sweep finds the rest. */
const LATE_MARKS_MS = 1_000;

export interface RecoveriesParts {
  readonly ledger: Pick<Ledger, 'recover'>;
  readonly log: Log;
  readonly onRecovered: (queue: string, recovered: Recovered) => void;
}

/** Recoveries under way, one for a queue at a time. */
export class Recoveries {
  readonly #parts: RecoveriesParts;
  readonly #closing = new AbortController();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(parts: RecoveriesParts) {
    setMaxListeners(0, this.#closing.signal); // one for each queue
    this.#parts = parts;
  }

  /** Begins one; when one is under way its later looks do for both, but the first look is taken again. */
  start(queue: string, why: string): void {
    const before = this.#underWay.get(queue);
    const work = before ? this.#look(queue, why, 0) : this.#recover(queue, why);
    const tracked = Promise.all([before, work]).then(() => {
      if (this.#underWay.get(queue) === tracked) this.#underWay.delete(queue);
    });
    this.#underWay.set(queue, tracked);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay.values());
  }

  async #recover(queue: string, why: string): Promise<void> {
    const startedAtMs = performance.now();
    await this.#look(queue, why, 0);
    for (const delayMs of AGAIN_MS) {
      await this.#sleep(delayMs);
      // What was published since then has been given to a broker that remembers.
      await this.#look(queue, `${why} (again)`, performance.now() - startedAtMs - LATE_MARKS_MS);
    }
  }

  /** Tries until PostgreSQL answers. */
  async #look(queue: string, why: string, olderThanMs: number): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        this.#tell(queue, why, await this.#parts.ledger.recover(queue, why, olderThanMs));
        return;
      } catch (error) {
        this.#parts.log.debug('recovery has to wait', { queue, error: String(error) });
        await this.#sleep(RETRY_MS);
      }
    }
  }

  #tell(queue: string, why: string, recovered: Recovered): void {
    const { repeated, released } = recovered;
    if (repeated + released === 0) return;
    this.#parts.log.warn('a broker forgot jobs, which are carried again', { queue, why, repeated, released });
    this.#parts.onRecovered(queue, recovered);
  }

  async #sleep(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}

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
  /** When to look again after the first look, each in milliseconds after the one before. Default 15 s and 60 s. */
  readonly againMs?: readonly number[];
}

/** Recoveries under way; of a queue, the newest takes over the looks of those before it. */
export class Recoveries {
  readonly #parts: RecoveriesParts;
  readonly #closing = new AbortController();
  readonly #newest = new Map<string, object>();
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: RecoveriesParts) {
    setMaxListeners(0, this.#closing.signal); // one for each queue
    this.#parts = parts;
  }

  /** Looks at once, and again when workers that died with the broker are no longer believed to live. */
  start(queue: string, why: string): void {
    const work = this.#recover(queue, why).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }

  async #recover(queue: string, why: string): Promise<void> {
    const self = {};
    this.#newest.set(queue, self);
    const startedAtMs = performance.now();
    await this.#look(queue, why, 0);
    for (const delayMs of this.#parts.againMs ?? AGAIN_MS) {
      await this.#sleep(delayMs);
      if (this.#newest.get(queue) !== self) return;
      // What was published since then has been given to a broker that remembers.
      const sinceMs = Math.max(0, performance.now() - startedAtMs - LATE_MARKS_MS);
      await this.#look(queue, `${why} (again)`, sinceMs);
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

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';

/** Between two tries while PostgreSQL is away, in milliseconds: at most two a second. */
const RETRY_MS = 500;

export interface LedgerGateEvents {
  /** PostgreSQL has stopped answering: take no more deliveries. */
  readonly onAway: (cause: LedgerUnavailableError) => void;
  readonly onBack: () => void;
}

/**
 * Asks the ledger until it answers: a ledger that is away must neither fail nor settle anything. The first failure
 * pauses the worker, the first answer resumes it.
 */
export class LedgerGate {
  readonly #events: LedgerGateEvents;
  readonly #gaveUp = new AbortController();
  #isAway = false;

  constructor(events: LedgerGateEvents) {
    setMaxListeners(0, this.#gaveUp.signal); // one for each question that waits
    this.#events = events;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Rejects with {@link LedgerUnavailableError} only after `giveUp`; other errors pass at once. */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        const answer = await question();
        this.#back();
        return answer;
      } catch (error) {
        if (!(error instanceof LedgerUnavailableError) || this.#gaveUp.signal.aborted) throw error;
        this.#away(error);
        await sleep(RETRY_MS, undefined, { signal: this.#gaveUp.signal }).catch(() => undefined);
      }
    }
  }

  /** From now on nobody waits for PostgreSQL any longer: the worker must end. */
  giveUp(): void {
    this.#gaveUp.abort();
  }

  #away(error: LedgerUnavailableError): void {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#events.onAway(error);
  }

  #back(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    this.#events.onBack();
  }
}

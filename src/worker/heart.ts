import type { BeatAnswer, Ledger, WorkerIdentity } from '../ledger/ledger.ts';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import type { Json } from '../job/json.ts';
import type { Running } from './running.ts';

/** How often a worker says that it lives, and how long it is believed, in milliseconds. */
export interface Pulse {
  readonly everyMs: number;
  readonly leaseMs: number;
}

/** RabbitMQ hands a dead worker's messages on at once, so its lease must be short to keep the promised 2 s. */
export const RABBITMQ_PULSE: Pulse = { everyMs: 400, leaseMs: 1_500 };

/** BullMQ's own lock runs out after 10 s; the lease only has to be over by then. */
export const BULLMQ_PULSE: Pulse = { everyMs: 800, leaseMs: 8_000 };

/** Attempts shorter than this end before a beat could tell them anything, in milliseconds. */
const YOUNG_MS = 100;

export interface HeartParts {
  readonly ledger: Ledger;
  readonly worker: WorkerIdentity;
  readonly pulse: Pulse;
  readonly running: Running;
  readonly stats: () => Json;
  readonly onAnswer: (answer: BeatAnswer) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** Renews the worker's lease and learns with each beat what is paused, cancelled or lost. */
export class Heart {
  readonly #parts: HeartParts;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;
  #isStopped = false;

  constructor(parts: HeartParts) {
    this.#parts = parts;
  }

  /** Resolves with the first answer, so that a paused queue is not consumed first. */
  async start(): Promise<void> {
    await this.beat();
  }

  /** Beats now instead of later, because something was announced. */
  beat(): Promise<void> {
    this.#beating ??= this.#beatOnce().finally(() => {
      this.#beating = undefined;
      clearTimeout(this.#timer);
      if (!this.#isStopped) this.#timer = setTimeout(() => void this.beat(), this.#parts.pulse.everyMs);
    });
    return this.#beating;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#beating;
    await this.#parts.ledger.leave(this.#parts.worker.id).catch(() => undefined);
  }

  async #beatOnce(): Promise<void> {
    const { ledger, worker, pulse, running, stats, onAnswer, onTrouble } = this.#parts;
    try {
      onAnswer(
        await ledger.beat({
          worker,
          leaseMs: pulse.leaseMs,
          running: running.fences(YOUNG_MS),
          stats: stats(),
        }),
      );
    } catch (error) {
      if (!(error instanceof LedgerUnavailableError)) onTrouble(error);
    }
  }
}

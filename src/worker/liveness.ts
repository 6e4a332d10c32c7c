import type { Log } from '../telemetry/log.ts';
import type { Line } from './line.ts';

/** How long a worker may claim nothing though it could, in milliseconds, before its consumer is rebuilt, and before it gives up. */
export interface Patience {
  readonly rebuildAfterMs: number;
  readonly giveUpAfterMs: number;
  readonly everyMs: number;
}

const PATIENCE: Patience = { rebuildAfterMs: 30_000, giveUpAfterMs: 60_000, everyMs: 5_000 };

export interface LivenessParts {
  readonly lines: () => readonly Line[];
  readonly hasFreeSlot: () => boolean;
  /** The process does not work and cannot mend itself: its supervisor must start another. */
  readonly onDead: (why: string) => void;
  readonly log: Log;
  readonly patience?: Patience;
}

/**
 * Watches whether a worker makes progress. Connections that look healthy and deliver nothing are known of every
 * broker's client, so what counts is work: a slot is free, the queue is neither paused nor empty, its broker answers,
 * and yet nothing was delivered for a minute.
 */
export class Liveness {
  readonly #parts: LivenessParts;
  readonly #patience: Patience;
  readonly #idle = new Map<Line, { readonly sinceMs: number; readonly deliveries: number }>();
  readonly #rebuilt = new Set<Line>();
  #timer: NodeJS.Timeout | undefined;
  #whyNot: string | undefined;

  constructor(parts: LivenessParts) {
    this.#parts = parts;
    this.#patience = parts.patience ?? PATIENCE;
  }

  /** Why the worker does not do its work; `undefined` when it does. */
  get whyNotLive(): string | undefined {
    return this.#whyNot;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#check(), this.#patience.everyMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #check(): Promise<void> {
    for (const line of this.#parts.lines()) await this.#checkLine(line).catch(() => this.#forget(line));
    if (this.#timer) this.start();
  }

  async #checkLine(line: Line): Promise<void> {
    const isIdle =
      !line.isHalted && this.#parts.hasFreeSlot() && (await line.broker.counts(line.queue)).ready > 0;
    if (!isIdle) return this.#forget(line);
    const idle = this.#idle.get(line);
    if (idle?.deliveries !== line.deliveries)
      return void this.#idle.set(line, { sinceMs: performance.now(), deliveries: line.deliveries });
    const idleMs = performance.now() - idle.sinceMs;
    if (idleMs >= this.#patience.giveUpAfterMs) return this.#giveUp(line, idleMs);
    if (idleMs >= this.#patience.rebuildAfterMs && !this.#rebuilt.has(line))
      await this.#rebuild(line, idleMs);
  }

  async #rebuild(line: Line, idleMs: number): Promise<void> {
    this.#rebuilt.add(line);
    this.#parts.log.warn('Nothing is delivered though jobs wait: the consumer is rebuilt', {
      queue: line.queue.name,
      idleMs,
    });
    await line.rebuild();
  }

  #giveUp(line: Line, idleMs: number): void {
    const why = `nothing was delivered from queue ${line.queue.name} for ${Math.round(idleMs / 1_000)} s though jobs wait and a slot is free`;
    if (this.#whyNot === undefined) this.#parts.onDead(why);
    this.#whyNot = why;
  }

  #forget(line: Line): void {
    this.#idle.delete(line);
    this.#rebuilt.delete(line);
  }
}

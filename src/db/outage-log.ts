import type { Log } from '../telemetry/log.ts';

/** Logs an outage of PostgreSQL once when it begins, and once more when it ends, with its length. */
export class OutageLog {
  readonly #log: Log;
  #sinceMs: number | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  began(cause: unknown): void {
    if (this.#sinceMs !== undefined) return;
    this.#sinceMs = performance.now();
    this.#log.warn('PostgreSQL does not answer', { cause: cause instanceof Error ? cause.message : cause });
  }

  ended(): void {
    if (this.#sinceMs === undefined) return;
    const downMs = Math.round(performance.now() - this.#sinceMs);
    this.#sinceMs = undefined;
    this.#log.info('PostgreSQL answers again', { downMs });
  }
}

import type { Log } from './log.ts';

/** Logs an outage of a server once when it begins, and once more when it ends, with its length. */
export class OutageLog {
  readonly #log: Log;
  readonly #server: string;
  #sinceMs: number | undefined;

  /** `server` is what the lines call it, like `PostgreSQL`. */
  constructor(log: Log, server: string) {
    this.#log = log;
    this.#server = server;
  }

  began(cause: unknown): void {
    if (this.#sinceMs !== undefined) return;
    this.#sinceMs = performance.now();
    this.#log.warn(`${this.#server} does not answer`, {
      cause: cause instanceof Error ? cause.message : cause,
    });
  }

  ended(): void {
    if (this.#sinceMs === undefined) return;
    const downMs = Math.round(performance.now() - this.#sinceMs);
    this.#sinceMs = undefined;
    this.#log.info(`${this.#server} answers again`, { downMs });
  }
}

import type { Log } from '../../telemetry/log.ts';

const MAX_SKEW_MS = 5_000;

/** Warns once when the process's clock and the database's are more than 5 s apart, and says when they are no more. */
export class SkewWatch {
  readonly #log: Log;
  #isSkewed = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** One reading of the database's clock, and when it was asked for and had by the process's. */
  observe(databaseMs: number, askedMs: number, answeredMs: number): void {
    const skewMs = Math.round(databaseMs - (askedMs + answeredMs) / 2);
    const uncertaintyMs = (answeredMs - askedMs) / 2;
    const isSkewed = Math.abs(skewMs) - uncertaintyMs > MAX_SKEW_MS;
    if (isSkewed === this.#isSkewed) return;
    this.#isSkewed = isSkewed;
    if (isSkewed) {
      this.#log.warn("this machine's clock differs from the database's, which decides; synchronise the two", {
        skewMs,
      });
    } else {
      this.#log.info("this machine's clock agrees with the database's again", { skewMs });
    }
  }
}

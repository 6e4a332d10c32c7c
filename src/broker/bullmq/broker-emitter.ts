import { EventEmitter } from 'node:events';
import type { Log } from '../../telemetry/log.ts';
import type { BrokerEvents } from '../broker.ts';

/** Tells of a broker's connection and memory, and logs it; `lost` and `restored` alternate. */
export class BrokerEmitter extends EventEmitter<BrokerEvents> {
  readonly #server: string;
  readonly #log: Log;
  #lostAtMs: number | undefined;
  #isEnded = false;

  /** @param server What the log calls it: `Redis` or `PostgreSQL`. */
  constructor(server: string, log: Log) {
    super();
    this.#server = server;
    this.#log = log;
    // Each new queue is such a case; recovery warns when it finds that jobs are missing.
    this.on('forgot', (queue, why) => log.info(`${server} may have forgotten a queue`, { queue, why }));
  }

  get isLost(): boolean {
    return this.#lostAtMs !== undefined;
  }

  /** What is lost from now on is meant to be. */
  end(): void {
    this.#isEnded = true;
  }

  lose(cause: Error): void {
    if (this.#isEnded || this.#lostAtMs !== undefined) return;
    this.#lostAtMs = performance.now();
    this.#log.warn(`${this.#server} does not answer; queues wait for it`, { cause: cause.message });
    this.emit('lost', cause);
  }

  restore(): void {
    if (this.#lostAtMs === undefined) return;
    const downMs = Math.round(performance.now() - this.#lostAtMs);
    this.#lostAtMs = undefined;
    this.#log.info(`${this.#server} answers again`, { downMs });
    this.emit('restored', downMs);
  }
}

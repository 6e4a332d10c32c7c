import { EventEmitter } from 'node:events';
import type { Log } from '../../telemetry/log.ts';
import { OutageLog } from '../../telemetry/outage-log.ts';
import type { BrokerEvents } from '../broker.ts';
import type { Link } from './link.ts';

/**
 * What others must know of the broker: that the first of its links is gone, that the last is back, and which queues
 * were forgotten. An outage is logged once, and once when it is over.
 */
export class BrokerNews {
  readonly #emitter = new EventEmitter<BrokerEvents>();
  readonly #log: Log;
  readonly #outage: OutageLog;
  readonly #down = new Set<Link>();
  /** Found before anybody listened, while the broker was being opened. */
  #unheard: BrokerEvents['forgot'][] = [];
  #downSinceMs = 0;

  constructor(log: Log) {
    this.#log = log;
    this.#outage = new OutageLog(log, 'RabbitMQ');
  }

  watch(link: Link): void {
    link.on('down', (cause) => this.#lose(link, cause));
    link.on('failed', (cause) => this.#lose(link, cause));
    link.on('up', () => this.#regain(link));
    link.on('blocked', (why) => this.#tellBlocked(why));
  }

  forgot(queue: string, why: string): void {
    this.#log.warn('A queue was missing on RabbitMQ and has been declared', { queue, why });
    if (!this.#emitter.emit('forgot', queue, why)) this.#unheard.push([queue, why]);
  }

  on<Event extends keyof BrokerEvents>(
    event: Event,
    listener: (...details: BrokerEvents[Event]) => void,
  ): void {
    // The emitter's own type is narrower than a generic listener, though each event has exactly these details.
    this.#emitter.on(event, listener as never);
    if (event !== 'forgot') return;
    for (const details of this.#unheard.splice(0)) this.#emitter.emit('forgot', ...details);
  }

  #lose(link: Link, cause: Error): void {
    const isFirst = this.#down.size === 0;
    this.#down.add(link);
    if (!isFirst) return;
    this.#downSinceMs = performance.now();
    this.#outage.began(cause);
    this.#emitter.emit('lost', cause);
  }

  #regain(link: Link): void {
    if (!this.#down.delete(link) || this.#down.size > 0) return;
    const downMs = Math.round(performance.now() - this.#downSinceMs);
    this.#outage.ended();
    this.#emitter.emit('restored', downMs);
  }

  #tellBlocked(why: string | undefined): void {
    if (why === undefined) this.#log.info('RabbitMQ takes publications again');
    else this.#log.warn('RabbitMQ takes no publications', { why });
  }
}

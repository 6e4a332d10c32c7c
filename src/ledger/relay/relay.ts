import { CHANNELS } from '../channels.ts';
import type { DueQueue } from '../ledger.ts';
import { Alarm } from './alarm.ts';
import { Carrier } from './carrier.ts';
import type { RelayOptions } from './start-relay.ts';

/** Between two looks, in milliseconds: a storm of notifications must not become a storm of looks. */
const MIN_LOOK_MS = 3;
const AFTER_ERROR_MS = 500;

export type RelaySettings = Required<Omit<RelayOptions, 'database'>> & Pick<RelayOptions, 'database'>;

/** Looks which queues have due rows, gives them to their carriers, and sleeps until the next row is due. */
export class Relay {
  readonly #settings: RelaySettings;
  readonly #alarm = new Alarm();
  readonly #carriers = new Map<string, Carrier>();
  /** When each queue was last served: of queues that are due, the longest neglected comes first. */
  readonly #servedAt = new Map<string, number>();
  #stopListening: () => void = () => {};
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(settings: RelaySettings) {
    this.#settings = settings;
  }

  start(): void {
    const wake = () => this.#alarm.ring();
    const heard = this.#settings.database?.listen(CHANNELS.due, { onMessage: wake, onGap: wake });
    this.#stopListening = heard ?? (() => {});
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopListening();
    this.#alarm.ring();
    await this.#running;
    await Promise.all([...this.#carriers.values()].map((carrier) => carrier.idle()));
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const sleepMs = await this.#look().catch((error: unknown) => {
        this.#settings.log.debug('the relay could not look', { error: String(error) });
        return AFTER_ERROR_MS;
      });
      await this.#alarm.sleep(MIN_LOOK_MS, Math.min(sleepMs, this.#settings.pollMs));
    }
  }

  /** Gives how long to sleep at most, in milliseconds. */
  async #look(): Promise<number> {
    const queues = await this.#settings.ledger.dueQueues();
    const due = queues.filter(({ dueInMs }) => dueInMs <= 0);
    for (const { queue } of due.toSorted((a, b) => this.#lastServed(a) - this.#lastServed(b))) {
      if (this.#carrierOf(queue).offer(queue)) this.#servedAt.set(queue, performance.now());
    }
    const later = queues.filter(({ dueInMs }) => dueInMs > 0).map(({ dueInMs }) => dueInMs);
    return Math.min(this.#settings.pollMs, ...later, ...this.#waits());
  }

  #lastServed({ queue }: DueQueue): number {
    return this.#servedAt.get(queue) ?? 0;
  }

  #carrierOf(queue: string): Carrier {
    const name = this.#carrierNameOf(queue);
    const carrier = this.#carriers.get(name) ?? new Carrier(name, this.#settings, () => this.#alarm.ring());
    this.#carriers.set(name, carrier);
    return carrier;
  }

  /** A queue that was taken out of the configuration stands for itself, so that it disturbs no other. */
  #carrierNameOf(queue: string): string {
    try {
      return this.#settings.carrierOf(queue);
    } catch {
      return queue;
    }
  }

  #waits(): readonly number[] {
    return [...this.#carriers.values()].flatMap((carrier) => carrier.waitsMs());
  }
}

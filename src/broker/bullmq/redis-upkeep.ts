import type { Log } from '../../telemetry/log.ts';
import type { BrokerEmitter } from './broker-emitter.ts';
import type { RedisClient } from './connect-redis.ts';
import { CorruptRows } from './corrupt-rows.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { RedisGate } from './redis-gate.ts';
import { redisMarkerStore } from './redis-marker-store.ts';

const LOOK_MS = 5_000;
const MEND_MS = 30_000;

export interface RedisUpkeepOptions {
  readonly client: RedisClient;
  readonly gate: RedisGate;
  readonly events: BrokerEmitter;
  /** First part of all keys, without a colon. */
  readonly prefix: string;
  readonly log: Log;
}

/**
 * Looks after the watched queues: every 5 s and after each outage whether Redis has forgotten one, every 30 s for rows
 * that are not JSON.
 */
export class RedisUpkeep {
  readonly #options: RedisUpkeepOptions;
  readonly #memory: MemoryWatch;
  readonly #rows = new Map<string, CorruptRows>();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor(options: RedisUpkeepOptions) {
    const { client, events, prefix } = options;
    this.#options = options;
    this.#memory = new MemoryWatch(
      redisMarkerStore(client, (queue) => `${prefix}:${queue}`),
      events,
    );
    events.on('restored', () => void this.#look());
    this.#timers = [
      setInterval(() => void this.#look(), LOOK_MS),
      setInterval(() => void this.#mend(), MEND_MS),
    ];
  }

  watch(queue: string): void {
    if (this.#rows.has(queue)) return;
    const { client, prefix, log } = this.#options;
    this.#rows.set(queue, new CorruptRows(client, `${prefix}:${queue}:`, log));
    this.#memory.watch(queue);
    void this.#look();
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  #look(): Promise<void> {
    return this.#whileAnswering(async () => {
      await this.#options.gate.look();
      await this.#memory.look(this.#options.gate.run);
    });
  }

  #mend(): Promise<void> {
    return this.#whileAnswering(async () => {
      for (const rows of this.#rows.values()) await rows.mend();
    });
  }

  /** What a Redis that is away leaves undone is done by the next look. */
  async #whileAnswering(work: () => Promise<void>): Promise<void> {
    const { client, log } = this.#options;
    if (client.status !== 'ready') return;
    try {
      await work();
    } catch (error) {
      log.debug('Redis did not answer', { error });
    }
  }
}

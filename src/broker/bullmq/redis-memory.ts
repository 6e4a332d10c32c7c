import { randomUUID } from 'node:crypto';
import type { BrokerEmitter } from './broker-emitter.ts';
import type { RedisClient } from './connect-redis.ts';

export interface RedisMemoryOptions {
  readonly client: RedisClient;
  readonly events: BrokerEmitter;
  /** First part of a queue's keys, without the colon. */
  readonly keyPrefixOf: (queue: string) => string;
  /** What identifies the servers at the moment. */
  readonly runIds: () => string;
}

/**
 * Keeps a marker beside each watched queue, `<queue's keys>:ns-marker`, holding the run ids of the servers and a random
 * part. A marker that is gone (wiped), names another run (restarted, or a replica took over) or is not the one that this
 * process saw last (somebody else has put it back) means that jobs may be gone too.
 */
export class RedisMemory {
  readonly #options: RedisMemoryOptions;
  /** Queue to the marker last seen; empty before the first look. */
  readonly #seen = new Map<string, string>();

  constructor(options: RedisMemoryOptions) {
    this.#options = options;
  }

  watch(queue: string): void {
    if (!this.#seen.has(queue)) this.#seen.set(queue, '');
  }

  /** Compares every watched queue's marker, and tells of those that the server may have forgotten. */
  async look(): Promise<void> {
    const { runIds } = this.#options;
    await Promise.all([...this.#seen.keys()].map((queue) => this.#lookAt(queue, runIds())));
  }

  async #lookAt(queue: string, runIds: string): Promise<void> {
    const { client, events, keyPrefixOf } = this.#options;
    const key = `${keyPrefixOf(queue)}:ns-marker`;
    const found = await client.get(key);
    const why = this.#whyForgotten(queue, found, runIds);
    if (found === null || !found.startsWith(`${runIds}#`)) {
      const marker = `${runIds}#${randomUUID()}`;
      await client.set(key, marker);
      this.#seen.set(queue, marker);
    } else {
      this.#seen.set(queue, found);
    }
    if (why !== undefined) events.emit('forgot', queue, why);
  }

  #whyForgotten(queue: string, found: string | null, runIds: string): string | undefined {
    const seen = this.#seen.get(queue) ?? '';
    if (found === null) return 'Redis holds no marker of this queue: it is new, or was wiped';
    if (!found.startsWith(`${runIds}#`)) return 'Redis was restarted, or a replica took over';
    if (seen !== '' && seen !== found) return 'Redis was wiped or restarted, as another process noticed';
    return undefined;
  }
}

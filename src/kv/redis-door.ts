import { setTimeout as wait } from 'node:timers/promises';
import { connectRedis, type RedisClient } from '../broker/bullmq/connect-redis.ts';
import type { RedisAddress } from '../config/redis-address.ts';
import type { Log } from '../telemetry/log.ts';
import { OutageLog } from '../telemetry/outage-log.ts';
import { Deadline } from './deadline.ts';
import { KvUnavailableError } from './kv-unavailable-error.ts';

/** So many unanswered commands in a row shut the door. */
const MISSES_TO_SHUT = 3;
const PROBE_MS = 500;
/** How long the first commands of a process wait for its first connection. */
const FIRST_CONNECTION_MS = 1_000;
const QUIT_MS = 1_000;

export interface RedisDoorOptions {
  readonly address: RedisAddress;
  readonly log: Log;
  /** How long a command may take, in milliseconds. Default 200. */
  readonly deadlineMs?: number;
}

/**
 * The one way to the cache's Redis. While it is away every command is refused at once, one that freezes after the
 * deadline, and after three such all of them until it answers a probe. An outage is logged once, and once when it ends.
 */
export class RedisDoor {
  readonly client: RedisClient;
  readonly #deadline: Deadline;
  readonly #outage: OutageLog;
  #opening: Promise<void> | undefined;
  #missed = 0;
  #probe: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor({ address, log, deadlineMs = 200 }: RedisDoorOptions) {
    this.#deadline = new Deadline(deadlineMs);
    this.#outage = new OutageLog(log, 'The Redis of the cache');
    this.client = connectRedis(address, 'publish');
    this.client.on('error', (error: Error) => this.#outage.began(error));
    this.client.on('close', () => {
      if (!this.#isClosing) this.#outage.began(new Error('the connection was closed'));
    });
    this.client.on('ready', () => this.#open());
    this.#opening = this.#firstConnection();
  }

  /** Gives `work` the client. Rejects with {@link KvUnavailableError} while Redis is away; errors of the command itself pass. */
  async ask<Answer>(work: (redis: RedisClient) => Promise<Answer>): Promise<Answer> {
    if (this.#opening) await this.#opening;
    if (this.#probe) throw new KvUnavailableError('it is frozen');
    if (this.client.status !== 'ready') throw new KvUnavailableError('there is no connection');
    try {
      const answer = await this.#deadline.hold(work(this.client));
      this.#missed = 0;
      return answer;
    } catch (error) {
      throw this.#judged(error);
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#probe);
    if (this.client.status === 'ready')
      await Promise.race([this.client.quit().catch(() => {}), wait(QUIT_MS, undefined, { ref: false })]);
    this.client.disconnect();
  }

  async #firstConnection(): Promise<void> {
    const settled = new Promise<void>((resolve) => {
      for (const event of ['ready', 'error', 'close']) this.client.once(event, () => resolve());
    });
    await Promise.race([settled, wait(FIRST_CONNECTION_MS, undefined, { ref: false })]);
    this.#opening = undefined;
  }

  #judged(error: unknown): unknown {
    if (error instanceof KvUnavailableError) {
      this.#missed += 1;
      if (this.#missed >= MISSES_TO_SHUT) this.#shut(error);
      return error;
    }
    return isOwnFault(error) ? error : new KvUnavailableError(wordsOf(error), error);
  }

  #shut(error: Error): void {
    if (this.#probe || this.#isClosing) return;
    this.#outage.began(error);
    this.#probe = setInterval(() => void this.#knock(), PROBE_MS);
    this.#probe.unref();
  }

  async #knock(): Promise<void> {
    if (this.client.status !== 'ready') return;
    await this.#deadline.hold(this.client.ping()).then(
      () => this.#open(),
      () => {},
    );
  }

  #open(): void {
    clearInterval(this.#probe);
    this.#probe = undefined;
    this.#missed = 0;
    this.#outage.ended();
  }
}

/** What Redis answers about its own state, and not about the command. */
const STATES =
  /^(OOM|MISCONF|READONLY|LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM|UNBLOCKED)\b/;

/** An answer that says that the command was wrong. */
function isOwnFault(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !STATES.test(error.message);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

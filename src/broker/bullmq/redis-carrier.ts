import { setTimeout as sleep } from 'node:timers/promises';
import { type QueueBaseOptions, QueueKeys, RedisConnection, RedisQueueBackend } from 'bullmq';
import type { RedisAddress } from '../../config/redis-address.ts';
import type { Log } from '../../telemetry/log.ts';
import type { Publication } from '../broker.ts';
import type { BrokerEmitter } from './broker-emitter.ts';
import type { Carrier, WorkerLink } from './carrier.ts';
import { connectRedis, type RedisClient } from './connect-redis.ts';
import { type PublishAnswer, Publisher } from './publisher.ts';
import { RedisGate } from './redis-gate.ts';
import { RedisUpkeep } from './redis-upkeep.ts';
import { sendToRedis } from './send-to-redis.ts';

const QUIT_MS = 2_000;

export interface RedisCarrierOptions {
  readonly address: RedisAddress;
  /** BullMQ's `prefix`, the first part of every key. */
  readonly prefix: string;
  readonly deadlineMs: number;
  readonly log: Log;
}

/** Queues on Redis: one connection for publishing and questions, one for the workers' commands, one for each worker's waiting. */
export class RedisCarrier implements Carrier {
  readonly mayDeliverCopies = false;
  readonly gate: RedisGate;
  readonly #options: RedisCarrierOptions;
  readonly #events: BrokerEmitter;
  readonly #publishing: RedisClient;
  readonly #publisher: Publisher;
  readonly #backends = new Map<string, RedisQueueBackend>();
  readonly #upkeep: RedisUpkeep;
  #working: RedisClient | undefined;

  constructor(options: RedisCarrierOptions, events: BrokerEmitter) {
    this.#options = options;
    this.#events = events;
    this.#publishing = connectRedis(options.address, 'publish');
    this.gate = new RedisGate(this.#publishing, events, options.log);
    this.#publisher = new Publisher({
      deadlineMs: options.deadlineMs,
      chunkSize: 250,
      chunksInFlight: 4,
      waitUntilUsable: () => this.gate.waitUntilOpen(),
      whyNotUsable: () => this.gate.why,
      send: (queue, publications) => sendToRedis(this.backendOf(queue), queue, publications),
    });
    const { prefix, log } = options;
    this.#upkeep = new RedisUpkeep({ client: this.#publishing, gate: this.gate, events, prefix, log });
  }

  publish(batch: readonly Publication[]): Promise<readonly PublishAnswer[]> {
    return this.#publisher.publish(batch);
  }

  backendOf(queue: string): RedisQueueBackend {
    let backend = this.#backends.get(queue);
    if (backend === undefined) {
      const connection = new RedisConnection(this.#publishing, {
        shared: true,
        blocking: false,
        skipVersionCheck: true,
        skipWaitingForReady: true,
      });
      backend = this.#newBackend(queue, connection, { connection: this.#publishing });
      this.#backends.set(queue, backend);
    }
    return backend;
  }

  openWorkerLink(): WorkerLink {
    const waiting = this.#connectWorker();
    this.#working ??= this.#connectWorker();
    const working = this.#working;
    return {
      prefix: this.#options.prefix,
      createBackend: (queue, options) =>
        this.#newBackend(
          queue,
          new RedisConnection(working, { shared: true, blocking: false }),
          options,
          new RedisConnection(waiting, { shared: true, blocking: true }),
        ),
      cut: () => waiting.disconnect(),
    };
  }

  watch(queue: string): void {
    this.#upkeep.watch(queue);
  }

  async ping(): Promise<void> {
    await this.#publishing.ping();
  }

  async close(): Promise<void> {
    this.#upkeep.stop();
    this.#events.end();
    await this.#publisher.finish();
    const clients = [this.#publishing, ...(this.#working ? [this.#working] : [])];
    const answering = clients.filter(({ status }) => status === 'ready');
    const ended = Promise.allSettled(answering.map((client) => client.quit()));
    await Promise.race([ended, sleep(QUIT_MS, undefined, { ref: false })]);
    for (const client of clients) client.disconnect();
  }

  #connectWorker(): RedisClient {
    const client = connectRedis(this.#options.address, 'work');
    client.on('error', (error: Error) => this.#options.log.debug('Redis connection', { error }));
    return client;
  }

  #newBackend(
    queue: string,
    connection: RedisConnection,
    options: QueueBaseOptions,
    waiting?: RedisConnection,
  ): RedisQueueBackend {
    const keys = new QueueKeys(this.#options.prefix);
    const toKey = (type: string): string => keys.toKey(queue, type);
    const backend = new RedisQueueBackend(connection, queue, keys.getKeys(queue), toKey, options, waiting);
    backend.on('error', () => {});
    return backend;
  }
}

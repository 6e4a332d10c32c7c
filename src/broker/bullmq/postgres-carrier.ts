import type { IQueueBackend } from 'bullmq';
import { asError } from '../../as-error.ts';
import type { Publication } from '../broker.ts';
import type { BrokerEmitter } from './broker-emitter.ts';
import type { Carrier, WorkerLink } from './carrier.ts';
import { Coalescer } from './coalescer.ts';
import { MemoryWatch } from './memory-watch.ts';
import { postgresMarkerStore } from './postgres-marker-store.ts';
import { type PublishAnswer, Publisher } from './publisher.ts';
import { sendToPostgres } from './send-to-postgres.ts';
import { SharedPostgresBackend } from './shared-postgres-backend.ts';
import { type PostgresSettings, SharedPostgresConnection } from './shared-postgres-connection.ts';

const LOOK_MS = 5_000;
const LOOK_WHILE_LOST_MS = 1_000;
const MAX_GROUP = 500;

/** Queues in PostgreSQL, over one pool and one listening connection. */
export class PostgresCarrier implements Carrier {
  readonly mayDeliverCopies = true;
  readonly #connection: SharedPostgresConnection;
  readonly #events: BrokerEmitter;
  readonly #publisher: Publisher;
  readonly #memory: MemoryWatch;
  readonly #queues = new Map<string, PostgresQueue>();
  #nextLook: NodeJS.Timeout;

  constructor(settings: PostgresSettings, deadlineMs: number, events: BrokerEmitter) {
    this.#connection = new SharedPostgresConnection(settings);
    this.#events = events;
    this.#connection.on('error', () => void this.#look());
    this.#publisher = new Publisher({
      deadlineMs,
      chunkSize: MAX_GROUP,
      chunksInFlight: 1,
      waitUntilUsable: () => undefined,
      whyNotUsable: () => 'PostgreSQL cannot be used',
      send: (queue, publications) => this.#queue(queue).adding.add(publications),
    });
    this.#memory = new MemoryWatch(postgresMarkerStore(this.#newBackend('ns-marker')), events);
    this.#nextLook = setTimeout(() => void this.#look(), LOOK_MS);
  }

  /** Rejects when BullMQ's tables are missing or too new, or PostgreSQL does not answer. */
  assertSchema(): Promise<void> {
    return this.#connection.waitUntilReady();
  }

  publish(batch: readonly Publication[]): Promise<readonly PublishAnswer[]> {
    return this.#publisher.publish(batch);
  }

  backendOf(queue: string): IQueueBackend {
    return this.#queue(queue).backend;
  }

  openWorkerLink(): WorkerLink {
    return {
      prefix: '',
      createBackend: (queue, options) => new SharedPostgresBackend(this.#connection, queue, options),
      cut: () => {},
    };
  }

  watch(queue: string): void {
    this.#memory.watch(queue);
    void this.#look();
  }

  async ping(): Promise<void> {
    await this.#connection.pool.query('select 1');
  }

  async close(): Promise<void> {
    this.#events.end();
    clearTimeout(this.#nextLook);
    await this.#publisher.finish();
    await this.#connection.close();
  }

  /** Whether the server answers, and still knows the watched queues. */
  async #look(): Promise<void> {
    clearTimeout(this.#nextLook);
    try {
      await this.#connection.waitUntilReady();
      await this.ping();
      this.#events.restore();
      await this.#memory.look('postgres');
    } catch (error) {
      this.#events.lose(asError(error));
    }
    clearTimeout(this.#nextLook);
    if (this.#connection.isClosing) return;
    const inMs = this.#events.isLost ? LOOK_WHILE_LOST_MS : LOOK_MS;
    this.#nextLook = setTimeout(() => void this.#look(), inMs);
  }

  #queue(queue: string): PostgresQueue {
    const known = this.#queues.get(queue);
    if (known) return known;
    const backend = this.#newBackend(queue);
    const adding = new Coalescer<Publication, PublishAnswer>(
      (publications) => sendToPostgres(backend, queue, publications),
      MAX_GROUP,
    );
    this.#queues.set(queue, { backend, adding });
    return { backend, adding };
  }

  #newBackend(queue: string): IQueueBackend {
    return new SharedPostgresBackend(this.#connection, queue, { connection: {} });
  }
}

interface PostgresQueue {
  readonly backend: IQueueBackend;
  readonly adding: Coalescer<Publication, PublishAnswer>;
}

import { assertSchemaCompatibility, PostgresConnection } from 'bullmq';

export interface PostgresSettings {
  readonly databaseUrl: string;
  readonly schema: string;
  /** At least 2; one of them listens. */
  readonly maxConnections: number;
}

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** BullMQ's connection to PostgreSQL, made fit to be shared by every queue and worker of a process. */
export class SharedPostgresConnection extends PostgresConnection {
  readonly #shared = new WeakSet<ListenClient>();
  #ready: Promise<void> | undefined;

  constructor({ databaseUrl, schema, maxConnections }: PostgresSettings) {
    super({
      connectionString: databaseUrl,
      schema,
      max: Math.max(1, maxConnections - 1),
      application_name: 'nightshift-bullmq',
      connectionTimeoutMillis: 5_000,
      query_timeout: 15_000,
      keepAlive: true,
    });
    this.setMaxListeners(0);
    // The pool's own listener hears only idle clients: one that dies while it is lent out is an uncaught exception.
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** BullMQ's own remembers a failure for ever, so that a server that was away at the start would stay away. */
  override async waitUntilReady(): Promise<void> {
    this.#ready ??= assertSchemaCompatibility(this.pool, this.schema).then(() => {});
    const ready = this.#ready;
    try {
      await ready;
    } catch (error) {
      if (this.#ready === ready) this.#ready = undefined;
      throw error;
    }
  }

  override async getListenClient(): Promise<ListenClient> {
    const client = await super.getListenClient();
    if (!this.#shared.has(client)) {
      this.#shared.add(client);
      makeShareable(client);
    }
    return client;
  }
}

/** Every waiting worker hears notifications on it, and each asks it something first, which `pg` allows only in turn. */
function makeShareable(client: ListenClient): void {
  // BullMQ's type of a client leaves this method of an emitter out.
  (client as unknown as { setMaxListeners(count: number): void }).setMaxListeners(0);
  const ask = client.query.bind(client);
  let lastAnswer: Promise<unknown> = Promise.resolve();
  client.query = (text, values) => {
    const answer = lastAnswer.then(() => ask(text, values));
    lastAnswer = answer.catch(() => {});
    return answer as never;
  };
}

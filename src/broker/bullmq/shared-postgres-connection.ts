import { assertSchemaCompatibility, PostgresConnection } from 'bullmq';

export interface PostgresSettings {
  readonly databaseUrl: string;
  readonly schema: string;
  /** At least 2; one of them listens. */
  readonly maxConnections: number;
}

/** BullMQ's connection to PostgreSQL, made fit to be shared by every queue and worker of a process. */
export class SharedPostgresConnection extends PostgresConnection {
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
    const ready = (this.#ready ??= this.#assertSchema());
    try {
      await ready;
    } catch (error) {
      if (this.#ready === ready) this.#ready = undefined;
      throw error;
    }
  }

  override async getListenClient(): ReturnType<PostgresConnection['getListenClient']> {
    const client = await super.getListenClient();
    // Each waiting worker listens on it. BullMQ's type of a client leaves this method out.
    (client as unknown as { setMaxListeners(count: number): void }).setMaxListeners(0);
    return client;
  }

  async #assertSchema(): Promise<void> {
    await assertSchemaCompatibility(this.pool, this.schema);
  }
}

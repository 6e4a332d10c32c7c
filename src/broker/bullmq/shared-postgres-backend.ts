import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresConnection, PostgresQueueBackend, type QueueBaseOptions } from 'bullmq';

const RETRY_MS = 1_000;

/** BullMQ's PostgreSQL backend on a connection that it shares, and that it must therefore not close. */
export class SharedPostgresBackend extends PostgresQueueBackend {
  readonly #wakeUp = (): void => {
    void this.disconnectBlocking();
    void this.reconnectBlocking();
  };

  constructor(connection: PostgresConnection, queue: string, options: QueueBaseOptions) {
    super(connection, queue, { ...options, connection: {} }, false);
    // A backend that does not own its connection is not told by itself that the listening client was replaced, and
    // would wait on the dead one.
    connection.on('listenerinvalidated', this.#wakeUp);
  }

  override async waitForJob(blockTimeoutS: number): ReturnType<PostgresQueueBackend['waitForJob']> {
    try {
      return await super.waitForJob(blockTimeoutS);
    } catch (error) {
      await sleep(RETRY_MS);
      throw error;
    }
  }

  override async close(): Promise<void> {
    this.connection.off('listenerinvalidated', this.#wakeUp);
    await this.disconnectBlocking();
  }
}

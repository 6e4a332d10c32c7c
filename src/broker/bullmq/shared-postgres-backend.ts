import { setTimeout as sleep } from 'node:timers/promises';
import { type PostgresConnection, PostgresQueueBackend, type WorkerOptions } from 'bullmq';
import { Coalescer } from './coalescer.ts';

const RETRY_MS = 1_000;
/** So that a worker of the usual concurrency keeps both groups busy. */
const MAX_GROUP = 25;
/** One is finished while the jobs of the other run. */
const GROUPS_UNDER_WAY = 2;

/** BullMQ's PostgreSQL backend on a connection that it shares, and that it must therefore not close. */
export class SharedPostgresBackend extends PostgresQueueBackend {
  readonly #lockMs: number;
  readonly #finishing = new Coalescer<Ended, Finished | undefined>(
    (ended) => this.#finishTogether(ended),
    MAX_GROUP,
    GROUPS_UNDER_WAY,
  );
  readonly #wakeUp = (): void => {
    void this.disconnectBlocking();
    void this.reconnectBlocking();
  };

  constructor(connection: PostgresConnection, queue: string, options: Partial<WorkerOptions> = {}) {
    super(connection, queue, { ...options, connection: {} }, false);
    this.#lockMs = options.lockDuration ?? 30_000;
    // A backend that does not own its connection is not told by itself that the listening client was replaced, and
    // would wait on the dead one.
    connection.on('listenerinvalidated', this.#wakeUp);
  }

  /** Jobs that end while others are finished are finished together, and as many claimed, at the cost of one commit. */
  override async moveToCompleted(...given: Parameters<MoveToCompleted>): Promise<Finished> {
    const [job, , removeOnComplete, token, fetchNext] = given;
    if (removeOnComplete === true && fetchNext && !this.closing) {
      const [finished] = await this.#finishing.add([{ id: job.id ?? '', token }]);
      if (finished) return finished;
    }
    return super.moveToCompleted(...given);
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

  /** All or none: where one of them is refused, each is finished by itself and hears why. */
  async #finishTogether(ended: readonly Ended[]): Promise<readonly (Finished | undefined)[]> {
    const finishedOn = Date.now();
    const ids = ended.map(({ id }) => id);
    const tokens = ended.map(({ token }) => token);
    try {
      const { rows } = await this.connection.pool.query(FINISH, [
        this.queueName,
        ids,
        tokens,
        finishedOn,
        this.#lockMs,
      ]);
      const claimed = new Map(rows.map((row) => [Number(row['place']), row]));
      // Private in BullMQ's types: what its worker is given for a claimed job, or for none.
      const shape = (this as unknown as Shaping).buildNextJobResult.bind(this);
      const none = claimed.size < ended.length ? await shape([], null, finishedOn) : [];
      return await Promise.all(
        ended.map(async (_, index) => {
          const row = claimed.get(index + 1);
          return { result: row ? await shape([row], null, finishedOn) : none, finishedOn };
        }),
      );
    } catch {
      return ended.map(() => undefined);
    }
  }
}

type MoveToCompleted = PostgresQueueBackend['moveToCompleted'];
type Finished = Awaited<ReturnType<MoveToCompleted>>;

interface Ended {
  readonly id: string;
  readonly token: string;
}

interface Shaping {
  buildNextJobResult(
    rows: readonly unknown[],
    limiterMax: number | null,
    nowMs: number,
  ): Promise<Finished['result']>;
}

/**
 * BullMQ's own function for each of them. Its look for stalled jobs touches all that are active, in another order, so it
 * is kept out meanwhile by the row that it begins with.
 */
const FINISH = `
WITH looking AS MATERIALIZED (SELECT FROM meta WHERE queue = $1 AND field = 'stalled-check' FOR SHARE)
SELECT ended.place, job.*
FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS ended (id, token, place)
CROSS JOIN LATERAL move_to_completed_fetch(
  $1, ended.id, ended.token, 'null', $4, true, NULL, NULL, $5, $4, NULL, NULL, NULL
) AS job
WHERE (SELECT count(*) FROM looking) >= 0`;

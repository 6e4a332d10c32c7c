import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import type { OutageLog } from '../telemetry/outage-log.ts';
import { isNoAnswer } from './is-no-answer.ts';

/** A pool that tells "PostgreSQL did not answer" from every other error, and lends no connection that failed so. */
export class AnsweringPool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #outage: OutageLog;
  readonly #queryTimeoutMs: number;

  constructor(pool: pg.Pool, outage: OutageLog, queryTimeoutMs: number) {
    this.#pool = pool;
    this.#outage = outage;
    this.#queryTimeoutMs = queryTimeoutMs;
  }

  /** Most connections that it lends at a time. */
  get size(): number {
    return this.#pool.options.max;
  }

  withTimeout(queryTimeoutMs: number): AnsweringPool {
    return new AnsweringPool(this.#pool, this.#outage, queryTimeoutMs);
  }

  async connect(): Promise<AnsweringClient> {
    try {
      const client = await this.#pool.connect();
      return new AnsweringClient(client, this.#outage, this.#queryTimeoutMs);
    } catch (error) {
      throw translated(error, 'open a connection', this.#outage);
    }
  }

  async query(text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<unknown>> {
    const client = await this.connect();
    try {
      return await client.query(text, values);
    } finally {
      client.release();
    }
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

class AnsweringClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #outage: OutageLog;
  readonly #queryTimeoutMs: number;
  #isBroken = false;

  constructor(client: pg.PoolClient, outage: OutageLog, queryTimeoutMs: number) {
    this.#client = client;
    this.#outage = outage;
    this.#queryTimeoutMs = queryTimeoutMs;
  }

  query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Cursors are not offered: expected SQL text.');
    return this.#ask(text, values);
  }

  release(): void {
    this.#client.release(this.#isBroken);
  }

  async #ask(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    try {
      const query = { text, values: [...values], query_timeout: this.#queryTimeoutMs };
      const result = await this.#client.query(query);
      this.#outage.ended();
      return result;
    } catch (error) {
      this.#isBroken ||= isNoAnswer(error);
      throw translated(error, 'run a query', this.#outage);
    }
  }
}

function translated(error: unknown, asked: string, outage: OutageLog): unknown {
  if (!isNoAnswer(error)) return error;
  outage.began(error);
  return new LedgerUnavailableError(asked, error);
}

import type { PostgresPool, Transaction } from 'kysely';
import type { Session } from '../ledger/session.ts';

/**
 * The ledger's PostgreSQL, shared by every room that stores something there. Whatever goes wrong because the server
 * did not answer (away, restarting, full, too slow) rejects with `LedgerUnavailableError`; other errors pass as
 * they are. Needs no session state, so a transaction pooler may stand in between.
 */
export interface Database extends Session {
  /** What `kyselyOf` builds on. */
  readonly pool: PostgresPool;
  /** How many queries and transactions may be under way at a time; more wait. */
  readonly maxSessions: number;
  /** Runs `work` in a transaction, again from the start when PostgreSQL gave up on it for a deadlock or a serialization failure. */
  transaction<Result>(work: (trx: Transaction<unknown>) => Promise<Result>): Promise<Result>;
  /**
   * Hears NOTIFY on a connection that all listeners of this database share and that reconnects by itself. Behind a
   * transaction pooler nothing may ever come: poll as well. Gives a function that stops listening.
   */
  listen(channel: string, listener: ChannelListener): () => void;
  /** The same connections with another deadline per query, in milliseconds; 0 waits for ever. */
  withTimeout(queryTimeoutMs: number): Database;
  /** Waits for running queries, then closes every connection. */
  close(): Promise<void>;
}

export interface ChannelListener {
  onMessage(payload: string): void;
  /** Messages may have been missed, at the start and after each reconnection: look for yourself. */
  onGap?(): void;
}

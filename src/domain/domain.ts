import type { Database } from '../db/database.ts';
import { kyselyOf } from '../db/kysely-of.ts';
import type { LedgerTransaction } from '../job/handler-context.ts';
import { type Log, silentLog } from '../telemetry/log.ts';
import type { Actor, ChangeListener, DomainChange } from './domain-change.ts';
import { domainOf, type DomainReader } from './domain-tables.ts';
import { Writing } from './writing.ts';

export interface DomainOptions {
  readonly log?: Log;
  /** Told of every change after its commit, one after the other. Default none. */
  readonly onChange?: readonly ChangeListener[];
}

/** A handler's `transaction`, or anything that runs `write` in one. */
type RunTransaction<Written, Result> = (
  write: (trx: LedgerTransaction) => Promise<Written>,
) => Promise<Result>;

/**
 * The one place through which the sample application is written: every write is a function that takes a
 * {@link Writing}, and every listener hears what it changed once that has committed.
 */
export class Domain {
  readonly reader: DomainReader;
  readonly #database: Database;
  readonly #log: Log;
  readonly #listeners: readonly ChangeListener[];

  constructor(database: Database, { log = silentLog, onChange = [] }: DomainOptions = {}) {
    this.reader = domainOf(kyselyOf(database));
    this.#database = database;
    this.#log = log;
    this.#listeners = onChange;
  }

  /** Runs `work` in a transaction of its own; again from the start after a deadlock. */
  write<Result>(work: (writing: Writing) => Promise<Result>, actor?: Actor): Promise<Result> {
    return this.writeWith((write) => this.#database.transaction(write), work, actor);
  }

  /** Runs `work` in the transaction that a handler's context gives, together with the job's completion. */
  async writeWith<Written, Result>(
    transaction: RunTransaction<Written, Result>,
    work: (writing: Writing) => Promise<Written>,
    actor?: Actor,
  ): Promise<Result> {
    let changes: readonly DomainChange[] = [];
    const result = await transaction(async (trx) => {
      const writing = new Writing(trx, actor);
      const written = await work(writing);
      changes = writing.changes;
      return written;
    });
    if (changes.length > 0) await this.#tell(changes, actor);
    return result;
  }

  async #tell(changes: readonly DomainChange[], actor: Actor | undefined): Promise<void> {
    for (const listener of this.#listeners) {
      try {
        await listener(changes, actor);
      } catch (error) {
        this.#log.error('A listener of changes failed; what was written stands', { error, changes });
      }
    }
  }
}

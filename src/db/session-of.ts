import type { Transaction } from 'kysely';
import { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import type { Session } from '../ledger/session.ts';
import { isNoAnswer } from './is-no-answer.ts';

/** A Kysely transaction, or anything with `query(text, values)` that has a transaction open. */
export type SessionLike = Session | Transaction<unknown>;

/** Turns what an application calls its transaction into a session. Throws {@link TypeError} when it is none. */
export function sessionOf(given: SessionLike): Session {
  const ask = asker(given);
  return {
    query: async (text, values = []) => {
      try {
        return await ask(text, values);
      } catch (error) {
        throw isNoAnswer(error) ? new LedgerUnavailableError('take part in a transaction', error) : error;
      }
    },
  };
}

type Ask = (text: string, values: readonly unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;

function asker(given: SessionLike): Ask {
  if (isKysely(given)) {
    if (given.isTransaction) return (text, values) => askKysely(given, text, values);
  } else if (typeof given?.query === 'function' && !isPool(given)) {
    return (text, values) => given.query(text, values);
  }
  throw new TypeError(
    'Not a transaction: expected a Kysely transaction, or a connection with query(text, values) on which BEGIN has run. Pass the transaction itself, not the pool or the database.',
  );
}

let kysely: typeof import('kysely') | undefined;

/** Whoever has a transaction of Kysely's has loaded it; producers without one are spared that. */
async function askKysely(
  trx: Transaction<unknown>,
  text: string,
  values: readonly unknown[],
): ReturnType<Ask> {
  kysely ??= await import('kysely');
  return trx.executeQuery(kysely.CompiledQuery.raw(text, [...values]));
}

function isKysely(given: SessionLike): given is Transaction<unknown> {
  return typeof given === 'object' && given !== null && 'executeQuery' in given;
}

/** A pool answers `query` too, but each time on another connection. */
function isPool(given: object): boolean {
  return 'totalCount' in given && 'idleCount' in given;
}

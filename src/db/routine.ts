import { createHash } from 'node:crypto';
import type { Session } from '../ledger/session.ts';
import { rowsOf } from './rows-of.ts';

/** A statement that the database keeps as a function. `Row` is what it returns. */
export interface Routine<Row> {
  readonly name: string;
  /** CREATE OR REPLACE FUNCTION … */
  readonly definition: string;
  call(session: Session, values: readonly unknown[]): Promise<readonly Row[]>;
}

export interface RoutineOptions {
  /** The part of the function's name before the digest of what it does. */
  readonly name: string;
  /** The types of $1, $2, …. */
  readonly takes: readonly string[];
  /** Columns with their types, as in CREATE TABLE. */
  readonly returns: string;
  /** One statement that returns those columns, in that order. */
  readonly body: string;
  /**
   * Whether it is planned for reading its tables by index and in no other way, which is right for rows named by their
   * ids however little the statistics know yet. Default true.
   */
  readonly readsByIndex?: boolean;
}

/**
 * Defines a statement that is run so often that planning it would cost more than running it. As a function it is
 * planned once per session, also behind a transaction pooler. The name changes with the text, so that processes of
 * several versions find theirs; `migrate` creates it.
 */
export function defineRoutine<Row>(options: RoutineOptions): Routine<Row> {
  const { name, takes, returns, body, readsByIndex = true } = options;
  const text = `(${takes.join(', ')}) RETURNS TABLE (${returns}) LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan ${readsByIndex ? BY_INDEX : ''}
    AS $routine$
    #variable_conflict use_column
    BEGIN RETURN QUERY ${body}; END $routine$`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const fullName = `${name}_${digest}`;
  const places = takes.map((_, index) => `$${index + 1}`);
  const call = `SELECT * FROM nightshift.${fullName}(${places.join(', ')})`;
  return {
    name: fullName,
    definition: `CREATE OR REPLACE FUNCTION nightshift.${fullName}${text}`,
    call: (session, values) => rowsOf<Row>(session, call, values),
  };
}

const BY_INDEX = 'SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off';

import type { Database } from '../db/database.ts';
import { rowsOf } from '../db/rows-of.ts';
import { sessionOf } from '../db/session-of.ts';
import { endSessions } from '../kv/sessions/end-sessions.ts';
import type { Session } from '../ledger/session.ts';
import { UnknownOperatorError, WrongOperatorError } from './operator-errors.ts';
import { hashPassword, isPassword } from './password.ts';
import type { Role } from './role.ts';

/** Somebody who may sign in at the board. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  readonly lastSignInAt: Date | null;
  readonly passwordChangedAt: Date;
  /** Nobody can sign in as this operator before, because of wrong passwords. */
  readonly lockedUntil: Date | null;
}

/** A change of role or password, and a removal, end every session of the operator in the same transaction. */
export interface Operators {
  /** @throws WrongOperatorError when the name is taken or cannot be one, or the password is too short */
  add(operator: { readonly name: string; readonly role: Role; readonly password: string }): Promise<Operator>;
  list(): Promise<readonly Operator[]>;
  find(name: string): Promise<Operator | undefined>;
  /** @throws UnknownOperatorError */
  setRole(name: string, role: Role): Promise<Operator>;
  /** @throws UnknownOperatorError, WrongOperatorError */
  setPassword(name: string, password: string): Promise<Operator>;
  /** @throws UnknownOperatorError */
  remove(name: string): Promise<Operator>;
  /**
   * The operator whose password this is. From the fifth wrong one on an operator is locked, for half a minute and then for twice
   * as long each time, to a quarter of an hour; while locked, the right one is refused as well. Takes equally long for
   * names that do not exist.
   */
  signIn(name: string, password: string): Promise<Operator | undefined>;
}

export function openOperators(database: Database): Operators {
  const change = (name: string, text: string, values: readonly unknown[]): Promise<Operator> =>
    database.transaction(async (trx) => {
      const session = sessionOf(trx);
      const [changed] = await rowsOf<Operator>(session, text, [name, ...values]);
      if (!changed) throw new UnknownOperatorError(name, await namesOf(session));
      await endSessions(session, sessionUserOf(changed));
      return changed;
    });
  return {
    add: async ({ name, role, password }) => {
      if (!NAME.test(name))
        throw new WrongOperatorError(
          `${JSON.stringify(name)} cannot be an operator's name: expected up to 64 letters, digits and . _ @ - from a letter or digit on.`,
        );
      const [added] = await rowsOf<Operator>(database, ADD, [name, role, await hashPassword(password)]);
      if (!added) throw new WrongOperatorError(`There is an operator ${name} already.`);
      return added;
    },
    list: () => rowsOf<Operator>(database, `SELECT ${COLUMNS} FROM nightshift.operators ORDER BY name`),
    find: async (name) => {
      const [found] = await rowsOf<Operator>(
        database,
        `SELECT ${COLUMNS} FROM nightshift.operators WHERE lower(name) = lower($1)`,
        [name],
      );
      return found;
    },
    setRole: (name, role) => change(name, SET_ROLE, [role]),
    setPassword: async (name, password) => change(name, SET_PASSWORD, [await hashPassword(password)]),
    remove: (name) => change(name, REMOVE, []),
    signIn: async (name, password) => {
      // Counted as wrong before it is looked at: guesses that come at the same time are not free.
      const [row] = await rowsOf<{ hash: string }>(database, TRY, [name]);
      if (!(await isPassword(password, row?.hash))) return undefined;
      const [operator] = await rowsOf<Operator>(database, SIGNED_IN, [name]);
      return operator;
    },
  };
}

/** What the sessions of an operator are kept under; users of applications have no such ids. */
export function sessionUserOf({ id }: Pick<Operator, 'id'>): string {
  return `${SESSION_USER}${id}`;
}

/** Whether a session is an operator's, and not one of an application's users. */
export function isSessionOfOperator({ userId }: { readonly userId: string }): boolean {
  return userId.startsWith(SESSION_USER);
}

const SESSION_USER = 'operator:';
const NAME = /^[a-z\d][\w.@-]{0,63}$/i;

async function namesOf(session: Session): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(session, 'SELECT name FROM nightshift.operators');
  return rows.map(({ name }) => name);
}

const COLUMNS = `id, name, role, created_at AS "createdAt", last_sign_in_at AS "lastSignInAt",
  password_changed_at AS "passwordChangedAt", CASE WHEN locked_until > now() THEN locked_until END AS "lockedUntil"`;

const ADD = `
INSERT INTO nightshift.operators (name, role, password_hash) VALUES ($1, $2, $3)
ON CONFLICT (lower(name)) DO NOTHING RETURNING ${COLUMNS}`;

const SET_ROLE = `
UPDATE nightshift.operators SET role = $2 WHERE lower(name) = lower($1) RETURNING ${COLUMNS}`;

const SET_PASSWORD = `
UPDATE nightshift.operators SET password_hash = $2, password_changed_at = now(), failures = 0, locked_until = NULL
WHERE lower(name) = lower($1) RETURNING ${COLUMNS}`;

const REMOVE = `DELETE FROM nightshift.operators WHERE lower(name) = lower($1) RETURNING ${COLUMNS}`;

const TRY = `
UPDATE nightshift.operators SET failures = failures + 1,
  locked_until = CASE WHEN failures >= 4 THEN now() + least(900, 30 * 2 ^ least(failures - 4, 10)) * interval '1 s' END
WHERE lower(name) = lower($1) AND (locked_until IS NULL OR locked_until <= now()) RETURNING password_hash AS hash`;

const SIGNED_IN = `
UPDATE nightshift.operators SET failures = 0, locked_until = NULL, last_sign_in_at = now()
WHERE lower(name) = lower($1) RETURNING ${COLUMNS}`;

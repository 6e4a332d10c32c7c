import type { Database } from '../../db/database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import type { Sessions } from '../../kv/sessions/sessions.ts';
import { hashPassword, isPassword } from '../../operators/password.ts';
import type { Domain } from '../domain.ts';
import { InvalidWriteError } from '../domain-errors.ts';
import { changePassword, changeRole, changeTier } from './change-user.ts';
import { createUser } from './create-user.ts';
import type { User } from './user.ts';
import type { Tier } from './users-table.ts';

/** A user who signs in at the HTTP API. */
export interface Account extends Pick<User, 'id' | 'username' | 'email' | 'name' | 'role' | 'tier'> {
  /** Nobody can sign in as this user before, because of wrong passwords. */
  readonly lockedUntil: Date | null;
}

export interface NewAccount extends Pick<Account, 'username' | 'email' | 'name'> {
  readonly password: string;
  /** Default `user`. */
  readonly role?: 'user' | 'admin' | undefined;
  /** Default `basic`. */
  readonly tier?: Tier | undefined;
}

/** Users of the application with passwords. A change of password or role ends every session of the user. */
export interface Accounts {
  /** @throws TakenError, InvalidWriteError, WrongOperatorError when the password is too short */
  add(account: NewAccount): Promise<Account>;
  /** Those who have a password, by name, at most 1,000. */
  list(): Promise<readonly Account[]>;
  find(username: string): Promise<Account | undefined>;
  get(id: number): Promise<Account | undefined>;
  /** @throws NotFoundError, WrongOperatorError */
  setPassword(id: number, password: string): Promise<void>;
  /** @throws NotFoundError */
  setRole(id: number, role: 'user' | 'admin'): Promise<void>;
  /** Ends the user's sessions and refresh tokens. */
  signOut(id: number): Promise<void>;
  /**
   * The user whose password this is, by user name or e-mail address. From the fifth wrong one on the user is locked, as
   * operators are. Takes equally long for names that do not exist.
   */
  signIn(name: string, password: string): Promise<Account | undefined>;
}

export interface AccountsParts {
  readonly database: Database;
  readonly domain: Domain;
  readonly sessions: Pick<Sessions, 'deleteAll'>;
}

export function openAccounts({ database, domain, sessions }: AccountsParts): Accounts {
  const get = async (id: number): Promise<Account | undefined> => {
    const [found] = await rowsOf<Account>(database, GET, [id]);
    return found;
  };
  return {
    get,
    add: async ({ username, email, name, password, role = 'user', tier = 'basic' }) => {
      if (!USERNAME.test(username))
        throw new InvalidWriteError(
          `${JSON.stringify(username)} cannot be a user name: expected up to 64 letters, digits and . _ - from a letter or digit on.`,
        );
      const passwordHash = await hashPassword(password);
      const id = await domain.write(async (writing) => {
        const user = await createUser(writing, { username, email, name, passwordHash });
        if (role !== 'user') await changeRole(writing, user.id, role);
        if (tier !== 'basic') await changeTier(writing, user.id, { tier });
        return user.id;
      });
      return { id, username, email, name, role, tier, lockedUntil: null };
    },
    list: () => rowsOf<Account>(database, LIST),
    find: async (username) => {
      const [found] = await rowsOf<Account>(database, FIND, [username]);
      return found;
    },
    setPassword: async (id, password) => {
      const hash = await hashPassword(password);
      await domain.write((writing) => changePassword(writing, id, hash));
      await database.query(UNLOCK, [id]);
    },
    setRole: async (id, role) => {
      await domain.write((writing) => changeRole(writing, id, role));
    },
    signOut: async (id) => {
      await sessions.deleteAll(id);
      await database.query('DELETE FROM nightshift.refresh_tokens WHERE user_id = $1', [id]);
    },
    signIn: async (name, password) => {
      // Counted as wrong before it is looked at: guesses that come at the same time are not free.
      const [row] = await rowsOf<{ id: number; hash: string | null }>(database, TRY, [name]);
      if (!(await isPassword(password, row?.hash ?? undefined)) || !row) return undefined;
      const [account] = await rowsOf<Account>(database, SIGNED_IN, [row.id]);
      return account;
    },
  };
}

/** Without @, so that no user name is another's address. */
const USERNAME = /^[a-z\d][\w.-]{0,63}$/i;

const COLUMNS = `id, username, email, name, role, tier,
  CASE WHEN sign_in_locked_until > now() THEN sign_in_locked_until END AS "lockedUntil"`;

const LIST = `SELECT ${COLUMNS} FROM app.users WHERE password_hash IS NOT NULL ORDER BY username LIMIT 1000`;

const GET = `SELECT ${COLUMNS} FROM app.users WHERE id = $1`;

const FIND = `SELECT ${COLUMNS} FROM app.users WHERE lower(username) = lower($1)`;

const TRY = `
UPDATE app.users SET sign_in_failures = sign_in_failures + 1, sign_in_locked_until =
  CASE WHEN sign_in_failures >= 4 THEN now() + least(900, 30 * 2 ^ least(sign_in_failures - 4, 10)) * interval '1 s' END
WHERE (lower(username) = lower($1) OR (position('@' IN $1) > 0 AND lower(email) = lower($1)))
  AND password_hash IS NOT NULL AND (sign_in_locked_until IS NULL OR sign_in_locked_until <= now())
RETURNING id, password_hash AS hash`;

const SIGNED_IN = `
UPDATE app.users SET sign_in_failures = 0, sign_in_locked_until = NULL, last_active_at = now()
WHERE id = $1 RETURNING ${COLUMNS}`;

const UNLOCK = 'UPDATE app.users SET sign_in_failures = 0, sign_in_locked_until = NULL WHERE id = $1';

import { rowsOf } from '../../db/rows-of.ts';
import type { Session as Connection } from '../../ledger/session.ts';
import { SESSION_COLUMNS, type SessionRow } from './session-row.ts';

/** Most between two writes of a session's last access. */
export const TOUCH_EVERY_MS = 60_000;

export interface NewSessionRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly dataText: string;
  readonly ttlMs: number;
}

export interface SessionRowChange {
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly dataText?: string | undefined;
}

export interface UsedRow {
  readonly row: SessionRow;
  /** Whether this use was written. */
  readonly isProlonged: boolean;
}

/** Where sessions are kept. */
export type SessionRows = Pick<SessionTable, keyof SessionTable>;

/** `nightshift.sessions`, where every session is. All times are the database's. */
export class SessionTable {
  readonly #database: Connection;

  constructor(database: Connection) {
    this.#database = database;
  }

  async insert(row: NewSessionRow): Promise<SessionRow> {
    const { id, userId, name, role, dataText, ttlMs } = row;
    const [made] = await this.#rows(INSERT, [id, userId, name, role, dataText, ttlMs]);
    if (!made) throw new Error('INSERT returned no row.');
    return made;
  }

  /** Finds a live session, and writes the use when the last one written is a while ago. */
  async use(id: string): Promise<UsedRow | undefined> {
    const [found] = await rowsOf<SessionRow & { readonly isDue: boolean }>(this.#database, FIND, [
      id,
      TOUCH_EVERY_MS,
    ]);
    if (!found) return undefined;
    const { isDue, ...row } = found;
    if (!isDue) return { row, isProlonged: false };
    const [touched] = await this.#rows(TOUCH, [id, TOUCH_EVERY_MS]);
    // Of many that come at once one writes, and the others take what they have found.
    return touched ? { row: touched, isProlonged: true } : { row, isProlonged: false };
  }

  async touch(id: string): Promise<SessionRow | undefined> {
    const [row] = await this.#rows(TOUCH, [id, 0]);
    return row;
  }

  async update(id: string, { name, role, dataText }: SessionRowChange): Promise<SessionRow | undefined> {
    const [row] = await this.#rows(UPDATE, [id, name ?? null, role ?? null, dataText ?? null]);
    return row;
  }

  /** Whether it was alive; only if it is that user's, when one is given. */
  async delete(id: string, userId?: string): Promise<boolean> {
    const rows = await rowsOf<{ isLive: boolean }>(this.#database, DELETE, [id, userId ?? null]);
    return rows[0]?.isLive ?? false;
  }

  list(userId: string): Promise<readonly SessionRow[]> {
    return this.#rows(LIST, [userId]);
  }

  /** Those that `endSessions` ended too. */
  deleteOfUser(userId: string): Promise<readonly { readonly id: string; readonly isLive: boolean }[]> {
    return rowsOf(this.#database, DELETE_OF_USER, [userId]);
  }

  #rows(text: string, values: readonly unknown[]): Promise<readonly SessionRow[]> {
    return rowsOf<SessionRow>(this.#database, text, values);
  }
}

const INSERT = `
INSERT INTO nightshift.sessions (id, user_id, name, role, data, ttl_ms, expires_at)
VALUES ($1, $2, $3, $4, $5::jsonb, $6::bigint, now() + $6::float8 * interval '1 ms')
RETURNING ${SESSION_COLUMNS}`;

// A short session is touched more often than every minute, or it would end while in use.
const IS_DUE = `last_access_at <= now() - least($2::float8, ttl_ms / 4) * interval '1 ms'`;

const FIND = `
SELECT ${SESSION_COLUMNS}, ${IS_DUE} AS "isDue"
FROM nightshift.sessions WHERE id = $1 AND expires_at > now()`;

const TOUCH = `
UPDATE nightshift.sessions
SET last_access_at = now(), expires_at = now() + ttl_ms * interval '1 ms', version = version + 1
WHERE id = $1 AND expires_at > now() AND ${IS_DUE} RETURNING ${SESSION_COLUMNS}`;

const UPDATE = `
UPDATE nightshift.sessions
SET name = coalesce($2, name), role = coalesce($3, role), data = coalesce($4::jsonb, data), version = version + 1
WHERE id = $1 AND expires_at > now() RETURNING ${SESSION_COLUMNS}`;

const DELETE = `
DELETE FROM nightshift.sessions WHERE id = $1 AND user_id = coalesce($2, user_id)
RETURNING expires_at > now() AS "isLive"`;

const LIST = `
SELECT ${SESSION_COLUMNS} FROM nightshift.sessions
WHERE user_id = $1 AND expires_at > now() ORDER BY last_access_at DESC, created_at DESC`;

const DELETE_OF_USER = `
DELETE FROM nightshift.sessions WHERE user_id = $1 RETURNING id, expires_at > now() AS "isLive"`;

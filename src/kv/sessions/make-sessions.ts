import { LedgerUnavailableError } from '../../ledger/ledger-errors.ts';
import type { Session as Connection } from '../../ledger/session.ts';
import { checkSessionText, checkSessionTtl, sessionDataText } from './check-session.ts';
import type { CreatedSession, NewSession, Session, SessionChange, UsedSession } from './session.ts';
import type { SessionCopies, SessionCopy } from './session-copies.ts';
import { type SessionRow, toSession } from './session-row.ts';
import { type SessionRows, SessionTable } from './session-table.ts';
import { makeSessionToken, sessionIdOf } from './session-token.ts';
import type { Sessions } from './sessions.ts';

export interface SessionParts {
  readonly database: Connection;
  /** Undefined without Redis. */
  readonly copies: SessionCopies | undefined;
  /** Of sessions that bring none of their own. */
  readonly ttlMs: number;
}

/** Sessions in PostgreSQL, which decides, with copies in Redis, which spare asking it. */
export function makeSessions(parts: SessionParts): Sessions {
  const { database, ...others } = parts;
  return makeSessionsOn({ ...others, table: new SessionTable(database) });
}

/** Sessions in whatever keeps their rows. */
export function makeSessionsOn(
  parts: Omit<SessionParts, 'database'> & { readonly table: SessionRows },
): Sessions {
  return new StoredSessions(parts);
}

class StoredSessions implements Sessions {
  readonly #table: SessionRows;
  readonly #copies: SessionCopies | undefined;
  readonly #ttlMs: number;

  constructor({ table, copies, ttlMs }: Parameters<typeof makeSessionsOn>[0]) {
    this.#table = table;
    this.#copies = copies;
    this.#ttlMs = ttlMs;
  }

  async create(given: NewSession): Promise<CreatedSession> {
    const { userId, name = '', role = 'user', data = {}, ttlMs = this.#ttlMs } = given;
    const token = makeSessionToken();
    const row = await this.#table.insert({
      id: idOf(token),
      userId: checkSessionText('user id', String(userId)),
      name: checkSessionText('name', name),
      role: checkSessionText('role', role),
      dataText: sessionDataText(data),
      ttlMs: checkSessionTtl(ttlMs),
    });
    return { token, session: await this.#copied(row) };
  }

  async get(token: string): Promise<Session | undefined> {
    return (await this.use(token))?.session;
  }

  async use(token: string): Promise<UsedSession | undefined> {
    const id = sessionIdOf(token);
    if (id === undefined) return undefined;
    const copy = await this.#copyOf(id);
    if (copy.kind === 'fresh') return asItIs(copy.row);
    if (copy.kind === 'ended') return undefined;
    try {
      return await this.#useRow(id, copy.kind === 'stale');
    } catch (error) {
      if (copy.kind === 'stale' && error instanceof LedgerUnavailableError) return asItIs(copy.row);
      throw error;
    }
  }

  async update(token: string, { name, role, data }: SessionChange): Promise<Session | undefined> {
    const id = sessionIdOf(token);
    if (id === undefined) return undefined;
    const row = await this.#table.update(id, {
      name: name === undefined ? undefined : checkSessionText('name', name),
      role: role === undefined ? undefined : checkSessionText('role', role),
      dataText: data === undefined ? undefined : sessionDataText(data),
    });
    if (!row) return undefined;
    await this.#copies?.replace(row).catch(() => {});
    return toSession(row);
  }

  async refresh(token: string): Promise<Session | undefined> {
    const id = sessionIdOf(token);
    const row = id === undefined ? undefined : await this.#table.touch(id);
    return row && this.#copied(row);
  }

  async delete(token: string): Promise<boolean> {
    const id = sessionIdOf(token);
    return id !== undefined && this.#delete(id);
  }

  deleteById(userId: string | number, id: string): Promise<boolean> {
    return this.#delete(id, String(userId));
  }

  async list(userId: string | number): Promise<readonly Session[]> {
    return (await this.#table.list(String(userId))).map(toSession);
  }

  async deleteAll(userId: string | number): Promise<number> {
    const ended = await this.#table.deleteOfUser(String(userId));
    await this.#endCopies(ended.map(({ id }) => id));
    return ended.filter(({ isLive }) => isLive).length;
  }

  async #useRow(id: string, hasCopy: boolean): Promise<UsedSession | undefined> {
    const used = await this.#table.use(id);
    if (used) return { session: await this.#copied(used.row), isProlonged: used.isProlonged };
    if (hasCopy) await this.#endCopies([id]);
    return undefined;
  }

  async #delete(id: string, userId?: string): Promise<boolean> {
    const wasLive = await this.#table.delete(id, userId);
    // Of another user's session nothing was deleted, and its copy must stay.
    if (wasLive || userId === undefined) await this.#endCopies([id]);
    return wasLive;
  }

  // Redis may be away wherever errors are dropped: whoever made `ask` has logged it, and PostgreSQL has decided already.

  async #copyOf(id: string): Promise<SessionCopy> {
    return (await this.#copies?.get(id).catch(() => undefined)) ?? { kind: 'none' };
  }

  async #copied(row: SessionRow): Promise<Session> {
    await this.#copies?.put(row).catch(() => {});
    return toSession(row);
  }

  async #endCopies(ids: readonly string[]): Promise<void> {
    await this.#copies?.end(ids).catch(() => {});
  }
}

function asItIs(row: SessionRow): UsedSession {
  return { session: toSession(row), isProlonged: false };
}

/** Of a token of our own making. */
function idOf(token: string): string {
  const id = sessionIdOf(token);
  if (id === undefined) throw new Error('A token of our own making has another form.');
  return id;
}

import type { Session, SessionData } from './session.ts';

/** A session as a row of `nightshift.sessions` gives it, and as its copy in Redis holds it. Instants are ISO 8601. */
export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly data: SessionData;
  readonly createdAt: string | Date;
  readonly lastAccessAt: string | Date;
  readonly expiresAt: string | Date;
  readonly ttlMs: number;
  /** Grows with every change. */
  readonly version: number;
  /** Until it expires, by PostgreSQL's clock. */
  readonly leftMs: number;
}

/** What to select or return for a {@link SessionRow}. */
export const SESSION_COLUMNS = `id, user_id AS "userId", name, role, data, created_at AS "createdAt",
  last_access_at AS "lastAccessAt", expires_at AS "expiresAt", ttl_ms::float8 AS "ttlMs", version::float8 AS version,
  ceil(extract(epoch FROM expires_at - now()) * 1000)::float8 AS "leftMs"`;

export function toSession({ version: _version, leftMs: _leftMs, ...row }: SessionRow): Session {
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    lastAccessAt: new Date(row.lastAccessAt),
    expiresAt: new Date(row.expiresAt),
  };
}

/**
 * Whether what Redis holds is a copy that this version wrote; anything else is read from PostgreSQL again. Looks at each
 * field by hand, for every request comes by here and a schema would cost more than Redis itself.
 */
export function isSessionRow(value: unknown): value is SessionRow {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const data = fields.get('data');
  return (
    TEXTS.every((name) => typeof fields.get(name) === 'string') &&
    NUMBERS.every((name) => typeof fields.get(name) === 'number') &&
    typeof data === 'object' &&
    data !== null
  );
}

const TEXTS = ['id', 'userId', 'name', 'role', 'createdAt', 'lastAccessAt', 'expiresAt'] as const;
const NUMBERS = ['ttlMs', 'version', 'leftMs'] as const;

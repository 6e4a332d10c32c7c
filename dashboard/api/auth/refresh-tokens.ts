import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../../../src/db/database.ts';
import { rowsOf } from '../../../src/db/rows-of.ts';
import { sessionOf } from '../../../src/db/session-of.ts';
import type { Session } from '../../../src/ledger/session.ts';

/** A user's long breath behind short bearer tokens; each is good for one use. */
export interface RefreshTokens {
  /** The first of a family. */
  begin(userId: number): Promise<string>;
  /**
   * Takes a token for the next of its family. Undefined when it is not good: unknown, over, begun before the user's last
   * change of password or role, or used before, by which the whole family ends (RFC 9700, section 4.14.2).
   */
  rotate(token: string): Promise<{ readonly userId: number; readonly token: string } | undefined>;
  /** Ends the family of a token, whoever has it. */
  end(token: string): Promise<void>;
}

interface Family {
  readonly family: string;
  readonly userId: number;
  readonly beganAt: Date;
}

export function openRefreshTokens(database: Database, ttlMs: number): RefreshTokens {
  const add = async (session: Session, { family, userId, beganAt }: Family): Promise<string> => {
    const token = randomBytes(32).toString('base64url');
    await session.query(ADD, [hashOf(token), family, userId, beganAt, ttlMs]);
    return token;
  };
  return {
    begin: async (userId) => {
      const [row] = await rowsOf<{ now: Date }>(database, 'SELECT now() AS now');
      return add(database, { family: randomUUID(), userId, beganAt: row?.now ?? new Date() });
    },
    rotate: (token) =>
      database.transaction(async (trx) => {
        const session = sessionOf(trx);
        const [family] = await rowsOf<Family>(session, USE, [hashOf(token)]);
        if (family) return { userId: family.userId, token: await add(session, family) };
        await session.query(END_IF_USED, [hashOf(token)]);
        return undefined;
      }),
    end: async (token) => {
      await database.query(END, [hashOf(token)]);
    },
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

const ADD = `
INSERT INTO nightshift.refresh_tokens (id, family, user_id, began_at, expires_at)
VALUES ($1, $2, $3, $4, now() + $5::float8 * interval '1 ms')`;

const USE = `
UPDATE nightshift.refresh_tokens AS t SET used_at = now() FROM app.users AS u
WHERE t.id = $1 AND t.used_at IS NULL AND t.expires_at > now() AND u.id = t.user_id
  AND t.began_at >= coalesce(greatest(u.password_changed_at, u.role_changed_at), '-infinity')
RETURNING t.family, t.user_id AS "userId", t.began_at AS "beganAt"`;

const END_IF_USED = `
DELETE FROM nightshift.refresh_tokens WHERE family = (
  SELECT family FROM nightshift.refresh_tokens WHERE id = $1 AND used_at IS NOT NULL
)`;

const END = `
DELETE FROM nightshift.refresh_tokens WHERE family = (SELECT family FROM nightshift.refresh_tokens WHERE id = $1)`;

import { type SessionLike, sessionOf } from '../../db/session-of.ts';

/**
 * Ends every session of a user in the caller's transaction (Kysely's, or anything with `query(text, values)`), so that a new password or role and the end of what began
 * under the old one commit together. Copies in Redis answer for up to a minute more, unless `sessions.deleteAll`
 * follows the commit, as it does in the sample application.
 */
export async function endSessions(transaction: SessionLike, userId: string | number): Promise<void> {
  await sessionOf(transaction).query(END, [String(userId)]);
}

const END = `
UPDATE nightshift.sessions SET expires_at = now(), version = version + 1
WHERE user_id = $1 AND expires_at > now()`;

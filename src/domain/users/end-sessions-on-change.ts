import type { Sessions } from '../../kv/sessions/sessions.ts';
import type { ChangeListener } from '../domain-change.ts';

/**
 * Ends the copies of a user's sessions in Redis at once when the password or the role has changed. The sessions
 * themselves ended with the change, so without this listener a copy would answer for up to a minute more.
 */
export function endSessionsOnChange(sessions: Pick<Sessions, 'deleteAll'>): ChangeListener {
  return async (changes) => {
    const userIds = changes.flatMap((change) =>
      change.kind === 'user-password-changed' || change.kind === 'user-role-changed' ? [change.userId] : [],
    );
    for (const userId of new Set(userIds)) await sessions.deleteAll(userId);
  };
}

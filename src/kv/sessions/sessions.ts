import type { CreatedSession, NewSession, Session, SessionChange, UsedSession } from './session.ts';

/** Signed-in users, by secret tokens of which only hashes are stored. Open it as `kv.sessions`. */
export interface Sessions {
  /** Signs a user in. @throws InvalidSessionError, LedgerUnavailableError */
  create(given: NewSession): Promise<CreatedSession>;
  /**
   * Finds the live session of a token, and thereby prolongs it. With PostgreSQL away Redis' copy serves.
   *
   * @throws LedgerUnavailableError when neither answers
   */
  get(token: string): Promise<Session | undefined>;
  /** Like `get`, and says whether this use prolonged the session, so that a cookie's age can follow. */
  use(token: string): Promise<UsedSession | undefined>;
  /** Changes a live session; undefined when it is over. @throws InvalidSessionError, LedgerUnavailableError */
  update(token: string, change: SessionChange): Promise<Session | undefined>;
  /** Prolongs a session now, where `get` does so once a minute. @throws LedgerUnavailableError */
  refresh(token: string): Promise<Session | undefined>;
  /** Signs out; whether there was something to end. @throws LedgerUnavailableError */
  delete(token: string): Promise<boolean>;
  /** Ends a session by its id, for lists of a user's devices; one of another user's is left alone. @throws LedgerUnavailableError */
  deleteById(userId: string | number, id: string): Promise<boolean>;
  /** A user's live sessions, the last used first. @throws LedgerUnavailableError */
  list(userId: string | number): Promise<readonly Session[]>;
  /** Signs a user out everywhere; gives how many live sessions there were. @throws LedgerUnavailableError */
  deleteAll(userId: string | number): Promise<number>;
}

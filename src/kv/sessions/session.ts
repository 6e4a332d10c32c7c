import type { Json } from '../../job/json.ts';

/** A signed-in user, as the application sees it. */
export interface Session {
  /** Names the session in lists. It is the SHA-256 of the token, so whoever has it cannot sign in with it. */
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  /** What the application keeps in it, at most 4 KiB as JSON. */
  readonly data: SessionData;
  readonly createdAt: Date;
  /** True to a minute, or to a quarter of a shorter {@link Session.ttlMs}. */
  readonly lastAccessAt: Date;
  readonly expiresAt: Date;
  /** How long it lives after its last use. */
  readonly ttlMs: number;
}

export type SessionData = Readonly<Record<string, Json>>;

export interface NewSession {
  readonly userId: string | number;
  /** For display. Default empty. */
  readonly name?: string;
  /** Default `user`. */
  readonly role?: string;
  /** Default empty. */
  readonly data?: SessionData;
  /** How long it lives after its last use. Default `NIGHTSHIFT_SESSION_TTL_MS`. */
  readonly ttlMs?: number;
}

/** What may change in a session; what is not given stays. */
export interface SessionChange {
  readonly name?: string;
  /** Of this session alone; a change of the user's role ends the user's sessions instead. */
  readonly role?: string;
  /** Replaces what was there. */
  readonly data?: SessionData;
}

/** What `create` gives: the session, and the token that opens it, which nobody can ask for again. */
export interface CreatedSession {
  readonly token: string;
  readonly session: Session;
}

export interface UsedSession {
  readonly session: Session;
  readonly isProlonged: boolean;
}

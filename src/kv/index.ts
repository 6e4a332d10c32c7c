/** What an application keeps beside its tables, and the express middleware that goes with it. */

export { type ConnectKvOptions, connectKv } from '../connect-kv.ts';
export type {
  Activity,
  NewAction,
  Ranked,
  Score,
  WantedRanks,
  WantedTitles,
} from './activity/activity.ts';
export { type RecordRequestsOptions, recordRequests } from './activity/record-requests.ts';
export type { UserAction } from './activity/user-action.ts';
export type { Cache, CacheOptions, KeepLater, Keeping } from './cache/cache.ts';
export { InvalidCacheKeyError } from './cache/invalid-cache-key-error.ts';
export type {
  ChannelMessage,
  Channels,
  NewMessage,
  SubscribeOptions,
  Subscription,
} from './channels/channels.ts';
export { InvalidMessageError } from './channels/invalid-message-error.ts';
export type { Kv } from './kv.ts';
export { InvalidLimitError } from './limits/check-limit.ts';
export type { Limit, LimitDecision, LimitKind } from './limits/limit.ts';
export { type LimitRequestsOptions, limitRequests } from './limits/limit-requests.ts';
export type { Limits } from './limits/limits.ts';
export { PER_MINUTE, tierLimit } from './limits/tier-limits.ts';
export { InvalidLockNameError, LockUnavailableError } from './locks/lock-errors.ts';
export type { Lock, LockOptions, Locks } from './locks/locks.ts';
export { type CacheResponseOptions, cacheResponse } from './responses/cache-response.ts';
export { endSessions } from './sessions/end-sessions.ts';
export type { CreatedSession, NewSession, Session, SessionChange, UsedSession } from './sessions/session.ts';
export type { SessionCookieOptions } from './sessions/session-cookie.ts';
export { type SessionDoor, sessionDoor } from './sessions/session-door.ts';
export { InvalidSessionError } from './sessions/session-errors.ts';
export { findSession } from './sessions/session-of-request.ts';
export type { Sessions } from './sessions/sessions.ts';

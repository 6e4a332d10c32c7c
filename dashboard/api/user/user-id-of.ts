import type { Caller } from '../auth/caller.ts';
import { ApiError } from '../http/api-error.ts';

/** The caller's id in the application's table of users; undefined for keys and for users of another issuer. */
export function userIdOf({ kind, id }: Caller): number | undefined {
  return kind === 'user' && /^[1-9]\d{0,8}$/.test(id) ? Number(id) : undefined;
}

/** @throws ApiError 403 when the caller is no user of the application */
export function getUserId(caller: Caller): number {
  const userId = userIdOf(caller);
  if (userId === undefined) throw new ApiError(403, 'This is for users of the application.');
  return userId;
}

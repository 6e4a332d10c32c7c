import type { Request } from 'express';
import type { Actor } from '../../../src/domain/domain-change.ts';
import type { Caller } from '../auth/caller.ts';
import { getUserId } from './user-id-of.ts';

/** For whom the application writes something. @throws ApiError 403 when the caller is no user of it */
export function actorOf(caller: Caller, { ip }: Request): Actor {
  return { userId: getUserId(caller), ...(ip === undefined ? {} : { ip }) };
}

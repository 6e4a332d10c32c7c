import { NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import { USER_COLUMNS, type User } from './user.ts';

/** Locks a user for a change. @throws NotFoundError */
export async function lockUser({ trx }: Writing, userId: number): Promise<User> {
  const user = await trx
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  if (!user) throw new NotFoundError('user', userId);
  return user;
}

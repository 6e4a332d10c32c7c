import { NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';

/** Keeps the user from being removed until the transaction ends. @throws NotFoundError */
export async function refuseMissingUser({ trx }: Writing, userId: number): Promise<void> {
  const found = await trx
    .selectFrom('users')
    .select('id')
    .where('id', '=', userId)
    .forKeyShare()
    .executeTakeFirst();
  if (!found) throw new NotFoundError('user', userId);
}

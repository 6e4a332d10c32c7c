import { sql } from 'kysely';
import type { DomainReader } from '../domain-tables.ts';
import { USER_COLUMNS, type User } from './user.ts';

export function findUser(reader: DomainReader, userId: number): Promise<User | undefined> {
  return reader.selectFrom('users').select(USER_COLUMNS).where('id', '=', userId).executeTakeFirst();
}

/** Whatever the case. */
export function findUserByUsername(reader: DomainReader, username: string): Promise<User | undefined> {
  return reader
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where(sql`lower(username)`, '=', username.toLowerCase())
    .executeTakeFirst();
}

/** Whatever the case. */
export function findUserByEmail(reader: DomainReader, email: string): Promise<User | undefined> {
  return reader
    .selectFrom('users')
    .select(USER_COLUMNS)
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .executeTakeFirst();
}

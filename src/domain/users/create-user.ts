import type { Writing } from '../writing.ts';
import { translateUserError } from './translate-user-error.ts';
import { USER_COLUMNS, type User } from './user.ts';
import { type UserFields, userColumns } from './user-fields.ts';

export interface NewUser extends UserFields {
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash?: string | undefined;
}

/** Creates a user of the basic tier. @throws TakenError, InvalidWriteError */
export async function createUser(writing: Writing, given: NewUser): Promise<User> {
  const { username, email, name, passwordHash, ...fields } = given;
  const user = await writing.trx
    .insertInto('users')
    .values({ ...userColumns(fields), username, email, name, password_hash: passwordHash ?? null })
    .returning(USER_COLUMNS)
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => Promise.reject(translateUserError(error)));
  writing.changed({ kind: 'user-created', userId: user.id, usernames: [username], emails: [email] });
  return user;
}

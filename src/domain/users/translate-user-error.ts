import { InvalidWriteError, TakenError } from '../domain-errors.ts';

/** Says in the words of the application what the database refused about a user, and gives every other error as it is. */
export function translateUserError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const constraint = 'constraint' in error ? error.constraint : undefined;
  if (constraint === 'users_email') return new TakenError('e-mail address');
  if (constraint === 'users_username') return new TakenError('user name');
  // 22023 is what PostgreSQL says to a time zone that it does not know.
  if (error.code === '22023' || error.code === '23514')
    return new InvalidWriteError(
      `This cannot be written about a user: ${error.message}. Expected known channels, an IANA time zone, a country of two letters.`,
      { cause: error },
    );
  return error;
}

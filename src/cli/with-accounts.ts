import { NotFoundError } from '../domain/domain-errors.ts';
import { openDomain } from '../domain/open-domain.ts';
import { type Account, type Accounts, openAccounts } from '../domain/users/accounts.ts';
import type { Note } from '../operators/audit-operations.ts';
import type { CommandContext } from './command-context.ts';
import { noteOf } from './with-operators.ts';
import { withPlatform } from './with-platform.ts';

export type { Account };

/** Opens the users of the application for one command. */
export function withAccounts<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (accounts: Accounts, note: Note) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'operator', async (platform) => {
    const { database, log } = platform;
    const kv = await platform.kv();
    const domain = openDomain({ database, kv, log });
    return work(openAccounts({ database, domain, sessions: kv.sessions }), noteOf(database));
  });
}

/** @throws NotFoundError */
export async function getAccount(accounts: Accounts, username: string): Promise<Account> {
  const account = await accounts.find(username);
  if (!account) throw new NotFoundError('user', username);
  return account;
}

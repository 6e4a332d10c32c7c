import type { CommandContext } from '../../../command-context.ts';
import { getAccount, withAccounts } from '../../../with-accounts.ts';

/** Ends every session of a user of the application. */
export async function signOutAppUser(context: CommandContext<object>, username: string): Promise<void> {
  await withAccounts(context, async (accounts, note) => {
    const { id } = await getAccount(accounts, username);
    await accounts.signOut(id);
    await note({ action: 'sign-out-everywhere', target: { user: id, username } });
  });
  context.terminal.print(`Signed out everywhere: ${username}`);
}

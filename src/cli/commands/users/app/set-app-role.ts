import type { CommandContext } from '../../../command-context.ts';
import { getAccount, withAccounts } from '../../../with-accounts.ts';
import { parseAppRole } from './parse-app-role.ts';

/** Gives a user of the application another role. */
export async function setAppRole(
  context: CommandContext<object>,
  username: string,
  given: string,
): Promise<void> {
  const role = parseAppRole(given);
  await withAccounts(context, async (accounts, note) => {
    const { id, role: before } = await getAccount(accounts, username);
    await accounts.setRole(id, role);
    await note({ action: 'change-role', target: { user: id, username }, before, after: role });
  });
  context.terminal.print(`Changed: ${username}, ${role}`);
}

import type { CommandContext } from '../../../command-context.ts';
import type { OptionSpecs } from '../../../option-specs.ts';
import { parseTier } from '../../../parse-tier.ts';
import { readNewPassword } from '../../../read-password.ts';
import { UsageError } from '../../../usage-error.ts';
import { withAccounts } from '../../../with-accounts.ts';
import { parseAppRole } from './parse-app-role.ts';

/** What is asked of users of the application and not of operators. */
export const ADD_APP_OPTIONS = {
  email: { type: 'string', value: 'ADDRESS', doc: 'With --app: the e-mail address' },
  'full-name': { type: 'string', value: 'TEXT', doc: 'With --app: how the user is called (default: NAME)' },
  tier: { type: 'string', value: 'TIER', doc: 'With --app: basic, premium or enterprise (default: basic)' },
} as const satisfies OptionSpecs;

interface AddOptions {
  readonly role: string | undefined;
  readonly email: string | undefined;
  readonly 'full-name': string | undefined;
  readonly tier: string | undefined;
}

/** Adds a user of the application, who signs in at the HTTP API. */
export async function addAppUser(context: CommandContext<AddOptions>): Promise<void> {
  const { options, positionals, terminal } = context;
  const [username = ''] = positionals;
  const role = parseAppRole(options.role ?? 'user');
  const tier = parseTier(options.tier ?? 'basic');
  const { email, 'full-name': name = username } = options;
  if (email === undefined || !/^[^@\s]+@[^@\s]+$/.test(email))
    throw new UsageError('A user of the application needs an address: expected --email name@example.com.');
  const password = await readNewPassword(terminal);
  await withAccounts(context, async (accounts, note) => {
    const { id } = await accounts.add({ username, email, name, password, role, tier });
    await note({ action: 'add-user', target: { user: id, username }, after: { role, tier } });
  });
  terminal.print(`Added: ${username}, ${role}, ${tier}`);
}

import type { CommandContext } from '../../../command-context.ts';
import type { Column } from '../../../format-table.ts';
import { printRows } from '../../../print-rows.ts';
import { type Account, withAccounts } from '../../../with-accounts.ts';

/** Lists the users of the application who can sign in. */
export async function listAppUsers(context: CommandContext<{ readonly json: boolean }>): Promise<void> {
  const accounts = await withAccounts(context, (opened) => opened.list());
  printRows(context.terminal, accounts, {
    columns: COLUMNS,
    json: context.options.json,
    none: 'No user of the application has a password: add one with "nightshift users add NAME --app --email ADDRESS".',
  });
}

const COLUMNS: readonly Column<Account>[] = [
  { title: 'id', value: ({ id }) => id, align: 'right' },
  { title: 'name', value: ({ username }) => username },
  { title: 'role', value: ({ role }) => role },
  { title: 'tier', value: ({ tier }) => tier },
  {
    title: 'note',
    value: ({ lockedUntil }) => (lockedUntil ? `locked until ${lockedUntil.toISOString()}` : undefined),
  },
];

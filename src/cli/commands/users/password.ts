import { defineCommand } from '../../command.ts';
import { APP_OPTION } from '../../option-specs.ts';
import { readNewPassword } from '../../read-password.ts';
import { getAccount, withAccounts } from '../../with-accounts.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift users password` */
export const passwordCommand = defineCommand({
  usage: 'NAME',
  details:
    'Asks for it, or takes the first line of standard input. It ends every session of the operator, and the wait after wrong passwords.',
  examples: [{ line: 'users password ann', doc: 'asks for the new one' }],
  options: { app: APP_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    const password = await readNewPassword(context.terminal);
    if (context.options.app)
      await withAccounts(context, async (accounts, note) => {
        const { id, username } = await getAccount(accounts, name);
        await accounts.setPassword(id, password);
        await note({ action: 'change-password', target: { user: id, username } });
      });
    else
      await withOperators(context, async (operators, note) => {
        await operators.setPassword(name, password);
        await note({ action: 'change-password', target: { operator: name } });
      });
    context.terminal.print(`Changed: the password of ${name}`);
  },
});

import { defineCommand } from '../../command.ts';
import { APP_OPTION } from '../../option-specs.ts';
import { parseRole } from '../../parse-role.ts';
import { readNewPassword } from '../../read-password.ts';
import { withOperators } from '../../with-operators.ts';
import { ADD_APP_OPTIONS, addAppUser } from './app/add-app-user.ts';

/** `nightshift users add` */
export const addCommand = defineCommand({
  usage: 'NAME',
  details: `Asks for a password of 12 characters or more, or takes the first line of standard input. From the first operator on, the
board wants a sign-in on loopback too. With --app it adds a user of the application, who signs in at the HTTP API.`,
  examples: [
    { line: 'users add ann --role admin', doc: 'asks for the password' },
    { line: 'users add bo --role viewer < password.txt', doc: 'reads it' },
    { line: 'users add cy --app --email cy@example.com', doc: 'a user of the application' },
  ],
  options: {
    role: {
      type: 'string',
      value: 'ROLE',
      doc: 'viewer, operator or admin (default: viewer); with --app user or admin (default: user)',
    },
    app: APP_OPTION,
    ...ADD_APP_OPTIONS,
  },
  takes: { min: 1, max: 1 },
  async run(context) {
    if (context.options.app) return addAppUser(context);
    const [name = ''] = context.positionals;
    const role = parseRole(context.options.role ?? 'viewer');
    const password = await readNewPassword(context.terminal);
    await withOperators(context, async (operators, note) => {
      await operators.add({ name, role, password });
      await note({ action: 'add-operator', target: { operator: name }, after: { role } });
    });
    context.terminal.print(`Added: ${name}, ${role}`);
  },
});

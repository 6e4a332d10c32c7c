import { defineCommand } from '../../command.ts';
import { parseRole } from '../../parse-role.ts';
import { readNewPassword } from '../../read-password.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift users add` */
export const addCommand = defineCommand({
  usage: 'NAME',
  details: `Asks for a password of 12 characters or more, or takes the first line of standard input. From the first operator on, the
board wants a sign-in on loopback too.`,
  examples: [
    { line: 'users add ann --role admin', doc: 'asks for the password' },
    { line: 'users add bo --role viewer < password.txt', doc: 'reads it' },
  ],
  options: { role: { type: 'string', value: 'ROLE', doc: 'viewer, operator or admin (default: viewer)' } },
  takes: { min: 1, max: 1 },
  async run(context) {
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

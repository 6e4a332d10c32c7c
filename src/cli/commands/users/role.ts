import { defineCommand } from '../../command.ts';
import { APP_OPTION } from '../../option-specs.ts';
import { parseRole } from '../../parse-role.ts';
import { withOperators } from '../../with-operators.ts';
import { setAppRole } from './app/set-app-role.ts';

/** `nightshift users role` */
export const roleCommand = defineCommand({
  usage: 'NAME ROLE',
  details:
    'Roles are viewer, operator and admin; with --app user and admin. It ends every session that the operator or user has.',
  examples: [
    { line: 'users role ann operator', doc: 'ann may retry and pause, and manages no users any more' },
  ],
  options: { app: APP_OPTION },
  takes: { min: 2, max: 2 },
  async run(context) {
    const [name = '', given = ''] = context.positionals;
    if (context.options.app) return setAppRole(context, name, given);
    const role = parseRole(given);
    await withOperators(context, async (operators, note) => {
      const before = await operators.find(name);
      await operators.setRole(name, role);
      await note({
        action: 'change-role',
        target: { operator: name },
        before: before?.role ?? null,
        after: role,
      });
    });
    context.terminal.print(`Changed: ${name}, ${role}`);
  },
});

import { defineCommand } from '../../command.ts';
import { parseRole } from '../../parse-role.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift users role` */
export const roleCommand = defineCommand({
  usage: 'NAME ROLE',
  details: 'Roles are viewer, operator and admin. It ends every session of the operator.',
  examples: [
    { line: 'users role ann operator', doc: 'ann may retry and pause, and manages no users any more' },
  ],
  options: {},
  takes: { min: 2, max: 2 },
  async run(context) {
    const [name = '', given = ''] = context.positionals;
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

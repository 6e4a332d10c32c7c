import { defineCommand } from '../../command.ts';
import { YES_OPTION } from '../../option-specs.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift users remove` */
export const removeCommand = defineCommand({
  usage: 'NAME',
  details: 'It ends every session of the operator. What they did stays in the audit log.',
  examples: [{ line: 'users remove bo', doc: 'bo cannot sign in any more' }],
  options: { yes: YES_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    if (!(await context.terminal.confirm(`Remove ${name}?`, context.options.yes))) return;
    await withOperators(context, async (operators, note) => {
      const { role } = await operators.remove(name);
      await note({ action: 'remove-operator', target: { operator: name }, before: { role } });
    });
    context.terminal.print(`Removed: ${name}`);
  },
});

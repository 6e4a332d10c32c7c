import { openApiKeys } from '../../../operators/api-keys.ts';
import { defineCommand } from '../../command.ts';
import { YES_OPTION } from '../../option-specs.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift keys revoke` */
export const revokeCommand = defineCommand({
  usage: 'NAME',
  details: 'It holds from the next request on. Jobs that came by the key stay.',
  examples: [{ line: 'keys revoke shop', doc: 'the shop has to get another key' }],
  options: { yes: YES_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    if (!(await context.terminal.confirm(`Revoke ${name}?`, context.options.yes))) return;
    await withOperators(context, async (_operators, note, database) => {
      const { jobs } = await openApiKeys(database).revoke(name);
      await note({ action: 'revoke-key', target: { key: name }, before: { jobs } });
    });
    context.terminal.print(`Revoked: ${name}`);
  },
});

import { endSessions } from '../../../kv/sessions/end-sessions.ts';
import { UnknownOperatorError } from '../../../operators/operator-errors.ts';
import { sessionUserOf } from '../../../operators/operators.ts';
import { defineCommand } from '../../command.ts';
import { APP_OPTION } from '../../option-specs.ts';
import { withOperators } from '../../with-operators.ts';
import { signOutAppUser } from './app/sign-out-app-user.ts';

/** `nightshift users sign-out` */
export const signOutCommand = defineCommand({
  usage: 'NAME',
  examples: [{ line: 'users sign-out ann', doc: 'ann has to sign in again, in every browser' }],
  options: { app: APP_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    if (context.options.app) return signOutAppUser(context, name);
    await withOperators(context, async (operators, note, database) => {
      const operator = await operators.find(name);
      if (!operator)
        throw new UnknownOperatorError(
          name,
          (await operators.list()).map((each) => each.name),
        );
      await endSessions(database, sessionUserOf(operator));
      await note({ action: 'sign-out-everywhere', target: { operator: name } });
    });
    context.terminal.print(`Signed out everywhere: ${name}`);
  },
});

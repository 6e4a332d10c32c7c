import { type Operator, openOperators } from '../../../operators/operators.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { APP_OPTION, JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';
import { listAppUsers } from './app/list-app-users.ts';

/** `nightshift users list` */
export const listCommand = defineCommand({
  usage: '',
  examples: [{ line: 'users list', doc: 'lists them all' }],
  options: { json: JSON_OPTION, app: APP_OPTION },
  async run(context) {
    const { options, terminal } = context;
    if (options.app) return listAppUsers(context);
    const operators = await withPlatform(context, 'operator', ({ database }) =>
      openOperators(database).list(),
    );
    printRows(terminal, operators, {
      columns: COLUMNS,
      json: options.json,
      none: 'There are no operators: add one with "nightshift users add NAME --role admin".',
    });
  },
});

const COLUMNS: readonly Column<Operator>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'role', value: ({ role }) => role },
  { title: 'since', value: ({ createdAt }) => createdAt.toISOString() },
  { title: 'signed in', value: ({ lastSignInAt }) => lastSignInAt?.toISOString() },
  {
    title: 'note',
    value: ({ lockedUntil }) => (lockedUntil ? `locked until ${lockedUntil.toISOString()}` : undefined),
  },
];

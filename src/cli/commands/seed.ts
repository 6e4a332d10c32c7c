import type { Database } from '../../db/database.ts';
import { NightshiftError } from '../../nightshift-error.ts';
import { defineCommand } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import {
  DRY_RUN_OPTION,
  JSON_OPTION,
  type OptionSpecs,
  type OptionValues,
  YES_OPTION,
} from '../option-specs.ts';
import { printRows } from '../print-rows.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

const OPTIONS = {
  small: { type: 'boolean', doc: 'A month of one shop instead of a year of fifty' },
  seed: { type: 'string', value: 'N', doc: 'Another number gives other rows (default: 1)' },
  until: {
    type: 'string',
    value: 'DAY',
    doc: 'The day that it ends before, like 2030-03-29 (default: today)',
  },
  'if-empty': { type: 'boolean', doc: 'Is content when there is something already' },
  reset: { type: 'boolean', doc: 'Removes what is there first' },
  'dry-run': DRY_RUN_OPTION,
  yes: YES_OPTION,
  json: JSON_OPTION,
} as const satisfies OptionSpecs;

type Options = OptionValues<typeof OPTIONS>;

/** `nightshift seed` */
export const seedCommand = defineCommand({
  usage: '',
  details:
    'Users, shops, products, stock, orders, returns, tasks and behaviour, with seasons, weekdays and a few frauds. The same number and day give the same rows.',
  examples: [
    { line: 'seed', doc: 'writes a year: 50 sellers, 500 products, 2,000 users, 60,000 orders' },
    { line: 'seed --small --if-empty', doc: 'writes a month of one shop, unless there is something' },
    { line: 'seed --seed 7 --until 2030-01-01', doc: 'writes another year' },
    { line: 'seed --reset --dry-run', doc: 'shows what a reset would remove' },
  ],
  options: OPTIONS,
  async run(context) {
    if (context.options['dry-run'] && !context.options.reset)
      throw new UsageError('--dry-run goes with --reset, of which it shows what it would remove.');
    const plan = await planOf(context.options);
    const database = await openSeeded(context);
    try {
      if (context.options.reset && !(await reset(database, context))) return;
      const { seedDomain } = await import('../../domain/seed/seed-domain.ts');
      const startedAt = performance.now();
      report(await seedDomain(database, plan), context);
      context.terminal.say(`Took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
    } finally {
      await database.close();
    }
  },
});

async function planOf({ seed = '1', until, small: isSmall }: Options) {
  const { seedPlan } = await import('../../domain/seed/seed-plan.ts');
  if (!/^\d{1,9}$/.test(seed))
    throw new UsageError(`--seed was given ${JSON.stringify(seed)}: expected a whole number like 7.`);
  const day = until === undefined ? new Date() : new Date(`${until}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || (until !== undefined && !day.toISOString().startsWith(until)))
    throw new UsageError(`--until was given ${JSON.stringify(until)}: expected a day like 2030-03-29.`);
  return seedPlan({ seed: Number(seed), isSmall, until: day });
}

async function openSeeded({ config: load }: Pick<CommandContext, 'config'>): Promise<Database> {
  const [{ findDatabaseUrl }, { openDatabase }] = await Promise.all([
    import('../../platform/database-url.ts'),
    import('../../db/open-database.ts'),
  ]);
  const url = await findDatabaseUrl(await load());
  return openDatabase({ url, applicationName: 'nightshift seed' });
}

/** Whether to go on. */
async function reset(database: Database, { options, terminal }: CommandContext<Options>): Promise<boolean> {
  const { emptyDomain, filledTables } = await import('../../domain/seed/empty-domain.ts');
  const tables = await filledTables(database);
  if (options['dry-run']) {
    const columns = TABLE_COLUMNS;
    printRows(terminal, tables, { columns, json: options.json, none: 'There is nothing to remove.' });
    return false;
  }
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const question = `Remove all ${rows} rows of the sample application?`;
  if (rows > 0 && !(await terminal.confirm(question, options.yes))) return false;
  await emptyDomain(database);
  return true;
}

const TABLE_COLUMNS = [
  { title: 'table', value: ({ table }: { readonly table: string }) => table },
  { title: 'rows', value: ({ rows }: { readonly rows: number }) => rows, align: 'right' as const },
];

function report(
  counts: Readonly<Record<string, number>> | undefined,
  { options, terminal }: { readonly options: Options; readonly terminal: Terminal },
): void {
  if (!counts && !options['if-empty']) throw new AlreadySeededError();
  const rows = Object.entries(counts ?? {}).map(([table, count]) => ({ table, rows: count }));
  const none = 'There is something already: nothing was written.';
  printRows(terminal, rows, { columns: TABLE_COLUMNS, json: options.json, none });
}

class AlreadySeededError extends NightshiftError {
  readonly code = 'ALREADY_SEEDED';

  constructor() {
    super(
      'The sample application has users already: expected empty tables. Add --reset to remove them, or --if-empty to leave them.',
    );
  }
}

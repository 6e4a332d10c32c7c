import type { JobFigures } from '../../../ledger/search/job-figures.ts';
import { defineCommand } from '../../command.ts';
import { formatAge } from '../../format-age.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withOperations } from '../../with-operations.ts';
import { WITHIN_OPTION, withinOf } from '../../within-option.ts';

/** `nightshift inspect stats` */
export const statsCommand = defineCommand({
  usage: '',
  details:
    'Of the recorded jobs that were enqueued within that time, by name. Waits are from the enqueueing to the start of the last attempt, so delays and back-off count.',
  examples: [
    { line: 'inspect stats', doc: 'the last hour' },
    { line: 'inspect stats --within 7d', doc: 'the last week' },
  ],
  options: { within: WITHIN_OPTION, json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const withinMs = withinOf(options.within);
    const figures = await withOperations(context, (operations) => operations.figures(withinMs));
    printRows(terminal, figures, {
      columns: COLUMNS,
      json: options.json,
      none: 'No recorded job was enqueued within that time.',
    });
  },
});

const COUNTS = ['jobs', 'open', 'completed', 'failed', 'retried'] as const;
const TIMES = [
  { title: 'wait p50', of: 'waitP50Ms' },
  { title: 'wait p95', of: 'waitP95Ms' },
  { title: 'run p50', of: 'runP50Ms' },
  { title: 'run p95', of: 'runP95Ms' },
] as const;

const COLUMNS: readonly Column<JobFigures>[] = [
  { title: 'job', value: ({ name }) => name },
  ...COUNTS.map((title): Column<JobFigures> => ({ title, value: (row) => row[title], align: 'right' })),
  ...TIMES.map(
    ({ title, of }): Column<JobFigures> => ({ title, value: (row) => formatAge(row[of]), align: 'right' }),
  ),
];

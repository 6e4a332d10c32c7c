import type { RegisteredWorker } from '../../../ledger/search/list-workers.ts';
import { defineCommand } from '../../command.ts';
import { formatAge } from '../../format-age.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withOperations } from '../../with-operations.ts';

/** `nightshift inspect workers` */
export const workersCommand = defineCommand({
  usage: '',
  details: 'Those that live, and those that have gone within the last hour.',
  examples: [{ line: 'inspect workers', doc: 'lists the worker processes' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const workers = await withOperations(context, (operations) => operations.workers());
    printRows(terminal, workers, {
      columns: COLUMNS,
      json: options.json,
      none: 'No worker has run within the last hour: start one with "nightshift worker GROUP".',
    });
  },
});

const COLUMNS: readonly Column<RegisteredWorker>[] = [
  { title: 'group', value: ({ group }) => group },
  { title: 'state', value: ({ isAlive }) => (isAlive ? 'alive' : 'gone') },
  { title: 'host', value: ({ host }) => host },
  { title: 'pid', value: ({ pid }) => pid, align: 'right' },
  { title: 'version', value: ({ version }) => version },
  { title: 'running', value: ({ runningIds }) => runningIds.length, align: 'right' },
  { title: 'slots', value: ({ concurrency }) => concurrency, align: 'right' },
  { title: 'health port', value: ({ httpPort }) => httpPort ?? undefined, align: 'right' },
  {
    title: 'up',
    value: ({ startedAt, beatAt }) => formatAge(Number(beatAt) - Number(startedAt)),
    align: 'right',
  },
  { title: 'queues', value: ({ queues }) => queues.join(', ') },
];

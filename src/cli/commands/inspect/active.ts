import { type RunningJob, runningJobs } from '../../../ledger/search/running-jobs.ts';
import { defineCommand } from '../../command.ts';
import { formatAge } from '../../format-age.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withOperations } from '../../with-operations.ts';

/** `nightshift inspect active` */
export const activeCommand = defineCommand({
  usage: '',
  details:
    'As the workers told it with their last beat, at most a second ago; jobs of unrecorded queues too.',
  examples: [{ line: 'inspect active', doc: 'lists what runs now' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const workers = await withOperations(context, (operations) => operations.workers());
    const rows = runningJobs(workers)
      .map(toRow)
      .toSorted((a, b) => b.runningMs - a.runningMs);
    printRows(terminal, rows, { columns: COLUMNS, json: options.json, none: 'Nothing runs.' });
  },
});

type Row = Omit<RunningJob, 'worker' | 'startedAtMs'> & {
  readonly runningMs: number;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
};

function toRow({ worker, startedAtMs, ...job }: RunningJob): Row {
  const { group, host, pid, beatAt } = worker;
  return { ...job, runningMs: Math.max(0, Number(beatAt) - startedAtMs), group, host, pid };
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'job', value: ({ id }) => id },
  { title: 'name', value: ({ name }) => name },
  { title: 'attempt', value: ({ attempt }) => attempt, align: 'right' },
  { title: 'for', value: ({ runningMs }) => formatAge(runningMs), align: 'right' },
  { title: 'progress', value: ({ progress }) => (progress === undefined ? '' : JSON.stringify(progress)) },
  { title: 'on', value: ({ group, host, pid }) => `${group} ${host}:${pid}` },
];

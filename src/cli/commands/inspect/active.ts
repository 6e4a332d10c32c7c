import type { RegisteredWorker } from '../../../ledger/search/list-workers.ts';
import { z } from 'zod';
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
    const rows = workers.filter(({ isAlive }) => isAlive).flatMap(runningOn);
    printRows(
      terminal,
      rows.toSorted((a, b) => b.runningMs - a.runningMs),
      {
        columns: COLUMNS,
        json: options.json,
        none: 'Nothing runs.',
      },
    );
  },
});

/** What the worker's `Running.describe` writes. */
const statsSchema = z.object({
  running: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      attempt: z.number(),
      startedAtMs: z.number(),
      progress: z.unknown().optional(),
    }),
  ),
});

interface Row {
  readonly id: string;
  readonly name: string;
  readonly attempt: number;
  readonly runningMs: number;
  readonly progress?: unknown;
  readonly group: string;
  readonly host: string;
  readonly pid: number;
}

function runningOn({ group, host, pid, beatAt, stats }: RegisteredWorker): readonly Row[] {
  const told = statsSchema.safeParse(stats);
  if (!told.success) return [];
  return told.data.running.map(({ id, name, attempt, startedAtMs, progress }) => ({
    id,
    name,
    attempt,
    runningMs: Math.max(0, Number(beatAt) - startedAtMs),
    ...(progress === undefined ? {} : { progress }),
    group,
    host,
    pid,
  }));
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'job', value: ({ id }) => id },
  { title: 'name', value: ({ name }) => name },
  { title: 'attempt', value: ({ attempt }) => attempt, align: 'right' },
  { title: 'for', value: ({ runningMs }) => formatAge(runningMs), align: 'right' },
  { title: 'progress', value: ({ progress }) => (progress === undefined ? '' : JSON.stringify(progress)) },
  { title: 'on', value: ({ group, host, pid }) => `${group} ${host}:${pid}` },
];

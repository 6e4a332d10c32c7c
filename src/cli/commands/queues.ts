import type { Queue } from '../../job/queue.ts';
import type { QueueStats } from '../../ledger/search/count-jobs.ts';
import { defineCommand } from '../command.ts';
import { formatAge } from '../format-age.ts';
import type { Column } from '../format-table.ts';
import { JSON_OPTION } from '../option-specs.ts';
import { printRows } from '../print-rows.ts';
import { withOperations } from '../with-operations.ts';

/** `nightshift queues` */
export const queuesCommand = defineCommand({
  usage: '',
  details:
    'Waiting jobs are in the ledger, published ones with the broker. Of unrecorded queues the ledger knows only what waits for a retry and what has failed.',
  examples: [{ line: 'queues', doc: 'lists the queues with their jobs' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const rows = await withOperations(context, async (operations, { registry }) => {
      const stats = new Map((await operations.stats()).map((each) => [each.queue, each]));
      return registry.queues.map((queue) => toRow(queue, stats.get(queue.name)));
    });
    printRows(terminal, rows, {
      columns: COLUMNS,
      json: options.json,
      none: 'The application has no queues.',
    });
  },
});

interface Row {
  readonly queue: string;
  readonly broker: string;
  readonly isRecorded: boolean;
  readonly workers: string;
  readonly isPaused: boolean;
  readonly oldestWaitingMs: number | null;
  readonly counts: Partial<QueueStats['counts']>;
}

function toRow({ name, broker, recorded: isRecorded, workers }: Queue, stats: QueueStats | undefined): Row {
  return {
    queue: name,
    broker,
    isRecorded,
    workers,
    isPaused: stats?.isPaused ?? false,
    oldestWaitingMs: stats?.oldestWaitingMs ?? null,
    counts: stats?.counts ?? {},
  };
}

const STATES = ['waiting', 'published', 'active', 'failed', 'completed'] as const;

const COLUMNS: readonly Column<Row>[] = [
  { title: 'queue', value: ({ queue }) => queue },
  { title: 'broker', value: ({ broker }) => broker },
  { title: 'workers', value: ({ workers }) => workers },
  ...STATES.map((state): Column<Row> => {
    return { title: state, value: ({ counts }) => counts[state] ?? 0, align: 'right' };
  }),
  { title: 'oldest', value: ({ oldestWaitingMs }) => formatAge(oldestWaitingMs), align: 'right' },
  {
    title: 'note',
    value: ({ isPaused, isRecorded }) =>
      [isPaused && 'paused', !isRecorded && 'unrecorded'].filter(Boolean).join(', '),
  },
];

import type { Pong } from '../../../ledger/workers/ping-workers.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withOperations } from '../../with-operations.ts';

const TIMEOUT_MS = 3_000;

/** `nightshift inspect ping` */
export const pingCommand = defineCommand({
  usage: '',
  details: `The exit status is 0 when at least one worker lives and all answered within ${TIMEOUT_MS / 1_000} s.`,
  examples: [{ line: 'inspect ping', doc: 'shows who answered, and how soon' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const pongs = await withOperations(context, (operations) => operations.ping(TIMEOUT_MS));
    printRows(terminal, pongs, {
      columns: COLUMNS,
      json: options.json,
      none: 'No worker lives: start one with "nightshift worker GROUP".',
    });
    return pongs.length > 0 && pongs.every(({ answeredInMs }) => answeredInMs !== undefined) ? 0 : 1;
  },
});

const COLUMNS: readonly Column<Pong>[] = [
  { title: 'group', value: ({ group }) => group },
  { title: 'host', value: ({ host }) => host },
  { title: 'pid', value: ({ pid }) => pid, align: 'right' },
  {
    title: 'answer',
    value: ({ answeredInMs }) => (answeredInMs === undefined ? 'none' : `after ${answeredInMs} ms`),
  },
];

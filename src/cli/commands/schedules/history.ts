import { type RecentDueTime, recentDueTimes } from '../../../schedule/operate/recent-due-times.ts';
import { defineCommand } from '../../command.ts';
import { COUNT_OPTION, countOf } from '../../count-option.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift schedules history` */
export const historyCommand = defineCommand({
  usage: 'NAME',
  details: 'The newest first: what was fired and what became of its job, what was passed over and why.',
  examples: [{ line: 'schedules history reports.daily-sales', doc: 'the last ten due times' }],
  options: { count: COUNT_OPTION, json: JSON_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [name = ''] = positionals;
    const count = countOf(options.count);
    const times = await withPlatform(context, 'schedules', ({ database }) =>
      recentDueTimes(database, name, { count }),
    );
    printRows(terminal, times, { columns: COLUMNS, json: options.json, none: `${name} was never due yet.` });
  },
});

const COLUMNS: readonly Column<RecentDueTime>[] = [
  { title: 'due', value: ({ dueAt }) => dueAt.toISOString() },
  { title: 'decision', value: ({ decision }) => decision },
  { title: 'job', value: ({ jobId }) => jobId ?? undefined },
  { title: 'job state', value: ({ jobState }) => jobState ?? undefined },
  { title: 'note', value: noteOf },
];

function noteOf({ isLate, isCatchUp, missed, by }: RecentDueTime): string {
  const notes = [
    isLate && 'late',
    isCatchUp && 'catch-up',
    missed > 0 && `${missed} or more passed over`,
    by !== null && `by ${by}`,
  ];
  return notes.filter((note) => note).join(', ');
}

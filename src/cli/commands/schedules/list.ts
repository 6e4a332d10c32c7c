import { listSchedules, type ScheduleView } from '../../../schedule/operate/list-schedules.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift schedules list` */
export const listCommand = defineCommand({
  usage: '',
  details: 'A schedule is known from the first start of a scheduler that has it.',
  examples: [{ line: 'schedules list', doc: 'lists them all' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const views = await withPlatform(context, 'schedules', ({ database }) => listSchedules(database));
    printRows(terminal, views, {
      columns: COLUMNS,
      json: options.json,
      none: 'No scheduler has stored a schedule yet: start one with "nightshift scheduler".',
    });
  },
});

const COLUMNS: readonly Column<ScheduleView>[] = [
  { title: 'schedule', value: ({ name }) => name },
  { title: 'state', value: ({ state }) => state },
  { title: 'times', value: ({ times }) => times.text },
  { title: 'zone', value: ({ times }) => times.timeZone },
  { title: 'next due', value: ({ nextDueAt }) => nextDueAt?.toISOString() },
  { title: 'last fired', value: ({ lastFiredAt }) => lastFiredAt?.toISOString() },
  { title: 'last job', value: ({ lastJob }) => lastJob?.state ?? undefined },
  { title: 'note', value: noteOf },
];

function noteOf({ paused, override, problem }: ScheduleView): string {
  const notes = [
    paused && `paused by ${paused.by}${paused.why === null ? '' : ` (${paused.why})`}`,
    override?.times &&
      `times by ${override.by}, code says ${override.code.times.text} ${override.code.times.timeZone}`,
    override?.payload && `payload by ${override.by}, code says ${JSON.stringify(override.code.payload)}`,
    problem && `problem: ${problem.text}`,
  ];
  return notes.filter((note) => note).join('; ');
}

import { nextDueTimes, type UpcomingDueTime } from '../../../schedule/operate/upcoming.ts';
import { defineCommand } from '../../command.ts';
import { COUNT_OPTION, countOf } from '../../count-option.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift schedules next` */
export const nextCommand = defineCommand({
  usage: 'NAME',
  details: "In the schedule's time zone and in UTC; days on which that zone's clock changes are marked.",
  examples: [{ line: 'schedules next reports.daily-sales -n 10', doc: 'the next ten due times' }],
  options: { count: COUNT_OPTION, json: JSON_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [name = ''] = positionals;
    const count = countOf(options.count);
    const times = await withPlatform(context, 'schedules', ({ database }) =>
      nextDueTimes(database, name, { count }),
    );
    printRows(terminal, times, { columns: COLUMNS, json: options.json, none: `${name} is due no more.` });
  },
});

const COLUMNS: readonly Column<UpcomingDueTime>[] = [
  { title: 'due', value: ({ local }) => local },
  { title: 'zone', value: ({ timeZone }) => timeZone },
  { title: 'UTC', value: ({ dueAt }) => dueAt.toISOString() },
  { title: 'note', value: ({ clockChange }) => clockChange && `the clock goes ${clockChange} on this day` },
];

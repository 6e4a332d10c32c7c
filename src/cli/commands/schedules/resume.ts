import { resumeSchedule } from '../../../schedule/operate/pause-schedule.ts';
import { defineCommand } from '../../command.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift schedules resume` */
export const resumeCommand = defineCommand({
  usage: 'NAME',
  details: 'From its next due time on. Takes back the problem that it shows, too.',
  examples: [{ line: 'schedules resume reports.daily-sales', doc: 'fires it again' }],
  options: {},
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    await withPlatform(context, 'schedules', ({ database }) => resumeSchedule(database, name));
    context.terminal.print(`Resumed: ${name}`);
  },
});

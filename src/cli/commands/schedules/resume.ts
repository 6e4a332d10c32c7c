import { defineCommand } from '../../command.ts';
import { withSchedules } from '../../with-schedules.ts';

/** `nightshift schedules resume` */
export const resumeCommand = defineCommand({
  usage: 'NAME',
  details: 'From its next due time on. Takes back the problem that it shows, too.',
  examples: [{ line: 'schedules resume reports.daily-sales', doc: 'fires it again' }],
  options: {},
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    await withSchedules(context, (schedules) => schedules.resume(name));
    context.terminal.print(`Resumed: ${name}`);
  },
});

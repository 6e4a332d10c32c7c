import { defineCommand } from '../../command.ts';
import { operatorName } from '../../operator-name.ts';
import { withSchedules } from '../../with-schedules.ts';

/** `nightshift schedules pause` */
export const pauseCommand = defineCommand({
  usage: 'NAME',
  details: 'It stays paused over deploys. What comes due meanwhile is not made up for.',
  examples: [{ line: 'schedules pause reports.daily-sales --why "wrong figures"', doc: 'pauses it' }],
  options: { why: { type: 'string', value: 'TEXT', doc: 'Shown beside the pause' } },
  takes: { min: 1, max: 1 },
  async run(context) {
    const [name = ''] = context.positionals;
    const { why } = context.options;
    await withSchedules(context, (schedules) => schedules.pause(name, operatorName(), why));
    context.terminal.print(`Paused: ${name}`);
  },
});

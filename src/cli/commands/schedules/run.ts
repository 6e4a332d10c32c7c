import { defineCommand } from '../../command.ts';
import { operatorName } from '../../operator-name.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { withSchedules } from '../../with-schedules.ts';

/** `nightshift schedules run` */
export const runCommand = defineCommand({
  usage: 'NAME',
  details: 'Paused or not; its due times stay as they are.',
  examples: [{ line: 'schedules run reports.daily-sales', doc: 'enqueues its job, due now' }],
  options: { json: JSON_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [name = ''] = positionals;
    const { id, isDuplicate } = await withSchedules(context, (schedules) =>
      schedules.runNow(name, operatorName()),
    );
    if (options.json) terminal.printJson({ id, isDuplicate });
    else terminal.print(`${isDuplicate ? 'Was there already' : 'Enqueued'}: ${id}`);
  },
});

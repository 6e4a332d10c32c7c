import { nextDueTimes } from '../../../schedule/operate/upcoming.ts';
import { defineCommand } from '../../command.ts';
import { operatorName } from '../../operator-name.ts';
import { parseJsonOption } from '../../parse-json-option.ts';
import { UsageError } from '../../usage-error.ts';
import { withSchedules } from '../../with-schedules.ts';

/** `nightshift schedules edit` */
export const editCommand = defineCommand({
  usage: 'NAME',
  details: `What is given here counts instead of what the code says, over deploys, until it is reset. "schedules list" shows
who changed what, and what the code says.`,
  examples: [
    { line: `schedules edit reports.daily-sales --cron '0 7 * * *'`, doc: 'another time' },
    { line: `schedules edit reports.daily-sales --payload '{"region":"north"}'`, doc: 'another payload' },
    { line: 'schedules edit reports.daily-sales --reset', doc: 'what the code says counts again' },
  ],
  options: {
    cron: { type: 'string', value: 'CRON', doc: 'Five or six fields' },
    every: { type: 'string', value: 'TIME', doc: 'Such as 90s, 15m, 6h or 7d, instead of a cron expression' },
    'time-zone': { type: 'string', value: 'ZONE', doc: 'IANA name such as Europe/Berlin' },
    payload: { type: 'string', value: 'JSON', doc: 'Checked by the job' },
    reset: { type: 'boolean', doc: 'Takes back all changes' },
  },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [name = ''] = positionals;
    const { cron, every, 'time-zone': timeZone, reset } = options;
    const edit = { cron, every, timeZone, payload: parseJsonOption('--payload', options.payload) };
    if (reset && Object.values(edit).some((value) => value !== undefined))
      throw new UsageError('--reset takes back all changes: expected no other option with it.');
    const [next] = await withSchedules(context, async (schedules, { database }) => {
      if (reset) await schedules.reset(name);
      else await schedules.edit(name, operatorName(), edit);
      return nextDueTimes(database, name, { count: 1 });
    });
    terminal.print(
      `Changed: ${name}, ${next ? `due next at ${next.local} ${next.timeZone}` : 'due no more'}`,
    );
  },
});

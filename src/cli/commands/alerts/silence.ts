import { ALERT_RULES } from '../../../alerts/alert-rules.ts';
import { endSilence, silenceAlerts } from '../../../alerts/alerts-table.ts';
import { closest } from '../../../job/closest.ts';
import { parseEvery } from '../../../schedule/definition/parse-every.ts';
import { defineCommand } from '../../command.ts';
import { operatorName } from '../../operator-name.ts';
import { UsageError } from '../../usage-error.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift alerts silence` */
export const silenceCommand = defineCommand({
  usage: 'RULE [SUBJECT]',
  details:
    'The alert is shown all the same, and is told when the silence ends before it does. That it is over is told when its beginning was. Without a subject all of the rule are silent.',
  examples: [
    { line: 'alerts silence backlog email --for 2h', doc: 'while a large import runs' },
    { line: 'alerts silence backlog email --end', doc: 'ends that' },
  ],
  options: {
    for: { type: 'string', value: 'TIME', doc: 'Such as 90s, 15m, 6h or 7d (default: 1h)' },
    end: { type: 'boolean', doc: 'Ends a silence' },
  },
  takes: { min: 1, max: 2 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [given = '', subject = '*'] = positionals;
    const rule = ruleOf(given);
    const forMs = timeOf(options.for ?? '1h');
    const about = { rule, subject };
    const isDone = await withOperators(context, async (_operators, note, database) => {
      if (options.end && !(await endSilence(database, about))) return false;
      if (!options.end) await silenceAlerts(database, { ...about, forMs, by: operatorName() });
      const action = options.end ? 'end-silence' : 'silence-alert';
      await note({ action, target: about, ...(options.end ? {} : { after: { forMs } }) });
      return true;
    });
    const what = subject === '*' ? rule : `${rule} ${subject}`;
    if (!isDone) terminal.print(`Was not silent: ${what}`);
    else terminal.print(options.end ? `Told again: ${what}` : `Silent for ${options.for ?? '1h'}: ${what}`);
  },
});

/** @throws UsageError */
function ruleOf(given: string): string {
  const names = ALERT_RULES.map(({ name }) => name);
  if (names.includes(given)) return given;
  const near = closest(given, names);
  throw new UsageError(
    `There is no rule ${JSON.stringify(given)}: ${near === undefined ? `expected one of ${names.join(', ')}` : `did you mean ${near}?`}`,
  );
}

/** @throws UsageError */
function timeOf(given: string): number {
  const ms = parseEvery(given);
  if (ms !== undefined) return ms;
  throw new UsageError(`--for was given ${JSON.stringify(given)}: expected such as 90s, 15m, 6h or 7d.`);
}

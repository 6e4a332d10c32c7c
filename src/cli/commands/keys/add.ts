import type { JobDefinition } from '../../../job/job-definition.ts';
import { openApiKeys } from '../../../operators/api-keys.ts';
import { isInScope } from '../../../operators/job-scope.ts';
import { defineCommand } from '../../command.ts';
import { operatorName } from '../../operator-name.ts';
import { parseTier } from '../../parse-tier.ts';
import { UsageError } from '../../usage-error.ts';
import { withOperators } from '../../with-operators.ts';

/** `nightshift keys add` */
export const addCommand = defineCommand({
  usage: 'NAME',
  details:
    'The key goes to standard output, once: only its hash is stored. Programs send it as "Authorization: Bearer KEY". It opens the jobs of the HTTP API that are named, and nothing else.',
  examples: [
    { line: 'keys add shop --jobs email.send-welcome,tasks.*', doc: 'a key for these jobs' },
    { line: `keys add import --jobs '*' --days 30 > key.txt`, doc: 'a key for all jobs, for a month' },
  ],
  options: {
    jobs: {
      type: 'string',
      value: 'NAMES',
      doc: 'Jobs that it may enqueue, comma-separated; * at the end of one stands for any text',
    },
    tier: {
      type: 'string',
      value: 'TIER',
      doc: 'Requests an hour: basic 100, premium 1,000, enterprise 5,000 (default: enterprise)',
    },
    days: { type: 'string', value: 'N', doc: 'For how many days it is good (default: until it is revoked)' },
  },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [name = ''] = positionals;
    const { registry } = await context.application();
    const jobs = parseJobs(options.jobs, registry.definitions);
    const tier = parseTier(options.tier ?? 'enterprise');
    const expiresInDays = parseDays(options.days);
    const secret = await withOperators(context, async (_operators, note, database) => {
      const keys = openApiKeys(database);
      const added = await keys.add({ name, jobs, tier, expiresInDays, createdBy: operatorName() });
      await note({
        action: 'add-key',
        target: { key: name },
        after: { jobs, tier, expiresInDays: expiresInDays ?? null },
      });
      return added.secret;
    });
    terminal.say(`Added: ${name}, for ${jobs.join(', ')}. This is the key; it is not shown again:`);
    terminal.print(secret);
  },
});

/** @throws UsageError when nothing is named, or what is no job */
function parseJobs(given: string | undefined, definitions: readonly JobDefinition[]): readonly string[] {
  const jobs = (given ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (jobs.length === 0)
    throw new UsageError(
      `No jobs were named: expected --jobs with names like email.send-welcome, email.* or '*'.`,
    );
  const wrong = jobs.find((each) => !definitions.some(({ name }) => isInScope([each], name)));
  if (wrong !== undefined)
    throw new UsageError(`${JSON.stringify(wrong)} names no job of this application: see "nightshift jobs".`);
  return jobs;
}

function parseDays(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const days = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (days >= 1 && days <= 36_500) return days;
  throw new UsageError(`--days is ${JSON.stringify(given)}: expected a whole number from 1 to 36500.`);
}

import type { FoundJob } from '../../ledger/search/found-job.ts';
import { FILTER_KEYS, parseFilter } from '../../ledger/search/parse-filter.ts';
import { redactedPayload } from '../../telemetry/redacted-payload.ts';
import { defineCommand } from '../command.ts';
import { COUNT_OPTION, countOf } from '../count-option.ts';
import { filterText } from '../filter-text.ts';
import type { Column } from '../format-table.ts';
import { JSON_OPTION } from '../option-specs.ts';
import { printRows } from '../print-rows.ts';
import { withOperations } from '../with-operations.ts';

/** `nightshift find` */
export const findCommand = defineCommand({
  usage: '[FILTER …]',
  details: `A filter is one or more of ${FILTER_KEYS.map((key) => `${key}:`).join(' ')} each with a value behind it, and all must hold. Newest first. state, name, queue, tag and id take lists with commas; since and until take a time ago or an ISO date.`,
  examples: [
    { line: 'find state:failed since:1h', doc: 'what failed of what was enqueued within the hour' },
    { line: `find name:sms.send error:"21610" tenant:42 -n 100`, doc: 'by job, error text and tenant' },
    { line: 'find state:active,waiting queue:email --json', doc: 'for programs' },
  ],
  options: {
    count: COUNT_OPTION,
    after: { type: 'string', value: 'CURSOR', doc: 'Goes on behind the page before' },
    json: JSON_OPTION,
  },
  takes: { min: 0, max: 50 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const query = parseFilter(filterText(positionals));
    const limit = countOf(options.count);
    const page = await withOperations(context, async (operations, { registry }) => {
      const { jobs, next } = await operations.find(query, {
        limit,
        ...(options.after === undefined ? {} : { after: options.after }),
      });
      const shown = jobs.map((job) => ({
        ...job,
        payload: redactedPayload(job.payload, registry.findJob(job.name)),
      }));
      return { jobs: shown, next };
    });
    if (options.json) terminal.printJson(page);
    else printRows(terminal, page.jobs, { columns: COLUMNS, json: false, none: 'No job was found.' });
    if (page.next !== undefined && !options.json)
      terminal.say(`There are more: add --after ${JSON.stringify(page.next)}`);
  },
});

const COLUMNS: readonly Column<FoundJob>[] = [
  { title: 'job', value: ({ id }) => id },
  { title: 'name', value: ({ name }) => name },
  { title: 'queue', value: ({ queue }) => queue },
  {
    title: 'state',
    value: ({ state, waitFor }) =>
      waitFor === undefined || waitFor === 'turn' ? state : `${state} (${waitFor})`,
  },
  { title: 'attempt', value: ({ attempt, maxAttempts }) => `${attempt}/${maxAttempts}`, align: 'right' },
  { title: 'enqueued', value: ({ createdAt }) => createdAt.toISOString() },
  { title: 'tenant', value: ({ tenant }) => tenant },
  { title: 'error', value: ({ error, reason }) => error?.message ?? reason },
];

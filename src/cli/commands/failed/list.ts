import type { FailureGroup } from '../../../ledger/search/failure-groups.ts';
import { parseFilter } from '../../../ledger/search/parse-filter.ts';
import { defineCommand } from '../../command.ts';
import { COUNT_OPTION, countOf } from '../../count-option.ts';
import { filterText } from '../../filter-text.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withOperations } from '../../with-operations.ts';

/** `nightshift failed list` */
export const listCommand = defineCommand({
  usage: '[FILTER …]',
  details:
    'Jobs with the same fingerprint failed in the same way, whatever ids and numbers stand in their errors. For single jobs see "nightshift find state:failed".',
  examples: [
    { line: 'failed list', doc: 'what broke most' },
    { line: 'failed list queue:sms since:1d', doc: 'of one queue, enqueued within a day' },
  ],
  options: { count: COUNT_OPTION, json: JSON_OPTION },
  takes: { min: 0, max: 50 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const query = parseFilter(filterText(positionals));
    const most = countOf(options.count);
    const groups = await withOperations(context, (operations) => operations.failureGroups(query, most));
    printRows(terminal, groups, { columns: COLUMNS, json: options.json, none: 'No job has failed.' });
  },
});

const COLUMNS: readonly Column<FailureGroup>[] = [
  { title: 'jobs', value: ({ jobs }) => jobs, align: 'right' },
  { title: 'name', value: ({ name }) => name },
  { title: 'reason', value: ({ reason }) => reason ?? undefined },
  { title: 'last', value: ({ lastAt }) => lastAt.toISOString() },
  { title: 'fingerprint', value: ({ fingerprint }) => fingerprint ?? undefined },
  { title: 'error', value: ({ error }) => error ?? undefined },
];

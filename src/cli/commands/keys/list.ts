import { type ApiKey, openApiKeys } from '../../../operators/api-keys.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift keys list` */
export const listCommand = defineCommand({
  usage: '',
  examples: [{ line: 'keys list', doc: 'lists the keys that were not revoked' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const keys = await withPlatform(context, 'operator', ({ database }) => openApiKeys(database).list());
    printRows(terminal, keys, {
      columns: COLUMNS,
      json: options.json,
      none: 'There are no keys: make one with "nightshift keys add NAME --jobs NAMES".',
    });
  },
});

const COLUMNS: readonly Column<ApiKey>[] = [
  { title: 'name', value: ({ name }) => name },
  { title: 'jobs', value: ({ jobs }) => jobs.join(', ') },
  { title: 'tier', value: ({ tier }) => tier },
  { title: 'by', value: ({ createdBy }) => createdBy },
  { title: 'since', value: ({ createdAt }) => createdAt.toISOString() },
  { title: 'used', value: ({ lastUsedAt }) => lastUsedAt?.toISOString() },
  { title: 'until', value: ({ expiresAt }) => expiresAt?.toISOString() },
];

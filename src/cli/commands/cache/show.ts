import type { FoundKey } from '../../../kv/cache/cache-store.ts';
import { defineCommand } from '../../command.ts';
import { COUNT_OPTION, countOf } from '../../count-option.ts';
import { formatAge } from '../../format-age.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withKv } from '../../with-kv.ts';

/** `nightshift cache show` */
export const showCommand = defineCommand({
  usage: '[PATTERN]',
  details: '* stands for any text, ? for one character.',
  examples: [{ line: `cache show 'task:*' -n 50`, doc: 'lists keys of tasks' }],
  options: { count: COUNT_OPTION, json: JSON_OPTION },
  takes: { min: 0, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [pattern = '*'] = positionals;
    const limit = countOf(options.count);
    const keys = await withKv(context, ({ cache }) => cache.find(pattern, limit));
    printRows(terminal, keys, { columns: COLUMNS, json: options.json, none: 'No such key is kept.' });
  },
});

const COLUMNS: readonly Column<FoundKey>[] = [
  { title: 'key', value: ({ key }) => key },
  { title: 'for', value: ({ ttlMs }) => formatAge(ttlMs), align: 'right' },
  { title: 'bytes', value: ({ bytes }) => bytes, align: 'right' },
];

import type { AuditEntry } from '../../../operators/audit/audit-entry.ts';
import { listAudit } from '../../../operators/audit/list-audit.ts';
import { defineCommand } from '../../command.ts';
import { COUNT_OPTION, countOf } from '../../count-option.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

/** `nightshift audit list` */
export const listCommand = defineCommand({
  usage: '',
  examples: [{ line: 'audit list --who ann', doc: 'what ann did' }],
  options: {
    who: { type: 'string', value: 'NAME', doc: 'Only what this operator did' },
    count: COUNT_OPTION,
    json: JSON_OPTION,
  },
  async run(context) {
    const { options, terminal } = context;
    const { who } = options;
    const limit = countOf(options.count);
    const entries = await withPlatform(context, 'operator', ({ database }) =>
      listAudit(database, { limit, ...(who === undefined ? {} : { who }) }),
    );
    printRows(terminal, entries, {
      columns: COLUMNS,
      json: options.json,
      none: 'Nothing is in the audit log.',
    });
  },
});

const COLUMNS: readonly Column<AuditEntry>[] = [
  { title: '#', value: ({ seq }) => seq, align: 'right' },
  { title: 'when', value: ({ at }) => at },
  { title: 'who', value: ({ who }) => who },
  { title: 'from', value: ({ from }) => from },
  { title: 'did', value: ({ action }) => action },
  { title: 'to', value: ({ target }) => textOf(target) },
  { title: 'before', value: ({ before }) => textOf(before) },
  { title: 'after', value: ({ after }) => textOf(after) },
];

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

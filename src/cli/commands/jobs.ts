import type { JobDefinition } from '../../job/job-definition.ts';
import { defineCommand } from '../command.ts';
import type { Column } from '../format-table.ts';
import { JSON_OPTION } from '../option-specs.ts';
import { printRows } from '../print-rows.ts';

/** `nightshift jobs` */
export const jobsCommand = defineCommand({
  usage: '',
  details: 'What can be enqueued; for jobs that were enqueued see "nightshift find".',
  examples: [{ line: 'jobs', doc: 'lists the job definitions of the application' }],
  options: { json: JSON_OPTION },
  async run({ options, terminal, application }) {
    const { registry } = await application();
    const rows = registry.definitions.map(toRow).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    printRows(terminal, rows, {
      columns: COLUMNS,
      json: options.json,
      none: 'The application defines no jobs.',
    });
  },
});

interface Row {
  readonly name: string;
  readonly queue: string;
  readonly version: number;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
}

function toRow({ name, queue, version, retry, timeoutMs }: JobDefinition): Row {
  return { name, queue, version, maxAttempts: retry.maxAttempts, timeoutMs };
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'job', value: ({ name }) => name },
  { title: 'queue', value: ({ queue }) => queue },
  { title: 'version', value: ({ version }) => version, align: 'right' },
  { title: 'attempts', value: ({ maxAttempts }) => maxAttempts, align: 'right' },
  { title: 'time-out ms', value: ({ timeoutMs }) => timeoutMs, align: 'right' },
];

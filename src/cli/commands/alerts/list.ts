import { type Alert, listOpenAlerts, listRecoveredAlerts } from '../../../alerts/alerts-table.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withPlatform } from '../../with-platform.ts';

const MOST_RECOVERED = 50;

/** `nightshift alerts list` */
export const listCommand = defineCommand({
  usage: '',
  details:
    'A relay looks for what is wrong every 30 seconds. docs/alerts.md says what each means and what to do.',
  examples: [
    { line: 'alerts list', doc: 'lists what is wrong now' },
    { line: 'alerts list --all', doc: `and the last ${MOST_RECOVERED} that are over` },
  ],
  options: {
    json: JSON_OPTION,
    all: { type: 'boolean', doc: 'Also what is over' },
  },
  async run(context) {
    const { options, terminal } = context;
    const alerts = await withPlatform(context, 'operator', async ({ database }) => [
      ...(await listOpenAlerts(database)),
      ...(options.all ? await listRecoveredAlerts(database, MOST_RECOVERED) : []),
    ]);
    printRows(terminal, alerts, { columns: COLUMNS, json: options.json, none: 'Nothing is wrong.' });
  },
});

const COLUMNS: readonly Column<Alert>[] = [
  { title: 'rule', value: ({ rule }) => rule },
  { title: 'message', value: ({ message }) => message },
  { title: 'since', value: ({ openedAt }) => openedAt.toISOString() },
  { title: 'recovered', value: ({ recoveredAt }) => recoveredAt?.toISOString() },
  { title: 'silent until', value: ({ silencedUntil }) => silencedUntil?.toISOString() },
  { title: 'by', value: ({ silencedBy }) => silencedBy ?? undefined },
];

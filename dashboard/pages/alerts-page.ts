import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { type Alert, listOpenAlerts, listRecoveredAlerts } from '../../src/alerts/alerts-table.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

const MOST_RECOVERED = 50;

/** `/alerts`: what is wrong now, what was, and who wants to hear nothing of it. */
export function alertsPage({ platform: { database } }: PageSource): Router {
  return Router().get('/alerts', async (_request, response) => {
    const [open, recovered] = await Promise.all([
      listOpenAlerts(database),
      listRecoveredAlerts(database, MOST_RECOVERED),
    ]);
    sendPage(response, {
      title: 'Alerts',
      at: '/alerts',
      isLive: true,
      body: html`<p class="dim">A relay looks every 30 seconds. “nightshift alerts silence” has nobody be told for a time.</p>
${table(open, [...COLUMNS, { title: 'Silence', value: silenceOf }], 'Nothing is wrong.')}
<h2>Over</h2>
${table(
  recovered,
  [...COLUMNS, { title: 'Recovered', value: ({ recoveredAt }) => since(recoveredAt) }],
  'Nothing was wrong in the last 90 days.',
)}`,
    });
  });
}

const MOST_LINES = 5;

/** Open alerts as a few lines for the top of a page; nothing when there are none. */
export function alertLines(alerts: readonly Alert[]): readonly SafeHtml[] {
  const lines = alerts
    .slice(0, MOST_LINES)
    .map(
      ({ rule, message, openedAt }) =>
        html`<p class="note bad" role="alert"><a href="/alerts">${rule}</a> ${message}, ${since(openedAt)}</p>`,
    );
  const more = alerts.length - lines.length;
  if (more > 0) lines.push(html`<p class="note bad"><a href="/alerts">${more} more alerts</a> are open.</p>`);
  return lines;
}

const COLUMNS = [
  { title: 'Rule', value: ({ rule }: Alert) => rule },
  { title: 'What', kind: 'wide' as const, value: ({ message }: Alert) => message },
  { title: 'Began', value: ({ openedAt }: Alert) => since(openedAt) },
];

function silenceOf({ silencedUntil, silencedBy }: Alert): SafeHtml | string {
  return silencedUntil === null ? '–' : html`ends ${since(silencedUntil)}, by ${silencedBy ?? 'an operator'}`;
}

import { Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import type { FailureGroup } from '../../src/ledger/search/failure-groups.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { count, table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

const MOST = 100;

/** `/failed`: failed jobs by what broke them, the most frequent first. */
export function failedPage({ operations }: PageSource): Router {
  return Router().get('/failed', async (_request, response) => {
    const groups = await operations.failureGroups({}, MOST);
    sendPage(response, {
      title: 'Failed jobs',
      at: '/failed',
      isLive: true,
      body: html`<p class="dim">Jobs that the same thing broke, together. They stay until somebody retries or discards them.</p>
${table(
  groups,
  [
    {
      title: 'Jobs',
      kind: 'number',
      value: (group) => html`<a href="${searchOf(group)}">${count(group.jobs)}</a>`,
    },
    { title: 'Name', value: ({ name }) => name },
    { title: 'Reason', value: ({ reason }) => reason ?? '' },
    { title: 'Error of the newest', kind: 'wide', value: ({ error }) => (error ?? '').slice(0, 400) },
    { title: 'First', value: ({ firstAt }) => since(firstAt) },
    { title: 'Last', value: ({ lastAt }) => since(lastAt) },
  ],
  'No job has failed.',
)}`,
    });
  });
}

function searchOf({ name, fingerprint, reason }: FailureGroup): string {
  const terms = [
    'state:failed',
    `name:${quoted(name)}`,
    ...(fingerprint === null ? [] : [`fingerprint:${quoted(fingerprint)}`]),
    ...(reason === null ? [] : [`reason:${quoted(reason)}`]),
  ];
  return `/search?q=${encodeURIComponent(terms.join(' '))}`;
}

function quoted(value: string): string {
  return /^[\w.:@-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

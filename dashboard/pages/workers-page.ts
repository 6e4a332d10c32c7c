import { Router } from 'express';
import { html } from '../../jobs/email/templates/html.ts';
import { runningJobs } from '../../src/ledger/search/running-jobs.ts';
import { sendPage } from '../page/send-page.ts';
import { lasting, since } from '../page/since.ts';
import { table } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

/** `/workers`: the worker processes of the last hour, and what runs. */
export function workersPage({ operations }: PageSource): Router {
  return Router().get('/workers', async (_request, response) => {
    const workers = await operations.workers();
    const running = runningJobs(workers);
    sendPage(response, {
      title: 'Workers',
      at: '/workers',
      isLive: true,
      body: html`${table(
        workers,
        [
          { title: 'Group', value: ({ group }) => group },
          {
            title: '',
            value: ({ isAlive }) =>
              isAlive ? html`<span class="tag up">alive</span>` : html`<span class="tag over">gone</span>`,
          },
          { title: 'Where', value: ({ host, pid }) => `${host}, process ${pid}` },
          { title: 'Queues', kind: 'wide', value: ({ queues }) => queues.join(', ') },
          {
            title: 'Running',
            kind: 'number',
            value: ({ id, concurrency }) =>
              `${running.filter(({ worker }) => worker.id === id).length} of ${concurrency}`,
          },
          { title: 'Version', value: ({ version }) => version },
          { title: 'Started', value: ({ startedAt }) => since(startedAt) },
          { title: 'Heard of', value: ({ beatAt }) => since(beatAt) },
        ],
        'No worker has been heard of within the last hour: start one with "nightshift worker".',
      )}
<h2>What runs</h2>
${table(
  running,
  [
    { title: 'Job', value: ({ id }) => html`<a class="mono" href="/search?q=${id}">${id}</a>` },
    { title: 'Name', value: ({ name }) => name },
    { title: 'Attempt', kind: 'number', value: ({ attempt }) => attempt },
    {
      title: 'For',
      kind: 'number',
      value: ({ startedAtMs }) => lasting(Math.max(0, Date.now() - startedAtMs)),
    },
    { title: 'Progress', value: ({ progress }) => (progress === undefined ? '' : JSON.stringify(progress)) },
    { title: 'On', value: ({ worker }) => `${worker.host}, process ${worker.pid}` },
  ],
  'Nothing runs.',
)}`,
    });
  });
}

import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import type { KvHealth } from '../../src/kv/kv-health.ts';
import type { DependencyState } from '../../src/telemetry/dependency-watch.ts';
import { readPostgresStats } from '../board/postgres-stats.ts';
import { glanceAt } from '../page/glance.ts';
import { sendPage } from '../page/send-page.ts';
import { lasting, since } from '../page/since.ts';
import { count, table, tag } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

/** `/servers`: how PostgreSQL, the brokers and the cache's store stand, and what a broker has forgotten of late. */
export function serversPage({ platform, serverWatch }: PageSource): Router {
  const { database } = platform;
  const kv = glanceAt(async () => (await platform.kv()).health());
  return Router().get('/servers', async (_request, response) => {
    const [states, stats, recoveries, store] = await Promise.all([
      serverWatch.ask(),
      readPostgresStats(database),
      rowsOf<Recovery>(database, RECOVERIES),
      kv(),
    ]);
    sendPage(response, {
      title: 'Servers',
      at: '/servers',
      isLive: true,
      body: html`${table(
        Object.entries(states),
        [
          { title: 'Server', value: ([name]) => name },
          { title: '', value: ([, { state }]) => tag(state) },
          {
            title: 'Answer took',
            kind: 'number',
            value: ([, { latencyMs }]) => (latencyMs === undefined ? '–' : `${latencyMs} ms`),
          },
          { title: 'Since', value: ([, { since: at }]) => since(new Date(at)) },
          { title: 'Why', kind: 'wide', value: ([, { error }]: [string, DependencyState]) => error },
        ],
        '',
      )}
<h2>PostgreSQL</h2>
<p>Version ${stats.version}, up for ${lasting((stats.uptime ?? 0) * 1_000)}, ${stats.clients.connected} connections, ${stats.clients.blocked} waiting for a lock.</p>
<h2>Cache, sessions and limits</h2>
${store === undefined ? html`<p class="dim">Being asked.</p>` : storeText(store)}
<h2>What brokers have forgotten</h2>
${table(
  recoveries,
  [
    { title: 'When', value: ({ at }) => since(at) },
    { title: 'Queue', value: ({ queue }) => queue },
    { title: 'Why', kind: 'wide', value: ({ why }) => why },
    { title: 'Sent again', kind: 'number', value: ({ repeated }) => count(repeated) },
    { title: 'Released', kind: 'number', value: ({ released }) => count(released) },
  ],
  'Nothing that had to be brought back from the ledger.',
)}`,
    });
  });
}

function storeText({ store, isAnswering, latencyMs, why, memory }: KvHealth): SafeHtml {
  const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1_048_576))} MiB`;
  const used =
    memory &&
    html`, ${megabytes(memory.usedBytes)} of ${memory.maxBytes === undefined ? 'no limit' : megabytes(memory.maxBytes)} used, ${count(memory.evictedKeys)} keys evicted`;
  return html`<p>On ${store === 'redis' ? 'Redis' : 'PostgreSQL'}: ${tag(isAnswering ? 'up' : 'down')} ${Math.round(latencyMs * 10) / 10} ms${used} ${why}</p>`;
}

interface Recovery {
  readonly at: Date;
  readonly queue: string;
  readonly why: string;
  readonly repeated: number;
  readonly released: number;
}

const RECOVERIES = `
SELECT at, queue, why, repeated, released FROM nightshift.recoveries ORDER BY id DESC LIMIT 10`;

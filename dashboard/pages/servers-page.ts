import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { ManagementApi } from '../../src/broker/rabbitmq/management.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import type { KindFigures } from '../../src/kv/cache/figures.ts';
import { type KvHealth, type KvMemory, readMemory } from '../../src/kv/kv-health.ts';
import type { Platform } from '../../src/platform/platform.ts';
import type { DependencyState } from '../../src/telemetry/dependency-watch.ts';
import { readPostgresStats } from '../board/postgres-stats.ts';
import { glanceAt } from '../page/glance.ts';
import { sendPage } from '../page/send-page.ts';
import { lasting, since } from '../page/since.ts';
import { count, table, tag } from '../page/table.ts';
import type { PageSource } from './page-source.ts';

/** `/servers`: how PostgreSQL, the brokers and the cache's store stand, and what a broker has forgotten of late. */
export function serversPage({ platform, serverWatch, queueRedis }: PageSource): Router {
  const { database } = platform;
  const kv = glanceAt(async () => (await platform.kv()).health());
  const cache = glanceAt(async () => (await platform.kv()).cache.stats());
  const alarms = glanceAt(() => readAlarms(platform));
  const queues = glanceAt(async () => queueRedis?.ask(readMemory).catch(() => undefined));
  return Router().get('/servers', async (_request, response) => {
    const [states, stats, recoveries, store, kinds, alarming, memory] = await Promise.all([
      serverWatch.ask(),
      readPostgresStats(database),
      rowsOf<Recovery>(database, RECOVERIES),
      kv(),
      // Its store may be away, which the health says.
      cache().catch(() => undefined),
      alarms(),
      queues(),
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
${table(
  kinds ?? [],
  [
    { title: 'Kind of key', value: ({ kind }) => kind },
    { title: 'Asked', kind: 'number', value: (kind) => count(askedOf(kind)) },
    { title: 'Hits', kind: 'number', value: (kind) => percent(hitsOf(kind), askedOf(kind)) },
    { title: 'From the process', kind: 'number', value: ({ nearHits }) => count(nearHits) },
    { title: 'Misses', kind: 'number', value: ({ misses }) => count(misses) },
    { title: 'Loads', kind: 'number', value: ({ loads }) => count(loads) },
  ],
  kinds ? 'Nothing has been asked of the cache yet.' : 'Its hits are being counted.',
)}
${memory !== undefined && html`<h2>Redis of the queues</h2><p>${memoryText(memory)}. It must evict none.</p>`}
${alarming !== undefined && html`<h2>RabbitMQ</h2>${alarming.length === 0 ? html`<p>No alarms.</p>` : alarming.map((alarm) => html`<p class="note bad">${alarm}</p>`)}`}
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
  const used = memory && `, ${memoryText(memory)}`;
  return html`<p>On ${store === 'redis' ? 'Redis' : 'PostgreSQL'}: ${tag(isAnswering ? 'up' : 'down')} ${Math.round(latencyMs * 10) / 10} ms${used} ${why}</p>`;
}

function memoryText({ usedBytes, maxBytes, evictedKeys }: KvMemory): string {
  const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1_048_576))} MiB`;
  const limit = maxBytes === undefined ? 'no limit' : megabytes(maxBytes);
  return `${megabytes(usedBytes)} of ${limit} used, ${count(evictedKeys)} keys evicted`;
}

/** What RabbitMQ's management API complains of; undefined where there is none. */
async function readAlarms({ config }: Platform): Promise<readonly string[] | undefined> {
  const { managementUrl, address } = config.amqp;
  if (managementUrl === undefined || address === undefined) return undefined;
  const management = new ManagementApi({ url: managementUrl, vhost: address.vhost });
  return management.alarms().catch(() => ['Its management API does not answer.']);
}

function hitsOf({ nearHits, hits, staleHits }: KindFigures): number {
  return nearHits + hits + staleHits;
}

function askedOf(kind: KindFigures): number {
  return hitsOf(kind) + kind.misses;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
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

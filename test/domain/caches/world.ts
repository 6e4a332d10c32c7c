import { cacheKeys } from '../../../src/domain/caches/cache-keys.ts';
import { type DomainCaches, domainCaches } from '../../../src/domain/caches/domain-caches.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { openDomain } from '../../../src/domain/open-domain.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { shareTask } from '../../../src/domain/tasks/share-task.ts';
import { silentLog } from '../../../src/telemetry/log.ts';
import { type KvBundle, openKvBundle } from '../../kv/open-kv-bundle.ts';
import { sowProduct, sowSeller, sowUser } from '../sow.ts';

/** An owner, a friend with whom its task is shared, and a stranger; a product, a picture and a report. */
export interface World {
  readonly domain: Domain;
  readonly caches: DomainCaches;
  readonly owner: number;
  readonly friend: number;
  readonly stranger: number;
  readonly taskId: number;
  readonly productId: number;
  readonly sellerId: number;
  readonly reportId: number;
  readonly image: string;
  /** Runs a write after everything was kept; gives the names of what it has made stale. */
  readonly staleAfter: (write: () => Promise<unknown>) => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

export async function openWorld(): Promise<World> {
  const bundle = await openKvBundle('postgresql');
  const kv = bundle.open();
  const domain = openDomain({ database: bundle.database, kv, log: silentLog });
  const caches = domainCaches(kv, domain.reader);
  const ids = await sow(domain, bundle);
  const kept = keptIn(caches, ids);
  return {
    domain,
    caches,
    ...ids,
    staleAfter: async (write) => {
      for (const { fill } of kept) await fill();
      await write();
      const held = await Promise.all(kept.map(({ key }) => kv.cache.exists(key)));
      return kept.filter((_, at) => !held[at]).map(({ name }) => name);
    },
    end: () => bundle.end(),
  };
}

type Ids = Pick<
  World,
  'owner' | 'friend' | 'stranger' | 'taskId' | 'productId' | 'sellerId' | 'reportId' | 'image'
>;

async function sow(domain: Domain, { database }: KvBundle): Promise<Ids> {
  const [owner, friend, stranger] = [await sowUser(domain), await sowUser(domain), await sowUser(domain)];
  const { id: taskId } = await domain.write((writing) =>
    createTask(writing, { ownerId: owner, title: 'Dig' }),
  );
  await domain.write((writing) => shareTask(writing, taskId, { userId: friend, role: 'editor' }));
  const sellerId = await sowSeller(domain);
  const productId = await sowProduct(domain, { seller_id: sellerId, onHand: 10 });
  const image = 'pictures/spade.jpg';
  const { rows } = await database.query(
    `WITH picture AS (INSERT INTO app.images (key, kind, format, width, height, bytes, sha256)
       VALUES ('${image}', 'original', 'jpeg', 1, 1, 1, 'x'))
     INSERT INTO app.reports (kind, seller_id, period_from, period_to, time_zone, title)
     VALUES ('sales', ${sellerId}, now() - interval '1 day', now(), 'UTC', 'Sales') RETURNING id`,
  );
  const [{ id: reportId }] = rows as [{ id: number }];
  return { owner, friend, stranger, taskId, productId, sellerId, reportId, image };
}

interface Kept {
  readonly name: string;
  readonly key: string;
  readonly fill: () => Promise<unknown>;
}

function keptIn(caches: DomainCaches, ids: Ids): readonly Kept[] {
  const { taskId, productId, sellerId, reportId, image } = ids;
  const search = { search: 'Di' };
  const of = (who: 'owner' | 'friend' | 'stranger'): readonly Kept[] => {
    const id = ids[who];
    const name = (what: string): string => `${what} of ${who}`;
    return [
      { name: name('profile'), key: cacheKeys.user(id), fill: () => caches.user(id) },
      { name: name('features'), key: cacheKeys.features(id), fill: () => caches.features(id) },
      { name: name('list'), key: cacheKeys.tasks(id, {}), fill: () => caches.tasksOf(id) },
      { name: name('search'), key: cacheKeys.tasks(id, search), fill: () => caches.tasksOf(id, search) },
      { name: name('statistics'), key: cacheKeys.statistics(id), fill: () => caches.statistics(id) },
      { name: name('dashboard'), key: cacheKeys.dashboard(id), fill: () => caches.dashboard(id) },
      { name: name('suggestions'), key: cacheKeys.suggestions(id), fill: () => caches.suggestions(id) },
      {
        name: name('recommendations'),
        key: cacheKeys.recommendations(id),
        fill: () => caches.recommendations(id),
      },
    ];
  };
  return [
    ...(['owner', 'friend', 'stranger'] as const).flatMap(of),
    { name: 'name Ada', key: cacheKeys.username('Ada'), fill: () => caches.userByUsername('ADA') },
    {
      name: 'ada@example.com',
      key: cacheKeys.email('ada@example.com'),
      fill: () => caches.userByEmail('ADA@example.com'),
    },
    { name: 'task', key: cacheKeys.task(taskId), fill: () => caches.task(taskId) },
    { name: 'next task', key: cacheKeys.task(taskId + 1), fill: () => caches.task(taskId + 1) },
    {
      name: 'collaborators',
      key: cacheKeys.collaborators(taskId),
      fill: () => caches.collaborators(taskId),
    },
    { name: 'stock', key: cacheKeys.stock(productId), fill: () => caches.stock(productId) },
    { name: 'image', key: cacheKeys.image(image), fill: () => caches.image(image) },
    { name: 'report', key: cacheKeys.report(reportId), fill: () => caches.report(reportId) },
    { name: 'reports', key: cacheKeys.reports(sellerId), fill: () => caches.reportsOf(sellerId) },
    { name: 'reports of all', key: cacheKeys.reports(null), fill: () => caches.reportsOf(null) },
  ];
}

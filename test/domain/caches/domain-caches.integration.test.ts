import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newJobId } from '../../../src/job/job-id.ts';
import { recordReport } from '../../../workers/services/reports/record-report.ts';
import { makeImageRecords } from '../../../workers/services/images/image-records.ts';
import { forgetReports } from '../../../src/domain/reports/forget-reports.ts';
import { raiseAlerts } from '../../../src/domain/inventory/low-stock-alerts.ts';
import {
  cancelPurchaseOrder,
  orderFromSupplier,
  receivePurchaseOrder,
} from '../../../src/domain/inventory/purchase-orders.ts';
import { readNotifications } from '../../../src/domain/notifications/read-notifications.ts';
import { recordNotification } from '../../../src/domain/notifications/record-notification.ts';
import { changeOrderStatus } from '../../../src/domain/orders/change-order-status.ts';
import { returnItem } from '../../../src/domain/orders/return-item.ts';
import { moveStock } from '../../../src/domain/inventory/move-stock.ts';
import { saveForecast } from '../../../src/domain/forecasts/save-forecast.ts';
import { placeOrder } from '../../../src/domain/orders/place-order.ts';
import { saveRecommendations } from '../../../src/domain/recommendations/save-recommendations.ts';
import { completeTask, reopenTask } from '../../../src/domain/tasks/complete-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { deleteTask } from '../../../src/domain/tasks/delete-task.ts';
import { shareTask, unshareTask } from '../../../src/domain/tasks/share-task.ts';
import { updateTask } from '../../../src/domain/tasks/update-task.ts';
import {
  changePassword,
  changeRole,
  changeTier,
  setMarketingConsent,
  updateUser,
} from '../../../src/domain/users/change-user.ts';
import { createUser } from '../../../src/domain/users/create-user.ts';
import type { Writing } from '../../../src/domain/writing.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const ada = { username: 'ada', email: 'Ada@example.com', name: 'Ada' };
const ownTasks = (who: string): readonly string[] => [`statistics of ${who}`, `dashboard of ${who}`];
const lists = (who: string): readonly string[] => [`list of ${who}`, `search of ${who}`];
const seenBy = (...who: readonly string[]): readonly string[] => who.flatMap(lists);

/** In this order: each finds what those before it have left. */
const WRITES: readonly [
  name: string,
  write: (writing: Writing, world: World) => Promise<unknown>,
  stale: readonly string[],
][] = [
  [
    'an update of a task',
    (w, { taskId }) => updateTask(w, taskId, { title: 'Dig!' }),
    ['task', ...ownTasks('owner'), ...seenBy('owner', 'friend')],
  ],
  [
    'the completion of a task',
    (w, { taskId }) => completeTask(w, taskId),
    ['task', ...ownTasks('owner'), ...seenBy('owner', 'friend')],
  ],
  ['a completion that changes nothing', (w, { taskId }) => completeTask(w, taskId), []],
  [
    'the reopening of a task',
    (w, { taskId }) => reopenTask(w, taskId),
    ['task', ...ownTasks('owner'), ...seenBy('owner', 'friend')],
  ],
  [
    'a new task',
    (w, { stranger }) => createTask(w, { ownerId: stranger, title: 'Dive' }),
    ['next task', ...ownTasks('stranger'), 'suggestions of stranger', ...lists('stranger')],
  ],
  [
    'the sharing of a task',
    (w, { taskId, stranger }) => shareTask(w, taskId, { userId: stranger, role: 'viewer' }),
    ['collaborators', ...lists('stranger')],
  ],
  [
    'the unsharing of a task',
    (w, { taskId, stranger }) => unshareTask(w, taskId, stranger),
    ['collaborators', ...lists('stranger')],
  ],
  [
    'the deletion of a task',
    (w, { taskId }) => deleteTask(w, taskId),
    ['task', 'collaborators', ...ownTasks('owner'), ...seenBy('owner', 'friend')],
  ],
  ['a new user', (w) => createUser(w, ada), ['name Ada', 'ada@example.com']],
  [
    'an update of a user',
    (w, { owner }) => updateUser(w, owner, { timeZone: 'Asia/Tokyo' }),
    ['profile of owner', ...ownTasks('owner')],
  ],
  [
    'consent',
    (w, { owner }) => setMarketingConsent(w, owner, true),
    ['profile of owner', ...ownTasks('owner')],
  ],
  ['a new password', (w, { owner }) => changePassword(w, owner, 'hash'), ['profile of owner']],
  ['a new role', (w, { owner }) => changeRole(w, owner, 'admin'), ['profile of owner']],
  [
    'a new subscription',
    (w, { owner }) => changeTier(w, owner, { tier: 'premium' }),
    ['profile of owner', 'features of owner'],
  ],
  [
    'a movement of stock',
    (w, { productId }) => moveStock(w, [{ productId, quantity: 2 }], { kind: 'adjustment' }),
    ['stock'],
  ],
  [
    'an order from a supplier',
    (w, { productId }) => orderFromSupplier(w, { productId, quantity: 3, origin: 'manual' }),
    ['stock'],
  ],
  ['its cancellation', async (w) => cancelPurchaseOrder(w, await lastId(w, 'purchase_orders')), ['stock']],
  [
    'another order from a supplier',
    (w, { productId }) => orderFromSupplier(w, { productId, quantity: 3, origin: 'manual' }),
    ['stock'],
  ],
  ['its arrival', async (w) => receivePurchaseOrder(w, await lastId(w, 'purchase_orders')), ['stock']],
  [
    'a forecast',
    (w, { productId }) =>
      saveForecast(w, {
        productId,
        fromDay: '2030-03-29',
        method: 'x',
        level: 0.8,
        historyDays: 1,
        points: [{ day: '2030-03-29', expected: 1, low: 0, high: 2 }],
        backtestError: null,
        naiveError: null,
      }),
    [],
  ],
  [
    'an order',
    (w, { owner, productId }) => placeOrder(w, { userId: owner, items: [{ productId, quantity: 1 }] }),
    ['stock'],
  ],
  ['the payment of an order', async (w) => changeOrderStatus(w, await lastId(w, 'orders'), 'paid'), []],
  [
    'the return of an item',
    async (w) => returnItem(w, { orderId: await lastId(w, 'orders'), line: 1, quantity: 1, reason: 'late' }),
    ['stock'],
  ],
  [
    'the cancellation of an order',
    async (w) => changeOrderStatus(w, await lastId(w, 'orders'), 'cancelled'),
    ['stock'],
  ],
  [
    'a notification',
    (w, { owner: userId }) =>
      recordNotification(w, {
        jobId: newJobId(),
        userId,
        type: 'low-stock',
        title: 'x',
        body: '',
        data: {},
        channels: ['in-app'],
      }),
    [],
  ],
  [
    'the reading of a notification',
    async (w, { owner }) => readNotifications(w, owner, [String(await lastId(w, 'notifications'))]),
    [],
  ],
  ['an alert of low stock', (w, { productId }) => raiseAlerts(w, { productId }), []],
  ['recommendations', (w, { friend }) => saveRecommendations(w, [friend], []), ['recommendations of friend']],
];

async function lastId({ trx }: Writing, table: 'orders' | 'purchase_orders' | 'notifications') {
  const row = await trx.selectFrom(table).select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  return Number(row.id);
}

describe('makes exactly its own caches stale:', () => {
  test.each(WRITES)('%s', async (_, write, stale) => {
    const found = await world.staleAfter(() => world.domain.write((writing) => write(writing, world)));
    expect(found.toSorted()).toEqual(stale.toSorted());
  });

  test('what is found out about a picture', async () => {
    const { domain, caches, image, staleAfter } = world;
    const before = await caches.image(image);
    const measured = { sharpness: 1, exposure: 1, contrast: 1, noise: 1, megapixels: 1 };
    // as: what it measures does not matter here
    const records = makeImageRecords(domain) as {
      saveQuality(id: number, measured: object): Promise<void>;
    };
    expect(await staleAfter(() => records.saveQuality(before?.id ?? 0, measured))).toEqual(['image']);
    expect(await caches.image(image)).toMatchObject({ quality: measured, bytes: 1 });
  });

  test('a report that is made', async () => {
    const { domain, sellerId, staleAfter } = world;
    const of = {
      kind: 'sales',
      jobId: newJobId(),
      sellerId,
      title: 'Sales',
      subject: 'x',
      period: 'x',
    } as const;
    const from = new Date('2030-03-29');
    const figures = { figures: {}, keyFigures: [], files: [], pdf: new Uint8Array() };
    const report = { ...of, ...figures, from, to: new Date('2030-03-30'), timeZone: 'UTC' };
    const write = () => domain.write((writing) => recordReport(writing, report));
    expect(await staleAfter(write)).toEqual(['reports']);
  });

  test('a report that is forgotten', async () => {
    const { domain, caches, reportId, sellerId, staleAfter } = world;
    const reports = await caches.reportsOf(sellerId);
    expect(reports.at(-1)).toMatchObject({ id: reportId, title: 'Sales' });
    const forget = () => forgetReports(domain, { days: -1, removeFile: async () => {} });
    expect(await staleAfter(forget)).toEqual(['report', 'reports']);
    expect(await caches.report(reportId)).toBeUndefined();
  });
});

test('finds a user under any case of the names, and under the new ones after a change', async () => {
  const { domain, caches } = world;
  const { id } = await domain.write((writing) =>
    createUser(writing, { username: 'Grace', email: 'Grace@example.com', name: 'Grace' }),
  );
  expect(await caches.userByUsername('hopper')).toBeUndefined();
  expect(await caches.userByUsername('GRACE')).toMatchObject({ id });
  await domain.write((writing) => updateUser(writing, id, { username: 'Hopper', email: 'h@example.com' }));
  expect(await caches.userByUsername('hopper')).toMatchObject({ id, username: 'Hopper' });
  expect(await caches.userByUsername('grace')).toBeUndefined();
  expect(await caches.userByEmail('H@EXAMPLE.COM')).toMatchObject({ id });
  expect(await caches.userByEmail('grace@example.com')).toBeUndefined();
});

test('shows what a subscription includes, however much it is', async () => {
  const { domain, caches, stranger } = world;
  await domain.write((writing) => changeTier(writing, stranger, { tier: 'enterprise' }));
  for (const _ of [1, 2])
    expect(await caches.features(stranger)).toMatchObject({ tier: 'enterprise', maxOpenTasks: Infinity });
});

test('names collaborators as they are called now', async () => {
  const { domain, caches, owner, friend } = world;
  const { id } = await domain.write((writing) => createTask(writing, { ownerId: owner, title: 'Row' }));
  await domain.write((writing) => shareTask(writing, id, { userId: friend, role: 'viewer' }));
  await caches.collaborators(id);
  await domain.write((writing) => updateUser(writing, friend, { name: 'Zoë' }));
  expect(await caches.collaborators(id)).toMatchObject([
    { userId: owner, role: 'owner' },
    { userId: friend, role: 'viewer', name: 'Zoë' },
  ]);
});

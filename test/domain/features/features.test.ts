import { afterAll, beforeAll, expect, test } from 'vitest';
import { canUse, featuresOf } from '../../../src/domain/features/can-use.ts';
import { completeTask } from '../../../src/domain/tasks/complete-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { shareTask } from '../../../src/domain/tasks/share-task.ts';
import { changeTier } from '../../../src/domain/users/change-user.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowUser } from '../sow.ts';

let bundle: DomainDatabase;
beforeAll(async () => {
  bundle = await openDomainDatabase();
});
afterAll(() => bundle.end());

const create = (ownerId: number) =>
  bundle.domain.write((writing) => createTask(writing, { ownerId, title: 'one more' }));
const upgrade = (userId: number, tier: 'basic' | 'premium' | 'enterprise') =>
  bundle.domain.write((writing) => changeTier(writing, userId, { tier }));

/** A user with so many open tasks. */
async function sowTasks(count: number): Promise<number> {
  const owner = await sowUser(bundle.domain);
  await bundle.domain.write(({ trx }) =>
    trx
      .insertInto('tasks')
      .values(Array.from({ length: count }, (_, n) => ({ owner_id: owner, title: `task ${n}` })))
      .execute(),
  );
  return owner;
}

test('a basic user has 100 open tasks, and more at once after an upgrade', async () => {
  const owner = await sowTasks(99);
  expect(await canUse(bundle.reader, owner, 'tasks')).toBe(true);
  const { id } = await create(owner);
  expect(await canUse(bundle.reader, owner, 'tasks')).toBe(false);
  await expect(create(owner)).rejects.toMatchObject({
    code: 'FEATURE_UNAVAILABLE',
    message: expect.stringMatching(/has 100 open tasks.*basic/),
  });

  await upgrade(owner, 'premium');
  expect(await canUse(bundle.reader, owner, 'tasks')).toBe(true);
  await create(owner);
  await upgrade(owner, 'basic');
  await expect(create(owner)).rejects.toMatchObject({ code: 'FEATURE_UNAVAILABLE' });
  for (const taskId of [id, id + 1]) await bundle.domain.write((writing) => completeTask(writing, taskId));
  expect(await canUse(bundle.reader, owner, 'tasks')).toBe(true);
});

test('many requests at once get no more than there is room for', async () => {
  const owner = await sowTasks(97);
  const created = await Promise.allSettled(Array.from({ length: 10 }, () => create(owner)));
  expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
});

test('a basic user shares a task with three others', async () => {
  const { domain, reader } = bundle;
  const owner = await sowUser(domain);
  const { id } = await create(owner);
  const others = await Promise.all(Array.from({ length: 4 }, () => sowUser(domain)));
  const share = (userId: number | undefined, role: 'viewer' | 'editor' = 'viewer') =>
    domain.write((writing) => shareTask(writing, id, { userId: userId as number, role }));
  for (const userId of others.slice(0, 3)) await share(userId);
  expect(await canUse(reader, owner, 'collaborators', id)).toBe(false);
  expect(await canUse(reader, owner, 'collaborators')).toBe(true);
  await expect(share(others[3])).rejects.toMatchObject({ code: 'FEATURE_UNAVAILABLE' });
  await share(others[0], 'editor');
  await upgrade(owner, 'enterprise');
  await share(others[3]);
});

test('analytics and the API come with a paid subscription', async () => {
  const { domain, reader } = bundle;
  const userId = await sowUser(domain);
  expect(await canUse(reader, userId, 'analytics')).toBe(false);
  expect(await canUse(reader, userId, 'api')).toBe(false);
  await upgrade(userId, 'premium');
  expect(await canUse(reader, userId, 'analytics')).toBe(true);
  expect(await canUse(reader, userId, 'api')).toBe(true);
  expect(await featuresOf(reader, userId)).toMatchObject({ tier: 'premium', maxOpenTasks: 1_000 });
});

test('nobody has no features', async () => {
  await expect(canUse(bundle.reader, 999_999, 'api')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(create(999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

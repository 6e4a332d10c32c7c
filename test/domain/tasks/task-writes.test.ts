import { beforeAll, beforeEach, expect, test } from 'vitest';
import { completeTask, reopenTask } from '../../../src/domain/tasks/complete-task.ts';
import { createTask } from '../../../src/domain/tasks/create-task.ts';
import { deleteTask } from '../../../src/domain/tasks/delete-task.ts';
import { findParticipants, findTask, findTasksOf } from '../../../src/domain/tasks/find-tasks.ts';
import { shareTask, unshareTask } from '../../../src/domain/tasks/share-task.ts';
import { updateTask } from '../../../src/domain/tasks/update-task.ts';
import type { Writing } from '../../../src/domain/writing.ts';
import { type DomainDatabase, openDomainDatabase } from '../open-domain-database.ts';
import { sowUser } from '../sow.ts';

let opened: DomainDatabase;
let owner: number;
let friend: number;
let taskId: number;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

beforeEach(async () => {
  owner = await sowUser(opened.domain, { timeZone: 'America/New_York' });
  friend = await sowUser(opened.domain);
  taskId = (await write((writing) => createTask(writing, { ownerId: owner, title: 'Paint the fence' }))).id;
  opened.takeChanges();
});

function write<Result>(work: (writing: Writing) => Promise<Result>, userId?: number): Promise<Result> {
  return opened.domain.write(work, userId === undefined ? undefined : { userId });
}

const share = (role: 'viewer' | 'editor'): Promise<void> =>
  write((writing) => shareTask(writing, taskId, { userId: friend, role }));

test('creates a task with defaults, open and due at no time', async () => {
  expect(await findTask(opened.reader, taskId)).toMatchObject({
    ownerId: owner,
    priority: 'medium',
    description: '',
    category: null,
    dueAt: null,
    completedAt: null,
  });
});

test.each([
  ['an instant', new Date('2030-03-29T16:00:00Z'), '2030-03-29T16:00:00.000Z'],
  ["a day, which ends by the owner's clock", { day: '2030-01-15' }, '2030-01-16T04:59:00.000Z'],
  ['a day in summer time', { day: '2030-07-15' }, '2030-07-16T03:59:00.000Z'],
  ['the day of 23 hours', { day: '2030-03-10' }, '2030-03-11T03:59:00.000Z'],
  ['the day of 25 hours', { day: '2030-11-03' }, '2030-11-04T04:59:00.000Z'],
])('takes %s as the due time', async (_, due, expected) => {
  const task = await write((writing) => createTask(writing, { ownerId: owner, title: 'x', due }));
  expect(task.dueAt?.toISOString()).toBe(expected);
});

test('refuses a task of nobody', async () => {
  const created = write((writing) => createTask(writing, { ownerId: 999_999, title: 'x' }));
  await expect(created).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('updates what is given and leaves the rest', async () => {
  const due = new Date('2030-01-01T00:00:00Z');
  await write((writing) => updateTask(writing, taskId, { priority: 'urgent', category: 'home', due }));
  const task = await write((writing) => updateTask(writing, taskId, { title: 'Paint the gate', due: null }));
  expect(task).toMatchObject({ title: 'Paint the gate', priority: 'urgent', category: 'home', dueAt: null });
  expect(opened.takeChanges()).toMatchObject([
    { kind: 'task-updated', taskId, userIds: [owner] },
    { kind: 'task-updated', taskId, title: 'Paint the gate' },
  ]);
});

test('completes once and reopens once, and says so once', async () => {
  const first = await write((writing) => completeTask(writing, taskId));
  const second = await write((writing) => completeTask(writing, taskId));
  expect(second.completedAt).toEqual(first.completedAt);
  expect(first.completedAt).not.toBeNull();
  await write((writing) => reopenTask(writing, taskId));
  expect((await write((writing) => reopenTask(writing, taskId))).completedAt).toBeNull();
  expect(opened.takeChanges().map(({ kind }) => kind)).toEqual(['task-completed', 'task-reopened']);
});

test('shares, changes the role, and takes back', async () => {
  await share('viewer');
  await share('editor');
  expect(await findParticipants(opened.reader, taskId)).toMatchObject([
    { userId: owner, role: 'owner' },
    { userId: friend, role: 'editor' },
  ]);
  expect(await findTasksOf(opened.reader, friend)).toMatchObject([{ id: taskId }]);
  await write((writing) => unshareTask(writing, taskId, friend));
  await write((writing) => unshareTask(writing, taskId, friend));
  expect(await findTasksOf(opened.reader, friend)).toEqual([]);
  const userIds = [owner, friend];
  expect(opened.takeChanges()).toMatchObject([
    { kind: 'task-shared', userIds },
    { kind: 'task-shared', userIds },
    { kind: 'task-unshared', userIds },
  ]);
});

test('deletes for everybody', async () => {
  await share('viewer');
  opened.takeChanges();
  await write((writing) => deleteTask(writing, taskId));
  expect(await findTask(opened.reader, taskId)).toBeUndefined();
  expect(opened.takeChanges()).toMatchObject([{ kind: 'task-deleted', taskId, userIds: [owner, friend] }]);
});

test('lets the owner do everything, an editor change, a viewer look and a stranger not even know', async () => {
  const edit = (writing: Writing): Promise<unknown> => updateTask(writing, taskId, { title: 'x' });
  const remove = (writing: Writing): Promise<unknown> => deleteTask(writing, taskId);
  await expect(write(edit, friend)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await share('viewer');
  await expect(write(edit, friend)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await share('editor');
  await write(edit, friend);
  await expect(write(remove, friend)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await write(remove, owner);
});

test('shares with nobody unknown and not with the owner', async () => {
  const sharing = (userId: number): Promise<void> =>
    write((writing) => shareTask(writing, taskId, { userId, role: 'viewer' }));
  await expect(sharing(999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(sharing(owner)).rejects.toMatchObject({ code: 'INVALID_WRITE' });
});

test('finds by state, category and words, and takes % in a search as it is', async () => {
  await write((writing) => createTask(writing, { ownerId: owner, title: '100% cotton', category: 'shop' }));
  await write((writing) => completeTask(writing, taskId));
  const titles = async (filter: object): Promise<readonly string[]> =>
    (await findTasksOf(opened.reader, owner, filter)).map(({ title }) => title);
  expect(await titles({})).toEqual(['100% cotton', 'Paint the fence']);
  expect(await titles({ isCompleted: true })).toEqual(['Paint the fence']);
  expect(await titles({ category: 'shop' })).toEqual(['100% cotton']);
  expect(await titles({ search: 'FENCE' })).toEqual(['Paint the fence']);
  expect(await titles({ search: '0%' })).toEqual(['100% cotton']);
  expect(await titles({ limit: 1 })).toEqual(['100% cotton']);
});

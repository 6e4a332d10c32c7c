import { beforeAll, expect, test } from 'vitest';
import { Domain } from '../../src/domain/domain.ts';
import type { Actor, DomainChange } from '../../src/domain/domain-change.ts';
import { createTask } from '../../src/domain/tasks/create-task.ts';
import { findTasksOf } from '../../src/domain/tasks/find-tasks.ts';
import { silentLog } from '../../src/telemetry/log.ts';
import { type DomainDatabase, openDomainDatabase } from './open-domain-database.ts';
import { sowUser } from './sow.ts';

let opened: DomainDatabase;

beforeAll(async () => {
  opened = await openDomainDatabase();
  return opened.end;
});

test('tells every listener what one transaction changed, and who asked, after the commit', async () => {
  const ownerId = await sowUser(opened.domain);
  const heard: { changes: readonly DomainChange[]; actor: Actor | undefined; visible: number }[] = [];
  const listener = async (changes: readonly DomainChange[], actor: Actor | undefined): Promise<void> => {
    heard.push({ changes, actor, visible: (await findTasksOf(opened.reader, ownerId)).length });
  };
  const domain = new Domain(opened.database, { onChange: [listener, listener] });
  const actor = { userId: ownerId, ip: '192.0.2.1' };
  await domain.write(async (writing) => {
    await createTask(writing, { ownerId, title: 'one' });
    await createTask(writing, { ownerId, title: 'two' });
  }, actor);
  expect(heard).toHaveLength(2);
  expect(heard[0]).toMatchObject({ actor, visible: 2, changes: [{ title: 'one' }, { title: 'two' }] });
});

test('tells nothing of a transaction that was rolled back', async () => {
  const ownerId = await sowUser(opened.domain);
  opened.takeChanges();
  const failing = opened.domain.write(async (writing) => {
    await createTask(writing, { ownerId, title: 'never' });
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(opened.takeChanges()).toEqual([]);
});

test('tells nothing when the transaction that a handler was given is refused at its end', async () => {
  const ownerId = await sowUser(opened.domain);
  opened.takeChanges();
  const refused = opened.domain.writeWith(
    (write) =>
      opened.database.transaction(async (trx) => {
        await write(trx);
        throw new Error('another worker has the job');
      }),
    (writing) => createTask(writing, { ownerId, title: 'never' }),
  );
  await expect(refused).rejects.toThrow('another worker has the job');
  expect(opened.takeChanges()).toEqual([]);
  expect(await findTasksOf(opened.reader, ownerId)).toEqual([]);
});

test('logs what a listener throws, tells the others, and keeps the write', async () => {
  const ownerId = await sowUser(opened.domain);
  const errors: string[] = [];
  let told = 0;
  const domain = new Domain(opened.database, {
    log: { ...silentLog, error: (message) => void errors.push(message) },
    onChange: [
      () => {
        throw new Error('no cache');
      },
      () => void (told += 1),
    ],
  });
  await domain.write((writing) => createTask(writing, { ownerId, title: 'kept' }));
  expect({ told, errors }).toEqual({ told: 1, errors: [expect.stringContaining('listener')] });
  expect(await findTasksOf(opened.reader, ownerId)).toHaveLength(1);
});

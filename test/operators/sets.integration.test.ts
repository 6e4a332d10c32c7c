import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeRegistry } from '../../src/job/registry.ts';
import { openOperations } from '../../src/ledger/operations.ts';
import { listAudit } from '../../src/operators/audit/list-audit.ts';
import { recordAudit } from '../../src/operators/audit/record-audit.ts';
import { type AuditedOperations, auditOperations } from '../../src/operators/audit-operations.ts';
import { chooseSet, type SetChoice } from '../../src/operators/sets/choose-set.ts';
import { JobSetTable } from '../../src/operators/sets/job-set-table.ts';
import { workOnSet } from '../../src/operators/sets/work-on-set.ts';
import { anError, openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';
import { until } from '../until.ts';

let ledger: TestLedger;
let operations: AuditedOperations;
let sets: JobSetTable;
beforeEach(async () => {
  ledger = await openTestLedger();
  const { database } = ledger;
  sets = new JobSetTable(database);
  operations = auditOperations({
    operations: openOperations(database),
    ledger: ledger.ledger,
    registry: makeRegistry([], []),
    note: (event) => recordAudit(database, { who: 'ann', ...event }),
  });
});
afterEach(() => ledger.close());

const choose = (action: SetChoice['action'], filter: string) =>
  chooseSet(ledger.database, operations, { action, filter, by: 'ann' });
const work = (id: string, more = {}) =>
  workOnSet(ledger.database, operations, { id, by: 'ann', perSecond: 10_000, maxFailedAgain: 0.5, ...more });
const stateOf = async (id: string) => (await ledger.job(id))['state'];

async function fail(...ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await ledger.end(
      id,
      { kind: 'failed', reason: 'permanent', error: anError },
      Number((await ledger.job(id))['publication']),
    );
}

test('does nothing until it is told to, and then to what was chosen and nothing else', async () => {
  const [one, two, other, later] = await ledger.accept(
    { tenant: '42' },
    { tenant: '42' },
    { tenant: '7' },
    { tenant: '42' },
  );
  await fail(one, two, other);
  const id = await choose('retry', 'state:failed tenant:42');
  expect(await sets.find(id)).toMatchObject({ state: 'chosen', jobs: 2, chosenBy: 'ann' });
  expect(await sets.look(id)).toEqual({
    groups: [{ name: 'email.send', queue: 'email', state: 'failed', jobs: 2 }],
    sample: [one, two],
  });
  expect(await stateOf(one)).toBe('failed');
  await fail(later);
  expect(await work(id)).toBe(true);
  expect([await stateOf(one), await stateOf(two)]).toEqual(['waiting', 'waiting']);
  expect([await stateOf(other), await stateOf(later)]).toEqual(['failed', 'failed']);
  expect(await sets.find(id)).toMatchObject({ state: 'done', progress: { changed: 2 } });
});

test('is done once, however many are told to', async () => {
  await fail(await ledger.acceptOne());
  const id = await choose('discard', '');
  expect((await Promise.all([work(id), work(id), work(id)])).filter(Boolean)).toHaveLength(1);
});

test('discards failed jobs, and cancels those that wait, saying who did', async () => {
  const [failed, waiting] = await ledger.accept({}, {});
  await fail(failed);
  await work(await choose('discard', ''));
  await work(await choose('cancel', 'queue:email'));
  expect(await ledger.job(failed)).toMatchObject({ state: 'discarded', reason: 'discarded by ann' });
  expect(await ledger.job(waiting)).toMatchObject({ state: 'cancelled', reason: 'cancelled by ann' });
  const entries = await listAudit(ledger.database);
  expect(entries.map(({ action, target }) => [action, target])).toEqual([
    ['cancel', { jobs: [waiting] }],
    ['discard', { jobs: [failed] }],
  ]);
});

test('refuses a filter for jobs to which this cannot be done', async () => {
  await expect(choose('retry', 'state:completed')).rejects.toThrow('to retry, expected failed');
});

test('stops by itself when too many fail again, and leaves the rest', async () => {
  const ids = await ledger.accept(...Array.from({ length: 40 }, () => ({})));
  await fail(...ids);
  const id = await choose('retry', 'state:failed');
  const working = work(id, { perSecond: 50 });
  await until(async () => ((await sets.find(id))?.progress.changed ?? 0) >= 10, {
    timeoutMs: 10_000,
    what: 'ten were retried',
  });
  await fail(...ids.slice(0, 10));
  await working;
  const { state, progress } = (await sets.find(id)) ?? {};
  expect({ state, progress }).toMatchObject({
    state: 'stopped',
    progress: { stopped: 'too many failed again', failedAgain: 10 },
  });
  expect(await stateOf(ids[39] ?? '')).toBe('failed');
});

test('stops when somebody asks', async () => {
  await ledger.accept(...Array.from({ length: 30 }, () => ({})));
  const id = await choose('cancel', '');
  const working = work(id, { perSecond: 20 });
  await until(async () => ((await sets.find(id))?.progress.handled ?? 0) > 0, {
    timeoutMs: 10_000,
    what: 'it has begun',
  });
  await sets.askToStop(id);
  await working;
  expect(await sets.find(id)).toMatchObject({
    state: 'stopped',
    progress: { stopped: 'somebody stopped it' },
  });
  expect(await operations.count({ states: ['waiting'] }, 100)).toBeGreaterThan(0);
});

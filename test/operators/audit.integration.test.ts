import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAudit } from '../../src/operators/audit/list-audit.ts';
import { recordAudit } from '../../src/operators/audit/record-audit.ts';
import { verifyAudit } from '../../src/operators/audit/verify-audit.ts';
import { openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await openTestLedger();
});
afterEach(() => ledger.close());

const record = (action: string, who = 'ann') => recordAudit(ledger.database, { who, action });
/** As somebody would who may do anything to the database. */
const tamper = (statement: string) =>
  ledger.database.query(
    `ALTER TABLE nightshift.audit DISABLE TRIGGER USER; ${statement}; ALTER TABLE nightshift.audit ENABLE TRIGGER USER`,
  );

test('keeps who did what, when and from where, before and after, newest first', async () => {
  await record('pause-queue', 'bo');
  const text = 'NUL \u0000, half \uD800 and "quotes"';
  await recordAudit(ledger.database, {
    who: 'ann',
    role: 'admin',
    from: '192.0.2.1',
    action: 'edit-job',
    target: { job: '1' },
    before: { text },
    after: null,
  });
  const [last, first] = await listAudit(ledger.database);
  expect(first).toMatchObject({ seq: 1, who: 'bo', action: 'pause-queue' });
  expect(last).toMatchObject({ seq: 2, from: '192.0.2.1', before: { text }, after: null });
  expect(Math.abs(Date.parse(last?.at ?? '') - Date.now())).toBeLessThan(10_000);
  expect(await listAudit(ledger.database, { who: 'bo' })).toHaveLength(1);
  expect(await verifyAudit(ledger.database)).toMatchObject({ entries: 2 });
});

test('is one chain, however many write at once', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, at) => record(`act-${at}`)));
  expect(await verifyAudit(ledger.database)).toEqual({ entries: 12, head: expect.any(String) });
});

test.each([
  ["UPDATE nightshift.audit SET who = 'bo'"],
  ['DELETE FROM nightshift.audit'],
  ['TRUNCATE nightshift.audit'],
])('the database refuses %s', async (statement) => {
  await record('pause-queue');
  await expect(ledger.database.query(statement)).rejects.toThrow('only added to');
});

test.each([
  [
    'an entry was changed',
    `UPDATE nightshift.audit SET entry = replace(entry, 'act-2', 'act-9') WHERE seq = 2`,
    2,
  ],
  ['a column was changed', `UPDATE nightshift.audit SET who = 'bo' WHERE seq = 2`, 2],
  ['an entry was taken out', 'DELETE FROM nightshift.audit WHERE seq = 2', 3],
])('shows that %s', async (_, statement, seq) => {
  for (const action of ['act-1', 'act-2', 'act-3']) await record(action);
  await tamper(statement);
  expect((await verifyAudit(ledger.database)).brokenAt?.seq).toBe(seq);
});

test('shows that the end was cut off to whoever kept the last hash', async () => {
  for (const action of ['act-1', 'act-2']) await record(action);
  const { head } = await verifyAudit(ledger.database);
  await record('act-3');
  expect(await verifyAudit(ledger.database, head)).not.toHaveProperty('brokenAt');
  await tamper('DELETE FROM nightshift.audit WHERE seq > 1');
  expect(await verifyAudit(ledger.database)).not.toHaveProperty('brokenAt');
  expect(await verifyAudit(ledger.database, head)).toHaveProperty('brokenAt');
});

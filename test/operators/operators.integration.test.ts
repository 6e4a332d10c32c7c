import { createHook } from 'node:async_hooks';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { makeSessions } from '../../src/kv/sessions/make-sessions.ts';
import { type Operators, openOperators, sessionUserOf } from '../../src/operators/operators.ts';
import { openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';

const password = 'correct horse battery';
let ledger: TestLedger;
let operators: Operators;
beforeAll(async () => {
  ledger = await openTestLedger();
  operators = openOperators(ledger.database);
});
afterAll(() => ledger.close());

const add = (name: string) => operators.add({ name, role: 'viewer', password });

test('signs in with the right password only, whatever the case of the name', async () => {
  await add('ann');
  expect(await operators.signIn('Ann', password)).toMatchObject({ name: 'ann', role: 'viewer' });
  expect(await operators.signIn('ann', `${password} `)).toBeUndefined();
  expect(await operators.signIn('nobody', password)).toBeUndefined();
});

test('keeps no password, and hashes the same one differently each time', async () => {
  await Promise.all([add('one'), add('two')]);
  const { rows } = await ledger.database.query('SELECT password_hash FROM nightshift.operators');
  expect(JSON.stringify(rows)).not.toContain('correct');
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
});

test('locks an operator from the fifth wrong password on, guesses at the same time counted', async () => {
  await add('locked');
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((guess) => operators.signIn('locked', guess)));
  expect(await operators.signIn('locked', password)).toBeUndefined();
  const { lockedUntil } = (await operators.find('locked')) ?? {};
  expect(Number(lockedUntil) - Date.now()).toBeGreaterThan(20_000);
  await ledger.database.query("UPDATE nightshift.operators SET locked_until = now() WHERE name = 'locked'");
  expect(await operators.signIn('locked', password)).toMatchObject({ lockedUntil: null });
});

test('does the same work for a name that does not exist as for a wrong password', async () => {
  await add('known');
  let hashes = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'SCRYPTREQUEST') hashes += 1;
    },
  }).enable();
  onTestFinished(() => void hook.disable());
  const hashesOf = async (name: string): Promise<number> => {
    hashes = 0;
    await operators.signIn(name, 'wrong');
    return hashes;
  };
  expect(await hashesOf('known')).toBe(1);
  expect(await hashesOf('nobody')).toBe(1);
});

test.each([
  ['a short password', { name: 'bo', role: 'viewer', password: 'short' } as const, /12 to 200/],
  ['a name with a space', { name: 'b o', role: 'viewer', password } as const, /cannot be an operator's name/],
])('refuses %s', async (_, operator, message) => {
  await expect(operators.add(operator)).rejects.toThrow(message);
});

test('refuses a name that is taken, and says which is meant by one that is not', async () => {
  await add('carla');
  await expect(add('Carla')).rejects.toThrow('already');
  await expect(operators.setRole('karla', 'admin')).rejects.toThrow('did you mean carla?');
});

test.each([
  ['another role', (name: string) => operators.setRole(name, 'admin')],
  ['another password', (name: string) => operators.setPassword(name, `${password}!`)],
  ['a removal', (name: string) => operators.remove(name)],
])('%s ends every session of the operator', async (what, change) => {
  const operator = await add(`s-${what.replaceAll(' ', '-')}`);
  const sessions = makeSessions({ database: ledger.database, copies: undefined, ttlMs: 60_000 });
  const { token } = await sessions.create({ userId: sessionUserOf(operator), role: operator.role });
  await change(operator.name);
  expect(await sessions.get(token)).toBeUndefined();
});

import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type Alert,
  endSilence,
  listOpenAlerts,
  listRecoveredAlerts,
  noteFindings,
  silenceAlerts,
  tellUntold,
} from '../../src/alerts/alerts-table.ts';
import type { Finding } from '../../src/alerts/judge.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { migratedDatabase } from '../servers/migrated-database.ts';

let database: Database;
beforeAll(async () => {
  const fresh = await migratedDatabase();
  database = openDatabase({ url: fresh.url });
  return async () => {
    await database.close();
    await fresh.drop();
  };
});
beforeEach(async () => {
  await database.query('TRUNCATE nightshift.alerts, nightshift.alert_silences');
});

const late: Finding = {
  rule: 'oldest-waiting',
  subject: 'email',
  value: 360_000,
  threshold: 300_000,
  message: 'email: late',
};

/** One look, with what it found. */
const look = (findings: readonly Finding[], unknown: readonly string[] = []): Promise<void> =>
  noteFindings(database, { findings, unknown }, 0);

/** What was told, as words. */
async function told(): Promise<readonly string[]> {
  const words: string[] = [];
  await tellUntold(database, async (alerts) => {
    words.push(...alerts.map(wordsOf));
  });
  return words;
}

function wordsOf({ rule, subject, recoveredAt }: Alert): string {
  return `${recoveredAt === null ? 'open' : 'over'} ${rule} ${subject}`;
}

test('tells once that something began, however often it is seen, and once that it is over', async () => {
  await look([late]);
  await look([{ ...late, value: 400_000 }]);
  expect(await listOpenAlerts(database)).toMatchObject([{ rule: 'oldest-waiting', value: 400_000 }]);
  expect(await told()).toEqual(['open oldest-waiting email']);
  await look([late]);
  expect(await told()).toEqual([]);
  await look([]);
  expect(await told()).toEqual(['over oldest-waiting email']);
  await look([]);
  expect(await told()).toEqual([]);
  expect(await listOpenAlerts(database)).toEqual([]);
  expect(await listRecoveredAlerts(database, 10)).toHaveLength(1);
});

test('begins anew after it was over', async () => {
  await look([late]);
  await look([]);
  await look([late]);
  expect(await listOpenAlerts(database)).toHaveLength(1);
  expect(await listRecoveredAlerts(database, 10)).toHaveLength(1);
  expect(await told()).toEqual(['open oldest-waiting email']);
});

test('is not over while nothing is known, nor before it was quiet for long enough', async () => {
  await look([late]);
  await look([], ['oldest-waiting']);
  await noteFindings(database, { findings: [], unknown: [] }, 60_000);
  expect(await listOpenAlerts(database)).toHaveLength(1);
});

test.each(['email', '*'])(
  'is shown and not told while %s is silent, and told when that ends',
  async (subject) => {
    await silenceAlerts(database, { rule: 'oldest-waiting', subject, forMs: 60_000, by: 'ann' });
    const other = { ...late, rule: 'backlog' };
    await look([late, other]);
    expect(await told()).toEqual(['open backlog email']);
    expect(await listOpenAlerts(database)).toMatchObject([
      { rule: 'backlog', silencedUntil: null },
      { rule: 'oldest-waiting', silencedBy: 'ann', silencedUntil: expect.any(Date) },
    ]);
    expect(await endSilence(database, { rule: 'oldest-waiting', subject })).toBe(true);
    expect(await endSilence(database, { rule: 'oldest-waiting', subject })).toBe(false);
    expect(await told()).toEqual(['open oldest-waiting email']);
  },
);

test('what was never told is not told to be over', async () => {
  await silenceAlerts(database, { rule: 'oldest-waiting', subject: '*', forMs: 60_000, by: 'ann' });
  await look([late]);
  expect(await told()).toEqual([]);
  await look([]);
  expect(await told()).toEqual([]);
});

test('tells again what could not be told', async () => {
  await look([late]);
  await expect(tellUntold(database, () => Promise.reject(new Error('no way out')))).rejects.toThrow('no way');
  expect(await told()).toEqual(['open oldest-waiting email']);
});

test('is told by one of several that tell at once', async () => {
  await look([late]);
  const words = await Promise.all([told(), told(), told()]);
  expect(words.flat()).toEqual(['open oldest-waiting email']);
});

import { Client } from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from './fresh-database.ts';

test('gives each caller an empty database, and drops it although a session is open', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  expect(one.url).not.toBe(two.url);
  const client = await connect(one.url);
  expect((await client.query("select from pg_tables where schemaname = 'public'")).rowCount).toBe(0);

  await one.drop();
  await expect(connect(one.url)).rejects.toThrow('does not exist');
  await two.drop();
});

test('fills a template once and copies it', async () => {
  let fills = 0;
  const template = {
    name: 'filled-once',
    fill: async (url: string) => {
      fills += 1;
      const client = await connect(url);
      await client.query('create table filled (value int)');
      await client.end();
    },
  };
  const databases = await Promise.all([
    freshDatabase(template),
    freshDatabase(template),
    freshDatabase(template),
  ]);
  expect(fills).toBe(1);
  const client = await connect(databases[2].url);
  expect((await client.query('select * from filled')).rowCount).toBe(0);
  await client.end();
});

test('tries again to fill a template that could not be filled', async () => {
  const broken = { name: 'broken', fill: () => Promise.reject(new Error('no luck')) };
  await expect(freshDatabase(broken)).rejects.toThrow('no luck');
  await expect(freshDatabase({ name: 'broken', fill: async () => {} })).resolves.toBeDefined();
});

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

/** A schema to start from, made once per run and copied for each database that wants it. */
export interface DatabaseTemplate {
  readonly name: string;
  /** Fills the empty database at the url, and closes what it opened. */
  readonly fill: (databaseUrl: string) => Promise<unknown>;
}

/** A database that only one test, or one test file, uses. */
export interface FreshDatabase {
  readonly url: string;
  /** Ends its sessions and drops it. What is not dropped goes at the end of the run. */
  readonly drop: () => Promise<void>;
}

/** Makes a database on the PostgreSQL of this run: empty, or a copy of the template. */
export async function freshDatabase(template?: DatabaseTemplate): Promise<FreshDatabase> {
  const name = databaseName(randomBytes(6).toString('hex'));
  await onServer(async (client) => {
    const source = template ? await makeTemplate(client, template) : 'template1';
    await client.query(`create database "${name}" template "${source}"`);
  });
  return { url: urlOf(name), drop: () => onServer((client) => drop(client, name)) };
}

/** Test files run beside each other, and only the first to come may fill the template. */
async function makeTemplate(client: Client, { name, fill }: DatabaseTemplate): Promise<string> {
  const source = databaseName(name);
  await client.query('select pg_advisory_lock(hashtext($1))', [source]);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [source]);
  if (rowCount === 0) {
    await client.query(`create database "${source}"`);
    await fill(urlOf(source)).catch((error: unknown) =>
      drop(client, source).then(() => Promise.reject(error)),
    );
  }
  await client.query('select pg_advisory_unlock(hashtext($1))', [source]);
  return source;
}

async function drop(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists "${name}" with (force)`);
}

async function onServer(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: inject('databaseUrl') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseName(suffix: string): string {
  return `test_${inject('runId')}_${suffix}`;
}

function urlOf(name: string): string {
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

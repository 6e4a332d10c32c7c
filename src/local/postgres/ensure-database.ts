import { Client, DatabaseError } from 'pg';

/** Makes the database that a url names, on the server it names, where it is missing. */
export async function ensureDatabase(url: string): Promise<void> {
  if (await canConnect(url)) return;
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  const server = new URL(url);
  server.pathname = '/postgres';
  await withClient(server.href, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`));
}

async function canConnect(url: string): Promise<boolean> {
  try {
    await withClient(url, async () => undefined);
    return true;
  } catch (error) {
    // invalid_catalog_name: there is no such database.
    if (error instanceof DatabaseError && error.code === '3D000') return false;
    throw error;
  }
}

async function withClient(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}

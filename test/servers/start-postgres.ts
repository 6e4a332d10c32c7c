import { execFile, execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { findPort } from './find-port.ts';
import { needProgram } from './need-program.ts';
import { makePrivateFolder } from './private-folder.ts';
import { type Launch, PrivateServer } from './private-server.ts';

/** What a test may want of its PostgreSQL. */
export interface PostgresOptions {
  /** Settings of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** Starts a private PostgreSQL on a free port of 127.0.0.1; its superuser `postgres` needs no password. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const server = new PostgresServer(await findPort(), await makePrivateFolder('postgres'), options);
  await server.start();
  return server;
}

/** A private PostgreSQL server. */
export class PostgresServer extends PrivateServer {
  readonly url: string;
  readonly #options: PostgresOptions;
  readonly #parent: string;

  constructor(port: number, folder: string, options: PostgresOptions) {
    super(port, folder);
    this.#options = options;
    this.#parent = folder;
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  }

  /** Stops it (`fast`: sessions are ended; `immediate`: as if the power had gone) and starts it on the same data. */
  async restart(mode: 'fast' | 'immediate'): Promise<void> {
    await this.stop(mode);
    await this.start();
  }

  override async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
  }

  /** Runs one statement over a connection of its own and returns the rows. */
  async query(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url });
    client.on('error', () => {});
    try {
      await client.connect();
      // `query` takes a mutable array and changes nothing in it.
      return (await client.query<Record<string, unknown>>(text, values as unknown[])).rows;
    } finally {
      await client.end();
    }
  }

  protected override async probe(): Promise<void> {
    await this.query('select 1');
  }

  protected override async prepare(): Promise<void> {
    if (await exists(join(this.data, 'PG_VERSION'))) return;
    const owner = findServerUser();
    await mkdir(this.data, { recursive: true });
    await chmod(this.#parent, 0o711);
    if (owner) await chown(this.data, owner.uid, owner.gid);
    const layout = ['--pgdata', this.data, '--username', 'postgres', '--auth', 'trust', '--no-sync'];
    const text = ['--encoding', 'UTF8', '--locale', 'C'];
    await run(needProgram('initdb'), [...layout, ...text], { cwd: this.data, ...owner });
  }

  protected override launch(): Launch {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 300,
      // What `kill -9` leaves is in the memory of the operating system; only a power cut would take it.
      fsync: 'off',
      dynamic_shared_memory_type: 'mmap',
      ...this.#options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const args = ['-D', this.data, '-p', String(this.port), ...flags];
    return { command: needProgram('postgres'), args, ...findServerUser() };
  }
}

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so root lends it the user of the package, or nobody. */
function findServerUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUpUser('postgres') ?? lookUpUser('nobody');
}

function lookUpUser(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

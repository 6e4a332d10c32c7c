import type { Database } from '../../db/database.ts';
import { migrationState } from '../../db/migration-state.ts';
import { openDatabase } from '../../db/open-database.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { measure } from './measure.ts';
import { measuredFindings } from './measured-findings.ts';

const { ok, expect, failed } = findingsAbout('PostgreSQL');

const LEAST_VERSION_NUM = 130_000;
const SPARE_CONNECTIONS = 20;

/** Looks at the ledger's PostgreSQL. Never rejects: a server that does not answer is a finding. */
export async function examinePostgres(url: string): Promise<readonly Finding[]> {
  const database = openDatabase({
    url,
    maxConnections: 2,
    applicationName: 'nightshift doctor',
    queryTimeoutMs: 5_000,
  });
  try {
    return [...(await examineServer(database)), await examineMigrations(database)];
  } catch (error) {
    const why =
      error instanceof Error
        ? error.cause instanceof Error
          ? error.cause.message
          : error.message
        : String(error);
    return [failed('server', why, 'Check DATABASE_URL, and that the server runs and lets this machine in.')];
  } finally {
    await database.close();
  }
}

interface ServerRow {
  readonly version: string;
  readonly version_num: number;
  readonly is_replica: boolean;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly max_connections: number;
  readonly connections: number;
}

const SERVER = `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS version_num,
  pg_is_in_recovery() AS is_replica, current_setting('fsync') AS fsync,
  current_setting('synchronous_commit') AS synchronous_commit,
  current_setting('max_connections')::int AS max_connections,
  (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections`;

async function examineServer(database: Database): Promise<readonly Finding[]> {
  const [server] = await rowsOf<ServerRow>(database, SERVER);
  if (!server) return [];
  const measured = await measure(() => serverTimeMs(database));
  return [
    versionOf(server),
    writesOf(server),
    connectionsOf(server),
    ...measuredFindings('PostgreSQL', measured),
  ];
}

async function serverTimeMs(database: Database): Promise<number> {
  const [row] = await rowsOf<{ readonly ms: number }>(
    database,
    'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms',
  );
  return row?.ms ?? Number.NaN;
}

function versionOf({ version, version_num }: ServerRow): Finding {
  return version_num < LEAST_VERSION_NUM
    ? failed(
        'version',
        version,
        'Upgrade PostgreSQL to 13 or newer; 15 and newer are what Nightshift is tested with.',
      )
    : ok('version', version);
}

function writesOf({ is_replica, fsync, synchronous_commit }: ServerRow): Finding {
  if (is_replica) return failed('writes', 'none: it is a replica', 'Let DATABASE_URL name the primary.');
  return expect(
    'writes',
    `fsync is ${fsync}, synchronous_commit is ${synchronous_commit}`,
    fsync === 'off' || synchronous_commit === 'off',
    'Set both to on: without them a crash of the machine may lose jobs that enqueue has accepted.',
  );
}

function connectionsOf({ connections, max_connections }: ServerRow): Finding {
  return expect(
    'connections',
    `${connections} of ${max_connections} in use`,
    max_connections - connections < SPARE_CONNECTIONS,
    'Raise max_connections, lower NIGHTSHIFT_DATABASE_CONNECTIONS, or put a pooler in front; a process takes up to 8.',
  );
}

async function examineMigrations(database: Database): Promise<Finding> {
  const { pending, unknown } = await migrationState(database);
  if (unknown.length > 0)
    return failed(
      'migrations',
      `${unknown.join(', ')} of a newer version`,
      'Start a newer version of Nightshift, or point DATABASE_URL elsewhere.',
    );
  if (pending.length > 0)
    return failed('migrations', `${pending.length} not yet run`, 'Run `nightshift migrate`.');
  return ok('migrations', 'all run');
}

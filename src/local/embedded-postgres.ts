import { join } from 'node:path';
import type { Log } from '../telemetry/log.ts';
import { claimFile } from './claim-file.ts';
import { FolderInUseError } from './local-errors.ts';
import { makeDataFolder } from './make-data-folder.ts';
import { ensureDatabase } from './postgres/ensure-database.ts';
import { keepPostmaster } from './postgres/keep-postmaster.ts';
import { openCluster } from './postgres/open-cluster.ts';

/** A PostgreSQL server of this process's own. */
export interface EmbeddedPostgres {
  /** Its database `nightshift`, password included: not for logs. */
  readonly url: string;
  readonly port: number;
  /** Changes when a server that died was started again. */
  readonly pid: number;
  readonly clusterFolder: string;
  /** Ends open connections, stops the server and keeps the data. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, with its cluster in `folder` (`config.dataFolder`), made at the first start
 * and kept. It is started again when it dies, and stops when this process dies. Throws FolderInUseError while another
 * process has it, EmbeddedPostgresError when it cannot run here.
 */
export async function startEmbeddedPostgres(options: {
  readonly folder: string;
  readonly log: Log;
}): Promise<EmbeddedPostgres> {
  const dataFolder = await makeDataFolder(options.folder);
  const claim = await claimFile(join(dataFolder, 'postgres.lock'));
  if (claim.kind === 'held') throw new FolderInUseError(options.folder, claim.owner);
  try {
    return await start(dataFolder, { log: options.log, release: claim.release });
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function start(
  dataFolder: string,
  { log, release }: { readonly log: Log; readonly release: () => Promise<void> },
): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(dataFolder, log);
  const server = await keepPostmaster(cluster, log);
  const url = `postgres://postgres:${cluster.password}@127.0.0.1:${server.port}/nightshift`;
  const stop = async () => {
    await server.stop();
    await release();
  };
  try {
    if (server.port !== cluster.lastPort) await cluster.rememberPort(server.port);
    await ensureDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    port: server.port,
    clusterFolder: cluster.clusterFolder,
    get pid() {
      return server.pid;
    },
    stop,
  };
}

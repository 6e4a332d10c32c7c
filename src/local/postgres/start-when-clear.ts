import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../telemetry/log.ts';
import { findFreePort } from '../free-port.ts';
import { EmbeddedPostgresError } from '../local-errors.ts';
import type { Cluster } from './open-cluster.ts';
import { clearOldPostmaster } from './postmaster-file.ts';
import { type Postmaster, PostmasterEndedError, startPostmaster } from './start-postmaster.ts';

/** How long what stands in the way (processes of a killed server, a port just taken) is given to pass. */
const patienceMs = 15_000;

/**
 * Starts a cluster's server after whatever an earlier one left has been cleared away. Without `port` it takes that of its last start, or
 * any free one. Throws EmbeddedPostgresError with what the server said.
 */
export async function startWhenClear(cluster: Cluster, log: Log, port?: number): Promise<Postmaster> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    await clearOldPostmaster(cluster.clusterFolder, cluster.binaries, log);
    const started = await tryStart(cluster, port ?? (await findFreePort(cluster.lastPort)));
    if (!(started instanceof PostmasterEndedError)) return started;
    if (performance.now() > deadline || !willPass(started)) {
      throw new EmbeddedPostgresError(`it did not start:\n${started.message}\n`, { cause: started });
    }
    await sleep(200);
  }
}

async function tryStart(cluster: Cluster, port: number): Promise<Postmaster | PostmasterEndedError> {
  try {
    return await startPostmaster(cluster, port);
  } catch (error) {
    if (error instanceof PostmasterEndedError) return error;
    throw error;
  }
}

function willPass({ message }: PostmasterEndedError): boolean {
  return /pre-existing shared memory block|lock file "postmaster.pid"|could not bind/.test(message);
}

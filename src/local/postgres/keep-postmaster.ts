import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../telemetry/log.ts';
import type { Cluster } from './open-cluster.ts';
import type { Postmaster } from './start-postmaster.ts';
import { startWhenClear } from './start-when-clear.ts';

/** A server that is always there, though not always the same process, until it is stopped. */
export interface KeptPostmaster {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

const longestPauseMs = 5_000;

/** Starts a cluster's server, and starts it again on the same port whenever it ends without having been stopped. */
export async function keepPostmaster(cluster: Cluster, log: Log): Promise<KeptPostmaster> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let current = await startWhenClear(cluster, log);
  const { port } = current;
  const kept = keep();
  return {
    port,
    get pid() {
      return current.pid;
    },
    stop: async () => {
      stopping.abort();
      await current.stop();
      await kept;
    },
  };

  async function keep(): Promise<void> {
    for (;;) {
      await current.ended;
      if (signal.aborted) return;
      log.error(`PostgreSQL (process ${current.pid}) ended unexpectedly and is started again`, {
        logFile: cluster.logFile,
      });
      const next = await startAgain(cluster, log, { port, signal });
      if (!next) return;
      current = next;
    }
  }
}

async function startAgain(
  cluster: Cluster,
  log: Log,
  { port, signal }: { readonly port: number; readonly signal: AbortSignal },
): Promise<Postmaster | undefined> {
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    const started = await startWhenClear(cluster, log, port).catch((error: unknown) => {
      log.error('PostgreSQL could not be started again', { error });
    });
    if (started && signal.aborted) await started.stop();
    else if (started) return started;
  }
  return undefined;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile, stat, truncate } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, type ProcessIdentity } from '../process-identity.ts';
import type { Cluster } from './open-cluster.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { surroundings } from './run-program.ts';
import { stopPostmaster } from './stop-postmaster.ts';
import { stopWithParent } from './stop-with-parent.ts';

/** A running server; `ended` settles when it has ended, for whatever reason. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** The server ended instead of starting; the message holds what it said. */
export class PostmasterEndedError extends Error {}

const maxLogBytes = 10_000_000;

/** Starts the cluster's server on 127.0.0.1 and waits until it takes connections, however long its recovery lasts. */
export async function startPostmaster(cluster: Cluster, port: number): Promise<Postmaster> {
  const logStart = await shortenLog(cluster.logFile);
  const child = await spawnServer(cluster, port);
  const ended = once(child, 'exit').catch((error: unknown) => error);
  const identity = await waitUntilReady(child, cluster.clusterFolder);
  if (!identity) {
    const said = (await readFile(cluster.logFile)).subarray(logStart).toString().trim();
    const why = (await ended) instanceof Error ? String(await ended) : said;
    throw new PostmasterEndedError(why || 'it said nothing');
  }
  stopWithParent(identity.pid, { runAs: cluster.runAs, ended });
  // Whoever forgets to stop it can still exit, and it is stopped then.
  child.unref();
  const stop = () => stopPostmaster(identity, cluster.clusterFolder, cluster.binaries);
  return { pid: identity.pid, port, ended, stop };
}

async function spawnServer(cluster: Cluster, port: number): Promise<ChildProcess> {
  const log = await open(cluster.logFile, 'a', 0o600);
  try {
    return spawn(cluster.binaries.postgres, serverArguments(cluster.clusterFolder, port), {
      ...cluster.runAs,
      ...surroundings(),
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: Ctrl-C on our terminal is for us, who stop the server last.
      detached: true,
    });
  } finally {
    await log.close();
  }
}

function serverArguments(clusterFolder: string, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // A dozen processes at 8 connections each, twice over.
    max_connections: 200,
    shared_buffers: '64MB',
    // Our queries are short: compiling them costs more than it saves.
    jit: 'off',
    log_checkpoints: 'off',
    // After a crash: one call for the whole file system instead of one for each of a thousand files.
    ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  };
  return [
    '-D',
    clusterFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function waitUntilReady(
  child: ChildProcess,
  clusterFolder: string,
): Promise<ProcessIdentity | undefined> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterFile(clusterFolder);
    if (file?.pid === child.pid && file.isReady) return identifyProcess(child.pid);
    await sleep(20);
  }
  return undefined;
}

/** Empties a log that has grown long, and returns where its next line will begin. */
async function shortenLog(logFile: string): Promise<number> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= maxLogBytes) return size;
  await truncate(logFile);
  return 0;
}
